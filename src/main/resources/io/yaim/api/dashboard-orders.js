// What people can order, each order only after a look at what it does.
import { ask, clock, count, el, facts, swatch } from "./dashboard-parts.js";

const MOST_LISTED = 300;
const byId = (id) => document.getElementById(id);
const path = (...parts) => ["v1", ...parts.map(encodeURIComponent)].join("/");
const post = (target, body) => ask(target, {
  method: "POST", body: body === undefined ? undefined : JSON.stringify(body),
  headers: body === undefined ? {} : { "Content-Type": "application/json" },
});

/**
 * @param state what the API last said
 * @param refresh reads it again
 */
export function takeOrders(state, refresh) {
  document.querySelectorAll("dialog").forEach((dialog) => {
    dialog.querySelectorAll("[data-close]").forEach((button) => button.addEventListener("click", () => dialog.close()));
    dialog.addEventListener("click", (event) => event.target === dialog && event.detail > 0 && isOutside(dialog, event) && dialog.close());
  });
  byId("pause").addEventListener("click", () => confirm(pauseOrder(state.cluster.paused), refresh));
  return {
    node: (name) => confirm(nodeOrder(state.nodes.find((node) => node.name === name)), refresh),
    entry: (ip) => showEntry(state, ip, refresh),
  };
}

function isOutside(dialog, event) {
  const box = dialog.getBoundingClientRect();
  return event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom;
}

function pauseOrder(isPaused) {
  return isPaused
    ? { title: "Resume balancing?", word: "Resume", text: "Addresses move for balance, preferences and pins again.",
        plan: {}, send: () => post(path("resume")) }
    : { title: "Pause balancing?", word: "Pause", plan: {}, before: "Without a pause, this would move now.",
        text: "No address moves for balance until it is resumed. What has no owner still gets one.", send: () => post(path("pause")) };
}

function nodeOrder({ name, drained, owned }) {
  return drained
    ? { title: `Resume ${name}?`, word: "Resume", text: `${name} gets its share again.`, send: () => post(path("nodes", name, "resume")) }
    : { title: `Drain ${name}?`, word: "Drain", plan: { without: name },
        text: `${name} hands over ${count(owned, "address", "addresses")} and takes none until it is resumed.`,
        send: () => post(path("nodes", name, "drain")) };
}

/** Asks whether the order is meant, says what it would move, sends it, and shows the error as it is given. */
async function confirm(order, refresh) {
  const dialog = byId("confirm");
  const button = byId("confirm-do");
  const plan = byId("confirm-plan");
  byId("confirm-title").textContent = order.title;
  byId("confirm-text").textContent = order.text;
  byId("confirm-error").textContent = "";
  plan.replaceChildren();
  button.textContent = order.word;
  button.disabled = false;
  button.onclick = async () => {
    button.disabled = true;
    byId("confirm-error").textContent = "";
    try {
      await order.send();
      dialog.close();
      byId("entry").close();
    } catch (error) {
      byId("confirm-error").textContent = error.message;
      button.disabled = false;
    }
    refresh();
  };
  dialog.showModal();
  if (order.plan) {
    const query = order.plan.without ? `?without=${encodeURIComponent(order.plan.without)}` : "";
    plan.replaceChildren(el("p", {}, "What would move?"));
    const current = (plan.order = order);
    try {
      const said = await ask(`v1/plan${query}`);
      if (plan.order === current) {
        plan.replaceChildren(...moves(said, order));
      }
    } catch (error) {
      if (plan.order === current) {
        plan.replaceChildren(el("p", {}, `What would move is not known: ${error.message}`));
      }
    }
  } else {
    plan.order = null;
  }
}

function moves(plan, order) {
  const wanted = plan.moves.filter((move) => !order.plan.ip || move.ip === order.plan.ip);
  if (wanted.length === 0) {
    return [el("p", {}, order.plan.ip ? "No other node takes it." : "Nothing would move.")];
  }
  const gains = new Map();
  wanted.forEach((move) => gains.set(move.to, (gains.get(move.to) ?? 0) + 1));
  const sum = [...gains].map(([to, number]) => `${to === null ? "no owner" : to} +${number}`).join(", ");
  const head = el("tr", {}, ...["address", "from", "to", "why"].map((text) => el("th", { scope: "col" }, text)));
  const rows = wanted.slice(0, MOST_LISTED).map((move) => el("tr", {}, el("td", { class: "mono" }, move.ip),
    el("td", {}, ...party(move.from)), el("td", {}, ...party(move.to)), el("td", {}, move.why)));
  return [
    el("p", {}, `${order.before ? `${order.before} ` : ""}${count(wanted.length, "address moves", "addresses move")}: ${sum}`),
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
    ["conflict", entry.conflict ? el("span", { class: "error" }, `${entry.conflict.mac} says that it has it`) : null],
    ["pinned to", entry.pinned], ["prefers", (entry.prefer ?? []).join(", ")], ["group", entry.group], ["interface", entry.interface],
    ["label", entry.label], ["when etcd is away", entry.dcs_failure_mode],
    ["refused by", refusals.length === 0 ? null : refusals.map(([name, why]) => el("div", {}, `${name}: ${why}`))],
    ["checks", (entry.checks ?? []).map((check) => el("div", {}, `${check.name}: ${check.passing ? "passes" : check.detail}`))],
    ["id", el("span", { class: "mono" }, entry.id ?? "")],
  ]));
  const orders = byId("entry-orders");
  orders.hidden = !state.cluster.writable;
  orders.replaceChildren(...(state.cluster.writable ? entryOrders(state, entry, refresh) : []));
  byId("entry").showModal();
}

function entryOrders(state, entry, refresh) {
  const { ip, owner, pinned } = entry;
  const takers = state.nodes.filter((node) => node.eligible && !node.drained);
  const select = el("select", { "aria-label": `Node for ${ip}` }, ...takers.map((node) => el("option", { value: node.name }, node.name)));
  select.value = takers.find((node) => node.name !== owner)?.name ?? takers[0]?.name ?? "";
  const from = owner ? `from ${owner} ` : "";
  const button = (text, isOff, order) => {
    const made = el("button", { type: "button", disabled: isOff }, text);
    made.addEventListener("click", () => confirm(order(), refresh));
    return made;
  };
  return [
    el("div", {}, select,
      button("Move there", takers.length === 0, () => ({ title: `Move ${ip}?`, word: "Move",
        text: `It goes ${from}to ${select.value} and stays there as long as that node lives.`,
        send: () => post(path("entries", ip, "move"), { node: select.value }) })),
      button("Pin there", takers.length === 0, () => ({ title: `Pin ${ip}?`, word: "Pin",
        text: `It is kept on ${select.value} whenever that node is there.`,
        send: () => post(path("entries", ip, "pin"), { node: select.value }) }))),
    el("div", {},
      button("Fail over", false, () => ({ title: `Fail ${ip} over?`, word: "Fail over",
        text: `It goes ${from}to the node that would get it if its owner were not there.`,
        plan: owner ? { without: owner, ip } : { ip }, send: () => post(path("entries", ip, "failover")) })),
      button("Unpin", !pinned, () => ({ title: `Unpin ${ip}?`, word: "Unpin", text: `It is not kept on ${pinned} any more.`,
        send: () => ask(path("entries", ip, "pin"), { method: "DELETE" }) }))),
  ];
}
