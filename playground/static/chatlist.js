// The scrolling list of one chat: bubbles keep their nodes, and the reader keeps their place.

import { h, icon } from "./dom.js";
import { dayNode, inputsOf, messageNode, serviceNode, serviceWords } from "./render.js";
import { messagesOf, nowMs } from "./state.js";
import { currentLang, currentZone, dayKey, t } from "./words.js";

const NEAR_END = 48;
const SAME_BREATH = 300;

export class ChatList {
  constructor() {
    this.kept = new Map();
    this.sticks = true;
    this.missed = 0;
    this.shown = "";
    this.rows = h("div", { class: "rows" });
    this.scroller = h(
      "div",
      // What is new is read out elsewhere, once and in few words.
      { class: "scroller", tabindex: 0, role: "log", "aria-live": "off" },
      this.rows,
    );
    this.pill = h("button", {
      type: "button",
      class: "pill",
      hidden: true,
      testid: "new-messages",
      onclick: () => this.toEnd(true),
    });
    this.node = h("div", { class: "list" }, this.scroller, this.pill);
    this.scroller.addEventListener("scroll", () => this.onScroll(), { passive: true });
    this.scroller.addEventListener("keydown", (event) => this.onKey(event));
    // Late pictures and an opening keyboard change heights; who read the end stays there.
    const watcher = new ResizeObserver(() => {
      this.height = this.scroller.clientHeight;
      if (this.sticks) this.toEnd();
    });
    watcher.observe(this.rows);
    watcher.observe(this.scroller);
    longPress(this.scroller);
    closeFacesOutside(this.scroller);
  }

  show(chat, context, threadId) {
    const place = `${chat?.id}:${threadId ?? ""}:${context.me?.id}`;
    if (place !== this.shown) this.reset(place);
    const zone = chat?.timezone ?? context.me?.timezone ?? currentZone();
    const all = chat ? messagesOf(chat.id).filter((message) => inThread(message, threadId)) : [];
    const items = itemsOf(all, { ...context, zone, chatId: chat?.id, lang: currentLang() });
    this.reconcile(items);
    this.count = all.length;
    if (this.sticks) this.toEnd();
    this.showPill();
  }

  reset(place) {
    this.shown = place;
    this.sticks = true;
    this.missed = 0;
    this.kept.clear();
    this.rows.replaceChildren();
  }

  reconcile(items) {
    const wanted = new Set(items.map((item) => item.key));
    for (const [key, { node }] of this.kept) if (!wanted.has(key)) node.remove();
    const next = new Map();
    let place = this.rows.firstChild;
    for (const item of items) {
      const known = this.kept.get(item.key);
      const node = known && same(known.inputs, item.inputs) ? known.node : item.make();
      next.set(item.key, { node, inputs: item.inputs });
      if (!known && this.kept.size) node.classList.add("is-new");
      if (known && known.node !== node) {
        if (place === known.node) place = node;
        replaceKeepingFocus(known.node, node);
      }
      // Nodes that already stand in order are not touched, so a sound goes on playing.
      if (node === place) place = place.nextSibling;
      else this.rows.insertBefore(node, place);
    }
    this.kept = next;
  }

  arrived(mine) {
    if (mine) this.sticks = true;
    else if (!this.sticks) this.missed += 1;
  }

