// One of the three chats: whose it is, what is in it, and what a person can do there.

import { Refused, post } from "./api.js";
import { ChatList } from "./chatlist.js";
import { Composer } from "./composer.js";
import { append, avatar, h } from "./dom.js";
import { PaneHead } from "./panehead.js";
import { textOf } from "./render.js";
import { changed, chatsOf, markRead, nameOf, peopleOf, state } from "./state.js";
import { t } from "./words.js";

export const PANES = [
  { id: "customer", label: "paneCustomer", roles: ["customer"] },
  { id: "staff", label: "paneStaff", roles: ["staff", "supervisor", "owner"], group: true },
  { id: "supervisor", label: "paneSupervisor", roles: ["supervisor", "owner", "staff"] },
];
const PRESS_PATIENCE = 12000;

export class Pane {
  constructor(spec, doors) {
    Object.assign(this, spec);
    this.pending = new Map();
    this.list = new ChatList();
    this.composer = new Composer(this);
    this.doors = this.makeDoors(doors);
    this.head = new PaneHead(this);
    this.empty = h("div", { class: "empty", hidden: true });
    this.toasts = h("div", { class: "toasts", role: "status" });
    this.typingLine = h("div", { class: "typing-line", hidden: true });
    this.list.node.append(this.empty, this.toasts);
    this.node = h(
      "section",
      { class: `pane pane-${this.id}`, testid: `pane-${this.id}`, id: `pane-${this.id}` },
      this.head.nodes,
      this.list.node,
      this.typingLine,
      this.composer.node,
    );
  }

  makeDoors(shared) {
    return {
      goTo: (chatId, messageId) => shared.goTo(chatId, messageId),
      goToCard: (trace) => shared.goToCard(trace),
      goToWords: (trace) => shared.goToWords(trace),
      openLink: (href) => shared.openLink(href, this),
      copy: (words) =>
        navigator.clipboard?.writeText(words).then(
          () => this.toast(t("copied")),
          () => {},
        ),
      sendText: (words) => this.composer.send(words),
      reply: (message) => this.composer.reply(message),
      edit: (message) => this.composer.edit(message),
      react: (message, emoji) => this.react(message, emoji),
      press: (message, row, col) => this.press(message, row, col),
    };
  }

  people() {
    const people = peopleOf(this.roles);
    if (!this.group) return people;
    const members = this.chat?.members ?? [];
    const inside = people.filter((person) => members.includes(person.id));
    return inside.length ? inside : people;
  }

  // Works out as whom and where this pane acts, from what is known now.
  settle() {
    if (this.group) this.chat = this.settleGroup();
    const people = this.people();
    this.me = people.find((person) => person.id === this.personId) ?? people[0] ?? null;
    if (!this.group) this.chat = this.me ? privateChat(this.me) : null;
    const topics = this.chat?.is_forum ? (this.chat.topics ?? []) : [];
    if (!topics.some((topic) => topic.message_thread_id === this.threadId) && this.threadId !== 1)
      this.threadId = null;
  }

  settleGroup() {
    const groups = chatsOf("group");
    return (
      groups.find((chat) => chat.id === this.groupId) ??
      groups.findLast((chat) => chat.type === "supergroup") ??
      groups[0] ??
      null
    );
  }

  threadToWrite() {
    return this.threadId && this.threadId !== 1 ? this.threadId : undefined;
  }

  choose(personId) {
    this.personId = personId;
    changed();
  }

  // Answers whether this pane can show the chat, and turns to it if so.
  turnTo(chatId) {
    if (this.group) {
      if (!chatsOf("group").some((chat) => chat.id === chatId)) return false;
      this.groupId = chatId;
      this.threadId = null;
    } else {
      if (!this.people().some((person) => person.id === chatId)) return false;
      this.personId = chatId;
    }
    this.settle();
    this.show();
    return true;
  }

  isShown() {
    return this.node.offsetParent !== null;
  }

