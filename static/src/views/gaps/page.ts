/** Accuracy against gap: its points. */
import { drawnIn, intro, pictures, sayGap } from "./pictures.ts";
import { overPlaces } from "../../panel/grids.ts";
import { createMount } from "../../panel/mount.ts";
import { t, titled } from "../../core/words/index.ts";
import type { Picture, Region } from "../../core/types.ts";
import type { Hands } from "../../panel/figure.ts";
import type { Store } from "../../state/app.ts";

export function create(store: Store, hands: Hands) {
  const words = () => store.get("langInForce");
  const plots = () => drawnIn(store)?.plots ?? [];

  const grids = ({ scene: { regions } }: Picture) =>
    plots().map(({ id: name, series, gaps }) => {
      const lines = series.map((_, row) =>
        gaps.map((__, at) => regions.find(({ id }) => id === `${name}-${at}-${row}`) as Region),
      );
      const label = titled(words(), t(words(), `gaps-plot-${name}`), t(words(), "keys"));
      return overPlaces(name, lines, label, {
        find(id) {
          const [own, at] = id.split("-");
          return own === name ? [0, Number(at)] : null;
        },
      });
    });
  const mount = createMount(store, hands, {
    pictures,
    parts: {
      gaps: {
        className: "gaps",
        /** Of an id such as comparison-3, or comparison-3-0 for one line. */
        say({ id }) {
          const [name, at, line] = id.split("-");
          const plot = plots().find((one) => one.id === name);
          if (!plot) return "";
          const { series } = plot;
          return sayGap(
            words(),
            plot,
            Number(at),
            line === undefined ? series : series.slice(Number(line), Number(line) + 1),
          );
        },
        grids,
      },
    },
  });

  return {
    node: mount.figures.gaps.node,
    draw: mount.draw,
    pickers: [] as const,
    intro: () => intro(store),
    twins: () => ({ json: `/api/v1/cards/${drawnIn(store)?.comparison ? "comparison" : "lstm"}` }),
    notes: false,
  };
}
