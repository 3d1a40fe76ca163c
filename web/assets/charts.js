// SPDX-License-Identifier: EUPL-1.2

// Draws the table of a figure as a picture, with Observable Plot. The table stays
// in the page: it is what people without sight, script or patience for pictures
// read. docs/pages.md says which attributes a figure and its table have.
import { areaY, axisX, axisY, barY, dot, gridY, lineY, plot, pointer, pointerX, ruleX, ruleY, stackY, tip } from "@observablehq/plot";

const language = document.documentElement.lang || "nl";

// One colour and one dash for each series, so that they can be told apart without
// seeing colours; the colours are in the style sheet, for day and night.
const colours = ["var(--rm-chart-1)", "var(--rm-chart-2)", "var(--rm-chart-3)", "var(--rm-chart-4)"];
const dashes = [null, "6 3", "2 3", "8 3 2 3"];
const limitColour = "var(--rm-chart-limit)";

// How the numbers of an axis are written.
const numbers = {
  share: (least) => new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: least < 0.005 ? 2 : least < 0.05 ? 1 : 0 }),
  euro: () => new Intl.NumberFormat(language, { style: "currency", currency: "EUR", notation: "compact", maximumFractionDigits: 1 }),
  count: () => new Intl.NumberFormat(language, { maximumFractionDigits: 1 }),
};
numbers.days = numbers.count;

const monthName = new Intl.DateTimeFormat(language, { month: "short", timeZone: "UTC" });
const dayName = new Intl.DateTimeFormat(language, { day: "numeric", month: "short", timeZone: "UTC" });

// read takes the columns and rows that are to be drawn from the table.
function read(figure) {
  const table = figure.querySelector("table");
  const heads = [...table.tHead.rows[0].cells];
  const kind = figure.dataset.x ?? "month";
  const series = heads
    .map((head, column) => ({ column, name: head.textContent.trim(), as: head.dataset.series }))
    .filter((one) => one.as);
  let shade = 0;
  for (const one of series) {
    one.n = one.as === "limit" ? -1 : shade++ % colours.length;
    one.colour = one.n < 0 ? limitColour : colours[one.n];
    one.dash = one.as === "limit" ? "4 4" : ["bar", "stack", "area"].includes(one.as) ? null : dashes[one.n];
  }
  const rows = [...table.tBodies[0].rows].map((row) => ({
    x: place(row.cells[0], kind),
    name: row.cells[0].textContent.trim(),
    of: Object.fromEntries(series.map((one) => [one.column, value(row.cells[one.column])])),
    said: Object.fromEntries(series.map((one) => [one.column, row.cells[one.column].textContent.trim()])),
  }));
  if (figure.dataset.order === "latest-first") rows.reverse();
  return { kind, series, rows, unit: figure.dataset.y ?? "count" };
}

function value(cell) {
  const raw = cell?.dataset.value;
  return raw === undefined || raw === "" ? null : Number(raw);
}

// place gives where on the x axis a row stands: a day is a moment, a share a
// number, and a month or a word has a column of its own.
function place(cell, kind) {
  const raw = cell.dataset.value ?? cell.textContent.trim();
  if (kind === "day") return new Date(raw + "T00:00:00Z");
  return kind === "share" ? Number(raw) : raw;
}

// long makes a row for each value that there is.
function long({ rows }, one) {
  return rows.filter((row) => row.of[one.column] !== null).map((row) => ({ x: row.x, y: row.of[one.column], name: one.name }));
}

