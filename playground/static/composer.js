// Where a person writes: text, replies, corrections, attachments, commands and ready-made examples.

import { post } from "./api.js";
import { h, icon } from "./dom.js";
import { Menu } from "./menu.js";
import { summary } from "./render.js";
import { messagesOf, nameOf, state } from "./state.js";
import { currentLang, pick, t } from "./words.js";

const COMMAND = /^\/[a-z0-9_]*$/i;

export class Composer {
  constructor(pane) {
    this.pane = pane;
    this.drafts = new Map();
    this.key = "";
    this.chips = h("div", { class: "chips", role: "group" });
    this.bar = h("div", { class: "context-bar", hidden: true });
    this.answers = h("div", { class: "answers", hidden: true });
    this.menu = new Menu(this);
    this.input = h("textarea", {
      rows: 1,
      testid: `input-${pane.id}`,
      enterkeyhint: "send",
      autocomplete: "off",
    });
    this.attachButton = this.tool("attach", () => this.menu.toggle("attach"));
    this.commandButton = this.tool("commands", () => this.menu.toggle("commands"));
    this.sendButton = h(
      "button",
      { type: "submit", class: "send", testid: `send-${pane.id}` },
      icon("send"),
    );
    const row = h(
      "div",
      { class: "write" },
      this.attachButton,
      this.commandButton,
      this.input,
      this.sendButton,
    );
    this.node = h(
      "form",
      { class: "composer", onsubmit: (e) => this.onSubmit(e) },
      this.chips,
      this.menu.node,
      this.bar,
      row,
      this.answers,
      this.menu.file,
    );
    this.listen();
  }

  tool(name, act) {
    const sign = icon(name === "commands" ? "slash" : name);
    return h(
      "button",
      {
        type: "button",
        class: "compose-tool",
        testid: `${name}-${this.pane.id}`,
        onclick: act,
        "aria-expanded": "false",
      },
      sign,
    );
  }

  listen() {
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    this.input.addEventListener("input", () => this.onInput());
    document.addEventListener("pointerdown", (event) => {
      if (!this.node.contains(event.target)) this.menu.close();
    });
  }

  // Each chat keeps its own draft, as chat apps do.
  show() {
    const key = `${this.pane.chat?.id}:${this.pane.me?.id}`;
    if (key !== this.key) {
      this.drafts.set(this.key, this.input.value);
      this.key = key;
      this.about(null);
      this.setText(this.drafts.get(key) ?? "");
      this.menu.close();
    }
    this.showWords();
    this.showChips();
    this.showAnswers();
  }

  showWords() {
    const { pane } = this;
    const words =
      pane.id === "staff"
        ? t("inputGroup", { name: nameOf(pane.me) })
        : t(pane.id === "customer" ? "inputCustomer" : "input");
    this.input.placeholder = words;
    this.input.setAttribute("aria-label", words);
    this.input.disabled = !pane.me || !pane.chat;
    for (const [button, word] of [
      [this.attachButton, "attach"],
      [this.commandButton, "commands"],
      [this.sendButton, this.editing ? "save" : "send"],
    ]) {
      button.title = t(word);
      button.setAttribute("aria-label", t(word));
    }
  }

  showChips() {
    const wanted = this.pane.id === "customer" ? state.chips : [];
    const signature = currentLang() + JSON.stringify(wanted);
    if (signature === this.chipsShown) return;
    this.chipsShown = signature;
    this.chips.hidden = !wanted.length;
    this.chips.replaceChildren(
      ...wanted.map((chip) =>
        h(
          "button",
          {
            type: "button",
            class: `chip chip-${chip.id}`,
            testid: `chip-${chip.id}`,
            title: pick(chip.text),
            onclick: () => this.useChip(chip),
          },
          chip.kind === "voice" || chip.id === "voice" ? icon("voice") : null,
          pick(chip.label) || chip.id,
        ),
      ),
    );
  }

  useChip(chip) {
    if (chip.as !== undefined) this.pane.choose(Number(chip.as));
    if (chip.kind === "voice" || (chip.id === "voice" && !pick(chip.text)))
      return this.menu.attach("voice");
    this.setText(pick(chip.text));
    return this.input.focus();
  }

