// The top of the page: the house's name, the demo's clock, the buttons that run time, and the plug.

import { Refused, post } from "./api.js";
import { h, icon, mark } from "./dom.js";
import { askForHouse } from "./house.js";
import { changed, load, loadAgendaSoon, note, nowMs, state } from "./state.js";
import {
  clockTime,
  currentLang,
  currentZone,
  dateWords,
  dueName,
  fullTime,
  pick,
  span,
  t,
  tomorrowAtNine,
  useLang,
} from "./words.js";

export class Controls {
  constructor(page) {
    this.page = page;
    this.busy = false;
    this.brand = h("div", { class: "brand" });
    this.clock = h("div", { class: "clock", testid: "clock", role: "timer" });
    this.acts = h("div", { class: "acts" });
    this.rail = h("div", { class: "rail", role: "group" });
    this.node = h(
      "header",
      { class: "top" },
      h("div", { class: "top-row" }, this.brand, this.clock, this.acts),
      this.rail,
    );
    setInterval(() => this.showClock(), 1000);
  }

  // While the stage is being set nothing else is moved.
  get resting() {
    return this.busy || Boolean(state.stage);
  }

  show() {
    this.showBrand();
    this.showClock();
    this.showActs();
    this.showRail();
  }

  showBrand() {
    const shown = `${currentLang()}|${state.house.name}`;
    if (this.brandShown === shown) return;
    this.brandShown = shown;
    document.documentElement.lang = currentLang() === "en" ? "en" : "zh-Hans";
    document.title = t("title");
    this.brand.replaceChildren(
      mark(),
      h("h1", {}, t("name")),
      h("span", { class: "house-name" }, state.house.name ?? ""),
      h("span", { class: "badge", title: t("demoWhy") }, t("demo")),
    );
  }

  showClock() {
    const now = nowMs();
    const { running, label } = state.clock;
    const words = running ? pick(label) || t("running") : dateWords(now);
    const signature = [currentLang(), clockTime(now), words, running].join("|");
    if (signature === this.clockShown) return;
    this.clockShown = signature;
    this.clock.classList.toggle("is-running", running);
    this.clock.title = t("clockWhy", { zone: currentZone() });
    this.clock.replaceChildren(
      icon("clock"),
      h("time", { datetime: new Date(now).toISOString(), title: fullTime(now) }, clockTime(now)),
      h("span", { class: "clock-words" }, words),
    );
    this.showRail();
  }

  showActs() {
    const who = this.page.pane("customer").me?.first_name ?? "";
    const signature = [
      currentLang(),
      state.control,
      this.resting,
      who,
      this.page.backstage.unseen,
    ].join("|");
    if (signature === this.actsShown) return;
    this.actsShown = signature;
    const focused = this.acts.contains(document.activeElement)
      ? document.activeElement.dataset.testid
      : null;
    const act = (name, sign, why, run, needsControl = true) =>
      needsControl && !state.control
        ? null
        : h(
            "button",
            {
              type: "button",
              class: `act act-${name}`,
              testid: name,
              title: why,
              "aria-label": t(name),
              disabled: this.resting,
              onclick: run,
            },
            icon(sign),
            h("span", {}, t(name)),
          );
    const backstage = act(
      "backstage",
      "backstage",
      t("backstageWhy"),
      () => this.page.backstage.toggle(),
      false,
    );
    backstage.disabled = false;
    if (this.page.backstage.unseen) backstage.append(h("i", { class: "dot" }));
    this.acts.replaceChildren(
      ...[
        act("service", "service", t("serviceWhy", { name: who }), () => this.service()),
        act("house", "house", t("houseWhy"), () => askForHouse(this)),
        act("plug", "plug", t("plugWhy"), () => this.plug()),
        backstage,
        this.langSwitch(),
      ].filter(Boolean),
    );
    if (focused) this.acts.querySelector(`[data-testid="${focused}"]`)?.focus();
  }

  langSwitch() {
    const other = currentLang() === "en" ? "zh" : "en";
    const side = (code, words) =>
      h("span", { class: currentLang() === code ? "is-on" : "", lang: code }, words);
    const turn = () => {
      useLang(other);
      changed();
    };
    return h(
      "button",
      {
        type: "button",
        class: "lang",
        testid: "lang",
        "aria-label": t("lang"),
        title: t("lang"),
        onclick: turn,
      },
      side("zh", "中"),
      side("en", "EN"),
    );
  }

