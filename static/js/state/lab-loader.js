/** From the state to the laboratory's data. */
import { labView } from "./permalink.js";
import { createSourceLoader } from "./source-loader.js";

/** What is changed by sliders: let come to rest before it is asked about. */
const SLID = /** @type {const} */ (["forget_bias", "recurrent_scale"]);

/** @param {ReturnType<typeof import("./app.js").createState>} store @param {readonly import("../types.js").LabSource[]} sources @param {import("../data/transport.js").Reach} reach */
export const createLabLoader = (store, sources, reach) =>
  createSourceLoader(store, sources, { field: "labData", shown: labView, chosenBy: ["view", "lab"], slid: SLID, reach });
