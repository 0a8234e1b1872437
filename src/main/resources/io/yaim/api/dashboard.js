// Keeps the page up to date: reads again after each event, and shows when it cannot.
import { ask, clock } from "./dashboard-parts.js";
import { listen, startTimeline } from "./dashboard-events.js";
import { startRequests } from "./dashboard-requests.js";
import { draw, drawSeen, listenToKeys } from "./dashboard-view.js";

const BETWEEN_READS = 500;
const POLL = 4000;
const STALE_AFTER = 15_000;
const THEMES = ["auto", "light", "dark"];

const byId = (id) => document.getElementById(id);
const state = { cluster: null, nodes: [], entries: [] };
let at = 0;
let failure = null;
let lostSince = 0;
let isStreaming = false;
let isReading = false;
let isWanted = false;
let timer = 0;
let incarnation = null;

const actions = startRequests(state, () => soon());
const stream = listen(() => soon(), (isOpen) => {
  const wasStreaming = isStreaming;
  isStreaming = isOpen;
  showLink();
  if (isOpen !== wasStreaming) {
    soon(); // to catch up, and to see whether the node answers at all
  }
});

/** Reads at once, or half a second after the last read, however often it is called. */
function soon() {
  isWanted = true;
  if (!isReading && timer === 0) {
    timer = setTimeout(read, Math.max(0, at + BETWEEN_READS - Date.now()));
  }
}

async function read() {
  timer = 0;
  isWanted = false;
  isReading = true;
  try {
    const [cluster, nodes, entries] = await Promise.all([
      ask("v1/cluster"),
      ask("v1/nodes").catch(orEmpty("nodes")),
      ask("v1/entries").catch(orEmpty("entries")),
    ]);
    state.cluster = cluster;
    state.nodes = nodes.nodes ?? state.nodes;
    state.entries = entries.entries ?? state.entries;
    failure = nodes.refused ?? entries.refused ?? null;
    lostSince = 0;
    at = Date.now();
    followRestart();
    draw(state, actions);
  } catch (error) {
    failure = error.answered ? error.message : null;
    lostSince = error.answered ? 0 : lostSince || Date.now();
  }
  isReading = false;
  showLink();
  if (isWanted) {
    soon();
  }
}

/** Until the store has been read there are no nodes and entries; the alarm shows the reason. */
function orEmpty(name) {
  return (error) => {
    if (!error.answered) {
      throw error;
    }
    return { [name]: undefined, refused: error.message };
  };
}

function followRestart() {
  const now = state.nodes.find((node) => node.self)?.incarnation ?? incarnation;
  const isNew = incarnation !== null && now !== incarnation;
  incarnation = now;
  if (isNew) {
    stream.forget();
  }
}

function showLink() {
  const isLost = lostSince > 0;
  const link = isLost ? "lost" : at === 0 ? "opening" : isStreaming ? "live" : "polling";
  const words = { lost: "connection lost", opening: "connecting", live: "live", polling: "stream lost, polling" };
  set(byId("link"), words[link]);
  byId("link").dataset.link = link;
  const alarm = reasonForAlarm(isLost);
  byId("alarm").hidden = alarm === "";
  set(byId("alarm"), alarm);
  document.body.toggleAttribute("data-stale", alarm !== "");
  drawSeen(state.cluster, at);
}

/** Screen readers announce each change, so the text changes only if it differs. */
function set(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

function reasonForAlarm(isLost) {
  const shown = at === 0 ? "" : ` This page is stale: it was updated at ${clock(at)}.`;
  if (isLost) {
    return `Connection lost at ${clock(lostSince)}.${shown}`;
  }
  if (failure !== null) {
    return `${failure}.${shown}`;
  }
  const { cluster } = state;
  if (cluster === null) {
    return "";
  }
  const age = cluster.seen_ms === null ? "" : ` This page is stale: the store was read ${Math.round(cluster.seen_ms / 1000)} s ago.`;
  if (!cluster.store.reachable) {
    return `${cluster.self ?? "This node"} cannot read ${cluster.store.type}${cluster.store.reason ? `: ${cluster.store.reason}` : ""}.${age}`;
  }
  return cluster.seen_ms > STALE_AFTER ? age.trim() : "";
}

function startTheme() {
  const button = byId("theme");
  const show = (theme) => {
    document.documentElement.dataset.theme = theme;
    button.textContent = `Theme: ${theme}`;
  };
  let theme = "auto";
  try {
    theme = THEMES.find((known) => known === localStorage.getItem("yaim-theme")) ?? "auto";
  } catch {
    // without storage the choice lasts as long as the page
  }
  show(theme);
  button.addEventListener("click", () => {
    theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
    show(theme);
    try {
      localStorage.setItem("yaim-theme", theme);
    } catch {
      // as above
    }
  });
}

startTheme();
startTimeline();
listenToKeys();
stream.open();
soon();
setInterval(soon, POLL);
setInterval(showLink, 1000);
addEventListener("online", () => soon());
// a browser opens six connections to a host; a hidden page must not occupy one
document.addEventListener("visibilitychange", () => {
  if (document.hidden) {
    stream.close();
  } else {
    stream.open();
    soon();
  }
});
