/** What the shown views ask for beside what their own sources bring: the same on the server and in a frame. */
import { attentionView, labView } from "./permalink/index.ts";
import type { FigureEntry } from "../panel/types.ts";
import type { AppState } from "./app.ts";
import type { LabSource } from "./types.ts";

interface Reads {
  /** the sentence's attention */
  attention: boolean;
  /** the net's gates */
  gates: boolean;
  context: boolean;
  /** whether the gates are drawn from: else, as attention beside no view of it, a help, without which all stands */
  drawn: boolean;
}

/**
 * @param sources of the memory panel
 * @param entries of the views that are shown
 */
export function readsOf(state: AppState, sources: readonly LabSource[], entries: readonly FigureEntry[]): Reads {
  const { pin, view } = state;
  const [attended, lab] = [attentionView(state) !== null, labView(state)];
  // Most of the lab's views ask for what they show themselves.
  const own = sources.some(({ views, quiet }) => !quiet && lab !== null && views.includes(lab));
  const drawn = lab !== null && (!own || entries.some((entry) => entry.gates));
  // Tokens that a pin lights up in a view that does not draw from them.
  const pinned = pin !== null && view !== "context";
  // The shares stand beside a head: a token of the net lights up there, too.
  const attention =
    attended || entries.some((entry) => entry.attention) || (pinned && (pin.source !== "gates" || view === "shares"));
  return {
    attention,
    gates: drawn || (pinned && (pin.source === "gates" || !attended)),
    context: view === "context",
    drawn,
  };
}
