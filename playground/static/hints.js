// Four hints for whoever is here for the first time; each can be skipped, all at once too.

import { h } from "./dom.js";
import { state } from "./state.js";
import { currentLang, t } from "./words.js";

const KEPT = "huiyin-hints";
const HINTS = [
  { at: '[data-testid="chip-complaint"]', pane: "customer" },
  { at: '[data-testid="pane-staff"] .keyboard, [data-testid="pane-staff"] .pane-words', pane: "staff" },
  { at: '[data-testid="time-next"], .rail' },
  { at: '[data-testid="plug"]' },
];
const GAP = 12;

export class Hints {
  constructor(page) {
    this.page = page;
    this.nth = seen() ? HINTS.length : 0;
    this.node = h("aside", { class: "hint", hidden: true, testid: "hint" });
    this.node.addEventListener("keydown", (event) => event.key === "Escape" && this.skip());
    addEventListener("resize", () => this.place());
  }

  show() {
    const over = this.nth >= HINTS.length || Boolean(state.stage) || !state.control;
    this.node.hidden = over;
    if (over) return;
    const signature = `${currentLang()}|${this.nth}`;
    if (signature !== this.shown) this.write(signature);
    this.place();
  }

  write(signature) {
    this.shown = signature;
    const hadFocus = this.node.contains(document.activeElement);
    const last = this.nth === HINTS.length - 1;
    const n = this.nth + 1;
    const next = h(
      "button",
      { type: "button", class: "primary", testid: "hint-next", onclick: () => this.next() },
      t(last ? "hintDone" : "hintNext"),
    );
    this.node.setAttribute("aria-label", t("hintNth", { n }));
    this.node.replaceChildren(
      h("p", { role: "status" }, t(`hint${n}`)),
      h(
        "footer",
        {},
        h("span", { class: "is-faint" }, `${n} / ${HINTS.length}`),
        last
          ? null
          : h("button", { type: "button", class: "quiet", testid: "hint-skip", onclick: () => this.skip() }, t("hintSkip")),
        next,
      ),
    );
    if (hadFocus) next.focus();
  }

  next() {
    this.nth += 1;
    const { pane } = HINTS[this.nth] ?? {};
    if (this.nth >= HINTS.length) return this.skip();
    if (pane) this.page.showPane(pane);
    return this.show();
  }

  skip() {
    this.nth = HINTS.length;
    keep();
    this.show();
  }

  // Beside what it speaks of, and never over it.
  place() {
    if (this.node.hidden) return;
    const target = [...document.querySelectorAll(HINTS[this.nth].at)].find((one) => one.offsetParent);
    const box = target?.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = this.node;
    if (!box) return void this.move((innerWidth - width) / 2, innerHeight - height - 90);
    const above = box.top > innerHeight / 2;
    const top = above ? box.top - height - GAP : box.bottom + GAP;
    this.node.dataset.side = above ? "above" : "below";
    this.move(Math.max(GAP, Math.min(box.left, innerWidth - width - GAP)), top);
  }

  move(left, top) {
    this.node.style.setProperty("left", `${Math.round(left)}px`);
    this.node.style.setProperty("top", `${Math.round(Math.max(GAP, top))}px`);
  }
}

function seen() {
  if (new URLSearchParams(location.search).get("hints") === "no") return true;
  try {
    return localStorage.getItem(KEPT) === "seen";
  } catch {
    return false;
  }
}

function keep() {
  try {
    localStorage.setItem(KEPT, "seen");
  } catch {
    // A browser that keeps nothing shows them again next time.
  }
}
