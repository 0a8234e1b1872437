// Building blocks of the page. Data from the store is inserted as text only, never as markup.

const COLOURS = 8;
const colours = new Map();

/** Creates an element; children are elements or texts. Names of tags, classes and attributes never come from data. */
export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) {
      made.setAttribute(name, value === true ? "" : value);
    }
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** A node keeps its colour while the page is open. node2 gets the second colour, so that colours are the same on all pages. */
export function colour(name) {
  if (!colours.has(name)) {
    let index = preferred(name);
    const taken = new Set(colours.values());
    for (let tries = 0; taken.has(index) && tries < COLOURS; tries++) {
      index = (index + 1) % COLOURS;
    }
    colours.set(name, index);
  }
  return `var(--c${colours.get(name)})`;
}

function preferred(name) {
  const number = /(\d{1,6})$/.exec(name);
  if (number !== null) {
    return (Number(number[1]) + COLOURS - 1) % COLOURS;
  }
  let hash = 0x811c9dc5; // FNV-1a
  for (const character of name) {
    hash = Math.imul(hash ^ character.codePointAt(0), 0x01000193) >>> 0;
  }
  return hash % COLOURS;
}

/** Gives the element the colour of the owner, if there is one. */
export function paint(element, owner) {
  if (owner) {
    element.style.setProperty("--owner", colour(owner));
  } else {
    element.style.removeProperty("--owner");
  }
  return element;
}

export function swatch(owner) {
  return paint(el("span", { class: owner ? "swatch" : "swatch none", "aria-hidden": "true" }), owner);
}

/** Rows of name and value. A value is a text, an element or a list of elements; rows with null are omitted. */
export function facts(rows) {
  return rows
    .filter(([, value]) => value !== null && value !== undefined && value !== "")
    .flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, ...[value].flat())]);
}

/** Gives `parent` one child for each item, in order. Children of unchanged items are kept. */
export function keep(parent, items, key, make) {
  const old = parent.kept ?? new Map();
  const next = new Map();
  let place = parent.firstElementChild;
  for (const item of items) {
    const id = key(item);
    const signature = JSON.stringify(item);
    const last = old.get(id);
    const isSame = last !== undefined && last.signature === signature;
    const element = isSame ? last.element : make(item, last?.element ?? null);
    next.set(id, { signature, element });
    if (last !== undefined && last.element !== element) {
      if (place === last.element) {
        place = place.nextElementSibling;
      }
      last.element.remove();
    }
    if (element === place) {
      place = place.nextElementSibling;
    } else {
      parent.insertBefore(element, place);
    }
  }
  for (const [id, last] of old) {
    if (!next.has(id)) {
      last.element.remove();
    }
  }
  parent.kept = next;
}

const CLOCK = new Intl.DateTimeFormat(undefined, {
  hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23",
});
const DAY = new Intl.DateTimeFormat(undefined, { month: "short", day: "numeric" });

/** The time of day in the reader's zone, and the day if it is not today. */
export function clock(time) {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) {
    return String(time);
  }
  const isToday = date.toDateString() === new Date().toDateString();
  return (isToday ? "" : DAY.format(date) + " ") + CLOCK.format(date);
}

export function count(number, one, many = one + "s") {
  return `${number} ${number === 1 ? one : many}`;
}

/** Calls the API. An error from the API has `answered`; an error of the connection has not. */
export async function ask(path, options = {}) {
  const response = await fetch(path, {
    cache: "no-store", signal: AbortSignal.timeout(10_000), ...options,
    headers: { Accept: "application/json", ...(options.headers ?? {}) },
  });
  const text = await response.text();
  let body = {};
  try {
    body = text === "" ? {} : JSON.parse(text);
  } catch {
    body = { error: text.slice(0, 300) };
  }
  if (!response.ok) {
    throw Object.assign(new Error(body.error ?? `status ${response.status}`), { answered: true });
  }
  return body;
}
