/** The view as a picture: by address, or as a file. */
import { el } from "../dom.js";
import { t } from "../i18n.js";
import { problemBox } from "../status.js";
import { FILE_WIDTH, fileBody, filePath, imageCode, pictureCode, solid } from "./codes.js";
import { codeBox, saver, themeChoice, tooLong, widthField } from "./parts.js";
import { refusal } from "./save.js";

/** @typedef {import("./codes.js").Shared} Shared */

/** @type {Record<string, {words: string, note: string, code: (shared: Shared) => string}>} */
const WAYS = {
  markdown: { words: "share-way-markdown", note: "share-markdown-note", code: pictureCode },
  svg: { words: "share-way-svg", note: "share-svg-note", code: (shared) => imageCode("svg", shared) },
  png: { words: "share-way-png", note: "share-png-note", code: (shared) => imageCode("png", shared) },
};
const RATIOS = [1, 2, 3, 4];

/**
 * A file of the view, by address where that is short enough.
 * @param {import("./codes.js").Kind} kind @param {import("./parts.js").Subject} subject
 * @param {string} [name] the file's; left out, the server names it
 * @returns {{asked: import("./save.js").Asked, name: string}}
 */
export function fileOf(kind, { shared, isLong }, name) {
  /** @type {import("./codes.js").More} */
  const more = name === undefined ? { download: "1" } : {};
  const asked = isLong ? { path: `/api/v1/figure.${kind}`, body: fileBody(kind, shared, more) } : { path: filePath(kind, shared, more) };
  return { asked, name: name ?? `heads-and-gates.${kind}` };
}

/** A width is typed digit by digit. */
const REST_MS = 400;

/** Says what is wrong with a PNG whose code is handed out: not every sentence has its letters in the server's fonts. @param {import("./parts.js").Desk} desk */
function checking({ lang, signal }) {
  const node = el("div");
  let path = "";
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  async function check() {
    const asked = path;
    const problem = await refusal(asked, signal);
    if (asked !== path || signal.aborted) return;
    node.replaceChildren(...(problem ? [problemBox(lang, problem, () => void check())] : []));
  }
  signal.addEventListener("abort", () => clearTimeout(timer));
  return {
    node,
    /** @param {string} now the picture's; empty: none is handed out */
    draw(now) {
      if (now === path) return;
      path = now;
      clearTimeout(timer);
      node.replaceChildren();
      if (now !== "") timer = setTimeout(() => void check(), REST_MS);
    },
  };
}

/** @param {import("./parts.js").Desk} desk @returns {import("./parts.js").Tab} */
export function create(desk) {
  const { lang, choices, choose } = desk;
  const ways = Object.entries(WAYS).map(([value, { words }]) => ({ value, words: t(lang, words) }));
  const box = codeBox(desk, { label: t(lang, "share-tab-image"), ways, choose: (image) => choose({ image }) });
  const long = tooLong(desk);
  const theme = themeChoice(desk);
  const width = widthField(desk, String(FILE_WIDTH));
  const saving = saver(desk);
  /** @type {import("./parts.js").Subject} */
  let subject;
  const checked = checking(desk);
  /** The subject as a PNG has it. */
  function inOneTheme() {
    const { shared } = subject;
    return { ...subject, shared: { ...shared, state: { ...shared.state, theme: solid(shared.state.theme) } } };
  }
  const svg = saving.button(t(lang, "share-download-file", { name: "SVG" }), () => fileOf("svg", subject));
  const png = saving.button(t(lang, "share-download-file", { name: "PNG" }), () => fileOf("png", inOneTheme()));
  const ratio = el("select", { class: "small", "aria-label": t(lang, "share-ratio") }, ...RATIOS.map((one) => el("option", { value: one }, `${one}×`)));
  ratio.addEventListener("change", () => choose({ ratio: Number(ratio.value) }));
  return {
    node: el("div", {},
      box.node, checked.node, long, el("div", { class: "tools" }, theme.node, width.node),
      el("div", { class: "share-files" }, svg, el("span", { class: "share-pair" }, png, ratio)), saving.node),
    draw(now) {
      subject = now;
      const way = /** @type {(typeof WAYS)[string]} */ (WAYS[choices.image]);
      long.hidden = !now.isLong;
      box.draw({ code: now.isLong ? null : way.code(now.shared), note: now.isLong ? "" : t(lang, way.note), way: choices.image });
      checked.draw(choices.image === "png" && !now.isLong ? filePath("png", inOneTheme().shared) : "");
      theme.draw(now.shared.state.theme);
      width.draw();
      ratio.value = String(choices.ratio);
    },
  };
}
