/** From the state to the laboratory's data. */
import { memoryView } from "./view.ts";
import { createSourceLoader } from "./source-loader.ts";
import type { Reach } from "../data/transport.ts";
import type { Store } from "./app.ts";
import type { MemorySource } from "./types.ts";

/** What is changed by sliders: let come to rest before it is asked about. */
const SLID = ["forget_bias", "recurrent_scale"] as const;

export const createLabLoader = (store: Store, sources: readonly MemorySource[], reach: Reach) =>
  createSourceLoader(store, sources, {
    shown: memoryView,
    chosenBy: ["view", "lab"],
    slid: SLID,
    reach,
  });
