import type { Lit } from "../core/types.ts";
import type { Hands } from "./figure.ts";
import type { Store } from "../state/app.ts";
import type { AttentionView, MemoryView } from "../state/view.ts";

/** The choices that the attention panel draws once, for the views that name them. */
export type AttentionControl =
  "heads" | "mix" | "part" | "by" | "quarter" | "special" | "filter" | "scale" | "colour" | "quantity" | "temperature";

/** How a view comes by its part on the page. */
export type Create<P> = (store: Store, hands: Hands) => P;

/** A view of a panel, whose code is there, or is loaded when it is first shown. */
export type PanelEntry<V, P> =
  { id: V; create: Create<P>; load?: never } | { id: V; load: () => Promise<Create<P>>; create?: never };

/** One view of the attention panel. */
export interface AttentionPart {
  node: HTMLElement;
  /** Data, theme, width, language or a key of the state changed. */
  draw(): void;
  /** The cursor moved. */
  read?(): void;
  light?(lit: Lit): void;
  /** Which of the panel's choices concern it. */
  controls?: readonly AttentionControl[];
  /** Said at the head of the panel instead of the general words. */
  intro?(): string;
  /** Addresses of the same numbers: JSON, safetensors. */
  twins?(): { json: string; tensors?: string } | null;
  /** False where the notes on the model do not belong under it. */
  notes?: boolean;
}

export type AttentionEntry = PanelEntry<AttentionView, AttentionPart>;

/** One view of the memory panel. */
export interface MemoryPart {
  node: HTMLElement;
  /** Data, theme, width, language or a key of the state changed. */
  draw(): void;
  /** The cursor moved. */
  read?(): void;
  light?(lit: Lit): void;
  /** Which of the panel's pickers concern it; all, if left out. */
  pickers?: readonly ("cell" | "checkpoint")[];
  /** Said at the head of the panel instead of the general words. */
  intro?(): string;
  /** Addresses of the same numbers: JSON, safetensors. */
  twins?(): { json: string; tensors?: string } | null;
  /** False where the notes on the one chosen net do not belong under it. */
  notes?: boolean;
}

export type MemoryEntry = PanelEntry<MemoryView, MemoryPart>;
