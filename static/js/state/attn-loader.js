/** From the state to what the attention panel's views ask for beside the head in full. */
import { attentionView } from "./permalink.js";
import { createSourceLoader } from "./source-loader.js";

/** @param {ReturnType<typeof import("./app.js").createState>} store @param {readonly import("../types.js").AttnSource[]} sources @param {import("../data/transport.js").Reach} reach */
export const createAttnLoader = (store, sources, reach) =>
  createSourceLoader(store, sources, { field: "attnData", shown: attentionView, chosenBy: ["view", "attend"], reach });
