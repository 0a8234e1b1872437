// Draws header, figures, nodes and addresses from the last responses of the API.
import { clock, colour, count, el, facts, keep, paint, swatch } from "./dashboard-parts.js";

const DENSE_FROM = 160;
const byId = (id) => document.getElementById(id);
const chosen = { chip: "all", text: "" };
let owners = null;

/** @param actions what a click on a node or an address does */
export function draw(state, actions) {
  const { cluster, nodes, entries } = state;
  nodes.map((node) => node.name).sort().forEach(colour);
  drawHeader(cluster);
  drawFigures(cluster, nodes);
  drawNodes(nodes, cluster, actions);
  drawChips(nodes, entries, () => draw(state, actions));
  drawGrid(entries, actions);
  const keys = cluster.unmanaged_keys ?? [];
  byId("unmanaged").hidden = keys.length === 0;
  keep(byId("unmanaged").querySelector("ul"), keys, (text) => text, (text) => el("li", {}, text));
}

function drawHeader(cluster) {
  document.title = `${cluster.unowned > 0 ? `(${cluster.unowned} unowned) ` : ""}yaim ${cluster.self ?? ""}`;
  byId("cluster").textContent = cluster.cluster;
  byId("version").textContent = `yaim ${cluster.version}`;
  const store = cluster.store;
  const isWell = cluster.state === "healthy";
  const pills = [
    { what: cluster.self === null ? "no node here" : "this node", value: cluster.self ?? "", tone: "" },
    { what: "state", value: stateText(cluster.state) + (cluster.reason ? `: ${cluster.reason}` : ""), tone: isWell ? "good" : "bad" },
    { what: store.type, value: store.reachable ? "reachable" : `unreachable${store.reason ? `: ${store.reason}` : ""}`,
      tone: store.reachable ? "good" : "bad" },
  ];
  if (cluster.paused) {
    pills.push({ what: "moves for balance", value: "paused", tone: "warn" });
  }
  keep(byId("pills"), pills, (pill) => pill.what, (pill) =>
    el("li", { class: `pill ${pill.tone}` }, el("span", {}, `${pill.what} `, el("b", {}, pill.value))));
  const pause = byId("pause");
  pause.hidden = !cluster.writable;
  pause.textContent = cluster.paused ? "Resume balancing" : "Pause balancing";
}

/** The words of the documentation; the API keeps the old ones. */
function stateText(state) {
  return { "holding over": "held by consent", adrift: "held without proof" }[state] ?? state;
}

function drawFigures(cluster, nodes) {
  const overQuota = nodes.reduce((sum, node) => sum + Math.max(0, node.owned - node.share), 0);
  const figures = [
    { name: "addresses", value: cluster.entries, bad: false },
    { name: "owned", value: cluster.owned, bad: false },
    { name: "without owner", value: cluster.unowned, bad: cluster.unowned > 0 },
    { name: cluster.nodes === cluster.members ? "nodes" : "nodes eligible",
      value: cluster.nodes === cluster.members ? cluster.nodes : `${cluster.nodes} / ${cluster.members}`,
      bad: cluster.nodes < cluster.members },
    { name: "over quota", value: overQuota, bad: false },
  ];
  keep(byId("figures"), figures, (figure) => figure.name, (figure) =>
    el("div", { class: figure.bad ? "bad" : "" }, el("dt", {}, figure.name), el("dd", {}, String(figure.value))));
}

function drawNodes(nodes, cluster, actions) {
  const most = Math.max(1, ...nodes.map((node) => Math.max(node.owned, node.share)));
  const items = nodes.map((node) => ({ node, most, writable: cluster.writable, coordinates: node.name === cluster.store.coordinator }));
  keep(byId("nodes"), items, (item) => item.node.name, (item, old) => {
    // keeps the button element: the user may be pressing it
    const card = old ?? el("li", { "data-node": item.node.name }, el("div", { class: "about" }), el("button", { type: "button" }));
    drawNode(card, item);
    const { name, drained } = item.node;
    const button = card.lastChild;
    button.hidden = !item.writable;
    button.textContent = drained ? "Resume" : "Drain";
    button.setAttribute("aria-label", `${button.textContent} ${name}`);
    button.onclick = () => actions.node(name);
    return card;
  });
}