  show() {
    this.settle();
    this.node.setAttribute("aria-label", t(this.label));
    this.head.show();
    const context = {
      me: this.me,
      group: Boolean(this.group),
      pending: new Set(this.pending.keys()),
      doors: this.doors,
    };
    this.list.show(this.chat, context, this.threadId);
    this.list.scroller.setAttribute("aria-label", this.chat ? this.title() : t(this.label));
    this.showEmpty();
    this.showTyping();
    this.composer.show();
    if (this.chat && this.isShown() && !document.hidden) markRead(this.chat.id);
  }

  title() {
    return this.group ? (this.chat?.title ?? t("staff")) : nameOf(this.me ?? { first_name: "" });
  }

  showEmpty() {
    const bare = !this.chat || this.list.count === 0;
    this.empty.hidden = !bare;
    if (!bare) return;
    const words = this.group ? t(this.chat ? "emptyGroup" : "noGroup") : t("emptyPrivate");
    const start =
      this.group || !this.me
        ? null
        : h(
            "button",
            {
              type: "button",
              class: "start",
              testid: `start-${this.id}`,
              onclick: () => this.start(),
            },
            t("start"),
          );
    this.empty.replaceChildren();
    append(this.empty, [avatar({ is_bot: true }), h("p", {}, words), start]);
  }

  showTyping() {
    const until = this.chat ? (state.typing.get(this.chat.id) ?? 0) : 0;
    const busy = until > performance.now();
    this.typingLine.hidden = !busy;
    const words = `${state.bot.first_name || t("name")} ${t("typing")}`;
    if (busy)
      this.typingLine.replaceChildren(
        h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i")),
        words,
      );
  }

  start(payload) {
    return this.try(() => post("page/start", { as: this.me.id, payload }));
  }

  react(message, emoji) {
    return this.try(() =>
      post("page/react", {
        as: this.me.id,
        chat_id: message.chat.id,
        message_id: message.message_id,
        emoji,
      }),
    );
  }

  async press(message, row, col) {
    const key = `${message.chat.id}:${message.message_id}:${row}:${col}`;
    const { me } = this;
    if (this.pending.has(key) || !me) return;
    const timer = setTimeout(() => this.release(key), PRESS_PATIENCE);
    this.pending.set(key, { user: me.id, timer });
    changed();
    const body = { as: me.id, chat_id: message.chat.id, message_id: message.message_id, row, col };
    if (!(await this.try(() => post("page/press", body)))) this.release(key);
  }

  release(key) {
    clearTimeout(this.pending.get(key)?.timer);
    if (this.pending.delete(key)) changed();
  }

  // Answers whether it was this pane that had asked.
  answered(data) {
    const near = (key) => !data.message_id || key.startsWith(`${data.chat_id}:${data.message_id}:`);
    const keys = [...this.pending]
      .filter(([key, wait]) => wait.user === Number(data.user_id) && near(key))
      .map(([key]) => key);
    for (const key of keys) this.release(key);
    return keys.length > 0;
  }

  async try(act) {
    try {
      await act();
      return true;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.toast(t("failed", { why: error.message || t("offline") }), true);
      return false;
    }
  }

  toast(words, bad = false) {
    const node = h("div", { class: `toast ${bad ? "is-bad" : ""}`, testid: "toast" }, words);
    this.toasts.append(node);
    setTimeout(() => node.remove(), Math.max(3200, words.length * 120));
  }

  // Whether the bot wants an answer to this message, and of whoever acts here.
  isAsked(message) {
    const laid = message.page?.keyboard;
    if (!laid?.force_reply) return false;
    if (this.threadId && message.message_thread_id !== this.threadToWrite()) return false;
    const named = (message.entities ?? []).map((entity) => entity.user?.id);
    named.push(message.reply_to_message?.from?.id);
    return !this.group || !laid.selective || named.includes(this.me?.id);
  }

  arrived(chatId, message) {
    if (chatId !== this.chat?.id) return null;
    this.list.arrived(message.from?.id === this.me?.id);
    if (this.isAsked(message)) this.composer.asked(message);
    return `${nameOf(message.from ?? {})}：${textOf(message).slice(0, 120)}`;
  }
}

function privateChat(person) {
  return (
    state.chats.get(Number(person.id)) ?? {
      id: Number(person.id),
      type: "private",
      members: [],
      topics: [],
    }
  );
}
