/** What the shown views ask for beside what their own sources bring: the same on the server and in a frame. */
import { asksFor } from "./types.ts";
import { attentionView, memoryView } from "./view.ts";
import type { Figure } from "./view.ts";
import type { AppState } from "./app.ts";
import type { MemorySource } from "./types.ts";

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
export function readsOf(state: AppState, sources: readonly MemorySource[], entries: readonly Figure[]): Reads {
  const { pin, view } = state;
  const [attended, lab] = [attentionView(state) !== null, memoryView(state)];
  // Most of the lab's views ask for what they show themselves.
  const own = sources.some((source) => !source.quiet && lab !== null && asksFor(source, lab));
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
