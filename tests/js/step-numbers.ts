/** Which numbers of a step a diagram must show, read off the answer here, apart from the code under test. */
import type { StepData } from "../../static/src/data/types.ts";

export function numbers({ kind, gates, update, unit }: StepData): Record<string, number> {
  const shown: Record<string, number> = {};
  for (const [name, value] of Object.entries(update)) if (value !== null) shown[name] = value;
  if (kind === "rnn") shown["weight"] = gates["hidden"]?.recurrent_weights[unit] ?? NaN;
  else for (const [name, { activation }] of Object.entries(gates)) shown[name] = activation;
  if (kind === "gru") shown["passed"] = 1 - (gates["update"]?.activation ?? NaN);
  return shown;
}
