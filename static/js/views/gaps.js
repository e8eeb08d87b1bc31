/** Accuracy against gap: the comparison nets, a line a cell with the spread over seeds, and the shipped nets beside them. */
import { line, raster, rect, text } from "../scene/marks.js";
import { textWidth } from "../scene/text.js";
import { series, t } from "../ui/i18n.js";
import { shortNumber } from "./labels.js";
import { wrapped } from "./lines.js";
import { area, curve, keepApart, lookOf, pointMark } from "./plot.js";

/** @typedef {import("../types.js").Lang} Lang */
/** @typedef {import("../types.js").Mark} Mark */
/** @typedef {import("../types.js").Region} Region */
/** @typedef {import("../types.js").Scene} Scene */
/**
 * One line of a plot.
 * @typedef {object} Series
 * @property {string} id the cell, or a variant such as rnn_identity
 * @property {readonly number[]} values accuracy at each gap, of several seeds the mean
 * @property {readonly {seed: string, values: readonly number[]}[]} seeds none where there is one net
 */
/**
 * @typedef {object} Plot
 * @property {string} id comparison, en or zh
 * @property {readonly number[]} gaps in tokens
 * @property {readonly Series[]} series
 * @property {number} chance
 * @property {readonly [number, number] | null} trained the gaps of training
 */
/** @typedef {{plots: readonly Plot[]}} GapsData */

const HEAD = 8;
const KNOWN = ["lstm", "gru", "rnn"];

/** What a series is called. @param {Lang} lang @param {string} id */
export const seriesName = (lang, id) => (id === "rnn_identity" ? t(lang, "compare-rnn-identity") : id.toUpperCase().replace(/_/g, " "));

/** A cell before its variants, and the cells in the order of the pickers. @param {Iterable<string>} ids */
export const inOrder = (ids) =>
  [...ids].sort((a, b) => (KNOWN.indexOf(a) + 1 || KNOWN.length + 1) - (KNOWN.indexOf(b) + 1 || KNOWN.length + 1) || (a < b ? -1 : 1));

/** The least and the greatest of the seeds at a gap. @param {Series} series @param {number} at @returns {[number, number]} */
export function spread({ seeds, values }, at) {
  const all = seeds.length ? seeds.map((one) => /** @type {number} */ (one.values[at])) : [/** @type {number} */ (values[at])];
  return [Math.min(...all), Math.max(...all)];
}

/**
 * @param {Plot} plot @param {{x: number, y: number, width: number, height: number, lang: Lang}} place
 * @returns {{marks: Mark[], regions: Region[]}}
 */
