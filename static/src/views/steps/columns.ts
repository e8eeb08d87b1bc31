/** The columns of the inspector's list, from query and keys to each key's part of the output, and how they share the width. */
import { short } from "../../core/numbers.ts";
import { t } from "../../core/words/index.ts";
import { rootOf } from "./numbers.ts";
import type { Lang } from "../../core/types.ts";
import type { HeadStep } from "../../data/types.ts";

/** strip: a number a dimension; number: digits; bar: digits and a bar about zero; share: digits and a bar from 0 to 1. */
type Column = { id: string; kind: "strip" | "number" | "bar" | "share"; title: string; sub: string };
export type Placed = Column & { x: number; width: number };
export type Line = { label: number; columns: Placed[] };

/** Room for the digits of a number. */
export const DIGITS = 54;
const GAP = 14;

/** @returns what belongs together: matching, scoring, mixing */
export function columnsOf(step: HeadStep, lang: Lang, strips: "keys" | "products"): Column[][] {
  const { scale, cap, added, query } = step;
  const words = (name: string, about = {}) => ({
    title: t(lang, `inspect-col-${name}`, about),
    sub: t(lang, `inspect-sub-${name}`, about),
  });
  // The bars stand where the scores are finished.
  const final = added !== null ? "score" : cap !== null ? "capped" : "scaled";
  const kind = (id: string) => (id === final ? "bar" : "number");
  const factor = short(scale);
  const root = rootOf(step);
  const scaled = {
    title: t(lang, "inspect-col-scaled", { scale: factor }),
    sub: scale === 1 ? t(lang, "inspect-sub-unscaled") : root ? `${factor} = ${root}` : "",
  };
  return [
    [
      { id: strips, kind: "strip", ...words(strips, { count: query.length }) },
      { id: "raw", kind: "bar", ...words("raw") },
    ],
    [
      { id: "scaled", kind: kind("scaled"), ...scaled },
      ...(cap === null ? [] : [{ id: "capped", kind: kind("capped"), ...words("capped", { cap }) } as Column]),
      ...(added === null ? [] : [{ id: "added", kind: "number", ...words("added") } as Column]),
      ...(final !== "score" ? [] : [{ id: "score", kind: "bar", ...words("score") } as Column]),
      { id: "weight", kind: "share", ...words("weight") },
    ],
    [
      { id: "values", kind: "strip", ...words("values") },
      { id: "parts", kind: "strip", ...words("parts") },
    ],
  ];
}

/**
 * How wide a column is at least, and how it takes part in what is left.
 * @param shrink how short bars of the scores are beside those of q·k
 */
function wants({ id, kind }: Column, shrink: number) {
  if (kind === "strip") return { least: 104, share: id === "keys" || id === "products" ? 1.5 : 1.15 };
  if (kind === "number") return { least: DIGITS, share: 0 };
  if (kind === "share") return { least: DIGITS + 30, share: 1 };
  return id === "raw" ? { least: DIGITS + 40, share: 1.6 } : { least: DIGITS + 26, share: 1.6 * shrink };
}

/** All in one line where there is room, else in two, else in three. */
const ONE = 1040;
const TWO = 560;

/** @param room label: how wide the tokens' names are */
export function lines(
  groups: Column[][],
  { width, label, shrink }: { width: number; label: number; shrink: number },
): Line[] {
  const [match = [], score = [], mix = []] = groups;
  const gap = width < TWO ? 10 : GAP;
  const wide =
    width >= ONE ? [[...match, ...score, ...mix]] : width >= TWO ? [[...match, ...score], mix] : [match, score, mix];
  const least = (columns: Column[]) => columns.reduce((sum, column) => sum + gap + wants(column, shrink).least, label);
  // Of many columns on a narrow page, the last go to a line of their own.
  const flowing = wide.flatMap((columns) => {
    const first = [...columns];
    const next: Column[] = [];
    while (first.length > 1 && least(first) > width) next.unshift(first.pop() as Column);
    return next.length ? [first, next] : [first];
  });
  return flowing.map((columns) => {
    const asked = columns.map((column) => wants(column, shrink));
    const spare = Math.max(0, width - least(columns));
    const shares = asked.reduce((sum, { share }) => sum + share, 0) || 1;
    let x = label;
    return {
      label,
      columns: columns.map((column, i) => {
        const own = asked[i] as { least: number; share: number };
        const placed = { ...column, x: x + gap, width: Math.floor(own.least + (spare * own.share) / shares) };
        x = placed.x + placed.width;
        return placed;
      }),
    };
  });
}
