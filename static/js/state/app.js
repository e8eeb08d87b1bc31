/** The page's one state object: what the URL holds, and what was fetched for it. */
import { NONE } from "./lacking.js";
import { createStore } from "./store.js";
import { fromQuery } from "./permalink.js";

/** @template T @typedef {import("../types.js").Resource<T>} Resource */
/**
 * @typedef {object} Fetched
 * @property {import("../types.js").ModelsAnswer | null} models
 * @property {Resource<import("../types.js").AttentionData>} attention
 * @property {Resource<import("../types.js").HeadData>} oneHead
 * @property {Resource<import("../types.js").GatesData>} gates
 * @property {Resource<import("../types.js").PredictionsData>} predictions
 * @property {Resource<import("../types.js").ContextData>} context
 * @property {Record<string, Resource<any>>} labData what the memory panel's views ask for, by the name of the source
 * @property {Record<string, Resource<any>>} attnData what the attention panel's views ask for
 * @property {readonly import("../types.js").HeadRef[]} lacking heads that were asked for, and the model has not
 * @property {import("../types.js").Cursor | null} cursor what is pointed at, or else what is pinned
 * @property {boolean} typing whether the text changes under the reader's fingers
 * @property {import("../types.js").Theme} look the theme in force
 * @property {import("../types.js").Lang} words the language in force
 */
/** @typedef {import("./permalink.js").ViewState & Fetched} AppState */

const idle = () => ({ status: /** @type {const} */ ("idle"), data: null, problem: null });

/**
 * @param {string} query the URL's
 * @param {Pick<Fetched, "look" | "words">} reader
 * @returns {ReturnType<typeof createStore<AppState>>}
 */
export function createState(query, reader) {
  const view = fromQuery(query);
  return createStore(
    /** @type {AppState} */ ({
      ...view, ...reader,
      models: null, attention: idle(), oneHead: idle(), gates: idle(), predictions: idle(), context: idle(), labData: {}, attnData: {}, lacking: NONE,
      cursor: view.pin, typing: false,
    }),
  );
}
