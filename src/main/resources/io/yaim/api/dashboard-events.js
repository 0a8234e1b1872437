// The timeline: events, the latest first, and the stream of events.
import { clock, count, el, keep, swatch } from "./dashboard-parts.js";

const MOST_KEPT = 1000;
const MOST_SHOWN = 200;
const LONGEST_WAIT = 15_000;
const FAULTS = new Set(["fence", "conflict", "node", "health", "store", "failed"]);
const MOVES = new Set(["owner", "bind", "drop"]);
const KINDS = ["owner", "bind", "drop", "state", "fence", "conflict", "node", "health", "store", "pool", "wish", "failed", "reload"];

const byId = (id) => document.getElementById(id);
const events = new Map();
let isDue = false;

export function startTimeline() {
  const choices = [["all", "all"], ["moves", "moves"], ["faults", "faults and health"], ...KINDS.map((kind) => [kind, `only ${kind}`])];
  byId("kind").append(...choices.map(([value, text]) => el("option", { value }, text)));
  byId("kind").onchange = draw;
  byId("about").oninput = draw;
  draw();
}

function add(event) {
  events.set(`${event.id} ${event.time}`, event); // ids may repeat after a restart of the node
  if (events.size > MOST_KEPT) {
    events.delete(events.keys().next().value);
  }
  if (!isDue) {
    isDue = true;
    setTimeout(draw, 100);
  }
}

function isShown(event) {
  const kind = byId("kind").value;
  const about = byId("about").value.trim().toLowerCase();
  const fits = kind === "all" || kind === event.kind
    || (kind === "moves" && MOVES.has(event.kind)) || (kind === "faults" && isFault(event));
  return fits && (about === "" || [event.ip, event.node, event.from, event.to].some((text) => text?.toLowerCase().includes(about)));
}

function isFault(event) {
  return FAULTS.has(event.kind) || (event.kind === "owner" && !event.to) || (event.kind === "state" && event.to === "FAILING");
}

/** Whether it is a fault; the end of a fault is none. */
function isBad(event) {
  const isGood = /( is healthy|^healthy|is reachable again|no longer claims to have .*)$/.test(event.text);
  return isFault(event) && !isGood;
}

function draw() {
  isDue = false;
  const rows = new Map();
  const sorted = [...events.values()].sort((a, b) => Date.parse(b.time) - Date.parse(a.time) || b.id - a.id);
  for (const event of sorted.filter(isShown)) {
    // events of one moment that differ only by the address share a row
    const alike = event.ip ? event.text.replaceAll(event.ip, "\u2026") : event.id;
    const key = JSON.stringify([event.time, event.kind, event.node, event.from, event.to, alike]);
    if (!rows.has(key)) {
      if (rows.size === MOST_SHOWN) {
        break;
      }
      rows.set(key, { ...event, key, ips: [], bad: isBad(event), day: new Date().getDate() });
    }
    rows.get(key).ips.unshift(event.ip);
  }
  keep(byId("events"), [...rows.values()], (row) => row.key, row);
  if (rows.size === 0) {
    keep(byId("events"), [{ key: "" }], (none) => none.key, () => el("li", { class: "quiet" }, el("span", {}, "Nothing yet.")));
  }
}

function row(event) {
  const words = [el("span", { class: "word" }, event.kind), ...sentence(event)];
  const text = event.ips.length === 1 ? words
    : [el("details", {}, el("summary", {}, ...words), el("p", {}, event.ips.join(" ")))];
  return el("li", { class: event.bad ? "fault" : "", "data-kind": event.kind },
    el("time", { datetime: event.time }, clock(event.time)), el("div", { class: "text" }, ...text));
}

function sentence(event) {
  const what = event.ips.length === 1 ? event.ip : count(event.ips.length, "address", "addresses");
  return event.kind === "owner"
    ? [`${what} `, ...party(event.from), " \u2192 ", ...party(event.to)]
    : [event.ips.length === 1 ? event.text : event.text.replaceAll(event.ip, what)];
}

function party(name) {
  return name ? [swatch(name), name] : ["no owner"];
}

/**
 * Reads the stream of events, and opens it again whenever it ends.
 *
 * @param onEvent called for each event
 * @param onChange called with whether the stream is open
 */
export function listen(onEvent, onChange) {
  let source = null;
  let latest = 0;
  let wait = 1000;
  let timer = 0;
  const open = () => {
    clearTimeout(timer);
    source?.close();
    source = new EventSource(latest > 0 ? `v1/events?after=${latest}` : "v1/events");
    source.onopen = () => {
      wait = 1000;
      onChange(true);
    };
    source.onerror = () => {
      onChange(false);
      if (source.readyState === EventSource.CLOSED) { // otherwise the browser tries again, with Last-Event-ID
        timer = setTimeout(open, wait);
        wait = Math.min(2 * wait, LONGEST_WAIT);
      }
    };
    KINDS.forEach((kind) => source.addEventListener(kind, (message) => {
      const event = JSON.parse(message.data);
      latest = event.id;
      add(event);
      onEvent();
    }));
  };
  return {
    open,
    close() {
      clearTimeout(timer);
      source?.close();
      onChange(false);
    },
    /** The node has restarted, so the ids start again. */
    forget() {
      latest = 0;
      open();
    },
  };
}
