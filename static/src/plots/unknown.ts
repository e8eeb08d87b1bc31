/** Marks at the edges of a matrix for the tokens that the model did not know. */
import type { Mark } from "../core/types.ts";
import type { Token } from "../data/types.ts";

const LENGTH = 3;

/**
 * Ticks beside the rows and over the columns of unknown tokens, or of blocks that hold one; nothing where all are
 * known.
 * @param cells along a side
 * @param squares which of their edges to mark
 */
export function unknownTicks(
  tokens: readonly Token[],
  cells: number,
  squares: readonly { x: number; y: number; side: number; rows: boolean; columns: boolean }[],
): Mark[] {
  const marked = new Set(
    tokens.flatMap(({ unknown }, i) => (unknown ? [Math.floor(((i + 1) * cells - 1) / tokens.length)] : [])),
  );
  if (marked.size === 0) return [];
  let d = "";
  const px = (value: number) => Math.round(value * 10) / 10;
  for (const { x, y, side, rows, columns } of squares) {
    for (const cell of marked) {
      const at = ((cell + 0.5) * side) / cells;
      if (rows) d += `M${px(x - 1)} ${px(y + at)}h${-LENGTH}`;
      if (columns) d += `M${px(x + at)} ${px(y - 1)}v${-LENGTH}`;
    }
  }
  return [{ type: "path", d, fill: "none", stroke: "warn", strokeWidth: 1.5 }];
}
