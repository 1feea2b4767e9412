// The drawer of what went on behind the chats: requests, power cuts, unknown methods, run time.

import { h, icon, safePicture, safeUrl } from "./dom.js";
import { startAs } from "./links.js";
import { changed, nameOf, on, state } from "./state.js";
import { Trouble } from "./trouble.js";
import { clockTime, currentLang, dueName, pick, t } from "./words.js";

export class Backstage {
  constructor(page) {
    this.page = page;
    this.unseen = 0;
    this.entries = h("div", { class: "entries" });
    this.title = h("h2", {});
    this.trouble = new Trouble(page);
    this.outage = h("button", {
      type: "button",
      class: "quiet",
      testid: "outage",
      onclick: () => page.controls.outage(),
    });
    this.shut = h(
      "button",
      {
        type: "button",
        class: "compose-tool",
        testid: "drawer-close",
        onclick: () => this.close(),
      },
      icon("close"),
    );
    this.node = h(
      "aside",
      { class: "drawer", testid: "drawer", hidden: true, tabindex: -1 },
      h("header", {}, this.title, this.outage, this.shut),
      this.trouble.node,
      this.entries,
    );
    this.node.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
    on("log", (entry) => this.logged(entry));
  }

  logged(entry) {
    if (this.node.hidden && entry.kind !== "run") this.unseen += 1;
    changed();
  }

  toggle() {
    if (this.node.hidden) this.open();
    else this.close();
  }

  open() {
    if (this.node.hidden) this.cameFrom = document.activeElement;
    this.node.hidden = false;
    this.unseen = 0;
    changed();
    this.show();
    this.entries.scrollTop = 0;
    this.node.focus({ preventScroll: true });
  }

  close() {
    this.node.hidden = true;
    this.cameFrom?.isConnected && this.cameFrom.focus();
    changed();
  }

  show() {
    if (this.node.hidden) return;
    this.trouble.show();
    const [last] = state.log;
    const shape = [currentLang(), state.control, state.log.length, last?.at, last?.kind];
    const signature = shape.join("|");
    if (signature === this.shown) return;
    this.shown = signature;
    this.node.setAttribute("aria-label", t("backstage"));
    this.title.textContent = t("backstage");
    this.outage.hidden = !state.control;
    this.outage.textContent = t("outage");
    this.outage.title = t("outageWhy");
    this.shut.setAttribute("aria-label", t("close"));
    const entries = state.log.map((entry) => entryNode(entry, this.page));
    this.entries.replaceChildren(
      ...(entries.length ? entries : [h("p", { class: "entries-empty" }, t("backstageEmpty"))]),
    );
  }
}

const BODIES = {
  service: serviceBody,
  plug: plugBody,
  unknown: unknownBody,
  fault: faultBody,
  notice: noticeBody,
  run: runBody,
};

function entryNode(entry, page) {
  const [title, ...body] = BODIES[entry.kind](entry, page);
  return h(
    "article",
    { class: `entry entry-${entry.kind}`, testid: `entry-${entry.kind}` },
    h("header", {}, h("h3", {}, title), h("time", {}, clockTime(entry.at))),
    body,
  );
}

function serviceBody(entry, page) {
  const answer = entry.response?.body ?? entry.response ?? {};
  const link = findLink(answer);
  const name = nameOf(entry.person);
  const open = () => startAs(page, entry.person, startOf(link), page.pane("customer"));
  return [
    t("serviceFor", { name }),
    h("h4", {}, t("request")),
    h("pre", { testid: "service-request" }, requestWords(entry.request ?? {})),
    h(
      "h4",
      {},
      t("response"),
      h("span", { class: `status ${entry.status < 400 ? "" : "is-bad"}` }, entry.status),
    ),
    h("pre", { testid: "service-response" }, JSON.stringify(withoutPictures(answer), null, 2)),
    link
      ? h(
          "button",
          { type: "button", class: "primary", testid: "service-link", onclick: open },
          t("openLink", { name }),
        )
      : null,
    qrOf(entry.qr ? { qr: entry.qr } : answer),
  ];
}

function requestWords(request) {
  const { method = "POST", url, path = url ?? "/services", headers = {}, ...rest } = request;
  const body = rest.body ?? rest.json ?? (Object.keys(rest).length ? rest : null);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [`${method} ${path}`, ...lines, "", body ? JSON.stringify(body, null, 2) : ""]
    .join("\n")
    .trim();
}

function findLink(answer) {
  const words = Object.values(answer ?? {}).filter((value) => typeof value === "string");
  return words.find((value) => /^https?:\/\/(t|telegram)\.me\/\w+\?start=/.test(value));
}

function startOf(link) {
  const url = safeUrl(link);
  return url ? (new URL(url).searchParams.get("start") ?? undefined) : undefined;
}

function qrOf(answer) {
  const [, value] =
    Object.entries(answer ?? {}).find(([key, v]) => /qr/i.test(key) && typeof v === "string") ?? [];
  if (!value) return null;
  const source = value.trimStart().startsWith("<svg")
    ? `data:image/svg+xml;utf8,${encodeURIComponent(value)}`
    : value;
  const picture = safePicture(source);
  // A picture that only the intake's own address serves can't be shown here, and leaves no hole.
  const gone = (event) => event.currentTarget.remove();
  return picture ? h("img", { class: "qr", src: picture, alt: t("qr"), onerror: gone }) : null;
}

// A picture inside JSON is a wall of letters; it is drawn below instead.
function withoutPictures(answer) {
  return JSON.parse(
    JSON.stringify(answer, (key, value) =>
      typeof value === "string" && value.length > 400 ? `${value.slice(0, 60)}…` : value,
    ),
  );
}

function plugBody(entry) {
  const figure = (value, word, good) =>
    h(
      "div",
      { class: `figure ${good ? "is-good" : "is-bad"}` },
      h("b", {}, value),
      h("span", {}, t(word)),
    );
  const facts = [
    t("downFor", { s: (entry.down_ms / 1000).toFixed(1) }),
    t("whileDown", { n: entry.sent_while_down ?? 0 }),
  ];
  return [
    t("plug"),
    h(
      "div",
      { class: "figures", testid: "plug-result" },
      figure(entry.lost, "lost", !entry.lost),
      figure(entry.doubled, "doubled", !entry.doubled),
    ),
    h("p", {}, pick(entry.sentence)),
    h("p", { class: "is-faint" }, facts.join(" · ")),
  ];
}

function unknownBody(entry) {
  return [t("unknown", { method: entry.method }), h("p", {}, t("unknownWhy"))];
}

function faultBody(entry) {
  const words = h("p", {}, t(`fault_${entry.fault}_why`));
  return [t("faultStruck", { fault: t(`fault_${entry.fault}`), method: entry.method }), words];
}

function noticeBody(entry) {
  const plain = typeof entry.words === "string" || entry.words?.zh || entry.words?.en;
  return [t("notice"), h("p", {}, plain ? pick(entry.words) : JSON.stringify(entry.words))];
}

function runBody(entry) {
  const lines = entry.passed.map((event) => {
    const at = Date.parse(event.at);
    return h("li", {}, h("time", {}, dueName(at, entry.at)), pick(event.label));
  });
  return [
    t("ranTo", { at: clockTime(entry.at) }),
    lines.length ? h("ul", { class: "passed" }, lines) : h("p", {}, t("passedNone")),
  ];
}
