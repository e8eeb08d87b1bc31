/** How far gradients reach in the three cells, before training (with what the sliders say) and after; and what swapping a word does. */
import { ApiProblem } from "../../data/api.js";
import { netFields, postGates } from "../../data/lab-api.js";
import { curveOf, swapsOf } from "../../data/reach.js";

/** @typedef {import("../../types.js").LabSource} LabSource */
/** @typedef {import("../../types.js").ReachData} ReachData */

const CELLS = /** @type {const} */ (["lstm", "gru", "rnn"]);

/**
 * The answers of the three cells about one token.
 * @param {import("../app.js").AppState} state @param {"initial" | "trained"} checkpoint @param {string[]} include @param {import("../../types.js").Via} via
 * @returns {Promise<any[]>}
 */
async function answers(state, checkpoint, include, via) {
  const ask = (/** @type {number | null} */ token) =>
    Promise.all(
      CELLS.map((cell) => {
        const { text, forget_bias, recurrent_scale } = state;
        const fields = netFields({ cell, checkpoint, forget_bias, recurrent_scale });
        return postGates({ text, ...fields, include, ...(token === null ? {} : { token }) }, via);
      }),
    );
  try {
    return await ask(state.at);
  } catch (error) {
    // A link made for another sentence may name a token that this one lacks: its last one, then.
    const beyond = error instanceof ApiProblem && error.problem.type.endsWith("#index-out-of-range");
    if (!beyond || state.at === null) throw error;
    return ask(null);
  }
}

/** @param {any[]} found @returns {ReachData} */
function reachOf(found) {
  const [{ text, tokens, reach }] = /** @type {[any]} */ (found);
  return { text, tokens, token: reach.token, curves: found.map(curveOf), models: found.map(({ model }) => model) };
}

/** The untrained nets, as the sliders set them. @type {LabSource} */
export const source = {
  name: "reach",
  views: ["reach"],
  keys: ["text", "at", "forget_bias", "recurrent_scale"],
  ask: async (state, via) => reachOf(await answers(state, "initial", ["reach"], via)),
};

/** The trained nets: no slider acts on them. @type {LabSource} */
export const swaps = {
  name: "counterfactual",
  views: ["reach"],
  keys: ["text", "at"],
  async ask(state, via) {
    const found = await answers(state, "trained", ["reach", "counterfactual"], via);
    return { reach: reachOf(found), cells: found.map(swapsOf) };
  },
};
