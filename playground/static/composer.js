// Where a person writes: text, replies, corrections, attachments, commands and ready-made examples.

import { post, postForm } from "./api.js";
import { h, icon } from "./dom.js";
import { summary } from "./render.js";
import { STICKERS, drawSticker, samplePhoto, sampleSticker, sampleVoice } from "./samples.js";
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
    this.menu = h("div", { class: "menu", hidden: true, role: "menu" });
    this.file = h("input", { type: "file", hidden: true, onchange: () => this.sendFile() });
    this.input = h("textarea", { rows: 1, testid: `input-${pane.id}`, enterkeyhint: "send", autocomplete: "off" });
    this.attachButton = this.tool("attach", () => this.toggleMenu("attach"));
    this.commandButton = this.tool("commands", () => this.toggleMenu("commands"));
    this.sendButton = h("button", { type: "submit", class: "send", testid: `send-${pane.id}` }, icon("send"));
    const row = h("div", { class: "write" }, this.attachButton, this.commandButton, this.input, this.sendButton);
    this.node = h("form", { class: "composer", onsubmit: (e) => this.onSubmit(e) }, this.chips, this.menu, this.bar, row, this.answers, this.file);
    this.listen();
  }

  tool(name, act) {
    const sign = icon(name === "commands" ? "slash" : name);
    return h("button", { type: "button", class: "compose-tool", testid: `${name}-${this.pane.id}`, onclick: act, "aria-expanded": "false" }, sign);
  }

  listen() {
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    this.input.addEventListener("input", () => this.onInput());
    document.addEventListener("pointerdown", (event) => {
      if (!this.node.contains(event.target)) this.closeMenu();
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
      this.closeMenu();
    }
    this.showWords();
    this.showChips();
    this.showAnswers();
  }

  showWords() {
    const { pane } = this;
    const words = pane.id === "staff" ? t("inputGroup", { name: nameOf(pane.me) }) : t(pane.id === "customer" ? "inputCustomer" : "input");
    this.input.placeholder = words;
    this.input.setAttribute("aria-label", words);
    this.input.disabled = !pane.me || !pane.chat;
    for (const [button, word] of [[this.attachButton, "attach"], [this.commandButton, "commands"], [this.sendButton, this.editing ? "save" : "send"]]) {
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
    this.chips.replaceChildren(...wanted.map((chip) => h("button", {
      type: "button", class: `chip chip-${chip.id}`, testid: `chip-${chip.id}`, title: pick(chip.text), onclick: () => this.useChip(chip),
    }, chip.kind === "voice" || chip.id === "voice" ? icon("voice") : null, pick(chip.label) || chip.id)));
  }

  useChip(chip) {
    if (chip.as !== undefined) this.pane.choose(Number(chip.as));
    if (chip.kind === "voice" || (chip.id === "voice" && !pick(chip.text))) return this.attach("voice");
    this.setText(pick(chip.text));
    return this.input.focus();
  }

  // A keyboard that the bot laid under the input, if it did.
  showAnswers() {
    const latest = this.pane.chat ? messagesOf(this.pane.chat.id).findLast((m) => m.page?.keyboard) : null;
    if (latest === this.answersShown) return;
    this.answersShown = latest;
    const laid = latest?.page.keyboard;
    const rows = Array.isArray(laid) ? laid : laid?.keyboard ?? [];
    this.answers.hidden = !rows.length;
    this.answers.replaceChildren(...rows.map((row) => h("div", { class: "keyboard-row" }, row.map((button) => {
      const words = typeof button === "string" ? button : button.text;
      return h("button", { type: "button", class: "key", testid: "answer", onclick: () => this.send(words) }, words);
    }))));
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
      this.closeMenu();
      if (this.editing || this.replying) this.about(null, true);
    }
  }

  onInput() {
    this.grow();
    if (COMMAND.test(this.input.value)) this.openMenu("commands", this.input.value);
    else if (this.menuShown === "commands") this.closeMenu();
  }

  grow() {
    this.input.style.height = "auto";
    // In a pane that is not shown nothing has a height; it is measured when it is.
    const tall = this.input.scrollHeight;
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
    this.closeMenu();
    const done = editing ? await this.saveEdit(editing, text) : await this.send(text, replying);
    if (done || this.input.value) return;
    this.setText(text);
    this.about(editing ?? replying, Boolean(editing));
  }

  send(text, replying) {
    const { pane } = this;
    return pane.try(() => post("page/send", {
      as: pane.me.id, chat_id: pane.chat.id, text, reply_to: replying?.message_id, message_thread_id: pane.threadToWrite(),
    }));
  }

  saveEdit(message, text) {
    const { pane } = this;
    return pane.try(() => post("page/edit", { as: pane.me.id, chat_id: message.chat.id, message_id: message.message_id, text }));
  }

  editLast() {
    const own = messagesOf(this.pane.chat?.id).findLast((m) => m.from?.id === this.pane.me?.id && m.text !== undefined);
    if (own) this.edit(own);
    return Boolean(own);
  }

  reply(message) {
    this.about(message);
    this.input.focus();
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
    this.bar.replaceChildren(icon(editing ? "edit" : "reply"), h("span", { class: "context-words" }, h("b", {}, title), h("span", {}, summary(message))),
      h("button", { type: "button", class: "compose-tool", "aria-label": t("cancel"), onclick: () => this.about(null, editing) }, icon("close")));
  }

  toggleMenu(name) {
    if (this.menuShown === name) this.closeMenu();
    else this.openMenu(name);
  }

  openMenu(name, typed = "") {
    const items = name === "attach" ? this.attachItems() : this.commandItems(typed);
    if (!items.length && typed) return this.closeMenu();
    this.menuShown = name;
    this.menu.hidden = false;
    this.menu.className = `menu menu-${name}`;
    this.menu.replaceChildren(...(items.length ? items : [h("p", { class: "menu-empty" }, t("noCommands"))]));
    this.attachButton.setAttribute("aria-expanded", String(name === "attach"));
    this.commandButton.setAttribute("aria-expanded", String(name === "commands"));
    if (!typed) this.menu.querySelector("button")?.focus();
  }

  closeMenu() {
    this.menuShown = null;
    this.menu.hidden = true;
    this.attachButton.setAttribute("aria-expanded", "false");
    this.commandButton.setAttribute("aria-expanded", "false");
  }

  commandItems(typed) {
    return commandsFor(this.pane)
      .filter((item) => `/${item.command}`.startsWith(typed))
      .map((item) => h("button", {
        type: "button", class: "menu-item", role: "menuitem", testid: `command-${item.command}`,
        onclick: () => this.pickCommand(item),
      }, h("b", {}, `/${item.command}`), h("span", {}, item.description)));
  }

  pickCommand(item) {
    this.closeMenu();
    this.setText("");
    this.send(`/${item.command}`);
    this.input.focus();
  }

  attachItems() {
    const kinds = [["photo", "photo"], ["picture", "picture"], ["album", "picture"], ["voice", "voice"], ["document", "document"], ["location", "location"], ["contact", "contact"]];
    const items = kinds.map(([kind, sign]) => h("button", {
      type: "button", class: "menu-item", role: "menuitem", testid: `attach-${this.pane.id}-${kind}`, onclick: () => this.attach(kind),
    }, icon(sign), h("span", {}, t(kind))));
    const stickers = STICKERS.map((sticker) => h("button", {
      type: "button", class: "menu-sticker", role: "menuitem", "aria-label": t(sticker.key), title: t(sticker.key),
      testid: `attach-${this.pane.id}-${sticker.key}`, onclick: () => this.attach("sticker", sticker),
    }, drawSticker(sticker, 72)));
    return [...items, h("div", { class: "menu-stickers" }, stickers)];
  }

  async attach(kind, sticker) {
    this.closeMenu();
    if (kind === "photo" || kind === "document") return this.chooseFile(kind);
    if (kind === "picture") return this.upload("photo", [await samplePhoto()]);
    if (kind === "album") return this.upload("album", [await samplePhoto(), await samplePhoto(true)]);
    if (kind === "voice") return this.upload("voice", [sampleVoice()]);
    if (kind === "sticker") return this.upload("sticker", [await sampleSticker(sticker)], { emoji: sticker.emoji });
    if (kind === "location") return this.upload("location", [], { latitude: 30.2489, longitude: 120.1487 });
    return this.upload("contact", [], { first_name: t("sampleName"), phone_number: "+8657100000000" });
  }

  chooseFile(kind) {
    this.file.value = "";
    this.file.accept = kind === "photo" ? "image/*" : "";
    this.file.multiple = kind === "photo";
    this.file.dataset.kind = kind;
    this.file.click();
  }

  sendFile() {
    const files = [...this.file.files].map((blob) => ({ blob, name: blob.name }));
    if (!files.length) return null;
    const kind = files.length > 1 ? "album" : this.file.dataset.kind;
    return this.upload(kind, files);
  }

  // What stands in the input goes along as the caption, where Telegram has one.
  async upload(kind, files, fields = {}) {
    const { pane } = this;
    const form = new FormData();
    const caption = ["photo", "document", "album", "voice"].includes(kind) ? this.input.value.trim() : "";
    const duration = files[0]?.duration;
    const all = { as: pane.me.id, chat_id: pane.chat.id, kind, caption, duration, message_thread_id: pane.threadToWrite(), ...fields };
    for (const [name, value] of Object.entries(all)) if (value !== undefined && value !== "") form.append(name, String(value));
    for (const { blob, name } of files) form.append("file", blob, name);
    const done = await pane.try(() => postForm("page/attach", form));
    if (done && caption) this.setText("");
  }
}

// Telegram's order: what was set for this very person or chat, then for its kind of chat, then for all.
export function commandsFor(pane) {
  const { commands } = state;
  if (Array.isArray(commands)) return commands;
  const id = pane.chat?.id;
  const group = pane.id === "staff";
  const scopes = group
    ? [`chat_member:${id}:${pane.me?.id}`, `chat:${id}`, "all_group_chats", "default"]
    : [`chat:${id}`, "all_private_chats", "default"];
  const language = (pane.me?.language_code ?? "").split("-")[0];
  for (const scope of scopes) {
    const found = commands[`${scope}:${language}`] ?? commands[scope];
    const list = Array.isArray(found) ? found : found?.[language] ?? found?.[""];
    if (list?.length) return list;
  }
  return [];
}
