// Orders the bad days of Telegram and the network, one at a time, from the drawer.

import { Refused, post } from "./api.js";
import { h } from "./dom.js";
import { nameOf, state } from "./state.js";
import { currentLang, t } from "./words.js";

const SENDING = { method: "sendMessage", times: 1 };
const ORDERS = [
  { kind: "rate_limited", retry_after: 5 },
  { kind: "reply_lost" },
  { kind: "html_502" },
  { kind: "slow", seconds: 5 },
  { kind: "cut" },
  { kind: "refused" },
  { kind: "truncated", late: true },
];
const WEATHER = 0.2;

export class Trouble {
  constructor(page) {
    this.page = page;
    this.node = h("section", { class: "trouble", testid: "trouble" });
  }

  show() {
    const pane = this.page.pane("customer");
    const name = pane.me ? nameOf(pane.me) : "";
    const blocked = Boolean(pane.chat?.blocked);
    const group = this.page.pane("staff")?.chat;
    const signature = [
      currentLang(), name, blocked, state.faults.length, state.weather, group?.id,
    ].join("|");
    if (signature === this.shown) return;
    this.shown = signature;
    const focused = this.node.contains(document.activeElement)
      ? document.activeElement.dataset.testid
      : null;
    const orders = ORDERS.map((order) => this.button(order));
    const block = h(
      "button",
      { type: "button", class: "quiet", testid: "fault-block", disabled: blocked, onclick: () => this.block(pane.me) },
      t(blocked ? "fault_blocked" : "fault_block", { name }),
    );
    this.node.replaceChildren(
      h("h3", {}, t("trouble")),
      h("p", { class: "is-faint" }, t("troubleWhy")),
      h("div", { class: "orders" }, orders, name ? block : null),
      h("div", { class: "orders" }, this.weather(), group?.id < 0 ? this.mishaps(group.id) : null),
      this.waiting(),
    );
    if (focused) this.node.querySelector(`[data-testid="${focused}"]`)?.focus();
  }

  button(order) {
    const act = () =>
      this.try(async () => {
        await post("page/faults", { ...SENDING, ...order });
        this.page.say(t("faultOrdered", { fault: t(`fault_${order.kind}`) }));
      });
    return h(
      "button",
      {
        type: "button",
        class: "quiet",
        testid: `fault-${order.kind}`,
        title: t(`fault_${order.kind}_why`),
        onclick: act,
      },
      t(`fault_${order.kind}`),
    );
  }

  weather() {
    const rate = state.weather ? 0 : WEATHER;
    const seed = Math.floor(Math.random() * 1e6);
    return h(
      "button",
      {
        type: "button",
        class: "quiet",
        testid: "fault-weather",
        title: t("weatherWhy"),
        "aria-pressed": String(Boolean(state.weather)),
        onclick: () => this.try(() => post("page/weather", { rate, seed })),
      },
      t(state.weather ? "weatherOn" : "weatherOff"),
    );
  }

  mishaps(group) {
    return ["mute", "kick", "mend"].map((mishap) =>
      h(
        "button",
        {
          type: "button",
          class: "quiet",
          testid: `mishap-${mishap}`,
          onclick: () =>
            this.try(async () => {
              await post("page/mishap", { mishap, chat_id: group });
              this.page.say(t(`mishap_${mishap}_done`));
            }),
        },
        t(`mishap_${mishap}`),
      ),
    );
  }

  waiting() {
    const line = h("p", { class: "orders-waiting", role: "status", testid: "faults-waiting" });
    if (!state.faults.length) return line;
    const names = state.faults.map((fault) => t(`fault_${fault.kind}`)).join(" · ");
    const clear = () => this.try(() => fetch("page/faults", { method: "DELETE" }));
    line.append(
      t("troubleWaiting", { n: names }),
      h("button", { type: "button", class: "quiet", testid: "faults-clear", onclick: clear }, t("troubleClear")),
    );
    return line;
  }

  block(person) {
    return this.try(() => post("page/block", { as: person.id }));
  }

  async try(act) {
    try {
      await act();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.page.say(t("failed", { why: error.message || t("offline") }), true);
    }
  }
}