function drawNode(card, { node, most, coordinates }) {
  const isWell = node.state === "healthy" && node.eligible;
  const word = node.drained ? "drained" : node.state;
  card.className = `node${isWell || node.drained ? "" : " bad"}`;
  paint(card, node.name);
  const meter = el("div", { class: "meter", role: "meter", "aria-valuemin": 0, "aria-valuemax": most,
    "aria-valuenow": node.owned, "aria-label": `${node.name} owns ${node.owned}, its share is ${node.share}` }, el("i"), el("u"));
  meter.firstChild.style.width = `${(100 * node.owned) / most}%`;
  meter.lastChild.style.left = `${(100 * node.share) / most}%`;
  const unbindable = Object.keys(node.refuses ?? {});
  card.firstChild.replaceChildren(
    el("div", { class: "top" }, swatch(node.name), el("h3", {}, node.name), node.self ? el("span", { class: "tag" }, "this node") : null,
      coordinates ? el("span", { class: "tag" }, "coordinator") : null,
      el("span", { class: `pill ${node.drained ? "warn" : isWell ? "good" : "bad"}` }, word)),
    el("p", { class: "reason", hidden: !node.reason }, node.reason ?? ""),
    el("div", {}, el("div", { class: "count" },
      el("span", {}, el("b", {}, String(node.owned)), " owned"), el("span", { class: "quiet" }, `share ${node.share}`)), meter),
    el("dl", { class: "facts" }, ...facts([
      ["lease", node.lease_left_ms === null ? null : `${(node.lease_left_ms / 1000).toFixed(1)} s left`],
      ["weight", node.weight === null || node.weight === 1 ? null : String(node.weight)],
      ["eligible", node.eligible ? null : "no: it has no node key"],
      ["cannot bind", unbindable.length === 0 ? null : el("span", { title: unbindable.join("\n") }, count(unbindable.length, "address", "addresses"))],
      ["checks", node.checks === null || node.checks === undefined ? null : node.checks.map(checkLine)],
    ])));
}

function checkLine(check) {
  const tone = check.passing === true ? "" : check.passing === false ? " bad" : " open";
  const took = check.last_ms === null || check.last_ms === undefined ? "" : ` ${check.last_ms} ms`;
  const detail = check.passing === true || !check.detail ? "" : `: ${check.detail}`;
  const word = check.passing === true ? "passes: " : check.passing === false ? "fails: " : "undecided: ";
  return el("div", { class: `check${tone}` }, el("span", { class: "hidden" }, word), check.name + detail,
    el("span", { class: "quiet" }, took));
}

/** The problem of an entry, in one word; empty if there is none. */
export function problem(entry) {
  if (entry.conflict) {
    return "conflict";
  }
  return entry.state === "FAILING" ? "FAILING" : "";
}

function drawChips(nodes, entries, redraw) {
  const owned = new Map(nodes.map((node) => [node.name, 0]));
  entries.filter((entry) => entry.owner).forEach((entry) => owned.set(entry.owner, (owned.get(entry.owner) ?? 0) + 1));
  const unowned = entries.filter((entry) => !entry.owner).length;
  const wrong = entries.filter((entry) => problem(entry) !== "").length;
  const chips = [{ id: "all", name: "all", number: entries.length },
    ...[...owned].map(([name, number]) => ({ id: `of ${name}`, name, number, owner: name })),
    ...(unowned > 0 || chosen.chip === "none" ? [{ id: "none", name: "no owner", number: unowned, bad: true }] : []),
    ...(wrong > 0 || chosen.chip === "wrong" ? [{ id: "wrong", name: "with problems", number: wrong, bad: true }] : [])];
  if (!chips.some((chip) => chip.id === chosen.chip)) {
    chosen.chip = "all";
  }
  const items = chips.map((chip) => ({ ...chip, pressed: chip.id === chosen.chip }));
  keep(byId("chips"), items, (chip) => chip.id, (chip, old) => {
    const button = old ?? el("button", { type: "button" });
    button.className = chip.bad && chip.number > 0 ? "bad" : "";
    button.setAttribute("aria-pressed", String(chip.pressed));
    button.replaceChildren(...(chip.owner ? [swatch(chip.owner)] : []), el("span", {}, chip.name), el("b", {}, String(chip.number)));
    button.onclick = () => {
      chosen.chip = chip.id;
      redraw();
    };
    return button;
  });
  byId("find").oninput = (event) => {
    chosen.text = event.target.value.trim().toLowerCase();
    redraw();
  };
}

