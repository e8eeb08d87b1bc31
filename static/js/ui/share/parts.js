/** What the tabs of the share dialog are put together from. */
import { ApiProblem } from "../../data/api.js";
import { el, segments } from "../dom.js";
import { t } from "../i18n.js";
import { problemBox } from "../status.js";
import { copy, save } from "./save.js";

/** @typedef {import("../../types.js").Lang} Lang */
/** @typedef {import("./codes.js").Shared} Shared */
/** @typedef {import("./save.js").Asked} Asked */
/** @typedef {import("../../state/permalink.js").ViewState["theme"]} Theme */
/**
 * What a person chose; kept while the page is open.
 * @typedef {object} Choices
 * @property {string} tab
 * @property {Theme | null} theme null: the page's
 * @property {number | null} width CSS pixels
 * @property {number} ratio
 * @property {string} embed the ways, each tab's own
 * @property {string} image
 * @property {string} numbers
 */
/**
 * What a tab works with.
 * @typedef {object} Desk
 * @property {Lang} lang
 * @property {HTMLElement} room the dialog
 * @property {AbortSignal} signal until the dialog closes
 * @property {Choices} choices
 * @property {(change: Partial<Choices>) => void} choose
 */
/**
 * What is shown for what is shared.
 * @typedef {object} Subject
 * @property {Shared} shared
 * @property {boolean} isLong no address that a server sees holds it
 * @property {{name: string, panel: string, json: string, tensors: string | null}[]} twins of its panels
 */
/** @typedef {{node: HTMLElement, draw: (subject: Subject) => void}} Tab */

/** @param {string} words @param {string} [look] */
export const button = (words, look = "small") => el("button", { type: "button", class: look }, words);

/** A button that copies, and says so. @param {Desk} desk @param {() => string} written @param {"main" | "small"} [look] */
export function copier({ lang, room }, written, look = "main") {
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
 * @param {Desk} desk
 * @param {{label: string, look?: "main" | "small", ways?: {value: string, words: string}[], choose?: (way: string) => void}} about
 *   look: main where copying is what most come for
 */
export function codeBox(desk, { label, look = "main", ways = [], choose = () => {} }) {
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
    /** @param {{code: string | null, note: string, way?: string}} now null: there is none this way */
    draw({ code: written, note: words, way = "" }) {
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

/** @param {Lang} lang @param {number} bytes */
function sizeWords(lang, bytes) {
  if (bytes < 1000) return t(lang, "share-bytes", { count: bytes });
  return bytes < 1e6 ? t(lang, "share-kilobytes", { count: Math.round(bytes / 1000) }) : t(lang, "share-megabytes", { count: (bytes / 1e6).toFixed(1) });
}

/**
 * Buttons that fetch a file and keep it: one at a time, with what happens and what went wrong under them.
 * @param {Desk} desk
 */
export function saver({ lang, signal }) {
  const said = el("p", { class: "note", role: "status" });
  const trouble = el("div");
  /** @type {HTMLButtonElement[]} */
  const buttons = [];

  /** @param {Asked} asked @param {string} otherwise */
  async function run(asked, otherwise) {
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
    /** @param {string} words @param {() => {asked: Asked, name: string}} what the name is for a file that comes without @param {string} [look] */
    button(words, what, look) {
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

/** Says that a text is too long for a way, and offers the one that is left. @param {Desk} desk */
export function tooLong({ lang, choose }) {
  const act = button(t(lang, "share-freeze-instead"));
  act.addEventListener("click", () => choose({ tab: "freeze" }));
  return el("div", { class: "notice", hidden: true }, el("p", {}, t(lang, "share-too-long")), act);
}

export const LEAST_WIDTH = 240;
export const MOST_WIDTH = 2000;

/** @param {Desk} desk @param {string} otherwise what is taken where no width is written */
export function widthField(desk, otherwise) {
  const { lang, choices, choose } = desk;
  const wrong = el("span", { class: "share-wrong", role: "alert" });
  const input = el("input", { type: "number", class: "small", min: LEAST_WIDTH, max: MOST_WIDTH, step: 1, placeholder: otherwise, inputmode: "numeric" });
  input.addEventListener("input", () => {
    wrong.textContent = input.validity.valid ? "" : t(lang, "share-width-wrong", { least: LEAST_WIDTH, most: MOST_WIDTH });
    if (input.validity.valid) choose({ width: input.value === "" ? null : Number(input.value) });
  });
  const label = el("label", { class: "choice" }, el("span", { class: "soft choice-label" }, t(lang, "share-width")), input, ` ${t(lang, "share-pixels")}`);
  return {
    node: el("span", {}, label, wrong),
    draw() {
      if (document.activeElement !== input) input.value = choices.width === null ? "" : String(choices.width);
    },
  };
}

/** @param {Desk} desk */
export function themeChoice({ lang, choose }) {
  const row = el("span", { class: "segments" });
  const words = t(lang, "share-theme");
  return {
    node: el("span", { class: "choice" }, el("span", { class: "soft choice-label", "aria-hidden": "true" }, words), row),
    /** @param {Theme} theme */
    draw(theme) {
      const themes = ["auto", "light", "dark"].map((value) => ({ value, words: t(lang, `theme-${value}`) }));
      segments(row, words, themes, theme, (value) => choose({ theme: /** @type {Theme} */ (value) }));
    },
  };
}
