// Cause and effect across the panes: to a card and back, the thread between, Telegram's links.

import { h, svg } from "./dom.js";
import { post } from "./api.js";
import { changed, state } from "./state.js";

const FLIGHT = 2600;

export function makeDoors(page) {
  return {
    goTo: (chatId, messageId) => goTo(page, Number(chatId), messageId),
    goToCard: (trace) => goBetween(page, trace, true),
    goToWords: (trace) => goBetween(page, trace, false),
    openLink: (href, pane) => openLink(page, href, pane),
  };
}

function goTo(page, chatId, messageId) {
  const pane =
    page.panes.find((one) => one.chat?.id === chatId) ??
    page.panes.find((one) => one.turnTo(chatId));
  if (!pane) return null;
  page.showPane(pane.id);
  pane.threadId = null;
  pane.show();
  return pane.list.flash(messageId);
}

function goBetween(page, trace, toCard) {
  const card = trace.card?.at(-1);
  if (!card) return;
  const ends = [
    [trace.chat_id, trace.message_id],
    [card.chat_id, card.message_id],
  ];
  const [from, to] = toCard ? ends : ends.reverse();
  const fromNode = nodeOf(page, from);
  const toNode = goTo(page, Number(to[0]), to[1]);
  if (fromNode && toNode && inSight(fromNode) && inSight(toNode))
    drawThread(toCard ? fromNode : toNode, toCard ? toNode : fromNode);
}

function nodeOf(page, [chatId, messageId]) {
  return page.panes.find((pane) => pane.chat?.id === Number(chatId))?.list.find(messageId);
}

// When a complaint has just become a card, the eye is led from the one to the other.
export function showTraced(page, trace) {
  const card = trace.card.at(-1);
  const from = nodeOf(page, [trace.chat_id, trace.message_id]);
  const to = nodeOf(page, [card.chat_id, card.message_id]);
  if (!from || !to || !inSight(from) || !inSight(to)) return;
  to.classList.add("is-flashing");
  setTimeout(() => to.classList.remove("is-flashing"), 2400);
  drawThread(from, to);
}

function inSight(node) {
  const box = node.getBoundingClientRect();
  const frame = node.closest(".scroller").getBoundingClientRect();
  return box.width > 0 && box.bottom > frame.top && box.top < frame.bottom;
}

function drawThread(from, to) {
  const [a, b] = [from, to].map((node) => node.querySelector(".bubble")?.getBoundingClientRect());
  if (!a?.width || !b?.width) return;
  const start = { x: a.right + 4, y: clampY(a) };
  const end = { x: b.left - 4, y: clampY(b) };
  if (end.x <= start.x) return;
  const bend = Math.max(40, (end.x - start.x) / 2);
  const d = `M${start.x} ${start.y}C${start.x + bend} ${start.y} ${end.x - bend} ${end.y} ${end.x} ${end.y}`;
  const path = svg("path", { d, class: "thread-line", pathLength: 1 });
  const dot = svg("circle", { cx: end.x, cy: end.y, r: 5, class: "thread-dot" });
  const sky = h(
    "div",
    { class: "thread", "aria-hidden": "true" },
    svg("svg", { width: "100%", height: "100%" }, path, dot),
  );
  document.body.append(sky);
  setTimeout(() => sky.remove(), FLIGHT);
}

const clampY = (box) => Math.max(120, Math.min(innerHeight - 120, (box.top + box.bottom) / 2));

// Links that Telegram would open inside itself are opened inside the page; answers whether it did.
function openLink(page, href, pane) {
  const url = new URL(href);
  if (!["t.me", "telegram.me"].includes(url.hostname) && !url.pathname.startsWith("/t.me/"))
    return false;
  const parts = url.pathname.split("/").filter((part) => part && part !== "t.me");
  if (parts[0] === "c") return Boolean(goTo(page, Number(`-100${parts[1]}`), parts.at(-1)));
  if (parts[0]?.toLowerCase() !== state.bot.username?.toLowerCase()) return false;
  if (url.searchParams.has("startgroup"))
    return startInGroup(page, url.searchParams.get("startgroup"), pane);
  startAs(page, pane.me, url.searchParams.get("start") ?? undefined, pane);
  return true;
}

export function startAs(page, person, payload, pane) {
  if (!person) return;
  const home = page.panes.find((one) => !one.group && one.turnTo(person.id)) ?? pane;
  page.showPane(home.id);
  home.try(() => post("page/start", { as: person.id, payload }));
  changed();
}

function startInGroup(page, payload, pane) {
  const staff = page.panes.find((one) => one.group);
  if (!staff?.chat) return false;
  page.showPane(staff.id);
  const text = `/start@${state.bot.username} ${payload}`.trim();
  staff.try(() => post("page/send", { as: pane.me.id, chat_id: staff.chat.id, text }));
  return true;
}
