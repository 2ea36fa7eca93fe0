// Elements and texts. Whatever comes from the stack is set as text, never as markup.

/** Texts of more characters than that are broken. */
const LONG = 60;

export const $ = (id) => document.getElementById(id);

export function make(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

/** A value as a person reads it. */
export function text(value) {
  if (value === null || value === undefined) {
    return "";
  }
  if (typeof value === "number") {
    return value.toLocaleString("en", { maximumFractionDigits: 1 });
  }
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** A number of things, such as "1 shard". */
export const count = (number, things) =>
  `${text(number)} ${number === 1 ? things.replace(/s$/, "") : things}`;

/** A table of rows that may differ in their names. */
export function table(rows, cell = (name, value) => text(value)) {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const head = make("tr", {}, ...names.map((name) => make("th", { scope: "col" }, name)));
  const body = rows.map((row) => make("tr", {}, ...names.map((name) => {
    const inside = cell(name, row[name]);
    return make("td", inside.length > LONG ? { class: "long" } : {}, inside);
  })));
  return make("table", {}, make("thead", {}, head), make("tbody", {}, ...body));
}

/** Makes a change that replaces elements; the focus stays on the one with the same data-key. */
export function keepingFocus(change) {
  const key = document.activeElement?.dataset.key;
  change();
  if (key !== undefined) {
    document.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus();
  }
}
