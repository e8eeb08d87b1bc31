/** The script of an embedded page and of an exported file: the server's picture becomes one that answers. */
import { overNetwork } from "../data/transport.js";
import { createReplay } from "../data/replay.js";
import { pointAt } from "../ui/state-link.js";
import { reportHeight } from "./height.js";
import { play } from "./player.js";

/**
 * What the page carries in its script of type application/json.
 * @typedef {object} Carried
 * @property {string} query
 * @property {import("../types.js").Lang} lang where the query names none
 * @property {string} version
 * @property {readonly import("../data/replay.js").Recorded[]} answers
 * @property {boolean} frozen whether nothing beyond the answers may be asked
 * @property {string | null} home the page to open the figure in; null where there is none
 */

/** So long a frame keeps the height that was reserved for it, so that it changes once: when the player is there. */
const SILENT_MS = 2000;

/** In a frame that may open nothing, a link is the host's to follow: WordPress listens to this. @param {string} href */
function askHost(href) {
  const secret = /[?&]secret=([A-Za-z0-9]+)/.exec(location.hash)?.[1];
  if (secret) parent.postMessage({ message: "link", value: href, secret }, "*");
}

/** @param {import("./player.js").Kit} kit */
export function boot(kit) {
  const written = document.getElementById("figure-data")?.textContent;
  const root = document.getElementById("player");
  if (!written || !root) return;
  /** @type {Carried} */
  const { query, lang, version, answers, frozen, home } = JSON.parse(written);
  const drawn = document.getElementById("drawn");
  const open = /** @type {HTMLAnchorElement | null} */ (document.getElementById("open"));

  let reporting = false;
  function report() {
    if (!reporting) reportHeight(document.documentElement);
    reporting = true;
  }
  function show() {
    drawn?.remove();
    root?.classList.remove("waiting");
  }
  // Without a picture to look at meanwhile, the player says what it waits for.
  const hasPicture = drawn?.matches("figure") ?? false;
  if (!hasPicture) show();
  const player = play(root, kit, {
    query, lang, version, transport: createReplay(answers, frozen ? null : overNetwork()),
    settled(problem) {
      // Until now the server's picture stood here, and the player was laid out unseen. A picture is better than a problem.
      if (!problem) show();
      report();
    },
  });
  const { store } = player;
  const theme = () => {
    document.documentElement.dataset["theme"] = store.get("theme");
  };
  store.on(["theme"], theme);
  if (open && home) {
    store.on(/** @type {(keyof import("../state/permalink.js").ViewState)[]} */ (Object.keys(player.state())), () => {
      pointAt(open, home, store.snapshot());
    });
    open.addEventListener("click", () => askHost(open.href));
  }
  if (hasPicture) setTimeout(report, SILENT_MS);
  else report();
}
