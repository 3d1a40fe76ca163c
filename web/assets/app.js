// SPDX-License-Identifier: EUPL-1.2

// What JavaScript adds to pages that work without it: acts on the worklist
// without a page load (htmx), ticking every proposal at once, files dropped on a
// form, the place on the page of the field that has the focus, reasons that show
// while the pointer rests on them, and pictures of tables. Single keys are in
// keys.js, what was typed and not sent in drafts.js.
import "htmx.org";
import "./keys.js";
import "./drafts.js";
import "./search.js";

// What draws is some hundred kilobytes, so only pages with something to draw fetch
// it: the file beside this one, of the same version.
const drawer = new URL(document.currentScript.src.replace(/app\.js/, "charts.js"));

async function pictures() {
  if (!document.querySelector("figure[data-chart]")) return;
  const { drawAll } = await import(drawer);
  drawAll();
}
document.addEventListener("htmx:after:swap", pictures);
pictures();

const boxes = () => [...document.querySelectorAll('input[name="pick"]')];

function count() {
  const place = document.querySelector("[data-ticked]");
  if (!place) return;
  const ticked = boxes().filter((box) => box.checked).length;
  place.textContent = `(${ticked})`;
  place.hidden = ticked === 0;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-tick]");
  if (!link) return;
  event.preventDefault();
  for (const box of boxes()) box.checked = link.dataset.tick === "all";
  count();
});
document.addEventListener("change", count);
document.addEventListener("htmx:after:swap", count);
count();

// Files dropped anywhere on the form of an upload are chosen in it.
for (const form of document.querySelectorAll("[data-drop]")) {
  const files = form.querySelector('input[type="file"]');
  const over = (on) => form.classList.toggle("rm-drop", on);
  form.addEventListener("dragover", (event) => {
    event.preventDefault();
    over(true);
  });
  form.addEventListener("dragleave", () => over(false));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    over(false);
    if (event.dataTransfer.files.length === 0) return;
    files.files = event.dataTransfer.files;
    form.querySelector('button[type="submit"]').focus();
  });
}

// A field and its places on the page show each other while one has the focus.
const beside = matchMedia("(min-width: 52rem)");

function show(name) {
  for (const place of document.querySelectorAll("[data-place]")) {
    const on = place.dataset.place === name;
    place.classList.toggle("rm-place--on", on);
    if (on && beside.matches && !document.activeElement.matches("[data-place]")) bring(place);
  }
  for (const field of document.querySelectorAll("[data-field]")) field.classList.toggle("rm-field--on", field.dataset.field === name);
}

// bring scrolls the pages, and nothing else, until the place is in sight.
function bring(place) {
  const paper = place.closest(".rm-paper"), at = place.getBoundingClientRect(), seen = paper.getBoundingClientRect();
  if (at.top < seen.top || at.bottom > seen.bottom) paper.scrollTop += at.top - seen.top - seen.height / 3;
}

document.addEventListener("focusin", (event) => {
  const at = event.target.closest("[data-place], [data-field]");
  if (at) show(at.dataset.place ?? at.dataset.field);
});

// Reasons open under the pointer and close when it leaves, unless they were opened
// by a click or a key; Escape closes them.
document.addEventListener("pointerover", (event) => {
  const why = event.pointerType === "mouse" && event.target.closest?.("[data-why]");
  if (!why || why.open) return;
  why.open = true;
  why.dataset.hovered = "";
});
document.addEventListener("pointerout", (event) => {
  const why = event.target.closest?.("[data-why][data-hovered]");
  if (!why || why.contains(event.relatedTarget)) return;
  delete why.dataset.hovered;
  why.open = false;
});
document.addEventListener("click", (event) => {
  const why = event.target.closest?.("[data-why][data-hovered] > summary")?.parentElement;
  if (!why) return;
  delete why.dataset.hovered; // it stays
  event.preventDefault();
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const why of document.querySelectorAll("[data-why][open]")) {
    delete why.dataset.hovered;
    why.open = false;
  }
});
