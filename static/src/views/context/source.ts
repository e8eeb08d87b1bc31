/** Which word is compared, and its cosine in one or two pairs of sentences. */
import { ApiProblem, fetchContext } from "../../data/api.ts";
import type { ContextData, ContextPair, Token, Via } from "../../data/types.ts";
import type { ViewState } from "../../state/keys.ts";
import type { Source } from "../../state/source.ts";

const folded = (token: Token) => token.text.toLowerCase();
const isWord = (token: Token) =>
  !token.special && !token.unknown && token.end > token.start && /[\p{L}\p{N}]/u.test(token.text);

/**
 * The word that the sentences share, the longest if there are several: its place in each. Without one, the first word
 * of each.
 * @param chosen the place in the first, where it is given
 */
export function sharedWord(a: readonly Token[], b: readonly Token[], chosen: number | null = null): [number, number] {
  const from = chosen === null ? a.filter(isWord) : a.filter(({ index }) => index === chosen);
  const shared = from
    .flatMap((token) =>
      b
        .filter((other) => isWord(other) && folded(other) === folded(token))
        .slice(0, 1)
        .map((other) => [token, other] as const),
    )
    .sort(([x], [y]) => y.text.length - x.text.length || x.index - y.index)[0];
  if (shared) return [shared[0].index, shared[1].index];
  return [chosen ?? a.find(isWord)?.index ?? 0, b.find(isWord)?.index ?? 0];
}

/** A pair at the places that were chosen, or else at the word that both share. */
async function readPair(
  texts: { text_a: string; text_b: string; model: string },
  a: number | null,
  b: number | null,
  via: Via,
): Promise<ContextPair> {
  try {
    const first = await fetchContext({ ...texts, token_a: a ?? 0, token_b: b ?? 0 }, via);
    if (a !== null && b !== null) return first;
    const [sharedA, sharedB] = sharedWord(first.tokensA, first.tokensB, a);
    return await fetchContext({ ...texts, token_a: a ?? sharedA, token_b: b ?? sharedB }, via);
  } catch (error) {
    // A link made for other sentences may name a token that these lack.
    const beyond = error instanceof ApiProblem && error.problem.type.endsWith("#index-out-of-range");
    if (!beyond || (a === null && b === null)) throw error;
    return readPair(texts, null, null, via);
  }
}

/** The cosine in the first pair of sentences, and in the second where there is a third sentence. */
async function readContext(
  { text, text_b: textB, text_c: textC, token_a: a, token_b: b, token_c: c, model }: ViewState,
  via: Via,
): Promise<ContextData> {
  const main = await readPair({ text_a: text, text_b: textB, model }, a, b, via);
  if (textC.trim() === "") return { main, reference: null };
  // The answer names the model that read the first pair: the second is to be read by the same.
  const reference = await readPair({ text_a: text, text_b: textC, model: main.model.id }, main.tokenA, c, via);
  return { main, reference };
}

export const source: Source<"context"> = {
  name: "context",
  keys: ["text", "text_b", "text_c", "token_a", "token_b", "token_c", "model"],
  ready: ({ text_b: second }) => second.trim() !== "",
  ask: readContext,
};
