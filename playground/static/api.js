// The page's calls to the playground, and the stream of what happens there.

export class Refused extends Error {}

async function call(method, path, body, headers = {}) {
  let answer;
  try {
    answer = await fetch(path, { method, body, headers });
  } catch {
    throw new Refused("");
  }
  const text = await answer.text();
  const data = parsed(text);
  if (!answer.ok) throw new Refused(reason(data) || `HTTP ${answer.status}`);
  return data;
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return { text };
  }
}

function reason(data) {
  const why = data?.detail ?? data?.description ?? data?.error;
  return typeof why === "string" ? why : why ? JSON.stringify(why) : "";
}

export const get = (path) => call("GET", path);
export const post = (path, body) =>
  call("POST", path, JSON.stringify(body), { "Content-Type": "application/json" });
export const postForm = (path, form) => call("POST", path, form);

const KINDS = [
  "message",
  "edited",
  "deleted",
  "reaction",
  "markup",
  "typing",
  "callback_answer",
  "clock",
  "bot",
  "unknown_method",
  "trace",
  "notice",
  "stage",
  "fault",
  "reset",
];
const RETRY_FIRST = 700;
const RETRY_LAST = 5000;

export function follow({ onEvent, onOpen, onLost }) {
  let wait = RETRY_FIRST;
  let opened = 0;
  const open = () => {
    const source = new EventSource("page/events");
    source.onopen = () => {
      wait = RETRY_FIRST;
      onOpen(opened++ > 0);
    };
    source.onerror = () => {
      onLost();
      if (source.readyState !== EventSource.CLOSED) return;
      source.close();
      setTimeout(open, wait);
      wait = Math.min(wait * 1.6, RETRY_LAST);
    };
    for (const kind of KINDS) {
      source.addEventListener(kind, (event) => onEvent(kind, parsed(event.data || "{}")));
    }
  };
  open();
}
