// What the page knows: people, chats, messages, traces and the clock, kept current by events.

import { get } from "./api.js";
import { useZone } from "./words.js";

export const state = {
  ready: false,
  bot: { id: 0, first_name: "", username: "", running: true, is_bot: true },
  people: new Map(),
  chats: new Map(),
  messages: new Map(),
  traces: new Map(),
  cards: new Map(),
  commands: {},
  chips: [],
  control: false,
  clock: { base: Date.now(), at: performance.now(), running: false, label: "" },
  agenda: [],
  typing: new Map(),
  unread: new Map(),
  log: [],
  house: {},
  industries: [],
  stage: null,
  faults: [],
  weather: 0,
  connected: true,
};

const listeners = { change: [], arrived: [], answer: [], traced: [], log: [], told: [] };

export function on(name, listener) {
  listeners[name].push(listener);
}

export function tell(name, ...values) {
  for (const listener of listeners[name]) listener(...values);
}

export const changed = () => tell("change");
const spot = (chatId, messageId) => `${chatId}:${messageId}`;

export function nowMs() {
  const { base, at, running } = state.clock;
  return running ? base : base + (performance.now() - at);
}

function setClock(iso, running, label) {
  const ms = typeof iso === "number" ? iso * 1000 : Date.parse(iso);
  if (Number.isFinite(ms)) state.clock = { base: ms, at: performance.now(), running, label };
}

let loading = 0;
let meanwhile = [];

// What comes while the state is on its way is newer than it or the same, so it is applied after.
export async function load() {
  loading += 1;
  try {
    takeOver(await get("page/state"));
  } finally {
    loading -= 1;
    if (!loading) for (const [kind, data] of meanwhile.splice(0)) apply(kind, data);
  }
  await loadTraces();
}

function takeOver(fresh) {
  useZone(fresh.zone ?? fresh.timezone);
  setClock(fresh.now, state.clock.running, state.clock.label);
  state.bot = { running: true, ...fresh.bot, is_bot: true };
  state.people = new Map((fresh.people ?? []).map((person) => [Number(person.id), person]));
  state.chats = new Map((fresh.chats ?? []).map((chat) => [Number(chat.id), chat]));
  state.commands = fresh.commands ?? {};
  state.chips = fresh.chips ?? [];
  state.control = Boolean(fresh.control);
  state.house = fresh.house ?? {};
  state.industries = fresh.industries ?? [];
  state.stage = fresh.stage ?? null;
  state.faults = fresh.faults ?? [];
  state.weather = fresh.weather ?? 0;
  loadMessages(fresh.messages ?? {});
  for (const item of fresh.unknown_methods ?? []) noteUnknown(item);
  state.ready = true;
  changed();
}

function loadMessages(byChat) {
  const kept = state.messages;
  state.messages = new Map();
  for (const [chatId, list] of Object.entries(byChat)) {
    const id = Number(chatId);
    const known = kept.get(id);
    // A message that came while the page was away counts as unread like any other.
    if (known)
      for (const message of list) if (!known.has(message.message_id)) countUnread(id, message);
    state.messages.set(
      id,
      new Map(list.map((message) => [message.message_id, unchanged(known, message)])),
    );
  }
}

// A message that is as it was keeps its object, and with it the bubble on the page.
function unchanged(known, message) {
  const before = known?.get(message.message_id);
  return before && JSON.stringify(before) === JSON.stringify(message) ? before : message;
}

export async function loadTraces() {
  if (!state.control) return;
  const traces = await get("page/traces").catch(() => []);
  state.traces.clear();
  state.cards.clear();
  for (const trace of Array.isArray(traces) ? traces : (traces.traces ?? [])) keepTrace(trace);
  changed();
}

function keepTrace(trace) {
  state.traces.set(spot(trace.chat_id, trace.message_id), trace);
  for (const card of trace.card ?? []) state.cards.set(spot(card.chat_id, card.message_id), trace);
}

export const traceOf = (message) => state.traces.get(spot(message.chat.id, message.message_id));
export const sourceOf = (message) => state.cards.get(spot(message.chat.id, message.message_id));

let agendaTimer = 0;

export function loadAgendaSoon(wait = 600) {
  if (!state.control) return;
  clearTimeout(agendaTimer);
  agendaTimer = setTimeout(loadAgenda, wait);
}

export async function loadAgenda() {
  if (!state.control) return;
  try {
    state.agenda = (await get("page/agenda")).events ?? [];
    changed();
  } catch {
    // The stream's banner already says that the program is away.
  }
}

export function messagesOf(chatId) {
  const known = state.messages.get(chatId);
  return known ? [...known.values()].filter((message) => !message.page?.deleted) : [];
}

export function messageAt(chatId, messageId) {
  return state.messages.get(Number(chatId))?.get(Number(messageId));
}

export function chatsOf(kind) {
  return [...state.chats.values()].filter(
    (chat) => (kind === "private") === (chat.type === "private"),
  );
}

export function peopleOf(roles) {
  const people = [...state.people.values()];
  return roles.flatMap((role) => people.filter((person) => person.role === role));
}

