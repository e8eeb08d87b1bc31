/** Beside the list: the dimensions that made one key's score. */
import { dimsPicture, keyOf, stepIn } from "./pictures.ts";
import { dimensionOrder } from "./dims.ts";
import { productsOf } from "./numbers.ts";
import { el, segments } from "../../panel/dom.ts";
import { overCells } from "../../panel/grids.ts";
import { createMount } from "../../panel/mount.ts";
import { t, titled } from "../../core/words/index.ts";
import { sayDimension } from "./say.ts";
import type { Region } from "../../core/types.ts";
import type { Hands } from "../../panel/figure.ts";
import type { Store } from "../../state/app.ts";
import type { Order } from "./dims.ts";

/** Drawn anew only for another key, order or step. */
export function createDimensions(store: Store, hands: Hands) {
  const words = () => store.get("langInForce");
  const now = () => {
    const step = stepIn(store);
    return step && { step, key: keyOf(store, step) };
  };
  const mount = createMount(store, hands, {
    pictures(_, { width }) {
      const shown = now();
      return shown ? [dimsPicture(store, shown.step, shown.key, width)] : [];
    },
    inputs: () => [now()?.step, now()?.key, store.get("dims")],
    parts: {
      dims: {
        className: "inspect-dims",
        say(_, __, column) {
          const shown = now();
          if (!shown) return "";
          const { step, key } = shown;
          const order = dimensionOrder(productsOf(step, key), store.get("dims"));
          return sayDimension(words(), step, key, order[column] ?? 0);
        },
        grids: ({ scene: { regions, title } }) =>
          regions
            .slice(0, 1)
            .map((cells: Region) =>
              overCells(cells, titled(words(), title, t(words(), "keys")), { id: "dims", rows: 1 }),
            ),
      },
    },
  });
  const sorting = el("span", { class: "segments" });
  mount.figures.dims.tools.append(sorting);

  return {
    node: mount.figures.dims.node,
    draw() {
      if (!mount.draw()) return;
      const choices = ["size", "index"].map((value) => ({ value, words: t(words(), `inspect-order-${value}`) }));
      segments(sorting, t(words(), "inspect-dims-order"), choices, store.get("dims"), (value) =>
        store.set({ dims: value as Order }),
      );
    },
  };
}
