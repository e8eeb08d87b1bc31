/** Lines from every token that looks to every token that is looked at; of one token alone with their numbers. */
import { matrices } from "../../state/selection.ts";
import { group } from "../../core/scene/marks.ts";
import { DARK } from "../../state/lit.ts";
import { arcLine, focusOnLine } from "./line.ts";
import { NUMBERED, arcs, focusOn } from "./scene.ts";
import { linksOf, strengths } from "../../plots/links.ts";
import { t } from "../../core/words/index.ts";
import { percent } from "../../plots/say.ts";
import { anchorOf, cellsAt, notesOf, sayEach } from "../../panel/pictures/one-token.ts";
import { headTable } from "../../panel/pictures/tables.ts";
import type { Cursor, Lit, LitTokens } from "../../core/types.ts";
import type { DrawnMatrix, Matrix } from "../../data/types.ts";
import type { Drawing, Maker } from "../../state/view.ts";
import type { Store } from "../../state/app.ts";

type End = "query" | "key";
/** One end of a token's lines: its row or its column. */
export type Focus = { end: End; cell: number };
type ColumnsScene = ReturnType<typeof arcs>;
type LineScene = ReturnType<typeof arcLine>;

/** Tokens on one line need room; beyond this many the two columns are drawn. */
const LINE_MOST = 80;
const MOST = 400;

/** Both ends, or the one that the reader chose. */
export function chosenEnds(store: Store): End[] {
  const direction = store.get("direction");
  return direction === "both" ? ["query", "key"] : direction === "to" ? ["key"] : ["query"];
}

/** A token in the ends that the reader chose. */
export function placed(store: Store, matrix: Matrix, token: Cursor | null): Focus[] {
  if (!token) return [];
  const at = cellsAt(matrix, token);
  const found = chosenEnds(store)
    .filter((end) => at[end] >= 0)
    .map((end) => ({ end, cell: at[end] }));
  // Of an encoder and a decoder, a token stands on one side only: then that side is meant.
  const other = (["query", "key"] as const).find((end) => at[end] >= 0);
  return found.length || !other ? found : [{ end: other, cell: at[other] }];
}

/** The token that the cursor is about. */
export const focusedOf = (store: Store, matrix: Matrix) => placed(store, matrix, anchorOf(store));

/** Whether the same tokens stand on both sides, few enough for one line. */
export const fitsLine = ({ queries, keys }: Matrix) =>
  queries.source === keys.source && queries.labels.length === keys.labels.length && queries.labels.length <= LINE_MOST;

export const isLine = (scene: ColumnsScene | LineScene): scene is LineScene => "base" in scene;

/**
 * @param all at least one
 * @param options numbers: whether those of a token in focus are to find room; they are, if left out; line: whether
 *   one line of tokens is wanted; what the reader chose, if left out
 */
function arcsScene(
  store: Store,
  all: readonly DrawnMatrix[],
  {
    width,
    numbers = true,
    line = store.get("layout") === "line",
  }: { width: number; numbers?: boolean; line?: boolean },
): ColumnsScene | LineScene {
  const { langInForce: lang, scale } = store.snapshot();
  const { matrix } = all[0] as DrawnMatrix;
  const options = { width, lang, scale, most: MOST };
  return line && fitsLine(matrix) ? arcLine(all, options) : arcs(all, { ...options, numbers });
}

/** The lines of the tokens in focus, with their numbers. */
export function focusMarks(
  store: Store,
  all: readonly DrawnMatrix[],
  scene: ColumnsScene | LineScene,
  at: readonly Focus[],
) {
  const scale = store.get("scale");
  const [first] = at;
  if (!first) return [];
  if (isLine(scene)) {
    return focusOnLine(
      all,
      scene.base,
      at.map(({ end }) => end),
      first.cell,
      scale,
    );
  }
  return at.flatMap(({ end, cell }) => focusOn(all, scene.layout, end, cell, scale));
}

/** What lights up with them: those that look on their side, those that are looked at on theirs. */
export function litBy(matrix: Matrix | undefined, at: readonly Focus[]): Lit {
  const none = (): LitTokens => ({ rows: [], columns: [] });
  const lit = { ...DARK, attention: none(), target: none() };
  for (const { end, cell } of matrix ? at : []) {
    const side = end === "query" ? matrix?.queries : matrix?.keys;
    if (side) lit[side.source][end === "query" ? "rows" : "columns"].push(...(side.tokens[cell] ?? []));
  }
  return lit;
}