  showRail() {
    this.rail.hidden = !state.control;
    const now = nowMs();
    const due = state.agenda.slice(0, 3).map((event) => ({ ...event, ms: Date.parse(event.at) }));
    const signature = [
      currentLang(),
      this.resting,
      state.clock.running,
      due.length && span(due[0].ms - now),
      ...due.map((event) => event.at + pick(event.label) + dueName(event.ms, now)),
    ].join("|");
    if (!state.control || signature === this.railShown) return;
    this.railShown = signature;
    const focused = this.rail.contains(document.activeElement)
      ? document.activeElement.dataset.testid
      : null;
    this.rail.setAttribute("aria-label", t("upNext"));
    const events = due.length
      ? [
          this.nextButton(due[0], now),
          ...due.slice(1).map((event, i) => this.eventButton(event, i + 2, now)),
        ]
      : [h("span", { class: "rail-empty" }, t("nothingNext"))];
    this.rail.replaceChildren(...events, h("span", { class: "rail-gap" }), ...this.steps());
    if (focused) this.rail.querySelector(`[data-testid="${focused}"]`)?.focus();
  }

  timeButton(testid, className, body, children) {
    return h(
      "button",
      {
        type: "button",
        class: className,
        testid,
        disabled: this.resting || state.clock.running,
        onclick: () => this.run(body()),
      },
      children,
    );
  }

  nextButton(event, now) {
    const label = pick(event.label);
    const words =
      event.ms <= now ? t("nextNow", { label }) : t("next", { span: span(event.ms - now), label });
    return this.timeButton("time-next", "time next", () => ({ next: true }), [
      icon("forward"),
      h("span", {}, words),
      h("small", {}, dueName(event.ms, now)),
    ]);
  }

  eventButton(event, nth, now) {
    return this.timeButton(`time-event-${nth}`, "time", () => ({ until: event.at }), [
      h("small", {}, dueName(event.ms, now)),
      h("span", {}, pick(event.label)),
    ]);
  }

  steps() {
    return [
      this.timeButton("time-10m", "time step", () => ({ seconds: 600 }), t("plus10")),
      this.timeButton("time-1h", "time step", () => ({ seconds: 3600 }), t("plus60")),
      this.timeButton(
        "time-tomorrow",
        "time step",
        () => ({ until: new Date(tomorrowAtNine(nowMs())).toISOString() }),
        t("tomorrow"),
      ),
    ];
  }

  // One thing at a time: the buttons rest until the demo has done what was asked.
  async alone(act) {
    if (this.busy) return;
    this.busy = true;
    changed();
    try {
      await act();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.page.say(t("failed", { why: error.message || t("offline") }), true);
    } finally {
      this.busy = false;
      changed();
      loadAgendaSoon(50);
    }
  }

  run(body) {
    return this.alone(async () => {
      const { now, passed = [] } = await post("page/run", body);
      const at = Date.parse(now);
      const what = passed.length ? pick(passed.at(-1).label) : t("passedNone");
      this.page.say(
        `${t("ranTo", { at: dueName(at, at) })} · ${passed.length > 1 ? t("passed", { n: passed.length }) : what}`,
      );
      note({ kind: "run", passed, at });
    });
  }

  plug() {
    return this.alone(async () => {
      this.page.banner("plugging", true);
      try {
        const result = await post("page/plug", {});
        note({ kind: "plug", ...result });
        this.page.say(pick(result.sentence));
        this.page.backstage.open();
      } finally {
        this.page.banner("plugging", false);
      }
      await load();
    });
  }

  service() {
    const { me } = this.page.pane("customer");
    if (!me) return null;
    return this.alone(async () => {
      const result = await post("page/service", { user_id: me.id });
      note({ kind: "service", person: me, ...result });
      this.page.backstage.open();
    });
  }

  outage() {
    return this.alone(async () => {
      await post("page/jump", { seconds: 3600 });
      this.page.say(t("outageDone"));
      note({ kind: "notice", words: t("outageDone") });
    });
  }
}
