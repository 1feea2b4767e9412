// Brings the page to life: three panes, the controls, the drawer, and the stream that feeds them.

import { follow } from "./api.js";
import { Backstage } from "./backstage.js";
import { Controls } from "./controls.js";
import { h } from "./dom.js";
import { Hints } from "./hints.js";
import { makeDoors, showTraced } from "./links.js";
import { PANES, Pane } from "./panes.js";
import { apply, changed, load, loadAgenda, loadAgendaSoon, on, state } from "./state.js";
import { currentLang, pick, t } from "./words.js";

const AGENDA_EVERY = 20000;
const LOST_AFTER = 900;

const page = {
  panes: [],
  active: "customer",
  pane: (id) => page.panes.find((pane) => pane.id === id),
  showPane,
  say,
  banner,
};

const banners = new Map();
const bannerNode = h("div", { class: "banner", role: "status", hidden: true, testid: "banner" });
const curtain = h("div", { class: "curtain", role: "status", hidden: true, testid: "curtain" });
const sayings = h("div", { class: "sayings", role: "status" });
const voice = h("div", { class: "unseen", "aria-live": "polite" });
const tabs = h("nav", { class: "tabs" });
const board = h("main", { class: "board" });
const stage = h("div", { class: "stage" }, board);
page.stage = stage;

function build() {
  const doors = makeDoors(page);
  page.panes = PANES.map((spec) => new Pane(spec, doors));
  page.backstage = new Backstage(page);
  page.controls = new Controls(page);
  page.hints = new Hints(page);
  board.append(...page.panes.map((pane) => pane.node));
  stage.append(page.backstage.node, bannerNode, curtain, sayings);
  document.body.replaceChildren(page.controls.node, tabs, stage, voice);
}

function showPane(id) {
  page.active = id;
  render();
}

// A short sentence that belongs to no chat.
function say(words, bad = false) {
  if (!words) return;
  const node = h("div", { class: `toast ${bad ? "is-bad" : ""}`, testid: "saying" }, words);
  sayings.append(node);
  setTimeout(() => node.remove(), Math.max(3600, words.length * 110));
}

function banner(word, shown) {
  if (shown) banners.set(word, true);
  else banners.delete(word);
  bannerNode.hidden = !banners.size;
  bannerNode.textContent = banners.size ? t([...banners.keys()].at(-1)) : "";
}

// While a house is being made ready its chats can be seen, and what is written waits.
function showCurtain() {
  const words = pick(state.stage);
  curtain.hidden = !words;
  if (curtain.textContent !== words)
    curtain.replaceChildren(h("i", { class: "spinner", "aria-hidden": "true" }), words);
}

let drawn = false;

// Many events in one breath are drawn once; a hidden tab draws when it is looked at again.
function renderSoon() {
  if (drawn) return;
  drawn = true;
  const draw = () => {
    if (!drawn) return;
    drawn = false;
    render();
  };
  requestAnimationFrame(draw);
  setTimeout(draw, 200);
}

function render() {
  if (!state.ready) return;
  document.body.dataset.active = page.active;
  for (const pane of page.panes) pane.node.classList.toggle("is-active", pane.id === page.active);
  for (const pane of page.panes) pane.show();
  showTabs();
  page.controls.show();
  page.backstage.show();
  page.hints.show();
  showCurtain();
}

function showTabs() {
  const waiting = page.panes.map(unreadIn);
  const signature = [currentLang(), page.active, ...waiting].join("|");
  if (tabs.dataset.shown === signature) return;
  tabs.dataset.shown = signature;
  tabs.setAttribute("aria-label", t("chats"));
  tabs.replaceChildren(
    ...page.panes.map((pane, i) =>
      h(
        "button",
        {
          type: "button",
          class: "tab",
          testid: `tab-${pane.id}`,
          "aria-controls": `pane-${pane.id}`,
          "aria-current": pane.id === page.active ? "true" : undefined,
          onclick: () => showPane(pane.id),
        },
        t(pane.id),
        waiting[i]
          ? h("i", {
              class: "dot",
              testid: `dot-${pane.id}`,
              "aria-label": t("unread", { n: waiting[i] }),
            })
          : null,
      ),
    ),
  );
}

function unreadIn(pane) {
  const ids = pane.group ? [pane.chat?.id] : pane.people().map((person) => person.id);
  return ids.reduce((sum, id) => sum + (state.unread.get(Number(id)) ?? 0), 0);
}

function onArrived(chatId, message) {
  for (const pane of page.panes) {
    const words = pane.arrived(chatId, message);
    if (words && message.from?.id !== pane.me?.id) voice.textContent = words;
  }
}

function onAnswer(data) {
  const asked = page.panes.filter((pane) => pane.answered(data));
  if (!data.text) return;
  const pane = asked[0] ?? page.panes.find((one) => one.me?.id === Number(data.user_id));
  if (data.show_alert) alertBox(data.text);
  else pane?.toast(data.text);
}

function alertBox(words) {
  const box = h(
    "dialog",
    { class: "alert", testid: "alert", onclose: () => box.remove() },
    h("p", {}, words),
    h("form", { method: "dialog" }, h("button", { class: "primary" }, t("ok"))),
  );
  document.body.append(box);
  box.showModal();
}

let lostTimer = 0;

function listen() {
  const onOpen = async () => {
    clearTimeout(lostTimer);
    try {
      await load();
      banner("reconnecting", false);
    } catch {
      lostTimer = setTimeout(onOpen, LOST_AFTER);
      return;
    }
    loadAgenda();
  };
  const onLost = () => {
    clearTimeout(lostTimer);
    lostTimer = setTimeout(() => banner("reconnecting", true), LOST_AFTER);
  };
  follow({ onEvent: apply, onOpen, onLost });
}

build();
on("change", renderSoon);
on("arrived", onArrived);
on("answer", onAnswer);
on("told", (word, values) => say(t(word, values), true));
on("traced", (trace) => requestAnimationFrame(() => setTimeout(() => showTraced(page, trace), 80)));
document.addEventListener("visibilitychange", changed);
setInterval(() => loadAgendaSoon(0), AGENDA_EVERY);
listen();