  // A keyboard that the bot laid under the input, if it did.
  showAnswers() {
    const latest = this.pane.chat
      ? messagesOf(this.pane.chat.id).findLast((m) => m.page?.keyboard)
      : null;
    if (latest === this.answersShown) return;
    this.answersShown = latest;
    const laid = latest?.page.keyboard;
    const rows = Array.isArray(laid) ? laid : (laid?.keyboard ?? []);
    this.answers.hidden = !rows.length;
    this.answers.replaceChildren(
      ...rows.map((row) =>
        h(
          "div",
          { class: "keyboard-row" },
          row.map((button) => {
            const words = typeof button === "string" ? button : button.text;
            return h(
              "button",
              { type: "button", class: "key", testid: "answer", onclick: () => this.send(words) },
              words,
            );
          }),
        ),
      ),
    );
  }

  onKey(event) {
    // Enter that ends the choice of a Chinese word must not send.
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.submit();
    } else if (event.key === "ArrowUp" && !this.input.value) {
      if (this.editLast()) event.preventDefault();
    } else if (event.key === "Escape") {
      this.menu.close();
      if (this.editing || this.replying) this.about(null, true);
    }
  }

  onInput() {
    this.grow();
    if (COMMAND.test(this.input.value)) this.menu.open("commands", this.input.value);
    else if (this.menu.shown === "commands") this.menu.close();
  }

  grow() {
    this.input.style.height = "auto";
    // In a pane that is not shown nothing has a height; it is measured when it is.
    // What only suggests what to write takes one line.
    const tall = this.input.value && this.input.scrollHeight;
    if (tall) this.input.style.height = `${Math.min(tall + 2, 140)}px`;
    this.node.classList.toggle("has-text", Boolean(this.input.value.trim()));
  }

  setText(text) {
    this.input.value = text;
    this.grow();
  }

  onSubmit(event) {
    event.preventDefault();
    this.submit();
  }

  async submit() {
    const text = this.input.value.trim();
    const { editing, replying, pane } = this;
    if (!text || !pane.chat) return;
    this.setText("");
    this.about(null);
    this.menu.close();
    const done = editing ? await this.saveEdit(editing, text) : await this.send(text, replying);
    if (done || this.input.value) return;
    this.setText(text);
    this.about(editing ?? replying, Boolean(editing));
  }

  send(text, replying) {
    const { pane } = this;
    return pane.try(() =>
      post("page/send", {
        as: pane.me.id,
        chat_id: pane.chat.id,
        text,
        reply_to: replying?.message_id,
        message_thread_id: pane.threadToWrite(),
      }),
    );
  }

  saveEdit(message, text) {
    const { pane } = this;
    return pane.try(() =>
      post("page/edit", {
        as: pane.me.id,
        chat_id: message.chat.id,
        message_id: message.message_id,
        text,
      }),
    );
  }

  editLast() {
    const own = messagesOf(this.pane.chat?.id).findLast(
      (m) => m.from?.id === this.pane.me?.id && m.text !== undefined,
    );
    if (own) this.edit(own);
    return Boolean(own);
  }

  reply(message) {
    this.about(message);
    this.input.focus();
  }

  // As Telegram does by itself; who is writing somewhere else goes on writing there.
  asked(message) {
    if (this.editing) return;
    this.about(message);
    const busy = document.activeElement?.closest(".pane");
    if (!busy || busy === this.pane.node) this.input.focus();
  }

  edit(message) {
    this.about(message, true);
    this.setText(message.text);
    this.input.focus();
  }

  // Says above the input which message is being answered or corrected; nothing ends either.
  about(message, editing = false) {
    if (!message && this.editing && editing) this.setText("");
    this.editing = message && editing ? message : null;
    this.replying = message && !editing ? message : null;
    this.bar.hidden = !message;
    if (!message) return;
    const title = editing ? t("editing") : t("replyTo", { name: nameOf(message.from) });
    this.bar.replaceChildren(
      icon(editing ? "edit" : "reply"),
      h("span", { class: "context-words" }, h("b", {}, title), h("span", {}, summary(message))),
      h(
        "button",
        {
          type: "button",
          class: "compose-tool",
          "aria-label": t("cancel"),
          onclick: () => this.about(null, editing),
        },
        icon("close"),
      ),
    );
  }
}
