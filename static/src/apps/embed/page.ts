/** The script of an embedded page and of an exported file: the server's picture becomes one that answers. */
import { overNetwork } from "../../data/transport.ts";
import { createReplay } from "../../data/replay.ts";
import { pointAt } from "../../address/link.ts";
import { reportHeight } from "./height.ts";
import { play } from "./player.ts";
import type { Kit } from "./player.ts";
import type { Lang } from "../../core/types.ts";
import type { Recorded } from "../../data/replay.ts";
import type { ViewState } from "../../state/keys.ts";

/** What the page carries in its script of type application/json. */
interface Carried {
  query: string;
  /** where the query names none */
  lang: Lang;
  version: string;
  answers: readonly Recorded[];
  /** whether nothing beyond the answers may be asked */
  frozen: boolean;
  /** the page to open the figure in; null where there is none */
  home: string | null;
}

/** So long a frame keeps the height that was reserved for it, so that it changes once: when the player is there. */
const SILENT_MS = 2000;

/** In a frame that may open nothing, a link is the host's to follow: WordPress listens to this. */
function askHost(href: string) {
  const secret = /[?&]secret=([A-Za-z0-9]+)/.exec(location.hash)?.[1];
  if (secret) parent.postMessage({ message: "link", value: href, secret }, "*");
}

export function boot(kit: Kit) {
  const written = document.getElementById("figure-data")?.textContent;
  const root = document.getElementById("player");
  if (!written || !root) return;
  const { query, lang, version, answers, frozen, home }: Carried = JSON.parse(written);
  const drawn = document.getElementById("drawn");
  const open = document.getElementById("open") as HTMLAnchorElement | null;

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
    query,
    lang,
    version,
    transport: createReplay(answers, frozen ? null : overNetwork()),
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
    store.on(Object.keys(player.state()) as (keyof ViewState)[], () => {
      pointAt(open, home, store.snapshot());
    });
    open.addEventListener("click", () => askHost(open.href));
  }
  if (hasPicture) setTimeout(report, SILENT_MS);
  else report();
}
