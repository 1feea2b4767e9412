// Small building blocks of the page: everything that people wrote goes in as text, never as markup.

export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props)) assign(node, key, value);
  append(node, children);
  return node;
}

function assign(node, key, value) {
  if (value === undefined || value === null || value === false) return;
  if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
  else if (key === "class") node.className = value;
  else if (key === "testid") node.dataset.testid = value;
  else if (key === "data") Object.assign(node.dataset, value);
  else if (key === "style")
    for (const [k, v] of Object.entries(value)) node.style.setProperty(k, v);
  else node.setAttribute(key, value === true ? "" : String(value));
}

export function append(node, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child instanceof Node ? child : String(child));
  }
  return node;
}

const SVG = "http://www.w3.org/2000/svg";

export function svg(tag, attributes = {}, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
  node.append(...children);
  return node;
}

// Line icons drawn on a 24 px grid; the strings are ours, so no outside text reaches an attribute.
const ICONS = {
  attach: [
    "M20.5 11.5 12.4 19.6a5 5 0 0 1-7.1-7.1l8.5-8.5a3.4 3.4 0 0 1 4.8 4.8l-8.4 8.4a1.7 1.7 0 0 1-2.4-2.4l7.7-7.7",
  ],
  send: ["M5 12h13", "M12.5 6 18.5 12 12.5 18"],
  slash: ["M9 19 15 5"],
  reply: ["M10 7 5 12l5 5", "M5.5 12H14a5 5 0 0 1 5 5v1"],
  smile: [
    "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Z",
    "M8.5 14a4 4 0 0 0 7 0",
    "M9 9.5v.2",
    "M15 9.5v.2",
  ],
  edit: ["M4 20h4L19 9l-4-4L4 16v4Z", "M13 7l4 4"],
  close: ["M6 6l12 12", "M18 6 6 18"],
  plug: ["M9 3v5", "M15 3v5", "M6.5 8h11v3a5.5 5.5 0 0 1-11 0V8Z", "M12 16.5V21"],
  service: ["M5 4h14v16l-3-2-2 2-2-2-2 2-2-2-3 2V4Z", "M9 9h6", "M9 13h4"],
  forward: ["M5 6l6 6-6 6", "M13 6l6 6-6 6"],
  backstage: ["M4 5h16v14H4z", "M8 10l3 2-3 2", "M13 15h4"],
  photo: ["M4 6h16v12H4z", "M4 16l5-5 4 4 2-2 5 4", "M15.5 9.6v.1"],
  picture: ["M5 4h14v16H5z", "M9 4v16", "M12.5 12v1.5"],
  voice: [
    "M12 4a2.5 2.5 0 0 1 2.5 2.5v5a2.5 2.5 0 0 1-5 0v-5A2.5 2.5 0 0 1 12 4Z",
    "M6.5 11.5a5.5 5.5 0 0 0 11 0",
    "M12 17v3",
  ],
  document: ["M7 3h7l4 4v14H7z", "M14 3v4h4"],
  location: [
    "M12 21s-6.5-6-6.5-11a6.5 6.5 0 0 1 13 0c0 5-6.5 11-6.5 11Z",
    "M12 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z",
  ],
  contact: ["M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Z", "M4.5 20a7.5 7.5 0 0 1 15 0"],
  play: ["M8 5.5v13l10-6.5z"],
  pause: ["M8 5.5v13", "M15.5 5.5v13"],
  down: ["M12 5v13", "M6 12.5l6 6 6-6"],
  plus: ["M12 6v12", "M6 12h12"],
  house: ["M4 10.5 5.5 4h13L20 10.5", "M4 10.5a2.7 2.7 0 0 0 5.3 0 2.7 2.7 0 0 0 5.4 0 2.7 2.7 0 0 0 5.3 0", "M5.5 13v7h13v-7", "M10 20v-4.5h4V20"],
  clock: ["M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Z", "M12 7v5l3.5 2"],
};

export function icon(name) {
  const paths = ICONS[name].map((d) => svg("path", { d }));
  return svg(
    "svg",
    { viewBox: "0 0 24 24", class: `icon icon-${name}`, "aria-hidden": "true" },
    ...paths,
  );
}

// The sign of the house: a voice on the left and its echo coming back.
export function mark() {
  const arcs = ["M13 7.5a6.4 6.4 0 0 1 0 9", "M16.4 4.6a10.5 10.5 0 0 1 0 14.8"];
  const back = "M9.4 8.6a4.8 4.8 0 1 0 0 6.8";
  const paths = [back, ...arcs].map((d) => svg("path", { d }));
  return svg("svg", { viewBox: "0 0 24 24", class: "mark", "aria-hidden": "true" }, ...paths);
}

export function avatar(person, extra = "") {
  if (person.is_bot)
    return h("span", { class: `avatar avatar-bot ${extra}`, "aria-hidden": "true" }, mark());
  const name = person.first_name || "?";
  const letter = /^[\p{sc=Han}]/u.test(name)
    ? [...name].at(name.startsWith("小") ? 1 : 0)
    : [...name][0];
  return h(
    "span",
    { class: `avatar tone-${toneOf(person.id)} ${extra}`, "aria-hidden": "true" },
    letter,
  );
}

export function toneOf(id) {
  return Math.abs(Number(id) || 0) % 7;
}

// Only the page's own files and ordinary web addresses are ever followed.
export function safeUrl(url) {
  try {
    const parsed = new URL(String(url), location.href);
    return ["http:", "https:", "blob:"].includes(parsed.protocol) ? parsed.href : null;
  } catch {
    return null;
  }
}

export function safePicture(url) {
  return /^data:image\/(png|svg\+xml|webp|jpeg);/.test(String(url)) ? String(url) : safeUrl(url);
}