/** What the tokens in focus look at and what looks at them, a line each. */
export const sayFocus = (store: Store, all: readonly DrawnMatrix[], at: readonly Focus[]): string[] =>
  at.flatMap(({ end, cell }) => sayEach(store.get("langInForce"), all, end === "query" ? "from" : "to", cell));

/** How many lines there are of the tokens in focus: what a token gives to itself once, whichever way it is read. */
function focusCount(store: Store, all: readonly DrawnMatrix[], at: readonly Focus[]) {
  const strongOf = strengths(all, store.get("scale"));
  const links = at
    .flatMap(({ end, cell }) => linksOf(all, end, cell))
    .filter(({ head, query, weight }) => strongOf(head, query, weight) > 0);
  return new Set(links.map(({ head, query, key }) => `${head}.${query}.${key}`)).size;
}

/**
 * How many of the lines are drawn: of all, or of the tokens in focus alone.
 * @param focused how many lines these have; null: none is in focus
 */
export function countLines(
  store: Store,
  { possible, hidden, hiddenMass }: ColumnsScene | LineScene,
  focused: number | null = null,
) {
  if (focused !== null) {
    return t(store.get("langInForce"), "arcs-focus", { possible: String(possible), drawn: String(focused) });
  }
  const counts = {
    possible: String(possible),
    drawn: String(possible - hidden),
    hidden: String(hidden),
    mass: percent(hiddenMass),
    what: t(store.get("langInForce"), `weights-what-${store.get("quantity") === "value" ? "value" : "attention"}`),
  };
  const filtered = store.get("filter") !== "none" && possible - hidden < MOST;
  return t(store.get("langInForce"), hidden === 0 ? "arcs-all" : filtered ? "arcs-filtered" : "arcs-hidden", counts);
}

/** Whether there are too many tokens for all of one's numbers. */
const isLong = ([one]: readonly DrawnMatrix[]) =>
  Math.max(one?.matrix.queries.labels.length ?? 0, one?.matrix.keys.labels.length ?? 0) > NUMBERED;

/**
 * The picture of all lines, or of those in focus alone. What is too wide, and cannot be scrolled here, does without
 * numbers, and then without the one line.
 */
function still(store: Store, all: readonly DrawnMatrix[], at: readonly Focus[], width: number) {
  const numbers = at.length > 0;
  let made = arcsScene(store, all, { width, numbers });
  if (made.width > width) made = arcsScene(store, all, { width, numbers: numbers && isLine(made), line: false });
  if (made.width > width) made = arcsScene(store, all, { width, numbers: false, line: false });
  if (!numbers) return made;
  return {
    ...made,
    description: countLines(store, made, focusCount(store, all, at)),
    marks: [group(0, 0, focusMarks(store, all, made, at)), ...made.marks.slice(1)],
  };
}

/** What is drawn. */
export type ArcsScene = ColumnsScene | LineScene;

/**
 * What must be known of the lines: of all, or of those of the tokens in focus.
 * @param live whether another token may come into focus, without its numbers where there are too many
 */
export const sayLines = (
  store: Store,
  all: readonly DrawnMatrix[],
  scene: ArcsScene,
  at: readonly Focus[],
  live: boolean = true,
) => [
  countLines(store, scene, at.length ? focusCount(store, all, at) : null),
  ...(isLong(all) && (live || at.length) ? [t(store.get("langInForce"), "arcs-numbers")] : []),
  ...notesOf(store.get("langInForce"), all, store.snapshot()),
];

/** On the page the lines of the tokens in focus lie over the picture, and what is said of these follows the cursor. */
export const pictures: Maker = (store, { width, live = false }) => {
  const all = matrices(store);
  const [first] = all;
  if (!first) return [];
  const at = focusedOf(store, first.matrix);
  const scene = live ? arcsScene(store, all, { width }) : still(store, all, at, width);
  return [
    {
      id: "arcs",
      heading: all.map(({ label }) => label).join(" · "),
      scene,
      ...(live ? {} : { lit: litBy(first.matrix, at), summary: sayFocus(store, all, at).join(" ") }),
      notes: sayLines(store, all, scene, at, live),
      definitions: [...new Set(all.flatMap(({ matrix }) => matrix.derived ?? []))],
      tables: all.map(({ matrix, label }) => ({
        title: label,
        make: () => headTable(store.get("langInForce"), matrix, label),
      })),
    },
  ];
};

export const figure: Drawing = { pictures, intro: (store) => t(store.get("langInForce"), "arcs-intro") };
