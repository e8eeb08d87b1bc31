/** From the state to what the attention panel's views ask for beside the head in full. */
import { attentionView } from "./view.ts";
import { createSourceLoader } from "./source-loader.ts";
import type { Reach } from "../data/transport.ts";
import type { Store } from "./app.ts";
import type { AttentionSource } from "./types.ts";

export const createAttnLoader = (store: Store, sources: readonly AttentionSource[], reach: Reach) =>
  createSourceLoader(store, sources, { shown: attentionView, chosenBy: ["view", "attend"], reach });
