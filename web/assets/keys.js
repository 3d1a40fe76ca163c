// SPDX-License-Identifier: EUPL-1.2

// Single keys. What they do on a page stands in its help (#keys) and is read from
// there: the help cannot tell anything else than what happens. A row is what j and
// k go through ([data-row]); a key that only "presses" does what bears its name
// (data-key), in the row that has the focus, or on the page outside the rows.

const dialog = document.querySelector("#keys");
const live = document.querySelector("#live");
const table = new Map();
for (const row of dialog?.querySelectorAll("[data-does]") ?? []) {
  for (const key of row.dataset.press.split(" ")) table.set(key, row.dataset.does);
}

const typing = (element) => element.matches('input:not([type="radio"], [type="checkbox"]), select, textarea, [contenteditable]');
const rows = () => [...document.querySelectorAll("[data-row]")].filter((row) => row.checkVisibility());
const rowOf = (element) => element?.closest?.("[data-row]");

// place gives what of a row takes the focus: the row, or the link that opens it.
const place = (row) => (row.hasAttribute("tabindex") ? row : row.querySelector('[data-key="Enter"]') ?? row);

// say tells something that the page does not show otherwise; quietly when it does.
export function say(text, quietly = false) {
  live.classList.toggle("rm-hidden", quietly);
  live.textContent = text;
}

function go(row) {
  const to = place(row);
  to.focus();
  row.scrollIntoView({ block: "nearest" });
}

let last = ""; // id of the row that had the focus last
let done = ""; // id of the row that was acted on last

function step(by) {
  const all = rows();
  const at = all.indexOf(rowOf(document.activeElement) ?? document.getElementById(last));
  const next = at < 0 ? all[0] : all[at + by];
  if (next) return go(next);
  const more = by > 0 && document.querySelector('.rm-pager a[rel="next"]');
  if (more) more.focus();
  else if (all.length) say(by > 0 ? live.dataset.last : live.dataset.first);
}

// A list is kept while its items are looked at one by one, by what their
// addresses begin with; so is the item that was looked at last.
const kind = (path) => path.split("/")[1];
const kept = (name) => JSON.parse(sessionStorage.getItem(name) ?? "null");
const here = location.pathname;

function keepList() {
  const items = rows().map((row) => row.querySelector('a[data-key="Enter"]')?.pathname).filter(Boolean);
  for (const of of new Set(items.map(kind))) sessionStorage.setItem(`rm-list-${of}`, JSON.stringify({ self: here + location.search, items }));
}

function openItem(by) {
  const list = kept(`rm-list-${kind(here)}`), at = list?.items.indexOf(here) ?? -1;
  if (at < 0) return say(live.dataset.noList);
  const to = list.items[at + by];
  if (to) location.assign(to);
  else say(by > 0 ? live.dataset.last : live.dataset.first);
}

function backToList() {
  const list = kept(`rm-list-${kind(here)}`);
  if (list?.items.includes(here)) return location.assign(list.self);
  document.querySelector(".rm-trail li:last-child a")?.click();
}

// comeBack puts the focus where it was when a list is shown again: on the item
// that was looked at, or on the first after it that is still there.
function comeBack() {
  if (!rows().length) return sessionStorage.setItem("rm-item", JSON.stringify(here));
  const item = kept("rm-item"), list = item && kept(`rm-list-${kind(item)}`);
  sessionStorage.removeItem("rm-item");
  if (list && list.self === here + location.search && !location.hash) {
    for (const path of list.items.slice(list.items.indexOf(item))) {
      const row = rows().find((r) => r.querySelector('a[data-key="Enter"]')?.pathname === path);
      if (!row) continue;
      go(row);
      const told = document.querySelector(".rm-said p");
      if (told) say(told.textContent, true);
      break;
    }
  }
  keepList();
}

function find() {
  const box = document.querySelector('header input[type="search"]') ?? document.querySelector('main input[type="search"]');
  if (!box) return say(live.dataset.noSearch);
  const itself = (event) => { if (table.get(event.data) === "find") event.preventDefault(); };
  box.addEventListener("beforeinput", itself); // the key is not typed, however long it is held
  addEventListener("keyup", () => box.removeEventListener("beforeinput", itself), { once: true });
  box.focus();
  box.select();
}

function help() {
  if (dialog.open) return dialog.close();
  dialog.showModal();
}

