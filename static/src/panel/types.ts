import type { Lit, Picture } from "../core/types.ts";
import type { Hands } from "./figure.ts";
import type { Store } from "../state/app.ts";
import type { AttnView, LabView } from "../state/types.ts";

/** How a maker is to draw. */
export interface Room {
  /** that the pictures may take, in pixels */
  width: number;
  /** the width of one picture's place, where each has its own already */
  of?: (id: string) => number;
  /** on the page: it answers to a hand, and what follows the cursor is laid over it or read off beside it */
  live?: boolean;
}

/** Every picture of a view, from the store alone: none before there are data. */
export type Maker = (store: Store, room: Room) => Picture[];

/** How a view is drawn where there is no page. */
export interface FigureEntry {
  id: "strip" | "context" | AttnView | LabView;
  pictures: Maker;
  /** False where the sentence at hand is not what is drawn. */
  sentence?: false;
  /** Whether a view of the memory panel draws the page's own gates answer, besides what its sources bring. */
  gates?: boolean;
  /** Whether it says how the Transformer reads the sentence, though it is none of the attention panel: a help, without which it stands. */
  attention?: boolean;
  /** Makes an answer of its own the one that a pin is read off, where the page's own gates answer was not asked for. */
  lights?: (store: Store) => void;
  /** What it shows, as at the head of the panel. */
  intro?: (store: Store) => string;
  /** Why there is nothing to draw, where all that it asks for has come. */
  why?: (store: Store) => string;
}

/** The choices that the attention panel draws once, for the views that name them. */
export type AttnControl =
  "heads" | "mix" | "part" | "by" | "quarter" | "special" | "filter" | "scale" | "colour" | "quantity" | "temperature";

/** How a view comes by its part on the page. */
export type Create<P> = (store: Store, hands: Hands) => P;

/** A view of a panel, whose code is there, or is loaded when it is first shown. */
export type PanelEntry<V, P> =
  { id: V; create: Create<P>; load?: never } | { id: V; load: () => Promise<Create<P>>; create?: never };

/** One view of the attention panel. */
export interface AttnPart {
  node: HTMLElement;
  /** Data, theme, width, language or a key of the state changed. */
  draw(): void;
  /** The cursor moved. */
  read?(): void;
  light?(lit: Lit): void;
  /** Pictures that light up with the cursor. */
  readonly stages?: readonly { light(lit: Lit | null): void }[];
  /** Which of the panel's choices concern it. */
  controls?: readonly AttnControl[];
  /** Said at the head of the panel instead of the general words. */
  intro?(): string;
  /** Addresses of the same numbers: JSON, safetensors. */
  twins?(): { json: string; tensors?: string } | null;
  /** False where the notes on the model do not belong under it. */
  notes?: boolean;
}

export type AttnEntry = PanelEntry<AttnView, AttnPart>;

/** One laboratory view on the page. */
export interface LabPart {
  node: HTMLElement;
  /** Data, theme, width, language or a key of the state changed. */
  draw(): void;
  /** The cursor moved. */
  read?(): void;
  light?(lit: Lit): void;
  /** Pictures that light up with the cursor. */
  stages?: readonly { light(lit: Lit | null): void }[];
  /** Whether it draws the page's own gates answer too, besides what its sources bring. */
  gates?: boolean;
  /** Which of the panel's pickers concern it; all, if left out. */
  pickers?: readonly ("cell" | "checkpoint")[];
  /** Said at the head of the panel instead of the general words. */
  intro?(): string;
  /** Addresses of the same numbers: JSON, safetensors. */
  twins?(): { json: string; tensors?: string } | null;
  /** False where the notes on the one chosen net do not belong under it. */
  notes?: boolean;
}

export type LabEntry = PanelEntry<LabView, LabPart>;
