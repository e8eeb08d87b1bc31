/** From a list of heads to one of them in full, and from a cell of it to all heads. */
import { tokenName } from "../../views/labels.js";
import { el } from "../dom.js";
import { t } from "../i18n.js";

/** @typedef {ReturnType<typeof import("../../state/app.js").createState>} Store */

/**
 * The head's heatmap, with a cell pinned where one is meant.
 * @param {Store} store @param {{layer: number, head: number}} head @param {import("../../types.js").Cursor | null} [pin]
 */
export function goTo(store, { layer, head }, pin = null) {
  const place = store.get("view") === "" ? { attend: /** @type {const} */ ("heatmap") } : { view: /** @type {const} */ ("heatmap") };
  store.set({ layer, head, heads: [], mix: "apart", part: "encoder", ...place, ...(pin ? { pin, cursor: pin } : {}) });
}

/** Which heads link this token to that one? The finder, asked so. @param {Store} store @param {number} from @param {number} to */
export function findLink(store, from, to) {
  const place = store.get("view") === "" ? { attend: /** @type {const} */ ("find") } : { view: /** @type {const} */ ("find") };
  store.set({ habit: "", from: String(from), to: String(to), ...place });
}

/**
 * What can be done with a pinned cell: let it go, and ask which heads link its two tokens.
 * @param {Store} store @param {HTMLElement | null} release the button that lets it go, if something is pinned
 */
export function withFind(store, release) {
  const { pin, attention: { data }, words: lang, part } = store.snapshot();
  const tokens = data?.tokens;
  const [from, to] = [tokens?.[pin?.token ?? -1], tokens?.[pin?.key ?? -1]];
  if (!release || !pin || pin.source !== "attention" || !from || !to || part === "cross") return release;
  const words = t(lang, "find-this", { from: tokenName(from), to: tokenName(to) });
  const button = el("button", { type: "button", class: "release find-this" }, words);
  button.addEventListener("click", () => findLink(store, from.index, to.index));
  release.append(" · ", button);
  return release;
}
