// One bubble: who, what, when, its buttons, and what it led to.

import { avatar, h, icon, safeUrl, toneOf } from "./dom.js";
import { richText } from "./entities.js";
import { mediaKind, mediaNode } from "./media.js";
import { nameOf, personOrBot, sourceOf, state, traceOf } from "./state.js";
import { clockTime, dayName, dimensionName, fullTime, t } from "./words.js";

export const REACTIONS = ["👍", "❤️", "🙏", "😢", "😡"];
export const textOf = (message) => message.text ?? message.caption ?? "";

// The short form of a message, for quotes, for readers of the screen and for tests.
export function summary(message) {
  const kind = mediaKind(message);
  const label = kind ? `[${t(t(kind) === kind ? "video" : kind)}] ` : "";
  return `${label}${textOf(message)}`.trim() || serviceWords(message) || t("other");
}

export function serviceWords(message) {
  if (message.new_chat_members)
    return t("joined", { name: message.new_chat_members.map(nameOf).join("、") });
  if (message.left_chat_member) return t("left", { name: nameOf(message.left_chat_member) });
  if (message.pinned_message) return `${nameOf(message.from)} ${t("pinned")}`;
  if (message.group_chat_created || message.supergroup_chat_created) return t("created");
  if (message.migrate_to_chat_id || message.migrate_from_chat_id) return t("migrated");
  if (message.forum_topic_created) return t("topicNew", { name: message.forum_topic_created.name });
  if (message.forum_topic_closed) return t("topicClosed");
  if (message.forum_topic_reopened) return t("topicOpen");
  return "";
}

export function dayNode(ms, nowMs, zone) {
  return h("div", { class: "day", role: "separator" }, h("span", {}, dayName(ms, nowMs, zone)));
}

export function serviceNode(message) {
  return h("div", { class: "event-line", testid: "event-line" }, serviceWords(message));
}

export function messageNode(messages, context) {
  const [message] = messages;
  const sender = personOrBot(message.from);
  const mine = sender.id === context.me?.id;
  const side = mine ? "mine" : "theirs";
  const node = h("article", {
    class: `message ${side} ${sender.is_bot ? "from-bot" : ""} ${context.joined ? "is-joined" : ""}`,
    testid: "message",
    tabindex: -1,
    "aria-label": `${nameOf(sender)}, ${clockTime(message.date * 1000, context.zone)}`,
    data: { messageId: message.message_id, chatId: message.chat.id, side },
  });
  if (context.group && !mine)
    node.append(context.joined ? h("span", { class: "avatar-gap" }) : avatar(sender, "small"));
  node.append(
    h("div", { class: "stack" }, bubble(messages, sender, mine, context), under(message, context)),
  );
  node.append(tools(message, mine, context));
  return node;
}

function bubble(messages, sender, mine, context) {
  const [message] = messages;
  const bare = message.sticker && !message.reply_to_message;
  const spoken = messages.find((one) => textOf(one)) ?? message;
  const looks = [
    bare && "is-bare",
    textOf(spoken) && "has-text",
    spoken.edit_date && "is-edited",
  ].filter(Boolean);
  const box = h("div", { class: ["bubble", ...looks].join(" ") });
  if (context.group && !mine && !context.joined) {
    box.append(
      h(
        "div",
        { class: `sender ink-${sender.is_bot ? "bot" : toneOf(sender.id)}` },
        nameOf(sender),
      ),
    );
  }
  const forwarded = forwardLine(message);
  if (forwarded) box.append(forwarded);
  if (message.reply_to_message && !context.topicRoot)
    box.append(quote(message.reply_to_message, context));
  box.append(...mediaBlock(messages));
  if (textOf(spoken)) box.append(textBlock(spoken, context));
  else if (!mediaKind(message)) box.append(h("div", { class: "text is-faint" }, t("other")));
  box.append(meta(spoken, context));
  return box;
}

function forwardLine(message) {
  const origin = message.forward_origin;
  if (!origin) return null;
  const name = origin.sender_user
    ? nameOf(origin.sender_user)
    : (origin.sender_user_name ?? origin.chat?.title ?? "");
  return h("div", { class: "forwarded" }, t("forwarded", { name }));
}

export function quote(message, context) {
  const name = message.from ? nameOf(message.from) : "";
  const go = () => context.doors.goTo(message.chat?.id ?? context.chatId, message.message_id);
  return h(
    "button",
    {
      type: "button",
      class: `quote edge-${message.from?.is_bot ? "bot" : toneOf(message.from?.id)}`,
      onclick: go,
    },
    h("b", {}, name),
    h("span", {}, summary(message)),
  );
}

function mediaBlock(messages) {
  if (messages.length > 1) {
    return [
      h("div", { class: `album album-${Math.min(messages.length, 4)}` }, messages.map(mediaNode)),
    ];
  }
  const node = mediaNode(messages[0]);
  return node ? [node] : [];
}

function textBlock(message, context) {
  const evidence = traceOf(message)?.evidence;
  const entities = message.text === undefined ? message.caption_entities : message.entities;
  const speaker = personOrBot(message.from);
  return h(
    "div",
    { class: "text", testid: "text", lang: speaker.language_code },
    richText(textOf(message), entities, evidence, context.doors),
  );
}

function meta(message, context) {
  const ms = message.date * 1000;
  const time = h(
    "time",
    { datetime: new Date(ms).toISOString(), title: fullTime(ms, context.zone) },
    clockTime(ms, context.zone),
  );
  return h("div", { class: "meta" }, message.edit_date ? editedMark(message, context) : null, time);
}

