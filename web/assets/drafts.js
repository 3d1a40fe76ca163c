// SPDX-License-Identifier: EUPL-1.2

// What is typed in a form and not sent yet is kept in this tab (sessionStorage), by
// who acts and where the form goes: it is put back after a reload or on coming
// back, with a note and a button to drop it. What was sent is forgotten, unless the
// answer is that something is wrong: then nothing that was typed is lost. Passwords
// and files are never kept.
const note = document.querySelector("#draft-note");
const prefix = `rm-draft ${note?.dataset.who} `;
const kinds = 'input:not([type="hidden"], [type="password"], [type="file"], [type="submit"], [type="button"]), textarea, select';

const forms = () => [...document.querySelectorAll('main form[method="post"]:not([data-no-draft])')];
const goesTo = (form) => new URL(form.getAttribute("action"), location).pathname;

// name of a form: where it goes, and the how manieth of those on the page.
const nameOf = (form) => `${prefix}${goesTo(form)} ${forms().filter((f) => goesTo(f) === goesTo(form)).indexOf(form)}`;

const controls = (form) => [...form.elements].filter((c) => c.matches(kinds));
const ticks = (c) => c.type === "checkbox" || c.type === "radio";
const value = (c) => (ticks(c) ? c.checked : c.value);
const untouched = (c) => {
  if (ticks(c)) return c.defaultChecked;
  if (c.localName !== "select") return c.defaultValue;
  return ([...c.options].find((o) => o.defaultSelected) ?? c.options[0])?.value ?? "";
};
const put = (c, to) => { if (ticks(c)) c.checked = to; else c.value = to; };
const key = (form, c) => c.id || `${c.name} ${controls(form).filter((o) => o.name === c.name).indexOf(c)}`;
const read = (name) => JSON.parse(sessionStorage.getItem(name) ?? "null");

function keep(form) {
  const name = nameOf(form), before = read(name)?.typed ?? {}, typed = {};
  for (const c of controls(form)) {
    const k = key(form, c), was = before[k]?.was ?? untouched(c);
    if (value(c) !== was) typed[k] = { was, now: value(c) };
  }
  if (Object.keys(typed).length) sessionStorage.setItem(name, JSON.stringify({ typed }));
  else sessionStorage.removeItem(name);
}

function drop(form) {
  sessionStorage.removeItem(nameOf(form));
  for (const c of controls(form)) put(c, untouched(c));
  form.querySelector(":scope > .rm-draft")?.remove();
}

function tell(form) {
  if (form.querySelector(":scope > .rm-draft")) return;
  const told = note.content.firstElementChild.cloneNode(true);
  told.querySelector("button").addEventListener("click", () => {
    drop(form);
    form.querySelector(kinds)?.focus();
  });
  told.setAttribute("role", "status");
  form.prepend(told);
  for (let at = form.closest("details"); at; at = at.parentElement.closest("details")) at.open = true;
}

// restore puts back what was typed, where the page does not show it by itself.
function restore(form) {
  const draft = read(nameOf(form));
  if (!draft) return;
  let back = false;
  for (const c of controls(form)) {
    const one = draft.typed[key(form, c)];
    if (!one || value(c) === one.now) continue;
    put(c, one.now);
    back = true;
  }
  if (back) tell(form);
}

// settle forgets what was sent, once it is known that it was taken.
function settle(wrong) {
  for (const name of Object.keys(sessionStorage).filter((n) => n.startsWith(prefix))) {
    const draft = read(name);
    if (!draft.sent) continue;
    if (wrong) sessionStorage.setItem(name, JSON.stringify({ typed: draft.typed }));
    else sessionStorage.removeItem(name);
  }
}

const wrong = (where) => Boolean(where.querySelector('[role="alert"], [aria-invalid="true"]'));

if (note) {
  settle(wrong(document));
  forms().forEach(restore);

  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form && forms().includes(form)) keep(form);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target, draft = forms().includes(form) && read(nameOf(form));
    if (draft && !event.submitter?.formNoValidate) sessionStorage.setItem(nameOf(form), JSON.stringify({ ...draft, sent: true }));
  });
  document.addEventListener("htmx:after:swap", (event) => {
    settle(wrong(document.querySelector("main")));
    forms().forEach(restore);
  });
  document.addEventListener("htmx:error", () => settle(true));
}
