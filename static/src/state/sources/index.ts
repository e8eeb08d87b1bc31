/** Which sources the state asks: those of the views that are shown, and helps beside them. */
import { source as attention } from "./attention.ts";
import { source as card } from "./card.ts";
import { source as gates } from "./gates.ts";
import { source as heads } from "./heads.ts";
import { source as models } from "./models.ts";
import { source as norms } from "./norms.ts";
import { source as oneHead } from "./one-head.ts";
import { source as predictions } from "./predictions.ts";
import { attentionView, viewsShown } from "../view.ts";
import type { AppState } from "../app.ts";
import type { Source } from "../source.ts";
import type { Heard } from "../store.ts";
import type { View } from "../view.ts";

/** What several views look at: in an engine it comes before what single views ask for. */
export const SHARED: readonly Source[] = [models, attention, oneHead, gates, predictions];

/** What every view of a panel draws from. */
const OF_PANEL: Record<View["panel"], readonly Source[]> = {
  attention: [attention, oneHead, predictions, heads, norms],
  memory: [card],
  context: [],
};

/** What a view draws from. */
export const sourcesOf = ({ panel, sources = [] }: View): Source[] => [...OF_PANEL[panel], ...sources];

/** Every source once, in the order in which a figure keeps their answers. */
export function allSources(views: readonly View[]): Source[] {
  const of = (panel: View["panel"]) =>
    views.filter((view) => view.panel === panel).flatMap((view) => [...sourcesOf(view), ...(view.helps ?? [])]);
  return [...new Set([...SHARED, ...of("context"), ...of("memory"), ...of("attention")])];
}

/** What a panel's views draw from, as a store says that it changed. */
export const heardIn = (views: readonly View[], panel: View["panel"]): Heard<AppState>[] =>
  [...new Set(views.filter((view) => view.panel === panel).flatMap(sourcesOf))].map(
    ({ name }) => `answers.${name}` as Heard<AppState>,
  );

/** What the shown views draw from. Beside both panels stands the strip of tokens, of both models. */
export const drawnFrom = (state: AppState): Source[] => [
  ...new Set([
    ...state.views.filter(({ id }) => viewsShown(state).includes(id)).flatMap(sourcesOf),
    ...(state.view === "" ? [attention, gates] : []),
  ]),
];

/** What is shown where it comes, in views that stand without it. */
function helping(state: AppState): Source[] {
  const { pin, view, views } = state;
  const named = views.filter(({ id }) => viewsShown(state).includes(id)).flatMap(({ helps = [] }) => helps);
  // Tokens that a pin lights up in a view that does not draw from them.
  if (pin === null || view === "context") return [models, ...named];
  const net = pin.source === "gates" || attentionView(state) === null;
  // The shares stand beside a head: a token of the net lights up there, too.
  const sentence = pin.source !== "gates" || view === "shares";
  return [models, ...named, ...(sentence ? [attention] : []), ...(net ? [gates] : [])];
}

/** Why a source is asked: a shown view draws from it, or it is a help; null: it is not. */
export function wanted(state: AppState, source: Source): "drawn" | "help" | null {
  if (drawnFrom(state).includes(source)) return "drawn";
  return helping(state).includes(source) ? "help" : null;
}
