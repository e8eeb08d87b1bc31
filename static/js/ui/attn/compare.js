/** One head beside another: of another sentence, another model, or the same one. */
import { filtered } from "../../data/filter.js";
import { divergences, largest, lineUp, meanDifference } from "../../data/lined-up.js";
import { matrixOf } from "../../data/matrix.js";
import { compare } from "../../views/compare.js";
import { most } from "../../views/change.js";
import { modelName, tokenName } from "../../views/labels.js";
import { el } from "../dom.js";
import { t } from "../i18n.js";
import { twins } from "../panel-words.js";
import { percent } from "../say.js";
import { table } from "../tables.js";
import { createCompareControls } from "./compare-controls.js";
import { bitsWords, points, small } from "./difference-words.js";
import { createPairFigure } from "./pair-figure.js";

/** @typedef {import("../../types.js").HeadData} HeadData */
/** @typedef {import("../../types.js").Lang} Lang */
/** @typedef {import("../../types.js").Matrix} Matrix */
/** @typedef {import("../../types.js").Token} Token */
/** @typedef {import("../../data/lined-up.js").LinedUp} LinedUp */
/** @typedef {import("../../data/lined-up.js").Spot} Spot */
/** @typedef {import("../../state/attn/compare.js").CompareData} CompareData */
/** @typedef {ReturnType<typeof import("../../state/app.js").createState>} Store */
/** @typedef {{against: CompareData["against"], texts: [string, string], first: Matrix, second: Matrix, lined: LinedUp, bits: number[], hidden: boolean}} Shown */

const LARGEST = 8;

/**
 * What a cell of the shared axes says, the same in each of the three pictures.
 * @param {Lang} lang @param {LinedUp} lined @param {number} row @param {number} column
 */
export function sayCompared(lang, { rows, columns, a, b, between }, row, column) {
  const i = row * columns.spots.length + column;
  const words = { query: tokenName(/** @type {Token} */ (rows.labels[row])), key: tokenName(/** @type {Token} */ (columns.labels[column])) };
  const [first, second] = [a[i] ?? NaN, b[i] ?? NaN];
  if (Number.isNaN(first) && Number.isNaN(second)) return t(lang, "versus-say-none", words);
  if (Number.isNaN(first)) return t(lang, "versus-say-only", { ...words, letter: "B", other: "A", value: percent(second) });
  if (Number.isNaN(second)) return t(lang, "versus-say-only", { ...words, letter: "A", other: "B", value: percent(first) });
  return t(lang, "versus-say-cell", { ...words, a: percent(first), b: percent(second), difference: points(lang, between[i] ?? NaN) });
}

