/** The moves of a step, by kind of cell, and the numbers that each makes. */

import { t } from "../../core/words/index.ts";
import type { Lang } from "../../core/types.ts";
import type { Kind, StepData } from "../../data/types.ts";

/** A move: its name in the words' table, the gates that it looks up, and the numbers that it is about. */
export type Move = { key: string; gates: readonly string[]; numbers: readonly string[] };
/** A number on a wire. Gates run from 0 to 1, everything else has a sign. */
export type Quantity = { id: string; value: number; scale: "gate" | "signed" };

export const MOVES: Record<Kind, readonly Move[]> = {
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

/** The gates in the order of their columns. */
export const COLUMNS: Record<Kind, readonly string[]> = {
  lstm: ["forget", "input", "candidate", "output"],
  gru: ["update", "reset", "candidate"],
  rnn: ["hidden"],
};

/** What stays within its kind's moves. */
export const moveOf = (kind: Kind, move: number) => Math.max(0, Math.min(MOVES[kind].length - 1, move));

/**
 * The letter of a number in the equations of its kind. The state before is "old c" or "old h": a prime means the old
 * state in one book and the new one in the next.
 */
export function symbol(lang: Lang, kind: Kind, id: string): string {
  const old = t(lang, "step-old", { letter: kind === "lstm" ? "c" : "h" });
  const letters: Record<string, string> = {
    forget: "f",
    input: "i",
    output: "o",
    reset: "r",
    update: "z",
    passed: "1−z",
    weight: "u",
    cell: "c",
    squashed: "tanh c",
    hidden: "h",
    candidate: kind === "gru" ? "n" : "g",
    kept: `${kind === "gru" ? "z" : "f"} · ${old}`,
    written: kind === "gru" ? "(1−z) · n" : "i · g",
    previous: old,
  };
  return letters[id] ?? id;
}

/** What a gate adds up, each with a name of its own: the parts of its pre-activation. */
export function parts(data: StepData, gate: string) {
  const found = data.gates[gate];
  if (!found) throw new RangeError(`a ${data.kind} has no ${gate}`);
  const {
    input_sum: fromInput,
    recurrent_sum: fromState,
    input_bias: inputBias,
    recurrent_bias: stateBias,
    reset,
    sum,
  } = found;
  // Only a plain RNN has no other way for a unit's old value than among the products.
  const own = data.kind === "rnn" ? (found.recurrent_terms[data.unit] as number) : null;
  return {
    fromInput,
    fromState,
    inputBias,
    stateBias,
    reset,
    sum,
    own,
    bias: inputBias + stateBias,
    admitted: (reset ?? 1) * (fromState + stateBias),
  };
}

/** Every number of a step that lies on a wire, by name. The answer has them all but 1−z. */
export function quantities({ kind, gates, update, unit }: StepData): Map<string, Quantity> {
  const list: Quantity[] = [{ id: "previous", value: update.previous, scale: "signed" }];
  for (const [id, gate] of Object.entries(gates)) {
    if (kind !== "rnn") {
      list.push({ id, value: gate.activation, scale: gate.function === "sigmoid" ? "gate" : "signed" });
    }
  }
  if (kind === "gru") list.push({ id: "passed", value: 1 - (gates["update"]?.activation as number), scale: "gate" });
  if (kind === "rnn") {
    list.push({ id: "weight", value: gates["hidden"]?.recurrent_weights[unit] as number, scale: "signed" });
  }
  for (const id of ["kept", "written", "cell", "squashed", "hidden"] as const) {
    const value = update[id];
    if (value !== null) list.push({ id, value, scale: "signed" });
  }
  return new Map(list.map((quantity) => [quantity.id, quantity]));
}

type Place = { token: number; move: number };

/** One move on, or back: past a token's last move comes the next token's first. At the ends of the sentence, null. */
export function onward(
  { token, move }: Place,
  by: 1 | -1,
  { kind, tokens }: { kind: Kind; tokens: number },
): Place | null {
  const moves = MOVES[kind].length;
  const next = moveOf(kind, move) + by;
  if (next >= 0 && next < moves) return { token, move: next };
  const other = token + by;
  return other < 0 || other >= tokens ? null : { token: other, move: by > 0 ? 0 : moves - 1 };
}
