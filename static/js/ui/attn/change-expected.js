/** What a model expects at the chosen token, before a change and after it. */
import { tokenName } from "../../views/labels.js";
import { beforeAfter, pairs, shareWords } from "../../views/before-after.js";
import { cellBox } from "../../scene/hit.js";
import { visible } from "../../scene/text.js";
import { createFigure } from "../figure.js";
import { t } from "../i18n.js";
import { table } from "../tables.js";
import { small } from "./difference-words.js";

/** @typedef {import("../../state/attn/change.js").ChangeData} ChangeData */

/** @param {ReturnType<typeof import("../../state/app.js").createState>} store @param {import("../figure.js").Hands} hands */
export function createExpected(store, hands) {
  /** @type {import("../../views/before-after.js").Pair[]} */
  let list = [];
  const say = (/** @type {number} */ row) => {
    const one = list[row];
    return one ? t(store.get("words"), "change-say-expected", {
      text: visible(one.text), before: shareWords(one.before, one.beforeAtMost), after: shareWords(one.after, one.afterAtMost),
    }) : "";
  };
  const figure = createFigure({ className: "change-expected", hands, meaning: { cursor: () => null, say: (_, row) => say(row), pick: () => {} } });
  let drawn = "";
  let width = 0;

  return {
    node: figure.node,
    /** Costs nothing while neither the token nor the answer changed. @param {boolean} [measure] whether the room may be another */
    draw(measure = false) {
      /** @type {ChangeData | null} */
      const data = store.get("attnData")["change"]?.data ?? null;
      const run = data?.after;
      const { predictions_before: before, predictions_after: after, total_variation: variation } = run?.effect ?? {};
      figure.node.hidden = !before || !after;
      if (!run || !before || !after) return;
      if (measure) width = Math.min(figure.room(), 640);
      if (width < 1) return;
      const { words: lang, look, attention: { data: all } } = store.snapshot();
      const lit = hands.lit().attention.rows.filter((token) => token < run.tokens.length);
      const token = lit.at(-1) ?? run.tokens.length - 1;
      const now = JSON.stringify([run.mask, run.ablate, data?.text, data?.temperature, run.model.id, token, width, lang, look]);
      if (now === drawn) return;
      drawn = now;
      list = pairs(before[token] ?? [], after[token] ?? []);
      const own = run.tokens[token];
      const title = t(lang, all?.predicts === "masked" ? "change-expected-masked" : "change-expected", { token: own ? tokenName(own) : "" });
      figure.heading.textContent = title;
      const scene = beforeAfter(list, { width, names: [t(lang, "change-expected-before"), t(lang, "change-expected-after")], title });
      const region = /** @type {import("../../types.js").Region} */ (scene.regions[0]);
      figure.show(scene, look, [["expected", {
        label: `${title}. ${t(lang, "keys")}`, rows: list.length, columns: 1,
        box: (row) => cellBox(region, row, 0), find: (id, row) => (id === region.id ? [row, 0] : null), say, enter: () => {}, pick: () => {},
      }]]);
      figure.table.set(t(lang, "change-table-expected"), () => table(title, [t(lang, "table-next"), t(lang, "change-expected-before"), t(lang, "change-expected-after")],
        list.map((one) => [visible(one.text), shareWords(one.before, one.beforeAtMost), shareWords(one.after, one.afterAtMost)])));
      const atMost = list.some((one) => one.beforeAtMost || one.afterAtMost);
      const warm = data?.temperature === 1 ? [] : [t(lang, "change-warm", { temperature: data?.temperature ?? 1 })];
      figure.summary.textContent = [
        t(lang, "change-variation", { value: small(variation?.[token] ?? NaN) }),
        ...(atMost ? [t(lang, "change-at-most", { count: after[token]?.length ?? 0 })] : []), ...warm, t(lang, "change-pick-token"),
      ].join(lang === "zh" ? "" : " ");
    },
  };
}