function editedMark(message, context) {
  const versions = (message.page?.versions ?? []).filter(
    (version) => version.text !== textOf(message),
  );
  const mark = h(
    "span",
    { class: "edited", testid: "edited", tabindex: versions.length ? 0 : undefined },
    t("edited"),
  );
  if (!versions.length) return mark;
  const lines = versions.map((version) =>
    h("li", {}, h("time", {}, clockTime(version.date * 1000, context.zone)), version.text),
  );
  const note = h(
    "span",
    { class: "versions", role: "note" },
    h("b", {}, t("earlier")),
    h("ul", {}, lines),
  );
  mark.append(note);
  for (const shown of ["mouseenter", "focus"]) mark.addEventListener(shown, () => keepInside(note));
  return mark;
}

// What would reach over the right edge of its chat is moved to the left by that much.
function keepInside(note) {
  note.style.translate = "";
  const list = note.closest(".scroller");
  if (!list) return;
  const over = note.getBoundingClientRect().right - list.getBoundingClientRect().right + 8;
  if (over > 0) note.style.translate = `${-Math.ceil(over)}px`;
}

function under(message, context) {
  return [
    reactionRow(message),
    traceRow(message, context),
    backRow(message, context),
    keyboard(message, context),
  ];
}

function reactionRow(message) {
  const counts = new Map();
  for (const item of message.page?.reactions ?? []) {
    const emoji = typeof item === "string" ? item : item.emoji;
    counts.set(emoji, (counts.get(emoji) ?? 0) + 1);
  }
  if (!counts.size) return null;
  const chips = [...counts].map(([emoji, n]) =>
    h("span", { class: "reaction" }, emoji, n > 1 ? ` ${n}` : ""),
  );
  return h("div", { class: "reactions", testid: "reactions" }, chips);
}

function traceRow(message, context) {
  const trace = traceOf(message);
  if (!trace) return null;
  const keys = [...new Map((trace.evidence ?? []).map((item) => [item.dimension, item.label]))];
  const names = keys.map(([key, label]) =>
    h("span", { class: `dim-chip dim-${key}` }, h("i", {}), dimensionName(key, label)),
  );
  const go = () => context.doors.goToCard(trace);
  const link = trace.card?.length
    ? h(
        "button",
        {
          type: "button",
          class: "trace-link",
          testid: "trace",
          title: t("toCard", { n: trace.case }),
          onclick: go,
        },
        `→ #${trace.case}`,
      )
    : null;
  return h("div", { class: "trace-row" }, names, link);
}

function backRow(message, context) {
  const trace = sourceOf(message);
  if (!trace) return null;
  return h(
    "div",
    { class: "trace-row" },
    h(
      "button",
      {
        type: "button",
        class: "trace-link",
        testid: "trace-back",
        title: t("toWordsWhy", { n: trace.case }),
        onclick: () => context.doors.goToWords(trace),
      },
      t("toWords"),
    ),
  );
}

function keyboard(message, context) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows?.length) return null;
  return h(
    "div",
    { class: "keyboard" },
    rows.map((row, r) =>
      h(
        "div",
        { class: "keyboard-row" },
        row.map((button, c) => keyboardButton(message, button, r, c, context)),
      ),
    ),
  );
}

function keyboardButton(message, button, row, col, context) {
  const waiting = context.pending.has(`${message.chat.id}:${message.message_id}:${row}:${col}`);
  const props = {
    class: `key ${waiting ? "is-waiting" : ""}`,
    testid: "button",
    data: { text: button.text },
  };
  const href = button.url ? safeUrl(button.url) : null;
  if (href) {
    const follow = (event) => {
      if (context.doors.openLink(href)) event.preventDefault();
    };
    return h(
      "a",
      { ...props, href, target: "_blank", rel: "noopener noreferrer", onclick: follow },
      `${button.text} ↗`,
    );
  }
  const press = () =>
    button.copy_text
      ? context.doors.copy(button.copy_text.text)
      : context.doors.press(message, row, col);
  return h(
    "button",
    { ...props, type: "button", "aria-busy": waiting ? "true" : undefined, onclick: press },
    h("span", {}, button.text),
  );
}

function tools(message, mine, context) {
  const tool = (name, word, act) =>
    h(
      "button",
      {
        type: "button",
        class: "tool",
        tabindex: -1,
        title: t(word),
        "aria-label": t(word),
        testid: `tool-${name}`,
        onclick: act,
      },
      icon(name),
    );
  const faces = h(
    "span",
    { class: "faces" },
    REACTIONS.map((emoji) =>
      h(
        "button",
        {
          type: "button",
          class: "face",
          tabindex: -1,
          onclick: () => context.doors.react(message, emoji),
        },
        emoji,
      ),
    ),
  );
  const smile = h(
    "span",
    { class: "tool-react" },
    tool("smile", "react", (event) => {
      event.currentTarget.parentElement.classList.toggle("is-open");
    }),
    faces,
  );
  const edit =
    mine && message.text !== undefined
      ? tool("edit", "edit", () => context.doors.edit(message))
      : null;
  return h(
    "div",
    { class: "tools" },
    tool("reply", "reply", () => context.doors.reply(message)),
    smile,
    edit,
  );
}

// What a bubble looks like depends on these and on nothing else, so an unchanged one is left alone.
export function inputsOf(messages, context) {
  const [message] = messages;
  const waiting = [...context.pending]
    .filter((key) => key.startsWith(`${message.chat.id}:${message.message_id}:`))
    .join();
  return [
    ...messages,
    traceOf(message),
    sourceOf(message),
    context.me?.id,
    context.joined,
    context.lang,
    waiting,
    state.people.size,
  ];
}