function isShown(entry) {
  const fits = chosen.chip === "all" || (chosen.chip === "none" && !entry.owner)
    || (chosen.chip === "wrong" && problem(entry) !== "") || chosen.chip === `of ${entry.owner}`;
  const texts = [entry.ip, entry.owner, entry.group, entry.label, entry.state];
  return fits && (chosen.text === "" || texts.some((text) => text?.toLowerCase().includes(chosen.text)));
}

function drawGrid(entries, actions) {
  const shown = entries.filter(isShown);
  const groups = new Map([["", []]]);
  shown.forEach((entry) => {
    const name = entry.group ?? "";
    groups.set(name, [...(groups.get(name) ?? []), entry]);
  });
  const was = owners;
  owners = new Map(entries.map((entry) => [entry.ip, entry.owner]));
  const grid = byId("grid");
  grid.classList.toggle("dense", shown.length > DENSE_FROM);
  const items = [...groups].filter(([, members]) => members.length > 0);
  keep(grid, items, ([name]) => name, ([name, members], old) => {
    const section = old ?? el("div", { class: "group" }, el("h3", {}), el("ul", { class: "cells", "aria-describedby": "keys" }));
    section.firstChild.hidden = name === "";
    section.firstChild.textContent = `group ${name}, ${count(members.length, "address", "addresses")}`;
    section.lastChild.setAttribute("aria-label", name === "" ? "Addresses" : `Addresses of group ${name}`);
    keep(section.lastChild, members, (entry) => entry.ip, (entry, cell) => drawCell(entry, cell, was, actions));
    return section;
  });
  if (grid.querySelector('.cell[tabindex="0"]') === null) {
    grid.querySelector(".cell")?.setAttribute("tabindex", "0");
  }
  byId("empty").hidden = shown.length > 0;
  byId("empty").textContent = entries.length === 0 ? "The pool is empty." : "No address matches.";
}

function drawCell(entry, old, was, actions) {
  const item = old ?? el("li", {}, el("button", { type: "button", tabindex: "-1", "data-ip": entry.ip }));
  const cell = item.firstChild;
  const wrong = problem(entry);
  const mark = wrong || (entry.pinned ? "pinned" : "");
  cell.className = `cell${entry.owner ? "" : " none"}${wrong ? " bad" : ""}`;
  cell.dataset.owner = entry.owner ?? "";
  cell.setAttribute("aria-label", [entry.ip, entry.owner ? `owner ${entry.owner}` : "no owner", entry.state ?? "", mark].filter(Boolean).join(", "));
  cell.replaceChildren(el("span", { class: "ip" }, entry.ip),
    el("span", { class: "who" }, el("span", {}, entry.owner ?? "no owner"), mark ? el("span", { class: "mark" }, mark) : null));
  paint(cell, entry.owner);
  cell.onclick = () => actions.entry(entry.ip);
  if (was?.has(entry.ip) && was.get(entry.ip) !== entry.owner) {
    void cell.offsetWidth; // restarts the animation at a second change
    cell.classList.add("fresh");
  }
  return item;
}

/** The grid is one stop for the Tab key; arrow keys move within it. */
export function listenToKeys() {
  const grid = byId("grid");
  const focus = (cell) => {
    grid.querySelectorAll('.cell[tabindex="0"]').forEach((other) => other.setAttribute("tabindex", "-1"));
    cell.setAttribute("tabindex", "0");
  };
  grid.addEventListener("focusin", (event) => event.target.matches(".cell") && focus(event.target));
  grid.addEventListener("keydown", (event) => {
    const cells = [...grid.querySelectorAll(".cell")];
    const at = cells.indexOf(event.target);
    if (at < 0) {
      return;
    }
    const box = (cell) => cell.getBoundingClientRect();
    const here = box(cells[at]);
    const isAligned = (cell) => Math.abs(box(cell).left - here.left) < 4;
    const next = {
      ArrowRight: () => cells[at + 1], ArrowLeft: () => cells[at - 1], Home: () => cells[0], End: () => cells.at(-1),
      ArrowDown: () => cells.find((cell, i) => i > at && isAligned(cell)),
      ArrowUp: () => cells.findLast((cell, i) => i < at && isAligned(cell)),
    }[event.key]?.();
    if (next) {
      event.preventDefault();
      next.focus();
    }
  });
}

export function drawSeen(cluster, at) {
  const age = cluster?.seen_ms === null || cluster === null ? "" : `; the node had read the store ${(cluster.seen_ms / 1000).toFixed(1)} s before`;
  byId("seen").textContent = at === 0 ? "" : `updated at ${clock(at)}${age}`;
}
