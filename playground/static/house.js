// "Make it my shop": a name, an industry and one place, and the demo opens anew as that.

import { post } from "./api.js";
import { h } from "./dom.js";
import { load, state } from "./state.js";
import { pick, t } from "./words.js";

export function askForHouse(controls) {
  const name = field("houseName", "house-name-input", { required: true, maxlength: 40 });
  const place = field("housePlace", "house-place-input", { maxlength: 40 });
  const industry = h(
    "select",
    { name: "industry", testid: "house-industry" },
    state.industries.map((one) =>
      h("option", { value: one.id, selected: one.id === state.house.industry }, pick(one.label)),
    ),
  );
  const dialog = h(
    "dialog",
    { class: "alert house", testid: "house-dialog", "aria-label": t("house"), onclose: () => dialog.remove() },
    h("h2", {}, t("house")),
    h(
      "form",
      { method: "dialog", onsubmit: () => moveIn(controls, name.input, industry, place.input) },
      name.node,
      h("label", {}, h("span", {}, t("houseIndustry")), industry),
      place.node,
      h("p", { class: "is-faint" }, t("houseNote")),
      h(
        "footer",
        {},
        h("button", { type: "button", class: "quiet", onclick: () => dialog.close() }, t("cancel")),
        h("button", { class: "primary", testid: "house-go" }, t("houseGo")),
      ),
    ),
  );
  document.body.append(dialog);
  dialog.showModal();
}

function field(word, testid, more) {
  const input = h("input", { type: "text", autocomplete: "off", testid, placeholder: t(`${word}Hint`), ...more });
  return { input, node: h("label", {}, h("span", {}, t(word)), input) };
}

function moveIn(controls, name, industry, place) {
  const house = { name: name.value.trim(), industry: industry.value, place: place.value.trim() };
  return controls.alone(async () => {
    await post("page/house", house);
    await load();
    controls.page.say(t("houseDone", { name: house.name }));
  });
}
