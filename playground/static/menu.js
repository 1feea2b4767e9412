// The two menus over the input: things to attach, and the bot's commands.

import { postForm } from "./api.js";
import { h, icon } from "./dom.js";
import { STICKERS, drawSticker, samplePhoto, sampleSticker, sampleVoice } from "./samples.js";
import { state } from "./state.js";
import { t } from "./words.js";

export class Menu {
  constructor(composer) {
    this.composer = composer;
    this.pane = composer.pane;
    this.shown = null;
    this.node = h("div", { class: "menu", hidden: true, role: "menu" });
    this.file = h("input", { type: "file", hidden: true, onchange: () => this.sendFile() });
  }

  toggle(name) {
    if (this.shown === name) this.close();
    else this.open(name);
  }

  open(name, typed = "") {
    const items = name === "attach" ? this.attachItems() : this.commandItems(typed);
    if (!items.length && typed) return this.close();
    this.shown = name;
    this.node.hidden = false;
    this.node.className = `menu menu-${name}`;
    this.node.replaceChildren(
      ...(items.length ? items : [h("p", { class: "menu-empty" }, t("noCommands"))]),
    );
    this.composer.attachButton.setAttribute("aria-expanded", String(name === "attach"));
    this.composer.commandButton.setAttribute("aria-expanded", String(name === "commands"));
    if (!typed) this.node.querySelector("button")?.focus();
  }

  close() {
    this.shown = null;
    this.node.hidden = true;
    this.composer.attachButton.setAttribute("aria-expanded", "false");
    this.composer.commandButton.setAttribute("aria-expanded", "false");
  }

  commandItems(typed) {
    return commandsFor(this.pane)
      .filter((item) => `/${item.command}`.startsWith(typed))
      .map((item) =>
        h(
          "button",
          {
            type: "button",
            class: "menu-item",
            role: "menuitem",
            testid: `command-${item.command}`,
            onclick: () => this.pickCommand(item),
          },
          h("b", {}, `/${item.command}`),
          h("span", {}, item.description),
        ),
      );
  }

  pickCommand(item) {
    this.close();
    this.composer.setText("");
    this.composer.send(`/${item.command}`);
    this.composer.input.focus();
  }

  attachItems() {
    const kinds = [
      ["photo", "photo"],
      ["picture", "picture"],
      ["album", "picture"],
      ["voice", "voice"],
      ["document", "document"],
      ["location", "location"],
      ["contact", "contact"],
    ];
    const items = kinds.map(([kind, sign]) =>
      h(
        "button",
        {
          type: "button",
          class: "menu-item",
          role: "menuitem",
          testid: `attach-${this.pane.id}-${kind}`,
          onclick: () => this.attach(kind),
        },
        icon(sign),
        h("span", {}, t(kind)),
      ),
    );
    const stickers = STICKERS.map((sticker) =>
      h(
        "button",
        {
          type: "button",
          class: "menu-sticker",
          role: "menuitem",
          "aria-label": t(sticker.key),
          title: t(sticker.key),
          testid: `attach-${this.pane.id}-${sticker.key}`,
          onclick: () => this.attach("sticker", sticker),
        },
        drawSticker(sticker, 72),
      ),
    );
    return [...items, h("div", { class: "menu-stickers" }, stickers)];
  }

  async attach(kind, sticker) {
    this.close();
    if (kind === "photo" || kind === "document") return this.chooseFile(kind);
    if (kind === "picture") return this.upload("photo", [await samplePhoto()]);
    if (kind === "album")
      return this.upload("album", [await samplePhoto(), await samplePhoto(true)]);
    if (kind === "voice") return this.upload("voice", [sampleVoice()]);
    if (kind === "sticker")
      return this.upload("sticker", [await sampleSticker(sticker)], { emoji: sticker.emoji });
    if (kind === "location")
      return this.upload("location", [], { latitude: 30.2489, longitude: 120.1487 });
    return this.upload("contact", [], {
      first_name: t("sampleName"),
      phone_number: "+8657100000000",
    });
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
    const caption = ["photo", "document", "album", "voice"].includes(kind)
      ? this.composer.input.value.trim()
      : "";
    const duration = files[0]?.duration;
    const all = {
      as: pane.me.id,
      chat_id: pane.chat.id,
      kind,
      caption,
      duration,
      message_thread_id: pane.threadToWrite(),
      ...fields,
    };
    for (const [name, value] of Object.entries(all))
      if (value !== undefined && value !== "") form.append(name, String(value));
    for (const { blob, name } of files) form.append("file", blob, name);
    const done = await pane.try(() => postForm("page/attach", form));
    if (done && caption) this.composer.setText("");
  }
}

// Telegram's order: what was set for this person or chat, then for its kind of chat, then for all.
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
    const list = Array.isArray(found) ? found : (found?.[language] ?? found?.[""]);
    if (list?.length) return list;
  }
  return [];
}
