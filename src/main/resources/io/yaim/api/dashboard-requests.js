// Operator requests. Each is confirmed after a preview of its effect.
import { ask, clock, count, el, facts, swatch } from "./dashboard-parts.js";

const MOST_LISTED = 300;
const byId = (id) => document.getElementById(id);
const path = (...parts) => ["v1", ...parts.map(encodeURIComponent)].join("/");
const post = (target, body) => ask(target, {
  method: "POST", body: body === undefined ? undefined : JSON.stringify(body),
  headers: body === undefined ? {} : { "Content-Type": "application/json" },
});

/**
 * @param state the last responses of the API
 * @param refresh reads them again
 */
export function startRequests(state, refresh) {
  document.querySelectorAll("dialog").forEach((dialog) => {
    dialog.querySelectorAll("[data-close]").forEach((button) => button.addEventListener("click", () => dialog.close()));
    dialog.addEventListener("click", (event) => event.target === dialog && event.detail > 0 && isOutside(dialog, event) && dialog.close());
  });
  byId("pause").addEventListener("click", () => confirm(pauseRequest(state.cluster.paused), refresh));
  return {
    node: (name) => confirm(nodeRequest(state.nodes.find((node) => node.name === name)), refresh),
    entry: (ip) => showEntry(state, ip, refresh),
  };
}

function isOutside(dialog, event) {
  const box = dialog.getBoundingClientRect();
  return event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom;
}

function pauseRequest(isPaused) {
  return isPaused
    ? { title: "Resume balancing?", word: "Resume", text: "Addresses move for balance, preferences and pins again.",
        plan: {}, send: () => post(path("resume")) }
    : { title: "Pause balancing?", word: "Pause", plan: {}, before: "Without a pause, this would move now.",
        text: "No address moves for balance until it is resumed. Addresses without an owner still get one.", send: () => post(path("pause")) };
}

function nodeRequest({ name, drained, owned }) {
  return drained
    ? { title: `Resume ${name}?`, word: "Resume", text: `${name} gets its share again.`, send: () => post(path("nodes", name, "resume")) }
    : { title: `Drain ${name}?`, word: "Drain", plan: { without: name },
        text: `${name} hands over ${count(owned, "address", "addresses")} and takes none until it is resumed.`,
        send: () => post(path("nodes", name, "drain")) };
}

/** Asks for confirmation, shows what would move, sends the request, and shows an error of the API unchanged. */
async function confirm(request, refresh) {
  const dialog = byId("confirm");
  const button = byId("confirm-do");
  const plan = byId("confirm-plan");
  byId("confirm-title").textContent = request.title;
  byId("confirm-text").textContent = request.text;
  byId("confirm-error").textContent = "";
  plan.replaceChildren();
  button.textContent = request.word;
  button.disabled = false;
  button.onclick = async () => {
    button.disabled = true;
    byId("confirm-error").textContent = "";
    try {
      await request.send();
      dialog.close();
      byId("entry").close();
    } catch (error) {
      byId("confirm-error").textContent = error.message;
      button.disabled = false;
    }
    refresh();
  };
  dialog.showModal();
  if (request.plan) {
    const query = request.plan.without ? `?without=${encodeURIComponent(request.plan.without)}` : "";
    plan.replaceChildren(el("p", {}, "What would move?"));
    const current = (plan.request = request);
    try {
      const preview = await ask(`v1/plan${query}`);
      if (plan.request === current) {
        plan.replaceChildren(...moves(preview, request));
      }
    } catch (error) {
      if (plan.request === current) {
        plan.replaceChildren(el("p", {}, `The preview failed: ${error.message}`));
      }
    }
  } else {
    plan.request = null;
  }
}

