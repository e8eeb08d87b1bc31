/** What a model expects at the chosen token, before a change and after it. */
import { WIDEST, expectedAt, expectedScene, expectedTable, expectedToken, expects, sayExpected } from "./expected.ts";
import { changeIn } from "./pictures.ts";
import { shareWords } from "./before-after.ts";
import { cellBox } from "../../core/scene/hit.ts";
import { visible } from "../../core/scene/text.ts";
import { createFigure } from "../../panel/figure.ts";
import { t, titled } from "../../core/words/index.ts";
import type { Region } from "../../core/types.ts";
import type { Hands } from "../../panel/figure.ts";
import type { Store } from "../../state/app.ts";
import type { Pair } from "./before-after.ts";

export function createExpected(store: Store, hands: Hands) {
  let list: Pair[] = [];
  const say = (row: number) => {
    const one = list[row];
    return one
      ? t(store.get("words"), "change-say-expected", {
          text: visible(one.text),
          before: shareWords(one.before, one.beforeAtMost),
          after: shareWords(one.after, one.afterAtMost),
        })
      : "";
  };
  const figure = createFigure({
    className: "change-expected",
    hands,
    meaning: { cursor: () => null, say: (_, row) => say(row), pick: () => {} },
  });
  let drawn = "";
  let width = 0;

  return {
    node: figure.node,
    /**
     * Costs nothing while neither the token nor the answer changed.
     * @param measure whether the room may be another
     */
    draw(measure: boolean = false) {
      const data = changeIn(store);
      const run = data?.after;
      figure.node.hidden = !expects(run);
      if (!run || figure.node.hidden) return;
      if (measure) width = Math.min(figure.room(), WIDEST);
      if (width < 1) return;
      const { words: lang, look } = store.snapshot();
      const token = expectedToken(store, run);
      const now = JSON.stringify([
        run.mask,
        run.ablate,
        data.text,
        data.temperature,
        run.model.id,
        token,
        width,
        lang,
        look,
      ]);
      if (now === drawn) return;
      drawn = now;
      const expected = expectedAt(store, run, token);
      const { title } = expected;
      list = expected.list;
      figure.heading.textContent = title;
      const scene = expectedScene(lang, expected, width);
      const region = scene.regions[0] as Region;
      figure.show(scene, look, [
        [
          "expected",
          {
            label: titled(lang, title, t(lang, "keys")),
            rows: list.length,
            columns: 1,
            box: (row) => cellBox(region, row, 0),
            find: (id, row) => (id === region.id ? [row, 0] : null),
            say,
            enter: () => {},
            pick: () => {},
          },
        ],
      ]);
      figure.table.set(t(lang, "change-table-expected"), () => expectedTable(lang, expected));
      figure.summary.textContent = [
        ...sayExpected(lang, expected, data.temperature),
        t(lang, "change-pick-token"),
      ].join(lang === "zh" ? "" : " ");
    },
  };
}
