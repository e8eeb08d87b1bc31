/** What this head adds, beside the other heads of its layer; or why that is not known. */
import { headsPictures, stepIn } from "./pictures.ts";
import { el } from "../../panel/dom.ts";
import { overPlaces } from "../../panel/grids.ts";
import { createMount } from "../../panel/mount.ts";
import { t, titled } from "../../core/words/index.ts";
import { sayHead, sayHeads } from "./say.ts";
import type { Hands } from "../../panel/figure.ts";
import type { Store } from "../../state/app.ts";

const headOf = (id: string) => (id === "bias" ? -1 : Number(id.slice(5)));

export function createHeadParts(store: Store, hands: Hands) {
  const words = () => store.get("langInForce");
  const mount = createMount(store, hands, {
    pictures: headsPictures,
    parts: {
      heads: {
        className: "inspect-heads",
        say({ id }) {
          const step = stepIn(store);
          return step ? sayHead(words(), step, headOf(id)) : "";
        },
        pick({ id }) {
          if (headOf(id) >= 0) store.set({ head: headOf(id) });
        },
        grids: ({ scene: { regions, title } }) => [
          overPlaces(
            "heads",
            regions.map((region) => [region]),
            titled(words(), title, t(words(), "keys")),
          ),
        ],
      },
    },
  });
  const unknown = el("p", { class: "note" });
  const node = el("div", {}, mount.figures.heads.node, unknown);
  return {
    node,
    draw() {
      const step = stepIn(store);
      unknown.hidden = !step || step.contributions !== null;
      unknown.textContent = step && !unknown.hidden ? sayHeads(words(), step) : "";
      mount.draw();
    },
  };
}
