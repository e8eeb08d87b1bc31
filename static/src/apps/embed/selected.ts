/** What was chosen in a figure, in numbers: for the page around it. */
import type { AppState } from "../../state/app.ts";

/**
 * @returns layer, head, query, key, weight; or token, unit, array, value; tokens by index; null where nothing is
 *   chosen
 */
export function selected({
  pin,
  answers: { oneHead, gates },
}: Pick<AppState, "pin" | "answers">): Record<string, unknown> | null {
  if (!pin) return null;
  if (pin.source === "gates") {
    const { data } = gates;
    const value =
      data && pin.unit !== undefined && pin.array !== undefined
        ? data.arrays[pin.array]?.[pin.token * data.units + pin.unit]
        : undefined;
    return {
      token: pin.token,
      unit: pin.unit ?? null,
      array: pin.array ?? null,
      key: pin.key ?? null,
      value: value ?? null,
    };
  }
  const head = oneHead.data;
  const count = head?.tokens.length ?? 0;
  const weight =
    head && pin.source === "attention" && pin.key !== undefined ? head.own[pin.token * count + pin.key] : undefined;
  return {
    layer: head?.layer ?? null,
    head: head?.head ?? null,
    query: pin.token,
    key: pin.key ?? null,
    weight: weight ?? null,
  };
}
