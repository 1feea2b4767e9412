// A message's text as nodes: entities (UTF-16 positions) and evidence (positions in characters).

import { h, safeUrl } from "./dom.js";
import { dimensionName } from "./words.js";

const TAGS = {
  bold: "strong",
  italic: "em",
  underline: "u",
  strikethrough: "s",
  code: "code",
  pre: "pre",
  blockquote: "blockquote",
  expandable_blockquote: "blockquote",
};
const BLOCKS = new Set(["PRE", "BLOCKQUOTE"]);
const FOUND = [
  ["url", /(?:https?:\/\/|(?<![\w.])t\.me\/)[^\s<>"'，。；！？、）】”]+/g],
  ["bot_command", /(?<![\w/])\/[a-z][a-z0-9_]{0,31}(?![\w/])/gi],
];

export function richText(text, entities, evidence, doors) {
  const spans = [
    ...(entities ?? []).map(fromEntity),
    ...found(text, entities ?? []),
    ...fromEvidence(text, evidence),
  ];
  const clipped = spans.filter((span) => span.start < span.end && span.end <= text.length);
  const fragment = document.createDocumentFragment();
  fragment.append(...build(text, 0, text.length, clipped, doors));
  return fragment;
}

function fromEntity(entity) {
  return { start: entity.offset, end: entity.offset + entity.length, entity };
}

// Links and commands that the server did not mark are found here, as chat apps do.
function found(text, entities) {
  const taken = (start) => entities.some((e) => e.offset <= start && start < e.offset + e.length);
  return FOUND.flatMap(([type, pattern]) =>
    [...text.matchAll(pattern)]
      .filter((hit) => !taken(hit.index))
      .map((hit) => ({ start: hit.index, end: hit.index + hit[0].length, entity: { type } })),
  );
}

function fromEvidence(text, evidence) {
  if (!evidence?.length) return [];
  const units = [0];
  for (const character of text) units.push(units.at(-1) + character.length);
  return evidence.map((item) => ({
    start: units[item.start] ?? 0,
    end: units[item.end] ?? 0,
    item,
  }));
}

// Spans that cross are cut where the outer one ends, so that the nodes nest.
function build(text, from, to, spans, doors) {
  const queue = [...spans].sort(outermostFirst);
  const nodes = [];
  let at = from;
  while (queue.length) {
    const outer = queue.shift();
    const inner = [];
    while (queue.length && queue[0].start < outer.end) {
      const next = queue.shift();
      inner.push({ ...next, end: Math.min(next.end, outer.end) });
      if (next.end > outer.end) queue.push({ ...next, start: outer.end });
    }
    queue.sort(outermostFirst);
    if (outer.start > at) nodes.push(text.slice(at, outer.start));
    const node = wrap(outer, text.slice(outer.start, outer.end), doors);
    node.append(...build(text, outer.start, outer.end, inner, doors));
    nodes.push(node);
    // A block ends its own line; the line break that follows it in the text would be a second one.
    const skip = BLOCKS.has(node.tagName) && text[outer.end] === "\n" && outer.end < to ? 1 : 0;
    at = outer.end + skip;
  }
  if (at < to) nodes.push(text.slice(at, to));
  return nodes;
}

const outermostFirst = (a, b) => a.start - b.start || b.end - a.end || (a.item ? 1 : -1);

function wrap(span, words, doors) {
  if (span.item) return evidenceMark(span.item);
  const { type } = span.entity;
  if (TAGS[type]) return h(TAGS[type], { class: `e-${type}` });
  if (type === "spoiler") return spoiler();
  if (type === "text_link") return link(span.entity.url, doors);
  if (type === "url") return link(/^https?:/i.test(words) ? words : `https://${words}`, doors);
  if (type === "bot_command") return command(words, doors);
  return h("span", { class: `e-${type}` });
}

function evidenceMark(item) {
  const key = /^[a-z_]+$/.test(item.dimension ?? "") ? item.dimension : "other";
  const name = dimensionName(key, item.label);
  return h("mark", { class: `evidence dim-${key}`, title: name, testid: `evidence-${key}` });
}

function spoiler() {
  const reveal = (event) => event.currentTarget.classList.add("is-open");
  return h("span", {
    class: "e-spoiler",
    role: "button",
    tabindex: 0,
    onclick: reveal,
    onkeydown: reveal,
  });
}

function link(url, doors) {
  const href = safeUrl(url);
  if (!href) return h("span");
  const follow = (event) => {
    if (doors.openLink(href)) event.preventDefault();
  };
  return h("a", { href, target: "_blank", rel: "noopener noreferrer", onclick: follow });
}

function command(words, doors) {
  return h("button", { type: "button", class: "e-command", onclick: () => doors.sendText(words) });
}
