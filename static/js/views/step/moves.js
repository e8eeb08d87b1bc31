/** The moves of a step, by kind of cell, and the numbers that each makes. */

import { t } from "../../ui/i18n.js";

/** @typedef {import("../../types.js").Kind} Kind */
/** @typedef {import("../../types.js").Lang} Lang */
/** @typedef {import("../../types.js").StepData} StepData */
/**
 * A move: its name in the words' table, the gates that it looks up, and the numbers that it is about.
 * @typedef {{key: string, gates: readonly string[], numbers: readonly string[]}} Move
 */
/**
 * A number on a wire. Gates run from 0 to 1, everything else has a sign.
 * @typedef {{id: string, value: number, scale: "gate" | "signed"}} Quantity
 */

/** @type {Record<Kind, readonly Move[]>} */
export const MOVES = {
  lstm: [
    { key: "erase", gates: ["forget"], numbers: ["forget", "previous", "kept"] },
    { key: "write", gates: ["input", "candidate"], numbers: ["input", "candidate", "written"] },
    { key: "update", gates: [], numbers: ["kept", "written", "cell"] },
    { key: "report", gates: ["output"], numbers: ["output", "cell", "squashed", "hidden"] },
  ],
  gru: [
    { key: "reset", gates: ["reset"], numbers: ["reset"] },
    { key: "candidate", gates: ["candidate"], numbers: ["reset", "candidate"] },
    { key: "share", gates: ["update"], numbers: ["update", "passed", "previous", "kept", "candidate", "written"] },
    { key: "merge", gates: [], numbers: ["kept", "written", "hidden"] },
  ],
  rnn: [{ key: "all", gates: ["hidden"], numbers: ["previous", "weight", "hidden"] }],
};

/** The gates in the order of their columns. @type {Record<Kind, readonly string[]>} */
export const COLUMNS = {
  lstm: ["forget", "input", "candidate", "output"],
  gru: ["update", "reset", "candidate"],
  rnn: ["hidden"],
};

/** What stays within its kind's moves. @param {Kind} kind @param {number} move */
export const moveOf = (kind, move) => Math.max(0, Math.min(MOVES[kind].length - 1, move));

/**
 * The letter of a number in the equations of its kind. The state before is "old c" or "old h": a prime means the old
 * state in one book and the new one in the next.
 * @param {Lang} lang @param {Kind} kind @param {string} id @returns {string}
 */
export function symbol(lang, kind, id) {
  const old = t(lang, "step-old", { letter: kind === "lstm" ? "c" : "h" });
  /** @type {Record<string, string>} */
  const letters = {
    forget: "f", input: "i", output: "o", reset: "r", update: "z", passed: "1−z", weight: "u", cell: "c", squashed: "tanh c", hidden: "h",
    candidate: kind === "gru" ? "n" : "g",
    kept: `${kind === "gru" ? "z" : "f"} · ${old}`,
    written: kind === "gru" ? "(1−z) · n" : "i · g",
    previous: old,
  };
  return letters[id] ?? id;
}

/**
 * What a gate adds up, each with a name of its own: the parts of its pre-activation.
 * @param {StepData} data @param {string} gate
 */
export function parts(data, gate) {
  const found = data.gates[gate];
  if (!found) throw new RangeError(`a ${data.kind} has no ${gate}`);
  const { input_sum: fromInput, recurrent_sum: fromState, input_bias: inputBias, recurrent_bias: stateBias, reset, sum } = found;
  // Only a plain RNN has no other way for a unit's old value than among the products.
  const own = data.kind === "rnn" ? /** @type {number} */ (found.recurrent_terms[data.unit]) : null;
  return { fromInput, fromState, inputBias, stateBias, reset, sum, own, bias: inputBias + stateBias, admitted: (reset ?? 1) * (fromState + stateBias) };
}

/**
 * Every number of a step that lies on a wire, by name. The answer has them all but 1−z.
 * @param {StepData} data @returns {Map<string, Quantity>}
 */
export function quantities({ kind, gates, update, unit }) {
  /** @type {Quantity[]} */
  const list = [{ id: "previous", value: update.previous, scale: "signed" }];
  for (const [id, gate] of Object.entries(gates)) {
    if (kind !== "rnn") list.push({ id, value: gate.activation, scale: gate.function === "sigmoid" ? "gate" : "signed" });
  }
  if (kind === "gru") list.push({ id: "passed", value: 1 - /** @type {number} */ (gates["update"]?.activation), scale: "gate" });
  if (kind === "rnn") list.push({ id: "weight", value: /** @type {number} */ (gates["hidden"]?.recurrent_weights[unit]), scale: "signed" });
  for (const id of /** @type {const} */ (["kept", "written", "cell", "squashed", "hidden"])) {
    const value = update[id];
    if (value !== null) list.push({ id, value, scale: "signed" });
  }
  return new Map(list.map((quantity) => [quantity.id, quantity]));
}

/** @typedef {{token: number, move: number}} Place */

/**
 * One move on, or back: past a token's last move comes the next token's first. At the ends of the sentence, null.
 * @param {Place} place @param {1 | -1} by @param {{kind: Kind, tokens: number}} of @returns {Place | null}
 */
export function onward({ token, move }, by, { kind, tokens }) {
  const moves = MOVES[kind].length;
  const next = moveOf(kind, move) + by;
  if (next >= 0 && next < moves) return { token, move: next };
  const other = token + by;
  return other < 0 || other >= tokens ? null : { token: other, move: by > 0 ? 0 : moves - 1 };
}
