/** What is shared: the page as it stands, or one panel's view of it. */
import { attentionView, DEFAULTS, isTooLong, labView, toAddress, toQuery } from "../../state/permalink.js";
import { t } from "../i18n.js";
import { alone, heightOf, oneLine } from "./codes.js";

/** @typedef {import("../../types.js").Lang} Lang */
/** @typedef {import("../../state/permalink.js").ViewState} ViewState */
/** @typedef {"page" | "attention" | "memory"} Scope */

/** Views that read no sentence. */
const WORDLESS = new Set(["gaps", "cost"]);

/** What there is to choose from; nothing where one view stands alone. @param {ViewState} state @returns {Scope[]} */
export const scopesOf = ({ view }) => (view === "" ? ["page", "attention", "memory"] : []);

/** @param {ViewState} state @param {Scope} scope @returns {ViewState} */
export function scoped(state, scope) {
  if (state.view !== "" || scope === "page") return state;
  return alone(state, scope === "attention" ? state.attend : state.lab);
}

/** The view's name. @param {Lang} lang @param {ViewState} state */
export function viewName(lang, state) {
  const of = (/** @type {string} */ panel, /** @type {string} */ view) => t(lang, "share-view", { panel: t(lang, panel), view: t(lang, view) });
  const [attention, memory] = [attentionView(state), labView(state)];
  const named = [...(attention ? [of("attention", `attn-${attention}`)] : []), ...(memory ? [of("memory", `lab-${memory}`)] : [])];
  return named.length > 0 ? named.join(" · ") : t(lang, "context");
}

/** @param {Lang} lang @param {ViewState} state */
function titleOf(lang, state) {
  const view = viewName(lang, state);
  const text = oneLine(state.text);
  return text === "" || WORDLESS.has(state.view) ? `${view} · Heads & Gates` : t(lang, "share-title-of", { text, view });
}

/** Where the page says that it is found; else where it was found. */
function baseOf() {
  const named = /** @type {HTMLMetaElement | null} */ (document.querySelector('meta[name="public-url"]'))?.content;
  return named || location.origin;
}

/** The machine twins that the panels in question have on the page. @param {Lang} lang @param {ViewState} state */
function twinsOf(lang, state) {
  const panels = /** @type {const} */ ([
    ["attention", "attention", attentionView(state) !== null], ["gates", "memory", labView(state) !== null], ["context", "context", state.view === "context"],
  ]);
  return panels.flatMap(([id, words, on]) => {
    const [json, tensors] = on ? [...document.querySelectorAll(`#${id} .twins a`)].map((link) => link.getAttribute("href")) : [];
    return json ? [{ name: words, panel: t(lang, words), json, tensors: tensors ?? null }] : [];
  });
}

/**
 * @param {Lang} lang @param {ViewState} state the page's @param {Scope} scope @param {import("./parts.js").Choices} choices
 * @returns {Promise<import("./parts.js").Subject>}
 */
export async function subjectOf(lang, state, scope, { theme, width, ratio }) {
  const page = scoped(state, scope);
  // A picture cannot follow its reader's language: it keeps that of the page, of which English is the server's own.
  const own = { ...page, theme: theme ?? page.theme, lang: page.lang || (lang === "zh" ? lang : DEFAULTS.lang) };
  // A browser that cannot deflate keeps all of it in the query.
  const address = await toAddress(page).catch(() => ({ search: toQuery(page), hash: "" }));
  const shared = { base: baseOf(), state: own, address, title: titleOf(lang, page), width, height: heightOf(page.view), ratio };
  return { shared, isLong: isTooLong(own), twins: twinsOf(lang, page) };
}
