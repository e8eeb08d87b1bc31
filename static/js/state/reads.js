/** What the shown views ask for beside what their own sources bring: the same on the server and in a frame. */
import { attentionView, labView } from "./permalink.js";

/** @typedef {import("../types.js").FigureEntry} FigureEntry */
/**
 * @typedef {object} Reads
 * @property {boolean} attention the sentence's attention @property {boolean} gates the net's gates @property {boolean} context
 * @property {boolean} drawn whether the gates are drawn from: else, as attention beside no view of it, a help, without which all stands
 */

/**
 * @param {import("./app.js").AppState} state @param {readonly import("../types.js").LabSource[]} sources of the memory panel
 * @param {readonly FigureEntry[]} entries of the views that are shown
 * @returns {Reads}
 */
export function readsOf(state, sources, entries) {
  const { pin, view } = state;
  const [attended, lab] = [attentionView(state) !== null, labView(state)];
  // Most of the lab's views ask for what they show themselves.
  const own = sources.some(({ views, quiet }) => !quiet && lab !== null && views.includes(lab));
  const drawn = lab !== null && (!own || entries.some((entry) => entry.gates));
  // Tokens that a pin lights up in a view that does not draw from them.
  const pinned = pin !== null && view !== "context";
  // The shares stand beside a head: a token of the net lights up there, too.
  const attention = attended || entries.some((entry) => entry.attention) || (pinned && (pin.source !== "gates" || view === "shares"));
  return { attention, gates: drawn || (pinned && (pin.source === "gates" || !attended)), context: view === "context", drawn };
}
