// SPDX-License-Identifier: EUPL-1.2

// Search: under the box arrows go through what was found, Escape goes back and closes;
// how much was found is said aloud. The key that goes to the box is in keys.js.
const box = document.querySelector("[data-find]");
const found = document.querySelector("#found");

const links = () => [...found.querySelectorAll("a")];

function close() {
  found.replaceChildren();
}

if (box && found) {
  box.form.addEventListener("keydown", (event) => {
    const all = links();
    const at = all.indexOf(document.activeElement);
    if (event.key === "Escape" && all.length > 0) {
      box.focus();
      close();
    } else if (event.key === "ArrowDown" && all.length > 0) {
      all[Math.min(at + 1, all.length - 1)].focus();
    } else if (event.key === "ArrowUp" && at >= 0) {
      (at === 0 ? box : all[at - 1]).focus();
    } else {
      return;
    }
    event.preventDefault();
  });

  // What was typed before the box listened is looked for now.
  box.addEventListener("htmx:after:init", () => {
    if (box.value !== box.defaultValue) box.dispatchEvent(new Event("input", { bubbles: true }));
  });

  document.addEventListener("htmx:after:swap", () => {
    const said = found.querySelector("[data-found]");
    document.querySelector("[data-found-said]").textContent = said?.dataset.found ?? "";
  });

  document.addEventListener("click", (event) => {
    if (!box.form.contains(event.target)) close();
  });
}