export function personOrBot(user) {
  if (!user) return { id: 0, first_name: "?" };
  if (user.is_bot || user.id === state.bot.id) return { ...user, ...state.bot };
  return state.people.get(Number(user.id)) ?? user;
}

export function nameOf(user) {
  const person = personOrBot(user);
  return [person.first_name, person.last_name].filter(Boolean).join(" ");
}

const messageIn = (data) =>
  data.message && typeof data.message === "object" ? data.message : data;
const chatIdIn = (data) => Number(data.chat_id ?? data.chat?.id ?? data.message?.chat?.id);

const handlers = {
  message(data) {
    const message = messageIn(data);
    const chatId = chatIdIn(data);
    const fresh = put(chatId, message);
    if (message.from?.is_bot) state.typing.delete(chatId);
    if (!fresh) return;
    countUnread(chatId, message);
    tell("arrived", chatId, message);
    loadAgendaSoon();
  },
  edited(data) {
    put(chatIdIn(data), messageIn(data));
    loadAgendaSoon();
  },
  markup(data) {
    if (messageIn(data).page) return void put(chatIdIn(data), messageIn(data));
    return patch(data, { reply_markup: messageIn(data).reply_markup });
  },
  reaction(data) {
    if (messageIn(data).page) return put(chatIdIn(data), messageIn(data));
    return patchPage(data, { reactions: data.reactions ?? [] });
  },
  deleted(data) {
    const ids = data.message_ids ?? [messageIn(data).message_id];
    for (const id of ids) state.messages.get(chatIdIn(data))?.delete(id);
  },
  typing(data) {
    state.typing.set(chatIdIn(data), performance.now() + 5000);
    setTimeout(changed, 5100);
  },
  callback_answer(data) {
    tell("answer", data);
  },
  clock(data) {
    setClock(data.now, Boolean(data.running), data.label ?? "");
    if (!data.running) loadAgendaSoon(50);
  },
  bot(data) {
    state.bot = { ...state.bot, ...data };
  },
  unknown_method(data) {
    noteUnknown(data);
    tell("told", "unknown", { method: data.method });
  },
  stage(data) {
    state.stage = data.stage ?? null;
    if (!state.stage) loadAgendaSoon(50);
  },
  fault(data) {
    state.faults = data.waiting ?? [];
    state.weather = data.weather ?? 0;
    if (data.kind) note({ kind: "fault", fault: data.kind, method: data.method, at: nowMs() });
  },
  trace(data) {
    const found = data.trace ?? data;
    if (!found.message_id) return void loadTraces();
    const fresh = !state.traces.get(spot(found.chat_id, found.message_id))?.card?.length;
    keepTrace(found);
    if (fresh && found.card?.length) setTimeout(() => tell("traced", found), 60);
  },
  notice(data) {
    note({ kind: "notice", words: data.text ?? data.label ?? data.sentence ?? data, at: nowMs() });
  },
  reset() {
    load().catch(() => {});
  },
};

export function apply(kind, data) {
  if (loading) return void meanwhile.push([kind, data]);
  handlers[kind]?.(data);
  changed();
}

// Answers whether the message is new to the page.
function put(chatId, message) {
  if (!message?.message_id) return false;
  if (!state.chats.has(chatId) && message.chat)
    state.chats.set(chatId, { members: [], topics: [], ...message.chat });
  if (!state.messages.has(chatId)) state.messages.set(chatId, new Map());
  const known = state.messages.get(chatId);
  const fresh = !known.has(message.message_id);
  known.set(message.message_id, message);
  if (fresh && message.message_id < Math.max(...[...known.keys()].slice(-2)))
    sortById(chatId, known);
  return fresh;
}

function sortById(chatId, known) {
  state.messages.set(chatId, new Map([...known.entries()].sort(([a], [b]) => a - b)));
}

function patch(data, fields) {
  const known = messageAt(chatIdIn(data), messageIn(data).message_id);
  if (known) put(chatIdIn(data), { ...known, ...fields });
}

function patchPage(data, fields) {
  const known = messageAt(chatIdIn(data), messageIn(data).message_id);
  if (known) put(chatIdIn(data), { ...known, page: { ...known.page, ...fields } });
}

// A person's own words are never unread to them; what the bot or others said may be.
function countUnread(chatId, message) {
  if (message.chat?.type === "private" && !message.from?.is_bot) return;
  state.unread.set(chatId, (state.unread.get(chatId) ?? 0) + 1);
}

export function markRead(chatId) {
  if (!state.unread.get(chatId)) return;
  state.unread.delete(chatId);
  changed();
}

function noteUnknown(item) {
  const key = `${item.method}@${item.at}`;
  if (state.log.some((entry) => entry.key === key)) return;
  note({ kind: "unknown", method: item.method, at: Date.parse(item.at) || nowMs(), key });
}

export function note(entry) {
  const full = { at: nowMs(), ...entry };
  state.log.unshift(full);
  state.log.splice(200);
  tell("log", full);
}