function moves(plan, request) {
  const wanted = plan.moves.filter((move) => !request.plan.ip || move.ip === request.plan.ip);
  if (wanted.length === 0) {
    return [el("p", {}, request.plan.ip ? "No other node takes it." : "Nothing would move.")];
  }
  const gains = new Map();
  wanted.forEach((move) => gains.set(move.to, (gains.get(move.to) ?? 0) + 1));
  const sum = [...gains].map(([to, number]) => `${to === null ? "no owner" : to} +${number}`).join(", ");
  const head = el("tr", {}, ...["address", "from", "to", "why"].map((text) => el("th", { scope: "col" }, text)));
  const rows = wanted.slice(0, MOST_LISTED).map((move) => el("tr", {}, el("td", { class: "mono" }, move.ip),
    el("td", {}, ...party(move.from)), el("td", {}, ...party(move.to)), el("td", {}, move.why)));
  return [
    el("p", {}, `${request.before ? `${request.before} ` : ""}${count(wanted.length, "address moves", "addresses move")}: ${sum}`),
    el("table", {}, el("thead", {}, head), el("tbody", {}, ...rows)),
    ...(wanted.length > MOST_LISTED ? [el("p", {}, `and ${wanted.length - MOST_LISTED} more`)] : []),
  ];
}

function party(name) {
  return name ? [swatch(name), ` ${name}`] : ["no owner"];
}

function showEntry(state, ip, refresh) {
  const entry = state.entries.find((known) => known.ip === ip);
  if (!entry) {
    return;
  }
  const self = state.cluster.self ?? "this node";
  const refusals = Object.entries(entry.refused_by ?? {});
  byId("entry-title").textContent = entry.prefix === null ? ip : `${ip}/${entry.prefix}`;
  byId("entry-facts").replaceChildren(...facts([
    ["owner", party(entry.owner)],
    ["owner since", entry.since ? el("time", { datetime: entry.since }, clock(entry.since)) : null],
    [`on ${self}`, entry.state ? `${entry.state}${entry.bound ? ", bound" : ", not bound"}` : null],
    ["conflict", entry.conflict ? el("span", { class: "error" }, `${entry.conflict.mac} claims to have it`) : null],
    ["pinned to", entry.pinned], ["prefers", (entry.prefer ?? []).join(", ")], ["group", entry.group], ["interface", entry.interface],
    ["label", entry.label], ["while the store is unreachable", entry.dcs_failure_mode],
    ["cannot be bound by", refusals.length === 0 ? null : refusals.map(([name, why]) => el("div", {}, `${name}: ${why}`))],
    ["checks", (entry.checks ?? []).map((check) => el("div", {}, `${check.name}: ${check.passing ? "passes" : check.detail}`))],
    ["id", el("span", { class: "mono" }, entry.id ?? "")],
  ]));
  const requests = byId("entry-requests");
  requests.hidden = !state.cluster.writable;
  requests.replaceChildren(...(state.cluster.writable ? entryRequests(state, entry, refresh) : []));
  byId("entry").showModal();
}

function entryRequests(state, entry, refresh) {
  const { ip, owner, pinned } = entry;
  const takers = state.nodes.filter((node) => node.eligible && !node.drained);
  const select = el("select", { "aria-label": `Node for ${ip}` }, ...takers.map((node) => el("option", { value: node.name }, node.name)));
  select.value = takers.find((node) => node.name !== owner)?.name ?? takers[0]?.name ?? "";
  const from = owner ? `from ${owner} ` : "";
  const button = (text, isOff, request) => {
    const made = el("button", { type: "button", disabled: isOff }, text);
    made.addEventListener("click", () => confirm(request(), refresh));
    return made;
  };
  return [
    el("div", {}, select,
      button("Move there", takers.length === 0, () => ({ title: `Move ${ip}?`, word: "Move",
        text: `It goes ${from}to ${select.value} and stays there while that node runs.`,
        send: () => post(path("entries", ip, "move"), { node: select.value }) })),
      button("Pin there", takers.length === 0, () => ({ title: `Pin ${ip}?`, word: "Pin",
        text: `It is pinned to ${select.value}, which owns it whenever it can.`,
        send: () => post(path("entries", ip, "pin"), { node: select.value }) }))),
    el("div", {},
      button("Fail over", false, () => ({ title: `Fail ${ip} over?`, word: "Fail over",
        text: `It goes ${from}to the node that the fair share would choose without its owner.`,
        plan: owner ? { without: owner, ip } : { ip }, send: () => post(path("entries", ip, "failover")) })),
      button("Unpin", !pinned, () => ({ title: `Unpin ${ip}?`, word: "Unpin", text: `It is no longer pinned to ${pinned}.`,
        send: () => ask(path("entries", ip, "pin"), { method: "DELETE" }) }))),
  ];
}
