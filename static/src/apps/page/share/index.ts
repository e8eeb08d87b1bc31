/** The ways into the share dialog: one for the page, one at each panel for its view alone. */
import { byId, el } from "../../../panel/dom.ts";
import { t } from "../../../core/words/index.ts";
import type { Scope } from "./subject.ts";
import type { Store } from "../../../state/app.ts";

const PANELS: { panel: string; scope: Scope; label: string }[] = [
  { panel: "attention", scope: "attention", label: "share-own-attention" },
  { panel: "gates", scope: "memory", label: "share-own-memory" },
  { panel: "context", scope: "page", label: "share-own-context" },
];

/** Opens the dialog; its code comes when it is first asked for. */
async function open(store: Store, scope: Scope, opener: HTMLElement) {
  try {
    const { openShare } = await import("./dialog.ts");
    openShare(store, scope, opener);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    location.reload(); // a browser remembers that a module did not come; the address holds the view
  }
}

export function createShare(store: Store) {
  const whole = byId("share");
  whole.addEventListener("click", () => void open(store, "page", whole));
  const owned = PANELS.map(({ panel, scope, label }) => {
    const node = el("button", { type: "button", class: "plain share-own", "aria-haspopup": "dialog" });
    node.addEventListener("click", () => void open(store, scope, node));
    byId(panel).querySelector(".links")?.append(node);
    return { node, label };
  });
  return {
    /** The panels' words; the page's own are the template's. */
    drawWords() {
      const lang = store.get("langInForce");
      for (const { node, label } of owned) {
        node.textContent = t(lang, "share");
        node.setAttribute("aria-label", t(lang, label));
      }
    },
  };
}