/** @param {Store} store @param {import("../figure.js").Hands} hands @returns {import("../../types.js").AttnPart} */
export function create(store, hands) {
  const words = () => store.get("words");
  /** @type {{inputs: unknown[], made: Shown | null}} */
  let kept = { inputs: [], made: null };

  /** @returns {Shown | null} */
  function shown() {
    const { attnData, part, quarter, by, special, renormalise, least, mass, matched, against } = store.snapshot();
    /** @type {CompareData | null} */
    const data = attnData["compare"]?.data ?? null;
    const inputs = [data, part, quarter, by, special, renormalise, matched, against];
    if (inputs.every((one, i) => one === kept.inputs[i])) return kept.made;
    kept = { inputs, made: null };
    if (!data || data.against !== against || data.a.own.length === 0 || data.b.own.length === 0) return null;
    let hidden = false;
    const of = (/** @type {HeadData} */ head) => {
      const whole = matrixOf(head, { part, quarter, by });
      const made = filtered(whole, { special, renormalise, filter: "none", least, mass }).matrix;
      hidden ||= made !== whole && made.weights.length < whole.weights.length;
      return made;
    };
    const [first, second] = [of(data.a), of(data.b)];
    const lined = lineUp(first, second, against === "head" ? "same" : against === "model" ? "spans" : matched === "moved" ? "moved" : "script");
    kept.made = { against, texts: [data.text, data.textB], first, second, lined, bits: divergences(lined), hidden };
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
  function summary(lang, { lined, bits, against, first, second }) {
    const { mean, count } = meanDifference(lined.between);
    const lines = [];
    const spots = lined.columns.spots;
    const only = (/** @type {"a" | "b"} */ name) => spots.filter((spot) => spot[name].length && !spot[name === "a" ? "b" : "a"].length).length;
    const both = spots.filter(({ a, b }) => a.length && b.length);
    if (against === "text") {
      const moved = movedCount(both);
      lines.push(t(lang, store.get("matched") === "moved" ? "versus-matched-moved" : "versus-matched", { same: both.length, moved, a: only("a"), b: only("b") }));
    }
    if (against === "model") {
      lines.push(t(lang, "versus-places", {
        a: first.keys.labels.length, b: second.keys.labels.length, modelA: modelName(lang, first.model), modelB: modelName(lang, second.model), places: spots.length,
      }));
    }
    if (count === 0) lines.push(t(lang, "versus-summary-none"));
    else {
      const rows = bits.filter((value) => !Number.isNaN(value));
      const best = most(bits.map((value) => (Number.isNaN(value) ? -1 : value)));
      const label = lined.rows.labels[best];
      const bitsMean = rows.reduce((sum, value) => sum + value, 0) / rows.length;
      lines.push(t(lang, "versus-summary", { count, mean: small(mean), bits: bitsWords(bitsMean), query: label ? tokenName(label) : "", most: bitsWords(bits[best] ?? NaN) }));
      if (mean === 0) lines.push(t(lang, `versus-one-${against}`));
    }
    return lines.join(lang === "zh" ? "" : " ");
  }

  /** @param {Lang} lang @param {Shown} now */
  function drawLargest(lang, { lined }) {
    const found = largest(lined.between, LARGEST);
    most0.hidden = found.length === 0;
    if (found.length === 0) return;
    const wide = lined.columns.spots.length;
    const rows = found.map((i) => {
      const [query, key] = [lined.rows.labels[Math.floor(i / wide)], lined.columns.labels[i % wide]];
      return [`${query ? tokenName(query) : ""} → ${key ? tokenName(key) : ""}`, percent(lined.a[i] ?? NaN), percent(lined.b[i] ?? NaN), points(lang, lined.between[i] ?? NaN)];
    });
    const made = table(t(lang, "versus-largest"), [t(lang, "versus-link"), "A", "B", "B − A"], rows);
    made.querySelectorAll("tbody tr").forEach((line, at) => {
      const i = /** @type {number} */ (found[at]);
      line.addEventListener("pointerenter", () => pair.point(Math.floor(i / wide), i % wide));
      line.addEventListener("pointerleave", () => pair.leave());
    });
    most0.replaceChildren(el("h3", {}, t(lang, "versus-largest")), el("div", { class: "largest-box", tabindex: 0, role: "region", "aria-label": t(lang, "versus-largest") }, made));
  }

  function draw() {
    const { words: lang, look, scale, colour, attnData } = store.snapshot();
    const now = shown();
    controls.draw(now);
    pair.node.hidden = !now;
    if (!now) return;
    pair.node.classList.toggle("stale", attnData["compare"]?.status === "loading");
    pair.heading.textContent = t(lang, `versus-title-${now.against}`, { layer: now.first.layer, head: now.first.head, model: modelName(lang, now.first.model) });
    if (pair.room() < 1) return;
    const scene = compare(now, { width: pair.room(), lang, scale, colour });
    const named = { a: "A", b: "B", between: "B − A" };
    pair.picture(scene, look, { lined: now.lined, first: now.first }, (panel) => `${named[/** @type {"a"} */ (panel)] ?? panel}. ${t(lang, "keys")}`);
    pair.summary.replaceChildren(summary(lang, now), lang === "zh" ? "" : " ", t(lang, "versus-js-definition"));
    pair.table.set(t(lang, "versus-table"), () => compareTable(lang, now));
    drawLargest(lang, now);
  }

  return {
    node, draw,
    controls: ["heads", "part", "by", "quarter", "special", "scale", "colour"],
    light: pair.light,
    intro: () => t(words(), "versus-intro"),
    twins() {
      const { text, model, layer, head } = store.snapshot();
      const [json, tensors] = twins("/api/v1/attention", { text, model, layers: String(layer), heads: String(head) });
      return { json, tensors };
    },
  };
}

/** How many matched tokens stand at another place among those that are matched. @param {readonly Spot[]} both in the first's order */
function movedCount(both) {
  const second = both.map(({ b }) => b[0] ?? 0);
  const sorted = [...second].sort((x, y) => x - y);
  return second.filter((value, i) => value !== sorted[i]).length;
}

/** @param {Lang} lang @param {Shown} now */
function compareTable(lang, { lined }) {
  const number = (/** @type {number | undefined} */ value) => (value === undefined || Number.isNaN(value) ? "–" : value.toFixed(4).replace("-", "−"));
  const wide = lined.columns.labels.length;
  return table(t(lang, "versus-table"), [t(lang, "table-query"), ...lined.columns.labels.map(tokenName)], lined.rows.labels.map((label, row) => [
    tokenName(label),
    ...lined.columns.labels.map((_, column) => {
      const i = row * wide + column;
      return `${number(lined.a[i])} · ${number(lined.b[i])} · ${number(lined.between[i])}`;
    }),
  ]));
}
