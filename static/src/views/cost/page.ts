/** What attention and a cell cost, measured when asked: its points, and measuring again. */
import { drawnIn, intro, pictures, sayCost } from "./pictures.ts";
import { linesOf, MEASURES } from "./scene.ts";
import { el } from "../../panel/dom.ts";
import { overPlaces } from "../../panel/grids.ts";
import { createMount } from "../../panel/mount.ts";
import { t, titled } from "../../core/words/index.ts";
import type { Picture, Region } from "../../core/types.ts";
import type { Hands } from "../../panel/figure.ts";
import type { Store } from "../../state/app.ts";
import type { CostData, Measure } from "./scene.ts";

export function create(store: Store, hands: Hands) {
  const words = () => store.get("langInForce");
  const busy = () => store.get("answers").cost?.status === "loading";

  function grids({ scene: { regions } }: Picture) {
    const data = drawnIn(store) as CostData;
    const lang = words();
    return MEASURES.map((measure) => {
      const lines = linesOf(lang, data, measure).map((_, row) =>
        data.lengths.map((__, at) => regions.find(({ id }) => id === `${measure}-${at}-${row}`) as Region),
      );
      const label = titled(lang, t(lang, `cost-plot-${measure}`), t(lang, "keys"));
      return overPlaces(measure, lines, label, {
        find(id) {
          const [name, at] = id.split("-");
          return name === measure ? [0, Number(at)] : null;
        },
      });
    });
  }
  const mount = createMount(store, hands, {
    pictures,
    busy,
    parts: {
      cost: {
        className: "cost",
        /** Of an id such as ms-3, or ms-3-1 for one line. */
        say({ id }) {
          const [measure, at, row] = id.split("-");
          const data = drawnIn(store);
          return data
            ? sayCost(words(), data, measure as Measure, Number(at), row === undefined ? undefined : Number(row))
            : "";
        },
        grids,
      },
    },
  });
  const again = el("button", { type: "button", class: "plain" });
  again.addEventListener("click", () => hands.again("cost"));
  mount.figures.cost.tools.append(again);

  return {
    node: mount.figures.cost.node,
    draw() {
      mount.draw();
      again.textContent = t(words(), "cost-again");
      again.disabled = busy();
    },
    pickers: ["cell"] as const,
    intro: () => intro(store),
    twins: () => ({
      json: `/api/v1/cost?${new URLSearchParams({ model: store.get("model"), cell: store.get("cell") })}`,
    }),
    notes: false,
  };
}
