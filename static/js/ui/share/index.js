/** The ways into the share dialog: one for the page, one at each panel for its view alone. */
import { byId, el } from "../dom.js";
import { t } from "../i18n.js";

/** @typedef {ReturnType<typeof import("../../state/app.js").createState>} Store */

/** @type {{panel: string, scope: import("./subject.js").Scope, label: string}[]} */
const PANELS = [
  { panel: "attention", scope: "attention", label: "share-own-attention" },
  { panel: "gates", scope: "memory", label: "share-own-memory" },
  { panel: "context", scope: "page", label: "share-own-context" },
];

/**
 * Opens the dialog; its code comes when it is first asked for.
 * @param {Store} store @param {import("./subject.js").Scope} scope @param {HTMLElement} opener
 */
async function open(store, scope, opener) {
  try {
    const { openShare } = await import("./dialog.js");
    openShare(store, scope, opener);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    location.reload(); // a browser remembers that a module did not come; the address holds the view
  }
}

/** @param {Store} store */
export function createShare(store) {
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
      const lang = store.get("words");
      for (const { node, label } of owned) {
        node.textContent = t(lang, "share");
        node.setAttribute("aria-label", t(lang, label));
      }
    },
  };
}