function accuracyPlot(plot, { x, y, width, height, lang }) {
  const { id, gaps, series, chance, trained } = plot;
  const names = series.map((one) => seriesName(lang, one.id));
  const right = Math.min(width * 0.3, Math.max(...names.map((name) => textWidth(name, 12, true)), 20) + 14);
  const title = wrapped(t(lang, `gaps-plot-${id}`), width * 0.93, 13);
  const head = 26 + (title.length - 1) * 17;
  const [left, top] = [x + 34, y + head];
  const [across, down] = [width - 34 - right, height - head - 42];
  const last = Math.max(gaps.at(-1) ?? 1, 1);
  const px = (/** @type {number} */ gap) => left + (gap / last) * across;
  // A little room above 1, so that a line of nothing but right answers is not the frame's.
  const py = (/** @type {number} */ accuracy) => top + HEAD + (1 - accuracy) * (down - HEAD);
  /** @type {Mark[]} */
  const marks = title.map((words, i) => text(words, x, y + 11 + i * 17, { size: 13, bold: true }));
  if (trained) {
    const [from, to] = [px(trained[0]), px(Math.min(trained[1], last))];
    const scale = /** @type {const} */ ({ map: "attention", kind: "linear", domain: [0, 1] });
    marks.push(raster({ x: from, y: top, width: to - from, height: down, columns: 1, rows: 1, values: [0.14], scale }));
  }
  for (const tick of [0, 0.25, 0.5, 0.75, 1]) {
    marks.push(line(left, py(tick), left + across, py(tick)));
    marks.push(text(shortNumber(tick), left - 6, py(tick) + 4, { size: 11, fill: "soft", anchor: "end" }));
  }
  let free = -Infinity;
  for (const gap of gaps) {
    const words = String(gap);
    const wide = textWidth(words, 11);
    if (gap % 10 !== 0 || px(gap) - wide / 2 < free) continue;
    free = px(gap) + wide / 2 + 10;
    marks.push(line(px(gap), top + down, px(gap), top + down + 4, { stroke: "soft" }));
    marks.push(text(words, px(gap), top + down + 16, { size: 11, fill: "soft", anchor: "middle" }));
  }
  marks.push(text(t(lang, id === "comparison" ? "gaps-axis-words" : "gaps-axis"), left + across / 2, top + down + 33, { size: 11, fill: "soft", anchor: "middle" }));

  const points = (/** @type {readonly number[]} */ values) => values.map((value, i) => /** @type {const} */ ([px(gaps[i] ?? 0), py(value)]));
  // Areas first, so that no line is hidden by another cell's spread.
  for (const one of series) {
    if (one.seeds.length < 2) continue;
    const edges = gaps.map((_, i) => spread(one, i));
    marks.push(area(points(edges.map(([, most]) => most)), points(edges.map(([least]) => least)), "faint"));
  }
  marks.push(line(left, py(chance), left + across, py(chance), { stroke: "soft", dash: "1 3", strokeWidth: 1.25 }));
  series.forEach((one, at) => {
    const look = lookOf(one.id, at);
    for (const { values } of one.seeds) marks.push(curve(points(values), { ...look, stroke: "soft", width: 0.75 }));
  });
  const ends = keepApart(series.map((one) => py(one.values.at(-1) ?? 0) + 4), 15, top + 4, top + down + 4);
  const shown = new Set(gaps.length > 24 ? gaps.filter((gap) => gap % 10 === 0) : gaps);
  series.forEach((one, at) => {
    const look = lookOf(one.id, at);
    marks.push(curve(points(one.values), look));
    points(one.values).forEach((point, i) => {
      if (shown.has(gaps[i] ?? -1)) marks.push(pointMark(point, look, 3));
    });
    const [from, to] = [py(one.values.at(-1) ?? 0), /** @type {number} */ (ends[at])];
    if (Math.abs(to - 4 - from) > 3) marks.push(line(left + across + 2, from, left + across + 9, to - 4, { stroke: "soft", strokeWidth: 0.75 }));
    marks.push(text(names[at] ?? "", left + across + 11, to, { size: 12, bold: true, fill: look.stroke }));
  });
  const said = t(lang, "gaps-chance", { share: shortNumber(chance) });
  const above = py(chance) - 5;
  marks.push(...onPaper(said, left + 6, above, 11));
  if (trained) {
    const [from, to] = [px(trained[0]), px(Math.min(trained[1], last))];
    const words = t(lang, "gaps-trained", { from: trained[0], to: trained[1] });
    const inside = textWidth(words, 11) < to - from - 10;
    marks.push(line(to, top - 4, to, top + down, { stroke: "soft", dash: "4 3" }));
    // Inside the shaded part where it is wide enough, else reaching out of it over the free room below the lines.
    marks.push(...onPaper(words, from + 6, py(0.5) + 4, 11, inside));
  }
  marks.push(rect({ x: left - 0.5, y: top - 0.5, width: across + 1, height: down + 1, fill: "none", stroke: "faint" }));

  const none = /** @type {const} */ ({ kind: "none" });
  const middle = (/** @type {number} */ i) => px(gaps[i] ?? 0);
  /** @type {Region[]} */
  const regions = gaps.map((_, i) => {
    const from = i === 0 ? left - 6 : (middle(i - 1) + middle(i)) / 2;
    const to = i === gaps.length - 1 ? left + across + 6 : (middle(i) + middle(i + 1)) / 2;
    return { id: `${id}-${i}`, role: "label", quiet: true, x: from, y: top - 6, width: to - from, height: down + 26, rows: 1, columns: 1, row: none, column: none };
  });
  // The columns come first: where points coincide, the pointer means all of them. The keyboard goes from point to point.
  series.forEach((one, at) => points(one.values).forEach(([cx, cy], i) => {
    regions.push({ id: `${id}-${i}-${at}`, role: "label", quiet: true, x: cx - 7, y: cy - 7, width: 14, height: 14, rows: 1, columns: 1, row: none, column: none });
  }));
  return { marks, regions };
}

/** Words that lines may cross, on paper of their own. @param {string} words @param {number} x @param {number} y @param {number} size @param {boolean} [bare] @returns {Mark[]} */
function onPaper(words, x, y, size, bare = false) {
  const label = text(words, x, y, { size, fill: "soft" });
  return bare ? [label] : [rect({ x: x - 2, y: y - size, width: textWidth(words, size) + 4, height: size + 4, fill: "paper" }), label];
}

/**
 * @param {GapsData} data
 * @param {{width: number, lang?: Lang}} options
 * @returns {Scene}
 */
export function gaps({ plots }, { width, lang = "en" }) {
  /** @type {Mark[]} */
  const marks = [];
  /** @type {Region[]} */
  const regions = [];
  const [main, ...beside] = plots;
  const wide = width >= 860 && beside.length > 0;
  const most = Math.min(width - 2, wide ? 1280 : 760);
  let bottom = 0;
  const put = (/** @type {Plot | undefined} */ plot, /** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ across, /** @type {number} */ height) => {
    if (!plot) return;
    const drawn = accuracyPlot(plot, { x, y, width: across, height, lang });
    marks.push(...drawn.marks);
    regions.push(...drawn.regions);
    bottom = Math.max(bottom, y + height);
  };
  if (wide) {
    const first = Math.round((most - 36) * (main?.id === "comparison" ? 0.58 : 0.5));
    const each = 470 / beside.length;
    put(main, 0, 0, first, 470);
    beside.forEach((plot, i) => put(plot, first + 36, i * each, most - first - 36, each - (beside.length > 1 ? 4 : 0)));
  } else plots.forEach((plot, i) => put(plot, 0, bottom + (i ? 18 : 0), most, i ? 220 : 330));
  return {
    width: most, height: bottom, title: t(lang, "gaps-title"),
    description: t(lang, "gaps-description", { cells: series(lang, (main?.series ?? []).map(({ id }) => seriesName(lang, id))) }),
    marks, regions,
  };
}
