/** What attention and a cell cost, measured when asked. */
import { cost, linesOf, MEASURES } from "../views/cost.js";
import { modelName } from "../views/labels.js";
import { t } from "../ui/i18n.js";
import { cell } from "./tables.js";

/** @typedef {import("../types.js").Lang} Lang */
/** @typedef {import("../views/cost.js").CostData} CostData */
/** @typedef {import("../views/cost.js").Measure} Measure */
/** @typedef {ReturnType<typeof import("../state/app.js").createState>} Store */

/** @param {Store} store @returns {CostData | null} */
export const drawnIn = (store) => store.get("labData")["cost"]?.data ?? null;

/** Counts whole, times to four significant digits. @param {Measure} measure @param {number} value */
export const amount = (measure, value) => (measure === "ms" ? String(Number(value.toPrecision(4))) : value.toLocaleString("en-US"));

/** How many tokens the sentence at hand is to either model. @param {Store} store */
function lengthsIn(store) {
  const { text, attention: { data: one }, gates: { data: net } } = store.snapshot();
  return { attention: one?.text === text ? one.tokens.length : null, gates: net?.text === text ? net.read.length : null };
}

/** @param {Store} store @param {CostData} data @param {number} width */
export const scene = (store, data, width) => cost(data, { width, lang: store.get("words"), tokens: lengthsIn(store).gates });

/** What the sentence at hand costs; empty where one of the two has not read it. @param {Store} store @param {CostData} data */
export function sentenceWords(store, data) {
  const lang = store.get("words");
  const { attention, gates } = lengthsIn(store);
  if (attention === null || gates === null) return "";
  const read = store.get("attention").data;
  const model = modelName(lang, read?.model ?? data.model);
  const whole = (/** @type {number} */ count) => count.toLocaleString("en-US");
  const pairs = whole(attention ** 2);
  const said = t(lang, "cost-here-words", { attention, pairs, model, gates, cell: t(lang, `cell-${data.cell}`) });
  if (read?.family !== "decoder") return said;
  return `${said}${lang === "zh" ? "" : " "}${t(lang, "cost-here-causal", { model, pairs, visible: whole((attention * (attention + 1)) / 2) })}`;
}

/**
 * By whom it was measured, what came out, and what that does not say.
 * @param {Lang} lang @param {CostData} data @param {"cost-measured" | "figure-cost-measured"} [where] words on the page, or in a figure that has left it
 */
export function saidOf(lang, data, where = "cost-measured") {
  const { model, threads, repeats, lengths: all, cell: id } = data;
  const libraries = Object.entries(model.libraries).map(([name, version]) => `${name} ${version}`).join(", ");
  const net = t(lang, `cell-${id}`);
  const times = (/** @type {readonly number[]} */ values) => String(Number(((values.at(-1) ?? NaN) / (values[0] ?? NaN)).toPrecision(3)));
  return {
    measured: t(lang, where, { threads, repeats, model: modelName(lang, model), cell: net, libraries }),
    ratio: t(lang, "cost-ratio", {
      from: all[0] ?? 0, to: all.at(-1) ?? 0, times: times(all), cell: net, attention: times(data.attention.milliseconds),
      fused: times(data.cell_fused.milliseconds), unrolled: times(data.cell_unrolled.milliseconds),
    }),
    honest: t(lang, "cost-honest"),
  };
}

/** @param {Lang} lang @param {CostData} data @returns {import("../types.js").TableModel} a row a length */
export function costTable(lang, data) {
  const columns = MEASURES.flatMap((measure) => linesOf(lang, data, measure).filter(({ id }) => id !== "pairs").map(({ name, values }) => ({ measure, name, values })));
  const visible = data.attention.visible_pairs;
  const head = [t(lang, "cost-table-tokens"), t(lang, "cost-table-pairs"), ...(visible ? [t(lang, "cost-table-visible")] : []), ...columns.map(({ measure, name }) => t(lang, `cost-table-${measure}`, { name }))];
  const whole = (/** @type {number | undefined} */ value) => cell(value, (one) => amount("products", one));
  const rows = data.lengths.map((n, at) => [
    cell(n, String), whole(data.attention.pairs?.[at]), ...(visible ? [whole(visible[at])] : []), ...columns.map(({ measure, values }) => cell(values[at], (one) => amount(measure, one))),
  ]);
  return { caption: t(lang, "lab-cost"), head, rows };
}

/** When it was measured, as far as the answer says. @param {Lang} lang @param {CostData} data */
const whenOf = (lang, { measured_at: at }) => (at ? t(lang, "figure-cost-when", { when: at.slice(0, 16).replace("T", " ") }) : "");

/** @type {import("../types.js").Maker} */
export function pictures(store, { width }) {
  const data = drawnIn(store);
  if (!data) return [];
  const lang = store.get("words");
  const drawn = scene(store, data, width);
  const { measured, ratio, honest } = saidOf(lang, data, "figure-cost-measured");
  return [{
    id: "cost", heading: drawn.title, scene: drawn, summary: ratio, notes: [sentenceWords(store, data), measured, whenOf(lang, data), ratio, honest].filter(Boolean),
    definitions: [data.definition], tables: [{ title: drawn.title, make: () => costTable(lang, data) }],
  }];
}

/** @param {Store} store */
export const intro = (store) => t(store.get("words"), "cost-intro");

/** @type {import("../types.js").FigureEntry} */
export const figure = { id: "cost", pictures, intro, gates: true, attention: true, sentence: false };
