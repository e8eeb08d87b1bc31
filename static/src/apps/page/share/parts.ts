/** What the tabs of the share dialog are put together from. */
import { ApiProblem } from "../../../data/api.ts";
import { el, segments } from "../../../panel/dom.ts";
import { t } from "../../../core/words/index.ts";
import { problemBox } from "../../../panel/status.ts";
import { copy, save } from "./save.ts";
import type { Lang } from "../../../core/types.ts";
import type { Shared } from "./codes.ts";
import type { Asked } from "./save.ts";
import type { ViewState } from "../../../state/keys.ts";

type Theme = ViewState["theme"];
/** What a person chose; kept while the page is open. */
export interface Choices {
  tab: string;
  /** null: the page's */
  theme: Theme | null;
  /** CSS pixels */
  width: number | null;
  ratio: number;
  /** the ways, each tab's own */
  embed: string;
  image: string;
  numbers: string;
}
/** What a tab works with. */
export interface Desk {
  lang: Lang;
  /** the dialog */
  room: HTMLElement;
  /** until the dialog closes */
  signal: AbortSignal;
  choices: Choices;
  choose: (change: Partial<Choices>) => void;
}
/** What is shown for what is shared. */
export interface Subject {
  shared: Shared;
  /** no address that a server sees holds it */
  isLong: boolean;
  /** of its panels */
  twins: { name: string; panel: string; json: string; tensors: string | null }[];
}
export type Tab = { node: HTMLElement; draw: (subject: Subject) => void };

export const button = (words: string, look: string = "small") => el("button", { type: "button", class: look }, words);

/** A button that copies, and says so. */
export function copier({ lang, room }: Desk, written: () => string, look: "main" | "small" = "main") {
  const act = button(t(lang, "share-copy"), look);
  const said = el("span", { class: "soft", role: "status" });
  act.addEventListener("click", async () => {
    said.textContent = "";
    said.textContent = t(lang, (await copy(written(), room)) ? "share-copied" : "share-not-copied");
  });
  return { node: el("span", { class: "share-copy" }, said, act), forget: () => (said.textContent = "") };
}

/**
 * A code, of several ways where there are: what to copy, and where it works.
 * @param about look: main where copying is what most come for
 */
export function codeBox(
  desk: Desk,
  {
    label,
    look = "main",
    ways = [],
    choose = () => {},
  }: {
    label: string;
    look?: "main" | "small";
    ways?: { value: string; words: string }[];
    choose?: (way: string) => void;
  },
) {
  const { lang } = desk;
  const row = el("span", { class: "segments" });
  const code = el("code");
  // A box that scrolls must be reachable by keyboard.
  const box = el("pre", { tabindex: 0, role: "region", dir: "ltr", translate: "no" }, code);
  const note = el("p", { class: "note" });
  const copying = copier(desk, () => code.textContent ?? "", look);
  const node = el("div", { class: "share-code" }, el("div", { class: "share-row" }, row, copying.node), box, note);
  return {
    node,
    /** @param now null: there is none this way */
    draw({ code: written, note: words, way = "" }: { code: string | null; note: string; way?: string }) {
      if (ways.length > 0) segments(row, label, ways, way, choose);
      const name = ways.find(({ value }) => value === way)?.words ?? label;
      box.setAttribute("aria-label", t(lang, "share-code-of", { name }));
      if (code.textContent !== written) copying.forget();
      code.textContent = written;
      box.hidden = copying.node.hidden = written === null;
      note.textContent = words;
      note.hidden = words === "";
    },
  };
}

function sizeWords(lang: Lang, bytes: number) {
  if (bytes < 1000) return t(lang, "share-bytes", { count: bytes });
  return bytes < 1e6
    ? t(lang, "share-kilobytes", { count: Math.round(bytes / 1000) })
    : t(lang, "share-megabytes", { count: (bytes / 1e6).toFixed(1) });
}

/** Buttons that fetch a file and keep it: one at a time, with what happens and what went wrong under them. */
export function saver({ lang, signal }: Desk) {
  const said = el("p", { class: "note", role: "status" });
  const trouble = el("div");
  const buttons: HTMLButtonElement[] = [];

  async function run(asked: Asked, otherwise: string) {
    for (const one of buttons) one.setAttribute("aria-disabled", "true");
    trouble.replaceChildren();
    said.textContent = t(lang, "share-drawing");
    try {
      const { name, bytes } = await save(asked, otherwise, signal);
      said.textContent = t(lang, "share-saved", { name, size: sizeWords(lang, bytes) });
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof ApiProblem)) throw error;
      said.textContent = "";
      trouble.replaceChildren(problemBox(lang, error.problem, () => void run(asked, otherwise)));
    } finally {
      for (const one of buttons) one.removeAttribute("aria-disabled");
    }
  }

  return {
    node: el("div", { class: "share-saved" }, said, trouble),
    /** @param what the name is for a file that comes without */
    button(words: string, what: () => { asked: Asked; name: string }, look?: string) {
      const act = button(words, look);
      buttons.push(act);
      act.addEventListener("click", () => {
        if (act.getAttribute("aria-disabled") === "true") return; // disabled, it would lose the focus
        const { asked, name } = what();
        void run(asked, name);
      });
      return act;
    },
  };
}

/** Says that a text is too long for a way, and offers the one that is left. */
export function tooLong({ lang, choose }: Desk) {
  const act = button(t(lang, "share-freeze-instead"));
  act.addEventListener("click", () => choose({ tab: "freeze" }));
  return el("div", { class: "notice", hidden: true }, el("p", {}, t(lang, "share-too-long")), act);
}

export const LEAST_WIDTH = 240;
export const MOST_WIDTH = 2000;

/** @param otherwise what is taken where no width is written */
export function widthField(desk: Desk, otherwise: string) {
  const { lang, choices, choose } = desk;
  const wrong = el("span", { class: "share-wrong", role: "alert" });
  const input = el("input", {
    type: "number",
    class: "small",
    min: LEAST_WIDTH,
    max: MOST_WIDTH,
    step: 1,
    placeholder: otherwise,
    inputmode: "numeric",
  });
  input.addEventListener("input", () => {
    wrong.textContent = input.validity.valid
      ? ""
      : t(lang, "share-width-wrong", { least: LEAST_WIDTH, most: MOST_WIDTH });
    if (input.validity.valid) choose({ width: input.value === "" ? null : Number(input.value) });
  });
  const label = el(
    "label",
    { class: "choice" },
    el("span", { class: "soft choice-label" }, t(lang, "share-width")),
    input,
    ` ${t(lang, "share-pixels")}`,
  );
  return {
    node: el("span", {}, label, wrong),
    draw() {
      if (document.activeElement !== input) input.value = choices.width === null ? "" : String(choices.width);
    },
  };
}

export function themeChoice({ lang, choose }: Desk) {
  const row = el("span", { class: "segments" });
  const words = t(lang, "share-theme");
  return {
    node: el(
      "span",
      { class: "choice" },
      el("span", { class: "soft choice-label", "aria-hidden": "true" }, words),
      row,
    ),
    draw(theme: Theme) {
      const themes = ["auto", "light", "dark"].map((value) => ({ value, words: t(lang, `theme-${value}`) }));
      segments(row, words, themes, theme, (value) => choose({ theme: value as Theme }));
    },
  };
}