function choose(row, n) {
  const lines = [...row.querySelectorAll("[data-codeline]")];
  const line = document.activeElement.closest("[data-codeline]") ?? lines.find((l) => l.querySelector("[data-way]") && !l.querySelector("[data-way]:checked")) ?? lines[0];
  const way = line?.querySelector(`[data-way="${n}"]`);
  if (!way) return;
  way.closest("details[data-others]")?.setAttribute("open", "");
  way.checked = true;
  way.focus();
}

function why(row) {
  const reasons = (document.activeElement.closest(".rm-way") ?? row).querySelector("[data-why]");
  if (reasons) reasons.open = !reasons.open;
}

// field goes through what was read of an invoice; Enter goes on into its box.
function field(by) {
  const all = [...document.querySelectorAll("[data-field]")].filter((f) => f.checkVisibility());
  const at = all.indexOf(document.activeElement.closest("[data-field]"));
  const to = all[at < 0 && by < 0 ? all.length - 1 : at + by];
  to?.focus();
  to?.scrollIntoView({ block: "nearest" });
}

// bearer gives what a key presses: in the row with the focus, in the row that was
// acted on last for who takes that back, or on the page outside the rows.
function bearer(row, key) {
  const bears = `[data-key="${CSS.escape(key)}"]`;
  return row?.querySelector(bears) ?? (key === "u" ? document.getElementById(done)?.querySelector(bears) : null) ??
    [...document.querySelectorAll(`main ${bears}`)].find((e) => !rowOf(e) && e.checkVisibility());
}

let moveOn = ""; // id of the row after whose act the focus goes on
const pressed = new Set(); // what was pressed and did not answer yet
addEventListener("pageshow", () => pressed.clear());

function press(row, key) {
  const does = bearer(row, key);
  if (!does) return false;
  const acted = rowOf(does);
  if (pressed.has(acted ?? does)) return true;
  if (does.localName === "summary") {
    does.parentElement.open = true;
    does.parentElement.querySelector('input:not([type="hidden"]), select, textarea')?.focus();
  } else if (typing(does)) does.focus();
  else {
    if (does.type === "submit") pressed.add(acted ?? does);
    if (does.type === "submit" && acted?.id) {
      last = done = acted.id;
      moveOn = key === "u" ? "" : acted.id;
    }
    does.click();
  }
  return true;
}

const acts = {
  next: () => step(1), previous: () => step(-1), "item-next": () => openItem(1), "item-previous": () => openItem(-1),
  list: backToList, find, help, "field-next": () => field(1), "field-previous": () => field(-1),
};

document.addEventListener("keydown", (event) => {
  const { key, target } = event, does = table.get(key);
  if (!does || dialog.dataset.off !== undefined || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
  if (!(target instanceof Element) || typing(target) || (dialog.open && does !== "help")) return;
  const row = rowOf(target);
  if (key === "Enter" && target !== row) return; // what has the focus does that itself
  if (event.repeat && !/next|previous/.test(does)) return;
  say("");
  if (does === "choose" || does === "why") {
    if (!row) return;
    does === "choose" ? choose(row, key) : why(row);
  } else if (does === "press") {
    if (!press(row, key)) return;
  } else acts[does]();
  event.preventDefault();
});

document.addEventListener("focusin", (event) => {
  const row = rowOf(event.target);
  if (row?.id) last = row.id;
});

document.addEventListener("click", (event) => {
  if (!event.target.closest?.("[data-help]")) return;
  event.preventDefault();
  help();
});

// After an act by a key the focus goes on to the next row, and what was done is
// told; a problem keeps the focus where it is. An act by a button leaves it where
// the row was, beside the button to undo it.
document.addEventListener("htmx:after:swap", (event) => {
  if (event.target.id === "together") return;
  const row = moveOn && document.getElementById(moveOn);
  moveOn = "";
  pressed.clear();
  if (!row || row.querySelector('[role="alert"]')) return;
  const all = rows(), next = all.slice(all.indexOf(row) + 1).find((r) => !r.matches(".rm-card--done"));
  say(row.querySelector('[role="status"] p')?.textContent ?? "", true);
  if (next) go(next);
});
document.addEventListener("htmx:error", () => {
  moveOn = "";
  pressed.clear();
});

// A form of an item that goes back to its list goes back to the part of it that
// was looked at.
document.addEventListener("submit", (event) => {
  const back = event.target.elements.namedItem("back"), list = kept(`rm-list-${kind(here)}`);
  if (list?.items.includes(here) && back?.value === list.self.split("?")[0]) back.value = list.self;
});

comeBack();
