/** The view with everything that it was drawn from, as a file that needs no server. */
import { el } from "../dom.js";
import { t } from "../i18n.js";
import { frozenCode } from "./codes.js";
import { fileOf } from "./image.js";
import { codeBox, saver } from "./parts.js";

const FIGURE = "figure.json";
const PLAYER = "heads-gates.js";

/** @param {import("./parts.js").Desk} desk @returns {import("./parts.js").Tab} */
export function create(desk) {
  const { lang } = desk;
  const saving = saver(desk);
  /** @type {import("./parts.js").Subject} */
  let subject;
  const named = (/** @type {string} */ name) => t(lang, "share-download-file", { name });
  const page = saving.button(named("HTML"), () => fileOf("html", subject), "main");
  // The code beneath names the file, so it is saved under this name.
  const figure = saving.button(named(FIGURE), () => fileOf("json", subject, FIGURE));
  const player = saving.button(named(PLAYER), () => ({ asked: { path: `/${PLAYER}` }, name: PLAYER }));
  const box = codeBox(desk, { label: FIGURE, look: "small" });
  return {
    node: el("div", {},
      el("p", {}, t(lang, "share-freeze-note")),
      el("h3", {}, t(lang, "share-html")), el("p", { class: "note" }, t(lang, "share-html-note")), el("div", { class: "share-files" }, page),
      saving.node,
      el("h3", {}, t(lang, "share-json")), el("p", { class: "note" }, t(lang, "share-json-note")), el("div", { class: "share-files" }, figure, player),
      box.node),
    draw(now) {
      subject = now;
      box.draw({ code: frozenCode(now.shared, FIGURE), note: "" });
    },
  };
}