// draws gives what Plot draws for one series.
function draws(data, one) {
  const values = long(data, one), line = { x: "x", y: "y", stroke: one.colour, strokeWidth: 2, strokeDasharray: one.dash };
  switch (one.as) {
    case "area":
      return [areaY(values, { x: "x", y: "y", fill: one.colour, fillOpacity: 0.18 }), lineY(values, { ...line, strokeWidth: 1 })];
    case "step":
      return [lineY(values, { ...line, curve: "step-after" })];
    case "limit":
      return [lineY(values, { ...line, strokeWidth: 1.5 })];
    case "dot":
      return [dot(values, { x: "x", y: "y", r: 5, fill: one.colour })];
    default: {
      const alone = values.length <= 31 ? [dot(values, { x: "x", y: "y", r: 3, fill: one.colour })] : [];
      return [lineY(values, line), ...alone];
    }
  }
}

// bars gives the bars of all series of that kind: upon each other, or when there
// is only one, alone.
function bars(data) {
  const of = data.series.filter((one) => one.as === "bar");
  if (of.length === 0) return [];
  const values = of.flatMap((one) => long(data, one).map((v) => ({ ...v, colour: one.colour })));
  return [barY(values, stackY({ x: "x", y: "y", fill: "colour", insetLeft: 1, insetRight: 1, stroke: "var(--rm-chart-ground)" }))];
}

// told gives what the pointer brings up: the row as the table has it.
function told(data) {
  const rows = data.rows.filter((row) => data.series.some((one) => row.of[one.column] !== null)).map((row) => ({
    x: row.x,
    y: Math.max(...data.series.map((one) => row.of[one.column] ?? -Infinity)),
    title: [row.name, ...data.series.filter((one) => row.said[one.column]).map((one) => `${one.name}: ${row.said[one.column]}`)].join("\n"),
  }));
  const channels = { x: "x", y: "y", title: "title" };
  const near = data.kind === "share" ? pointer : pointerX;
  return [
    ...(data.kind === "share" ? [] : [ruleX(rows, near({ x: "x", stroke: "currentColor", strokeOpacity: 0.35 }))]),
    tip(rows, near({ ...channels, fill: "var(--rm-chart-ground)", stroke: "var(--rm-chart-axis)", lineWidth: 24, fontSize: 13 })),
  ];
}

// across gives the x axis. Names that would touch are left out, evenly.
function across(data, width) {
  const { kind, rows } = data;
  if (kind === "day") return { scale: { type: "utc" }, axis: { ticks: Math.max(2, Math.floor(width / 90)), tickFormat: (d) => dayName.format(d) } };
  if (kind === "share") return { scale: { domain: [0, 1] }, axis: { ticks: 5, tickFormat: (v) => numbers.share(1).format(v) } };
  const names = rows.map((row) => (kind === "month" ? monthAs(row.x, row === rows[0]) : width < 560 ? row.name.replace(" ", "\n") : row.name));
  const wide = 7.5 * Math.max(...names.map((name) => Math.max(...name.split("\n").map((part) => part.length)))) + 10;
  const every = Math.max(1, Math.ceil((rows.length * wide) / width));
  const said = new Map(rows.map((row, i) => [row.x, i % every === 0 ? names[i] : ""]));
  return { scale: { type: "band", domain: rows.map((row) => row.x), padding: 0.15 }, axis: { tickFormat: (x) => said.get(x), tickSize: 0 } };
}

function monthAs(month, first) {
  const day = new Date(month + "-01T00:00:00Z"), name = monthName.format(day).replace(".", "");
  return first || day.getUTCMonth() === 0 ? `${name}\n${day.getUTCFullYear()}` : name;
}

