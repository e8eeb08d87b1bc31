/** Which token becomes which piece, and what each net expects then: where the piece is none of its own rivals, the sentence with the piece in it is read anew. */
import { postGates } from "../../data/gates-api.ts";
import { extremes, rivalsOf } from "../../data/reach.ts";
import type { CounterfactualData, Prediction, Token } from "../../data/types.ts";
import type { AppState } from "../../state/app.ts";
import type { Source } from "../../state/source.ts";

export type Wanted = {
  text: string;
  tokens: readonly Token[];
  token: number;
  last: number;
  piece: { id: number; text: string };
  cells: readonly string[];
};

declare module "../../state/answers.ts" {
  interface Answers {
    /** cells: null where the sentence would fall into other pieces */
    swapped: { question: string; cells: Record<string, Prediction[] | null> };
  }
}

/** A token and what it becomes. */
export interface Chosen {
  data: CounterfactualData;
  token: number;
  /** what any of the nets would have expected in its place */
  rivals: ReturnType<typeof rivalsOf>;
  /** null: a zero vector */
  piece: ReturnType<typeof rivalsOf>[number] | null;
  /** what no answer has yet of it: the piece is no rival of these nets' own */
  wanted: Wanted | null;
}

/** Stands in the address for the zero vector: no piece is called so. */
export const UNKNOWN = "<unknown>";

/**
 * The token that the state names, or else the one whose replacement moves the first net's prediction most.
 * @returns null: there is none to swap
 */
export function chosenIn({
  answers: { counterfactual },
  replaced,
  by_piece: named,
}: Pick<AppState, "answers" | "replaced" | "by_piece">): Chosen | null {
  const data = counterfactual?.data;
  if (!data) return null;
  const { text, tokens, token: last } = data.reach;
  // A token of another sentence may lie beyond this one.
  const token = replaced !== null && replaced > 0 && replaced <= last ? replaced : extremes(data, 0).swapped.token;
  if (token <= 0 || token > last) return null;
  const rivals = rivalsOf(data.cells, token);
  const piece = named === UNKNOWN ? null : (rivals.find((rival) => rival.text === named) ?? rivals[0] ?? null);
  const lacking = piece ? data.cells.flatMap(({ cell: net }) => (piece.cells.includes(net) ? [] : [net])) : [];
  return {
    data,
    token,
    rivals,
    piece,
    wanted: piece && lacking.length ? { text, tokens, token, last, piece, cells: lacking } : null,
  };
}

/** The sentence with a piece in the place of a token, which is counted in characters, not in UTF-16. */
export function replacedIn(text: string, { start, end }: Token, piece: string) {
  const characters = [...text];
  return [...characters.slice(0, start), piece.trim(), ...characters.slice(end)].join("");
}

/** Whether this is the old sentence with that one piece changed, as far as it is read. */
export const sameButOne = (before: readonly Token[], after: readonly Token[], { token, last, piece }: Wanted) =>
  after.length === before.length &&
  after.slice(0, last + 1).every(({ id }, i) => id === (i === token ? piece.id : before[i]?.id));

/** The same asks for the same. */
const questionOf = ({ text, token, last, piece, cells }: Wanted) => JSON.stringify([text, token, last, piece, cells]);

/** What is known of it. */
export function swappedIn({ answers: { swapped } }: Pick<AppState, "answers">, wanted: Wanted) {
  const known = swapped?.data;
  return known?.question === questionOf(wanted) ? known : null;
}

export const source: Source<"swapped"> = {
  name: "swapped",
  keys: [],
  wakes: ["replaced", "by_piece", "answers.counterfactual"],
  // On the page its own lists say that they wait, and the other numbers stand; a file has all.
  quiet: "on a page",
  question(state) {
    const wanted = chosenIn(state)?.wanted;
    return wanted ? questionOf(wanted) : null;
  },
  ready: (state) => Boolean(chosenIn(state)?.wanted),
  async ask(state, via) {
    const wanted = chosenIn(state)?.wanted as Wanted;
    const { text, tokens, token, last, piece, cells } = wanted;
    const changed = replacedIn(text, tokens[token] as Token, piece.text);
    const found = await Promise.all(
      cells.map(async (cell) => {
        const answer = await postGates({ text: changed, cell, checkpoint: "trained", include: ["predictions"] }, via);
        return [cell, sameButOne(tokens, answer.tokens, wanted) ? answer.predictions[last] : null] as const;
      }),
    );
    return { question: questionOf(wanted), cells: Object.fromEntries(found) };
  },
};
