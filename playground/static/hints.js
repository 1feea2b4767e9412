// Four hints for whoever is here for the first time; each can be skipped, all at once too.

import { h } from "./dom.js";
import { state } from "./state.js";
import { currentLang, t } from "./words.js";

const KEPT = "huiyin-hints";
// Each stands in the flow, before what it speaks of, so that it never lies over a message.
const HINTS = [{ pane: "customer", before: "composer" }, { pane: "staff", before: "list" }, {}, {}];

export class Hints {
  constructor(page) {
    this.page = page;
    this.nth = seen() ? HINTS.length : 0;
    this.node = h("aside", { class: "hint", hidden: true, testid: "hint" });
    this.node.addEventListener("keydown", (event) => event.key === "Escape" && this.skip());
    addEventListener("resize", () => this.show());
  }

  show() {
    const over = this.nth >= HINTS.length || Boolean(state.stage) || !state.control;
    this.node.hidden = over;
    if (over) return;
    const hadFocus = this.node.contains(document.activeElement);
    this.place();
    const signature = `${currentLang()}|${this.nth}`;
    if (signature !== this.shown) this.write(signature);
    if (hadFocus && !this.node.contains(document.activeElement)) this.nextButton.focus();
  }

  write(signature) {
    this.shown = signature;
    const last = this.nth === HINTS.length - 1;
    const n = this.nth + 1;
    this.nextButton = h(
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
        this.nextButton,
      ),
    );
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

  // In its pane while that is seen; else under the top.
  place() {
    const { pane: id, before } = HINTS[this.nth];
    const pane = id && this.page.pane(id);
    const spot = pane?.isShown() ? pane[before].node : this.page.stage;
    if (this.node.nextSibling !== spot) spot.before(this.node);
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
