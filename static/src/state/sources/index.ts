/** What the views of a panel ask for. */
import { source as card } from "./card.ts";
import { source as heads } from "./heads.ts";
import { source as norms } from "./norms.ts";
import type { AttentionSource, MemorySource } from "../types.ts";
import type { View } from "../view.ts";

/** Each once, in the views' order. */
const own = (views: readonly View[], panel: View["panel"]) => [
  ...new Set(views.filter((view) => view.panel === panel).flatMap(({ sources = [] }) => sources)),
];

/** What every view of attention draws from, then what single views do. */
export const attentionSources = (views: readonly View[]): AttentionSource[] => [
  heads,
  norms,
  ...own(views, "attention"),
];
export const memorySources = (views: readonly View[]): MemorySource[] => [card, ...own(views, "memory")];
