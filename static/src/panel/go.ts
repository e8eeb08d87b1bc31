/** From a list of heads to one of them in full, and from a cell of it to all heads. */
import { tokenName } from "../plots/labels.ts";
import { el } from "./dom.ts";
import { t } from "../core/words/index.ts";
import type { Cursor } from "../core/types.ts";
import type { Store } from "../state/app.ts";

/** The head's heatmap, with a cell pinned where one is meant. */
export function goTo(store: Store, { layer, head }: { layer: number; head: number }, pin: Cursor | null = null) {
  const place = store.get("view") === "" ? { attend: "heatmap" as const } : { view: "heatmap" as const };
  store.set({ layer, head, heads: [], mix: "apart", part: "encoder", ...place, ...(pin ? { pin, cursor: pin } : {}) });
}

/** Which heads link this token to that one? The finder, asked so. */
export function findLink(store: Store, from: number, to: number) {
  const place = store.get("view") === "" ? { attend: "find" as const } : { view: "find" as const };
  store.set({ habit: "", from: String(from), to: String(to), ...place });
}

/**
 * What can be done with a pinned cell: let it go, and ask which heads link its two tokens.
 * @param release the button that lets it go, if something is pinned
 */
export function withFind(store: Store, release: HTMLElement | null) {
  const {
    pin,
    answers: {
      attention: { data },
    },
    langInForce: lang,
    part,
  } = store.snapshot();
  const tokens = data?.tokens;
  const [from, to] = [tokens?.[pin?.token ?? -1], tokens?.[pin?.key ?? -1]];
  if (!release || !pin || pin.source !== "attention" || !from || !to || part === "cross") return release;
  const words = t(lang, "find-this", { from: tokenName(from), to: tokenName(to) });
  const button = el("button", { type: "button", class: "release find-this" }, words);
  button.addEventListener("click", () => findLink(store, from.index, to.index));
  release.append(" · ", button);
  return release;
}
