// The top of a pane: whose chat it is, as whom one acts, its topics, and the legend of tints.

import { post } from "./api.js";
import { append, avatar, h, icon } from "./dom.js";
import { changed, messagesOf, nameOf, peopleOf, state, traceOf } from "./state.js";
import { DIMENSION_KEYS, currentLang, dimensionName, t } from "./words.js";

const MARGIN = 14;

export class PaneHead {
  constructor(pane) {
    this.pane = pane;
    this.node = h("header", { class: "pane-head" });
    this.switch = h("div", { class: "people", role: "group", testid: `people-${pane.id}` });
    this.topics = h("div", { class: "topics", role: "group", hidden: true });
    this.legend = h("div", { class: "legend", hidden: true, testid: "legend" });
    this.nodes = [this.node, this.switch, this.topics, this.legend];
  }

  show() {
    this.showHead();
    this.showPeople();
    this.showTopics();
    this.showLegend();
  }

  showHead() {
    const { bot } = state;
    const signature = [
      currentLang(),
      this.pane.chat?.id,
      this.pane.title(),
      this.pane.me?.id,
      bot.running,
      this.pane.chat?.blocked,
      this.pane.chat?.members?.length,
    ].join("|");
    if (signature === this.headShown) return;
    this.headShown = signature;
    const face = this.pane.group
      ? h("span", { class: "avatar avatar-group", "aria-hidden": "true" }, icon("contact"))
      : this.pane.me && avatar(this.pane.me);
    const { blocked } = this.pane.chat ?? {};
    const line = !bot.running ? t("botOff") : blocked ? t("blocked") : this.subtitle();
    const words = h(
      "div",
      { class: "pane-words" },
      h("h2", {}, this.pane.title()),
      h("p", { class: bot.running && !blocked ? "" : "is-off" }, line),
    );
    this.node.replaceChildren();
    append(this.node, [
      face,
      words,
      h("span", { class: `role role-${this.pane.id}` }, this.roleName()),
    ]);
  }

  roleName() {
    if (this.pane.group) return t("staff");
    return t(
      {
        customer: "roleCustomer",
        staff: "roleStaff",
        supervisor: "roleSupervisor",
        owner: "roleOwner",
      }[this.pane.me?.role] ?? "roleCustomer",
    );
  }

  subtitle() {
    if (!this.pane.group)
      return `${t("withBot", { bot: state.bot.first_name || t("name") })} · ${t("botOn")}`;
    const names = this.pane
      .people()
      .map(nameOf)
      .join(currentLang() === "en" ? ", " : "、");
    return names || t("members", { n: this.pane.chat?.members?.length ?? 0 });
  }

  showPeople() {
    const people = this.pane.people();
    const waiting = people.map((person) =>
      this.pane.group ? 0 : (state.unread.get(person.id) ?? 0),
    );
    const signature = [
      currentLang(),
      this.pane.me?.id,
      ...people.map((p) => nameOf(p)),
      ...waiting,
    ].join("|");
    if (signature === this.peopleShown) return;
    const hadFocus = this.switch.contains(document.activeElement);
    const { scrollLeft } = this.switch;
    this.peopleShown = signature;
    this.switch.setAttribute("aria-label", t("actAs"));
    this.switch.replaceChildren();
    append(this.switch, [
      this.pane.group ? h("span", { class: "people-label" }, t("actAs")) : null,
      people.map((person, i) => this.personButton(person, waiting[i])),
      this.pane.id === "customer" && state.ready ? this.newCustomer() : null,
    ]);
    this.switch.scrollLeft = scrollLeft;
    const chosen = this.switch.querySelector("[aria-pressed=true]");
    if (chosen && this.meShown !== this.pane.me?.id) this.bringIntoSight(chosen);
    this.meShown = this.pane.me?.id;
    if (hadFocus) chosen?.focus();
  }

  // As whom one acts stands in the row, however many there are; the page itself does not move.
  bringIntoSight(person) {
    const row = this.switch.getBoundingClientRect();
    const box = person.getBoundingClientRect();
    const beyond = Math.max(0, box.right + MARGIN - row.right);
    const before = Math.max(0, row.left + MARGIN - box.left);
    this.switch.scrollLeft += beyond - before;
  }

  personButton(person, waiting) {
    const chosen = person.id === this.pane.me?.id;
    return h(
      "button",
      {
        type: "button",
        class: "person",
        "aria-pressed": String(chosen),
        testid: `as-${this.pane.id}-${person.id}`,
        title: person.note ?? "",
        onclick: () => this.pane.choose(person.id),
      },
      avatar(person, "tiny"),
      nameOf(person),
      waiting ? h("i", { class: "dot", "aria-label": t("unread", { n: waiting }) }) : null,
    );
  }

  newCustomer() {
    const add = () =>
      this.pane.try(async () => {
        const guests = peopleOf(["customer"]).length;
        const person = await post("page/person", {
          first_name: t("newCustomerName", { n: guests + 1 }),
          role: "customer",
          language_code: currentLang() === "en" ? "en" : "zh-hans",
        });
        const made = person.person ?? person;
        state.people.set(Number(made.id), { role: "customer", ...made });
        this.pane.choose(Number(made.id));
      });
    return h(
      "button",
      {
        type: "button",
        class: "person person-new",
        title: t("newCustomer"),
        "aria-label": t("newCustomer"),
        testid: "new-customer",
        onclick: add,
      },
      icon("plus"),
    );
  }

  showTopics() {
    const topics = this.pane.chat?.is_forum ? (this.pane.chat.topics ?? []) : [];
    this.topics.hidden = !topics.length;
    const all = [
      { message_thread_id: null, name: t("topicAll") },
      { message_thread_id: 1, name: t("topicGeneral") },
      ...topics,
    ];
    const signature = JSON.stringify([currentLang(), this.pane.threadId, all]);
    if (signature === this.topicsShown) return;
    this.topicsShown = signature;
    this.topics.replaceChildren(
      ...all.map((topic) =>
        h(
          "button",
          {
            type: "button",
            class: "topic",
            "aria-pressed": String((this.pane.threadId ?? null) === topic.message_thread_id),
            onclick: () => {
              this.pane.threadId = topic.message_thread_id;
              changed();
            },
          },
          topic.name,
        ),
      ),
    );
  }

  showLegend() {
    const traced =
      this.pane.id === "customer" &&
      this.pane.chat &&
      messagesOf(this.pane.chat.id).some((message) => traceOf(message)?.evidence?.length);
    this.legend.hidden = !traced;
    if (this.legendShown === currentLang()) return;
    this.legendShown = currentLang();
    this.legend.replaceChildren(
      h("span", { class: "legend-title" }, t("legend")),
      ...DIMENSION_KEYS.map((key) =>
        h("span", { class: `dim-chip dim-${key}` }, h("i", {}), dimensionName(key)),
      ),
    );
  }
}
