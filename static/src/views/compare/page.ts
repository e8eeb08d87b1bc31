/** One head beside another: of another sentence, another model, or the same one. */
import { comparedHeads, furthest, intro, pictures, sayPlace } from "./pictures.ts";
import { el } from "../../panel/dom.ts";
import { createMount } from "../../panel/mount.ts";
import { t, titled } from "../../core/words/index.ts";
import { twins } from "../../panel/panel-words.ts";
import { createCompareControls } from "./controls.ts";
import { createPairHand } from "../../panel/pair-hand.ts";
import type { Hands } from "../../panel/figure.ts";
import type { AttentionPart } from "../../panel/types.ts";
import type { Store } from "../../state/app.ts";

const PANELS = { a: "A", b: "B", between: "B − A" };

export function create(store: Store, hands: Hands): AttentionPart {
  const words = () => store.get("langInForce");
  const shown = () => comparedHeads(store);
  const pair = createPairHand({
    className: "compare-pair",
    shown,
    say(at) {
      const now = shown();
      return now ? sayPlace(words(), now, at) : "";
    },
    label: (panel) => titled(words(), PANELS[panel as "a"] ?? panel, t(words(), "keys")),
  });
  const mount = createMount(store, hands, {
    pictures,
    busy: () => store.get("answers").compare?.status === "loading",
    parts: { compare: pair.hand },
  });
  const figure = mount.figures.compare;
  pair.attach(figure);
  figure.open.classList.add("compare-largest");
  const controls = createCompareControls(store);

  /** A row of the largest differences shows its cell. */
  function followRows() {
    const now = shown();
    const found = now ? furthest(now) : [];
    const wide = now?.lined.columns.spots.length ?? 1;
    figure.open.querySelectorAll("tbody tr").forEach((line, at) => {
      const i = found[at] as number;
      line.addEventListener("pointerenter", () => pair.point({ row: Math.floor(i / wide), column: i % wide }));
      line.addEventListener("pointerleave", () => pair.point(null));
    });
  }

  return {
    node: el("div", { class: "attn-compare" }, controls.node, figure.node),
    draw() {
      controls.draw(shown());
      if (mount.draw()) followRows();
    },
    controls: ["heads", "part", "by", "quarter", "special", "scale", "colour"],
    light: mount.light,
    intro: () => intro(store),
    twins() {
      const { text, model, layer, head } = store.snapshot();
      const [json, tensors] = twins("/api/v1/attention", { text, model, layers: String(layer), heads: String(head) });
      return { json, tensors };
    },
  };
}