// picture draws the figure, so wide as it is now.
function picture(figure, data, width) {
  const values = data.rows.flatMap((row) => data.series.map((one) => row.of[one.column] ?? 0));
  const sums = data.rows.map((row) => data.series.filter((one) => one.as === "bar").reduce((sum, one) => sum + (row.of[one.column] ?? 0), 0));
  const most = Math.max(...values, ...sums, 0);
  const near = "near" in figure.dataset, known = data.rows.flatMap((row) => data.series.map((one) => row.of[one.column])).filter((v) => v !== null);
  const least = near ? Math.max(0, Math.min(...known) - (most - Math.min(...known) || most / 50)) : Math.min(...values, 0);
  const format = (numbers[data.unit] ?? numbers.count)(near ? most - least : most), x = across(data, width - 70);
  const long = Math.max(...[least, most].map((v) => format.format(v).length));
  const top = near ? Math.min(most + (most - least) / 5, data.unit === "share" ? 1 : Infinity) : data.unit === "share" && most > 0.5 ? 1 : most * 1.05 || 1;
  return plot({
    width, height: width < 480 ? 220 : 260, marginLeft: 12 + 8 * long, marginRight: 12, marginTop: 12, marginBottom: 42,
    style: { background: "none", color: "inherit", fontFamily: "inherit", fontSize: "13px", overflow: "visible" },
    x: x.scale,
    y: { domain: [least, data.kind === "share" ? 1 : top] },
    marks: [
      gridY({ ticks: 5, stroke: "var(--rm-chart-grid)", strokeOpacity: 1 }),
      axisY({ ticks: 5, tickSize: 0, label: null, tickFormat: (v) => format.format(v), color: "var(--rm-chart-axis)" }),
      axisX({ ...x.axis, label: null, color: "var(--rm-chart-axis)" }),
      ...bars(data),
      ...data.series.filter((one) => one.as !== "bar").flatMap((one) => draws(data, one)),
      ruleY([near ? least : 0], { stroke: "var(--rm-chart-axis)" }),
      ...told(data),
    ],
  });
}

const svg = (name, attributes) => {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) if (value !== null) made.setAttribute(key, value);
  return made;
};

// legend says which line is which; the table says it to who cannot see it.
function legend(series) {
  const list = document.createElement("ul");
  list.className = "rm-chart__legend";
  list.ariaHidden = "true";
  for (const one of series) {
    const key = svg("svg", { width: 28, height: 12 }), item = document.createElement("li");
    if (one.as === "bar" || one.as === "area") key.append(svg("rect", { width: 28, height: 12, fill: one.colour, "fill-opacity": one.as === "area" ? 0.3 : 1 }));
    else if (one.as === "dot") key.append(svg("circle", { cx: 14, cy: 6, r: 5, fill: one.colour }));
    else key.append(svg("line", { x1: 0, x2: 28, y1: 6, y2: 6, stroke: one.colour, "stroke-width": 2, "stroke-dasharray": one.dash }));
    item.append(key, one.name);
    list.append(item);
  }
  return list;
}

// finish makes what Plot made fit this house: a style element would be refused by
// the content policy (its rules are in our style sheet), and to a screen reader
// the whole is one picture that bears the figure's caption.
function finish(drawn, figure) {
  for (const style of drawn.querySelectorAll("style")) style.remove();
  for (const group of drawn.querySelectorAll("g")) for (const name of ["aria-label", "aria-description"]) group.removeAttribute(name);
  const caption = figure.querySelector("figcaption");
  drawn.setAttribute("role", "img");
  drawn.setAttribute("aria-label", caption ? caption.textContent.replace(/\s+/g, " ").trim() : "");
  return drawn;
}

function draw(figure) {
  if (figure.dataset.drawn) return;
  const data = read(figure);
  if (data.rows.length === 0 || data.series.length === 0) return;
  figure.dataset.drawn = "";
  const place = document.createElement("div");
  place.className = "rm-chart__picture";
  const figures = figure.querySelector("details, table");
  figure.insertBefore(place, figures);
  if (data.series.length > 1) figure.insertBefore(legend(data.series), place);
  if (figures.localName === "details" && !("keep" in figures.dataset)) figures.open = false;
  let width = 0;
  new ResizeObserver(() => {
    const now = Math.floor(place.clientWidth);
    if (now === width || now === 0) return;
    width = now;
    place.replaceChildren(finish(picture(figure, data, width), figure));
  }).observe(place);
}

export function drawAll(within = document) {
  for (const figure of within.querySelectorAll("figure[data-chart]")) draw(figure);
}