  onScroll() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    // What has just become lower or higher was not scrolled by a person.
    if (!clientHeight || clientHeight !== this.height) return;
    this.sticks = scrollHeight - scrollTop - clientHeight < NEAR_END;
    if (this.sticks) this.missed = 0;
    this.showPill();
  }

  showPill() {
    this.pill.hidden = this.sticks;
    const words = this.missed ? t("newMessages", { n: this.missed }) : "";
    this.pill.replaceChildren(icon("down"), words);
    this.pill.setAttribute("aria-label", words || t("toEnd"));
  }

  toEnd(smoothly = false) {
    this.sticks = true;
    this.missed = 0;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.scroller.scrollTo({
      top: this.scroller.scrollHeight,
      behavior: smoothly && !still ? "smooth" : "instant",
    });
  }

  find(messageId) {
    return this.rows.querySelector(`[data-message-id="${Number(messageId)}"]`);
  }

  // Brings a bubble to the middle and lets it glow for a moment.
  flash(messageId) {
    const node = this.find(messageId);
    if (!node) return null;
    this.sticks = false;
    node.scrollIntoView({ block: "center", behavior: "instant" });
    node.classList.remove("is-flashing");
    void node.offsetWidth;
    node.classList.add("is-flashing");
    setTimeout(() => node.classList.remove("is-flashing"), 2400);
    return node;
  }

  onKey(event) {
    if (!["ArrowUp", "ArrowDown"].includes(event.key) || event.target.closest("button, a")) return;
    const all = [...this.rows.querySelectorAll(".message")];
    const at = all.indexOf(document.activeElement);
    const next = at < 0 ? all.at(-1) : all[at + (event.key === "ArrowUp" ? -1 : 1)];
    if (!next) return;
    event.preventDefault();
    for (const tool of this.rows.querySelectorAll(".tool")) tool.tabIndex = -1;
    for (const tool of next.querySelectorAll(".tool")) tool.tabIndex = 0;
    next.focus();
  }
}

function inThread(message, threadId) {
  if (threadId === undefined || threadId === null) return true;
  return (message.message_thread_id ?? 1) === threadId;
}

const same = (a, b) => a.length === b.length && a.every((value, i) => value === b[i]);

// A bubble that changes under a person's finger or keyboard keeps the focus where it was.
function replaceKeepingFocus(old, fresh) {
  const focused = document.activeElement;
  const inside = old.contains(focused);
  const nth = inside ? [...old.querySelectorAll("button, a")].indexOf(focused) : -1;
  old.replaceWith(fresh);
  if (!inside) return;
  (fresh.querySelectorAll("button, a")[nth] ?? fresh).focus({ preventScroll: true });
}

function itemsOf(messages, context) {
  const items = [];
  const today = dayKey(nowMs(), context.zone);
  let previous = null;
  for (const group of albumsTogether(messages)) {
    const [message] = group;
    const day = dayKey(message.date * 1000, context.zone);
    const newDay = !previous || dayKey(previous.date * 1000, context.zone) !== day;
    if (newDay) items.push(dayItem(day, message, today, context));
    items.push(messageItem(group, { ...context, joined: !newDay && isJoined(previous, message) }));
    previous = message;
  }
  return items;
}

function dayItem(day, message, today, context) {
  return {
    key: `day-${day}`,
    inputs: [day, today, context.lang],
    make: () => dayNode(message.date * 1000, nowMs(), context.zone),
  };
}

function messageItem(group, context) {
  const [message] = group;
  const key = `message-${message.message_id}`;
  if (serviceWords(message))
    return { key, inputs: [message, context.lang], make: () => serviceNode(message) };
  return { key, inputs: inputsOf(group, context), make: () => messageNode(group, context) };
}

function albumsTogether(messages) {
  const groups = [];
  for (const message of messages) {
    const last = groups.at(-1);
    if (last && message.media_group_id && last[0].media_group_id === message.media_group_id)
      last.push(message);
    else groups.push([message]);
  }
  return groups;
}

function isJoined(previous, message) {
  return (
    Boolean(previous) &&
    !serviceWords(previous) &&
    previous.from?.id === message.from?.id &&
    message.date - previous.date < SAME_BREATH
  );
}

function closeFacesOutside(scroller) {
  const close = (except) => {
    for (const open of scroller.querySelectorAll(".tool-react.is-open"))
      if (open !== except) open.classList.remove("is-open");
  };
  document.addEventListener("pointerdown", (event) => close(event.target.closest(".tool-react")));
  scroller.addEventListener("keydown", (event) => event.key === "Escape" && close(null));
}

// On a phone a long press shows what a mouse would find by hovering.
function longPress(scroller) {
  let timer = 0;
  const stop = () => clearTimeout(timer);
  scroller.addEventListener(
    "touchstart",
    (event) => {
      const message = event.target.closest(".message");
      for (const open of scroller.querySelectorAll(".message.is-held"))
        if (open !== message) open.classList.remove("is-held");
      if (message) timer = setTimeout(() => message.classList.add("is-held"), 420);
    },
    { passive: true },
  );
  for (const name of ["touchend", "touchmove", "touchcancel"])
    scroller.addEventListener(name, stop, { passive: true });
}
