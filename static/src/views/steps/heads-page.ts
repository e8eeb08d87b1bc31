/** What this head adds, beside the other heads of its layer. */
import { headsTable } from "./tables.ts";
import { headParts } from "./heads.ts";
import { createFigure } from "../../panel/figure.ts";
import { t, titled } from "../../core/words/index.ts";
import { sayHead, sayHeads } from "./say.ts";
import type { Lang, Region, Theme } from "../../core/types.ts";
import type { HeadStep } from "../../data/types.ts";
import type { Hands } from "../../panel/figure.ts";

type Now = { step: HeadStep; lang: Lang; look: Theme };

const headOf = (id: string) => (id === "bias" ? -1 : Number(id.slice(5)));

export function createHeadParts(hands: Hands, choose: (head: number) => void) {
  let now: Now | null = null;
  const pick = (id: string) => {
    if (headOf(id) >= 0) choose(headOf(id));
  };
  const say = (id: string) => (now ? sayHead(now.lang, now.step, headOf(id)) : "");
  const figure = createFigure({
    className: "inspect-heads",
    hands,
    meaning: { cursor: () => null, say: ({ id }) => say(id), pick: ({ id }) => pick(id) },
  });

  return {
    node: figure.node,
    draw(next: Now) {
      now = next;
      const { step, lang, look } = next;
      const found = step.contributions !== null;
      figure.heading.textContent = t(lang, "inspect-heads-title", { layer: step.layer });
      figure.summary.textContent = sayHeads(lang, step);
      figure.box.hidden = !found;
      figure.table.node.hidden = !found;
      if (!found || figure.room() < 1) return;
      const scene = headParts(step, { width: figure.room(), lang });
      const ids = scene.regions.map(({ id }) => id);
      figure.show(scene, look, [
        [
          "heads",
          {
            label: titled(lang, scene.title, t(lang, "keys")),
            rows: ids.length,
            columns: 1,
            box: (row) => scene.regions[row] as Region,
            find: (id) => (ids.includes(id) ? [ids.indexOf(id), 0] : null),
            say: (row) => say(ids[row] ?? "bias"),
            enter: () => {},
            pick: (row) => pick(ids[row] ?? "bias"),
          },
        ],
      ]);
      figure.table.set(t(lang, "inspect-heads-open"), () => headsTable(lang, step));
    },
  };
}
