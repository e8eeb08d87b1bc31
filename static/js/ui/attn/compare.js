/** One head beside another: of another sentence, another model, or the same one. */
import { compareScene, compareTable, comparedHeads, furthest, headingOf, intro, largestName, largestTable, sayCompared, sumUpCompared } from "../../figures/compare.js";
import { tokenName } from "../../views/labels.js";
import { el } from "../dom.js";
import { t, titled } from "../i18n.js";
import { twins } from "../panel-words.js";
import { tableNode } from "../tables.js";
import { createCompareControls } from "./compare-controls.js";
import { bitsWords } from "./difference-words.js";
import { createPairFigure } from "./pair-figure.js";

/** @typedef {import("../../types.js").Lang} Lang */
/** @typedef {import("../../types.js").Matrix} Matrix */
/** @typedef {import("../../types.js").Token} Token */
/** @typedef {import("../../figures/compare.js").Shown} Shown */
/** @typedef {ReturnType<typeof import("../../state/app.js").createState>} Store */

/** @param {Store} store @param {import("../figure.js").Hands} hands @returns {import("../../types.js").AttnPart} */
export function create(store, hands) {
  const words = () => store.get("words");
  /** @type {{inputs: unknown[], made: Shown | null}} */
  let kept = { inputs: [], made: null };

  /** @returns {Shown | null} */
  function shown() {
    const { attnData, part, quarter, by, special, renormalise, matched, against } = store.snapshot();
    const data = attnData["compare"]?.data ?? null;
    const inputs = [data, part, quarter, by, special, renormalise, matched, against];
    if (inputs.every((one, i) => one === kept.inputs[i])) return kept.made;
    kept = { inputs, made: comparedHeads(store) };
    return kept.made;
  }

  /** @param {import("./pair-figure.js").Pointed} at */
  function say({ panel, row, column }) {
    const now = shown();
    if (!now) return "";
    const lang = words();
    const { lined, bits, first, second } = now;
    if (panel === "bars") {
      const own = bits[row ?? 0] ?? NaN;
      const query = tokenName(/** @type {Token} */ (lined.rows.labels[row ?? 0]));
      return Number.isNaN(own) ? t(lang, "versus-say-row-none", { query }) : t(lang, "versus-say-row", { query, bits: bitsWords(own) });
    }
    if (row !== null && column !== null) return sayCompared(lang, lined, row, column);
    const axis = row === null ? lined.columns : lined.rows;
    const at = row ?? column ?? 0;
    const spot = axis.spots[at];
    const label = axis.labels[at];
    if (!spot || !label) return "";
    const side = (/** @type {Matrix} */ matrix) => (row === null ? matrix.keys : matrix.queries);
    const where = /** @type {const} */ (["a", "b"]).flatMap((name) => {
      const own = spot[name].flatMap((cell) => side(name === "a" ? first : second).tokens[cell] ?? []);
      return own.length ? [t(lang, "versus-where", { indices: own.join(", "), letter: name.toUpperCase() })] : [];
    });
    return t(lang, "versus-say-label", { token: tokenName(label), where: where.join(lang === "zh" ? "、" : ", ") });
  }

  const controls = createCompareControls(store);
  const pair = createPairFigure("compare-pair", hands, say);
  const most0 = el("div", { class: "compare-largest" });
  pair.summary.after(most0);
  const node = el("div", { class: "attn-compare" }, controls.node, pair.node);

  /** @param {Lang} lang @param {Shown} now */
  function drawLargest(lang, now) {
    const found = furthest(now);
    most0.hidden = found.length === 0;
    if (found.length === 0) return;
    const wide = now.lined.columns.spots.length;
    const made = tableNode(largestTable(lang, now));
    made.querySelectorAll("tbody tr").forEach((line, at) => {
      const i = /** @type {number} */ (found[at]);
      line.addEventListener("pointerenter", () => pair.point(Math.floor(i / wide), i % wide));
      line.addEventListener("pointerleave", () => pair.leave());
    });
    most0.replaceChildren(el("h3", {}, largestName(lang, now)), el("div", { class: "largest-box", tabindex: 0, role: "region", "aria-label": largestName(lang, now) }, made));
  }

  function draw() {
    const { words: lang, look, attnData } = store.snapshot();
    const now = shown();
    controls.draw(now);
    pair.node.hidden = !now;
    if (!now) return;
    pair.node.classList.toggle("stale", attnData["compare"]?.status === "loading");
    pair.heading.textContent = headingOf(lang, now);
    if (pair.room() < 1) return;
    const scene = compareScene(store, now, pair.room());
    const named = { a: "A", b: "B", between: "B − A" };
    pair.picture(scene, look, { lined: now.lined, first: now.first }, (panel) => titled(lang, named[/** @type {"a"} */ (panel)] ?? panel, t(lang, "keys")));
    pair.summary.replaceChildren(sumUpCompared(store, now), lang === "zh" ? "" : " ", t(lang, "versus-js-definition"));
    pair.table.set(t(lang, "versus-table"), () => compareTable(lang, now));
    drawLargest(lang, now);
  }

  return {
    node, draw,
    controls: ["heads", "part", "by", "quarter", "special", "scale", "colour"],
    light: pair.light,
    intro: () => intro(store),
    twins() {
      const { text, model, layer, head } = store.snapshot();
      const [json, tensors] = twins("/api/v1/attention", { text, model, layers: String(layer), heads: String(head) });
      return { json, tensors };
    },
  };
}
