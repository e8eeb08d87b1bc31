/** What a view is: each has a folder of its own under views, whose index.ts declares it. */
import type { Schema } from "./keys.ts";
import type { Store } from "./app.ts";
import type { Source } from "./source.ts";
import type { Picture } from "../core/types.ts";

export type PanelName = "attention" | "memory" | "context";

/** Every view's id and its panel; each view's folder adds its own. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- filled by the views
export interface Views {}
export type ViewId = keyof Views & string;
type In<Panel> = { [Id in ViewId]: Views[Id] extends Panel ? Id : never }[ViewId];
export type AttentionView = In<"attention">;
export type MemoryView = In<"memory">;

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

/** How a view is drawn, on a page or without one. */
export interface Drawing {
  pictures: Maker;
  /** What it shows, as at the head of the panel. */
  intro?: (store: Store) => string;
  /** Why there is nothing to draw, where all that it asks for has come. */
  why?: (store: Store) => string;
}

export interface View {
  id: ViewId;
  panel: PanelName;
  /**
   * CSS pixels that an embedded page asks for: measured on a short sentence, 720 wide, for its first pictures; at most
   * the 1,000 that WordPress allows. A page with embed.js gives the frame what it really needs.
   */
  height: number;
  /** What of the address is said beside the view's title. */
  of?: "head" | "model" | "net";
  /** False where the sentence at hand is not what is drawn. */
  sentence?: false;
  /** The keys of the view state that it alone has. */
  keys?: Readonly<Record<string, Schema>>;
  /** What it draws from, beside what every view of its panel draws from. */
  sources?: readonly Source[];
  /** What it shows where it comes, and stands without. */
  helps?: readonly Source[];
  /** Its code, which arrives when it is shown. */
  pictures: () => Promise<{ figure: Drawing }>;
  page: () => Promise<{ create: unknown }>;
}

/** A view's declaration as far as drawing goes by it, and its code; the strip of tokens is none of the views. */
export type Figure = Drawing & Pick<View, "sentence"> & { id: ViewId | "strip" };

/** @returns the same; what is wrong with it is a fault when it is compiled */
export const defineView = <const V extends View>(view: V): V => view;

/** What is needed of the state to say which views are shown. */
interface Shown {
  view: ViewId | "";
  attend: AttentionView;
  lab: MemoryView;
  views: readonly Pick<View, "id" | "panel">[];
}

const alone = ({ view, views }: Pick<Shown, "view" | "views">, panel: PanelName) =>
  views.some(({ id, panel: own }) => id === view && own === panel) ? view : null;

/** What the attention panel shows: the view that stands alone, or the one beside memory; null where the panel is not shown. */
export const attentionView = (state: Pick<Shown, "view" | "attend" | "views">): AttentionView | null =>
  state.view === "" ? state.attend : (alone(state, "attention") as AttentionView | null);

/** What the memory panel shows: the view that stands alone, or the one beside attention; null where the panel is not shown. */
export const memoryView = (state: Pick<Shown, "view" | "lab" | "views">): MemoryView | null =>
  state.view === "" ? state.lab : (alone(state, "memory") as MemoryView | null);

/** The views that the state shows: one, or the strip of tokens and one of either panel. */
export function viewsShown(state: Shown): Figure["id"][] {
  if (state.view !== "") return [state.view];
  return ["strip", state.attend, state.lab];
}
