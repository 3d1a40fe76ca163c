// SPDX-License-Identifier: EUPL-1.2

// What JavaScript adds to pages that work without it: acts on the worklist
// without a page load (htmx), and ticking every proposal at once.
import "htmx.org";

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
