/** From the state to what the attention panel's views ask for beside the head in full. */
import { attentionView } from "./permalink/index.ts";
import { createSourceLoader } from "./source-loader.ts";
import type { Reach } from "../data/transport.ts";
import type { Store } from "./app.ts";
import type { AttnSource } from "./types.ts";

export const createAttnLoader = (store: Store, sources: readonly AttnSource[], reach: Reach) =>
  createSourceLoader(store, sources, { shown: attentionView, chosenBy: ["view", "attend"], reach });
