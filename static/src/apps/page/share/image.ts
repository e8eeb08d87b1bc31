/** The view as a picture: by address, or as a file. */
import { el } from "../../../panel/dom.ts";
import { t } from "../../../core/words/index.ts";
import { problemBox } from "../../../panel/status.ts";
import { FILE_WIDTH, fileBody, filePath, imageCode, pictureCode, solid } from "./codes.ts";
import { codeBox, saver, themeChoice, tooLong, widthField } from "./parts.ts";
import { refusal } from "./save.ts";
import type { Kind, More, Shared } from "./codes.ts";
import type { Desk, Subject, Tab } from "./parts.ts";
import type { Asked } from "./save.ts";

const WAYS: Record<string, { words: string; note: string; code: (shared: Shared) => string }> = {
  markdown: { words: "share-way-markdown", note: "share-markdown-note", code: pictureCode },
  svg: { words: "share-way-svg", note: "share-svg-note", code: (shared) => imageCode("svg", shared) },
  png: { words: "share-way-png", note: "share-png-note", code: (shared) => imageCode("png", shared) },
};
const RATIOS = [1, 2, 3, 4];

/**
 * A file of the view, by address where that is short enough.
 * @param name the file's; left out, the server names it
 */
export function fileOf(kind: Kind, { shared, isLong }: Subject, name?: string): { asked: Asked; name: string } {
  const more: More = name === undefined ? { download: "1" } : {};
  const asked = isLong
    ? { path: `/api/v1/figure.${kind}`, body: fileBody(kind, shared, more) }
    : { path: filePath(kind, shared, more) };
  return { asked, name: name ?? `heads-and-gates.${kind}` };
}

/** A width is typed digit by digit. */
const REST_MS = 400;

/** Says what is wrong with a PNG whose code is handed out: not every sentence has its letters in the server's fonts. */
function checking({ lang, signal }: Desk) {
  const node = el("div");
  let path = "";
  let timer: ReturnType<typeof setTimeout> | undefined;
  async function check() {
    const asked = path;
    const problem = await refusal(asked, signal);
    if (asked !== path || signal.aborted) return;
    node.replaceChildren(...(problem ? [problemBox(lang, problem, () => void check())] : []));
  }
  signal.addEventListener("abort", () => clearTimeout(timer));
  return {
    node,
    /** @param now the picture's; empty: none is handed out */
    draw(now: string) {
      if (now === path) return;
      path = now;
      clearTimeout(timer);
      node.replaceChildren();
      if (now !== "") timer = setTimeout(() => void check(), REST_MS);
    },
  };
}

export function create(desk: Desk): Tab {
  const { lang, choices, choose } = desk;
  const ways = Object.entries(WAYS).map(([value, { words }]) => ({ value, words: t(lang, words) }));
  const box = codeBox(desk, { label: t(lang, "share-tab-image"), ways, choose: (image) => choose({ image }) });
  const long = tooLong(desk);
  const theme = themeChoice(desk);
  const width = widthField(desk, String(FILE_WIDTH));
  const saving = saver(desk);
  let subject: Subject;
  const checked = checking(desk);
  /** The subject as a PNG has it. */
  function inOneTheme() {
    const { shared } = subject;
    return { ...subject, shared: { ...shared, state: { ...shared.state, theme: solid(shared.state.theme) } } };
  }
  const svg = saving.button(t(lang, "share-download-file", { name: "SVG" }), () => fileOf("svg", subject));
  const png = saving.button(t(lang, "share-download-file", { name: "PNG" }), () => fileOf("png", inOneTheme()));
  const ratio = el(
    "select",
    { class: "small", "aria-label": t(lang, "share-ratio") },
    ...RATIOS.map((one) => el("option", { value: one }, `${one}×`)),
  );
  ratio.addEventListener("change", () => choose({ ratio: Number(ratio.value) }));
  return {
    node: el(
      "div",
      {},
      box.node,
      checked.node,
      long,
      el("div", { class: "tools" }, theme.node, width.node),
      el("div", { class: "share-files" }, svg, el("span", { class: "share-pair" }, png, ratio)),
      saving.node,
    ),
    draw(now) {
      subject = now;
      const way = WAYS[choices.image] as (typeof WAYS)[string];
      long.hidden = !now.isLong;
      box.draw({
        code: now.isLong ? null : way.code(now.shared),
        note: now.isLong ? "" : t(lang, way.note),
        way: choices.image,
      });
      checked.draw(choices.image === "png" && !now.isLong ? filePath("png", inOneTheme().shared) : "");
      theme.draw(now.shared.state.theme);
      width.draw();
      ratio.value = String(choices.ratio);
    },
  };
}
