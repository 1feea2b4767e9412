// Pictures, sounds, files, stickers, places and contacts inside a bubble.

import { append, h, icon, safePicture, safeUrl, svg } from "./dom.js";
import { t } from "./words.js";

const KINDS = [
  "photo",
  "voice",
  "sticker",
  "document",
  "location",
  "contact",
  "audio",
  "video",
  "animation",
  "video_note",
];

export function mediaKind(message) {
  // Telegram repeats an animation as a document; the richer of the two is shown.
  if (message.animation) return "animation";
  if (message.venue) return "location";
  return KINDS.find((kind) => message[kind]) ?? null;
}

const BUILDERS = {
  photo: photoOf,
  voice: voiceOf,
  audio: voiceOf,
  sticker: stickerOf,
  document: documentOf,
  location: locationOf,
  contact: contactOf,
  video: videoOf,
  animation: videoOf,
  video_note: videoOf,
};

export function mediaNode(message) {
  const kind = mediaKind(message);
  return kind ? BUILDERS[kind](message, kind) : null;
}

const fileOf = (message) => safePicture(message.page?.file_url ?? "") ?? "";

function photoOf(message) {
  const largest = message.photo.at(-1) ?? {};
  const image = h("img", {
    src: fileOf(message),
    alt: message.caption || t("photo"),
    loading: "lazy",
    width: largest.width,
    height: largest.height,
  });
  return h(
    "button",
    { type: "button", class: "photo", "aria-label": t("openPhoto"), onclick: () => enlarge(image) },
    image,
  );
}

function enlarge(image) {
  const large = h("img", { src: image.src, alt: image.alt });
  const shade = h(
    "dialog",
    { class: "shade", onclick: () => shade.close(), onclose: () => shade.remove() },
    large,
  );
  document.body.append(shade);
  shade.showModal();
}

function videoOf(message) {
  return h("video", { class: "video", src: fileOf(message), controls: true, preload: "metadata" });
}

function stickerOf(message) {
  const { emoji } = message.sticker;
  if (!message.page?.file_url) return h("span", { class: "sticker sticker-emoji" }, emoji || "🙂");
  return h("img", {
    class: "sticker",
    src: fileOf(message),
    alt: `${t("sticker")} ${emoji ?? ""}`,
  });
}

function documentOf(message) {
  const { file_name: name = t("document"), file_size: size } = message.document;
  const words = h(
    "span",
    { class: "file-words" },
    h("b", {}, name),
    size ? h("small", {}, sizeName(size)) : null,
  );
  return h(
    "a",
    {
      class: "file",
      href: fileOf(message) || undefined,
      download: name,
      "aria-label": t("download", { name }),
    },
    h("span", { class: "file-sign" }, icon("document")),
    words,
  );
}

function sizeName(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1048576 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1048576).toFixed(1)} MB`;
}

function locationOf(message) {
  const { latitude, longitude } = message.venue?.location ?? message.location;
  const title = message.venue?.title ?? t("location");
  const map = svg("svg", {
    viewBox: "0 0 220 96",
    class: "map",
    "aria-hidden": "true",
    preserveAspectRatio: "xMidYMid slice",
  });
  for (const d of [
    "M-5 70 70 30 130 52 230 8",
    "M40 100 70 30 92 -6",
    "M130 52 150 100",
    "M-5 22 70 30",
    "M130 52 190 60 230 50",
  ]) {
    map.append(svg("path", { d, class: "map-road" }));
  }
  map.append(
    svg("circle", { cx: 110, cy: 45, r: 17, class: "map-halo" }),
    svg("circle", { cx: 110, cy: 45, r: 6, class: "map-spot" }),
  );
  const words = h(
    "span",
    { class: "file-words" },
    h("b", {}, title),
    h("small", {}, `${latitude.toFixed(4)}, ${longitude.toFixed(4)}`),
  );
  return h("div", { class: "place" }, map, words);
}

function contactOf(message) {
  const { first_name: first, last_name: last, phone_number: phone } = message.contact;
  const words = h(
    "span",
    { class: "file-words" },
    h("b", {}, [first, last].filter(Boolean).join(" ")),
    h("small", {}, phone),
  );
  return h("div", { class: "file" }, h("span", { class: "file-sign" }, icon("contact")), words);
}

const BARS = 34;
let sounding = null;

function voiceOf(message) {
  const voice = message.voice ?? message.audio;
  const sound = h("audio", { preload: "none", src: safeUrl(message.page?.file_url) ?? undefined });
  const button = h(
    "button",
    { type: "button", class: "voice-play", "aria-label": t("play") },
    icon("play"),
  );
  const bars = waveform(voice.file_unique_id ?? String(message.message_id));
  const length = h("span", { class: "voice-length" }, lengthName(voice.duration));
  button.addEventListener("click", () => toggle(sound, length));
  listen(sound, button, bars, length, voice.duration);
  const box = h(
    "div",
    { class: "voice", testid: "voice" },
    button,
    h("span", { class: "voice-bars" }, bars),
    length,
  );
  return append(box, [voice.title ? h("small", {}, voice.title) : null, sound]);
}

async function toggle(sound, length) {
  if (!sound.paused) return sound.pause();
  if (sounding && sounding !== sound) sounding.pause();
  sounding = sound;
  return sound.play().catch(() => {
    length.textContent = t("noPlay");
  });
}

function listen(sound, button, bars, length, duration) {
  const total = () => (Number.isFinite(sound.duration) ? sound.duration : duration) || 1;
  const show = (name) => {
    button.replaceChildren(icon(name));
    button.setAttribute("aria-label", t(name));
  };
  sound.addEventListener("play", () => show("pause"));
  sound.addEventListener("pause", () => show("play"));
  sound.addEventListener("timeupdate", () => {
    const played = (sound.currentTime / total()) * BARS;
    bars.forEach((bar, i) => bar.classList.toggle("is-played", i < played));
    length.textContent = lengthName(Math.max(0, total() - sound.currentTime));
  });
  sound.addEventListener("ended", () => {
    for (const bar of bars) bar.classList.remove("is-played");
    length.textContent = lengthName(duration);
  });
}

// The look of a voice is drawn from its file's name, so that it stays the same at each showing.
function waveform(seedText) {
  let seed = [...seedText].reduce((sum, c) => (sum * 31 + c.codePointAt(0)) >>> 0, 7);
  return Array.from({ length: BARS }, (_, i) => {
    seed = (seed * 1664525 + 1013904223) >>> 0;
    const swell = 0.35 + 0.65 * Math.abs(Math.sin((i / BARS) * Math.PI * 2.3));
    const height = Math.round(4 + 16 * swell * (0.35 + 0.65 * (seed / 2 ** 32)));
    return h("i", { style: { height: `${height}px` } });
  });
}

function lengthName(seconds) {
  const whole = Math.max(0, Math.round(seconds ?? 0));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
