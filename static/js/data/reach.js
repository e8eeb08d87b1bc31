/** The API's answers about gradients and swapped words as the views take them, and what is read off them. */

/** @typedef {import("../types.js").ReachCurve} ReachCurve */
/** @typedef {import("../types.js").ReachData} ReachData */
/** @typedef {import("../types.js").SwapsOfCell} SwapsOfCell */
/** @typedef {import("../types.js").CounterfactualData} CounterfactualData */

/** @param {any} answer of /api/v1/gates with its reach @returns {ReachCurve} */
export const curveOf = ({ cell, checkpoint, forget_bias: forgetBias, recurrent_scale: recurrentScale, reach }) => ({
  cell, checkpoint, forgetBias, recurrentScale, norms: reach.norms, ratios: reach.ratios,
  slope: reach.slope, rSquared: reach.r_squared, halfLife: reach.half_life, doubling: reach.doubling, definition: reach.definition,
  apart: reach.first_apart ?? null,
});

/** @param {any} answer of /api/v1/gates with its counterfactual @returns {SwapsOfCell} */
export const swapsOf = ({ cell, counterfactual: { values, unknown, replacements, baseline, definition } }) => ({
  cell, values, unknown, baseline, definition,
  replacements: replacements.map((/** @type {any[]} */ row) =>
    row.map(({ id, text, total_variation: totalVariation, predictions }) => ({ id, text, totalVariation, predictions })),
  ),
});

/** The trained curves, and the untrained ones where they are about the same token of the same sentence. @param {ReachData | null} initial @param {ReachData} trained @returns {ReachData} */
export function merged(initial, trained) {
  const same = initial && initial.text === trained.text && initial.token === trained.token;
  return { ...trained, curves: [...trained.curves, ...(same ? initial.curves : [])] };
}

/** The curves whose state at T is more than rounding. @param {ReachData} data @returns {ReachData} */
export const heldOf = (data) => ({ ...data, curves: data.curves.filter(({ apart }) => apart === null) });

/** The curve's number at a token, ratio or norm; undefined after the token that is looked from. @param {ReachCurve} curve @param {"ratio" | "norm"} measure @param {number} from @param {number} token */
export const reached = ({ norms, ratios }, measure, from, token) => (measure === "norm" ? norms : ratios)[from - token];

/**
 * One cell's token before T whose replacement moves the prediction most, and the one with the largest gradient.
 * @param {CounterfactualData} data @param {number} index of the cell
 */
export function extremes({ reach, cells }, index) {
  const { values } = /** @type {SwapsOfCell} */ (cells[index]);
  const { norms, ratios } = /** @type {ReachCurve} */ (reach.curves[index]);
  // <s> is never replaced, and T itself is not remembered but read.
  const tokens = Array.from({ length: Math.max(reach.token - 1, 0) }, (_, i) => i + 1);
  const most = (/** @type {(token: number) => number} */ of) => tokens.reduce((best, token) => (of(token) > of(best) ? token : best), tokens[0] ?? reach.token);
  const norm = (/** @type {number} */ token) => norms[reach.token - token] ?? null;
  const about = (/** @type {number} */ token) => ({
    token, distance: reach.token - token, moved: values[token] ?? 0, norm: norm(token), ratio: ratios[reach.token - token] ?? null,
  });
  const swapped = about(most((token) => values[token] ?? 0));
  const own = swapped.norm;
  const rank = own === null ? null : 1 + tokens.filter((token) => (norm(token) ?? 0) > own).length;
  return { swapped, rank, count: tokens.length, steepest: about(most((token) => norm(token) ?? 0)) };
}

/**
 * What a token can be swapped for: the rivals that any of the nets names, and the nets that name each.
 * @param {readonly SwapsOfCell[]} cells @param {number} token
 * @returns {{id: number, text: string, cells: string[]}[]} those of most nets first, else in the nets' own order
 */
export function rivalsOf(cells, token) {
  /** @type {Map<number, {id: number, text: string, cells: string[]}>} */
  const found = new Map();
  for (const { cell, replacements } of cells) {
    for (const { id, text } of replacements[token] ?? []) {
      const one = found.get(id) ?? { id, text, cells: [] };
      one.cells.push(cell);
      found.set(id, one);
    }
  }
  return [...found.values()].sort((a, b) => b.cells.length - a.cells.length);
}
