/** What this head adds, beside the other heads of its layer. */
import { headsTable } from "../../figures/steps-tables.js";
import { headParts } from "../../views/inspector/heads.js";
import { createFigure } from "../figure.js";
import { t, titled } from "../i18n.js";
import { sayHead, sayHeads } from "./steps-say.js";

/** @typedef {import("../../types.js").HeadStep} HeadStep */
/** @typedef {{step: HeadStep, lang: import("../../types.js").Lang, look: import("../../types.js").Theme}} Now */

/** @param {string} id */
const headOf = (id) => (id === "bias" ? -1 : Number(id.slice(5)));

/** @param {import("../figure.js").Hands} hands @param {(head: number) => void} choose */
export function createHeadParts(hands, choose) {
  /** @type {Now | null} */
  let now = null;
  const pick = (/** @type {string} */ id) => {
    if (headOf(id) >= 0) choose(headOf(id));
  };
  const say = (/** @type {string} */ id) => (now ? sayHead(now.lang, now.step, headOf(id)) : "");
  const figure = createFigure({
    className: "inspect-heads",
    hands,
    meaning: { cursor: () => null, say: ({ id }) => say(id), pick: ({ id }) => pick(id) },
  });

  return {
    node: figure.node,
    /** @param {Now} next */
    draw(next) {
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
            label: titled(lang, scene.title, t(lang, "keys")), rows: ids.length, columns: 1,
            box: (row) => /** @type {import("../../types.js").Region} */ (scene.regions[row]),
            find: (id) => (ids.includes(id) ? [ids.indexOf(id), 0] : null),
            say: (row) => say(ids[row] ?? "bias"), enter: () => {}, pick: (row) => pick(ids[row] ?? "bias"),
          },
        ],
      ]);
      figure.table.set(t(lang, "inspect-heads-open"), () => headsTable(lang, step));
    },
  };
}
