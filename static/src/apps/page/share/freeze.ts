/** The view with everything that it was drawn from, as a file that needs no server. */
import { el } from "../../../panel/dom.ts";
import { t } from "../../../core/words/index.ts";
import { frozenCode } from "./codes.ts";
import { fileOf } from "./image.ts";
import { codeBox, saver } from "./parts.ts";
import type { Desk, Subject, Tab } from "./parts.ts";

const FIGURE = "figure.json";
const PLAYER = "heads-gates.js";

export function create(desk: Desk): Tab {
  const { lang } = desk;
  const saving = saver(desk);
  let subject: Subject;
  const named = (name: string) => t(lang, "share-download-file", { name });
  const page = saving.button(named("HTML"), () => fileOf("html", subject), "main");
  // The code beneath names the file, so it is saved under this name.
  const figure = saving.button(named(FIGURE), () => fileOf("json", subject, FIGURE));
  const player = saving.button(named(PLAYER), () => ({ asked: { path: `/${PLAYER}` }, name: PLAYER }));
  const box = codeBox(desk, { label: FIGURE, look: "small" });
  return {
    node: el(
      "div",
      {},
      el("p", {}, t(lang, "share-freeze-note")),
      el("h3", {}, t(lang, "share-html")),
      el("p", { class: "note" }, t(lang, "share-html-note")),
      el("div", { class: "share-files" }, page),
      saving.node,
      el("h3", {}, t(lang, "share-json")),
      el("p", { class: "note" }, t(lang, "share-json-note")),
      el("div", { class: "share-files" }, figure, player),
      box.node,
    ),
    draw(now) {
      subject = now;
      box.draw({ code: frozenCode(now.shared, FIGURE), note: "" });
    },
  };
}
