/** One axis for two models: what shares a character is one place, so that rows and columns are the same in both pictures. */
import { places } from "../../plots/strip.ts";
import type { Source } from "../../core/types.ts";
import type { Place, Side, Token } from "../../data/types.ts";

/** A span of the sentence: its sequence, begin and end; null where tokens stand for no character. */
function spanOf(
  tokens: readonly Token[],
  own: readonly number[],
  spans: ReturnType<typeof places>,
): [number, number, number] | null {
  const found = own.flatMap((index) => {
    const span = spans[index];
    return span ? [span] : [];
  });
  if (found.length === 0) return null;
  const sequence = tokens[own[0] ?? 0]?.sequence ?? 0;
  return [sequence, Math.min(...found.map(([start]) => start)), Math.max(...found.map(([, end]) => end))];
}

/**
 * The places of the shared axis, in reading order. Tokens before the sentence, such as [CLS] and <s>, share a place.
 * @param groups of its tokens that go together
 */
export function placesOf(
  attention: readonly Token[],
  groups: readonly (readonly number[])[],
  gates: readonly Token[],
): Place[] {
  const spans = { attention: places(attention), gates: places(gates) };
  const each = [
    ...groups.map((own) => ({
      place: { attention: [...own], gates: [] as number[] },
      span: spanOf(attention, own, spans.attention),
    })),
    ...gates.map(({ index }) => ({
      place: { attention: [] as number[], gates: [index] },
      span: spanOf(gates, [index], spans.gates),
    })),
  ];
  const joined: Place[] = [];
  let until = [-1, 0];
  const spanned = each.flatMap(({ place, span }) => (span ? [{ place, span }] : []));
  spanned.sort((a, b) => a.span[0] - b.span[0] || a.span[1] - b.span[1] || a.span[2] - b.span[2]);
  for (const {
    place,
    span: [sequence, start, end],
  } of spanned) {
    const last = joined.at(-1);
    if (last && until[0] === sequence && start < (until[1] as number)) {
      last.attention.push(...place.attention);
      last.gates.push(...place.gates);
      until = [sequence, Math.max(end, until[1] as number)];
    } else {
      joined.push({ attention: [...place.attention], gates: [...place.gates] });
      until = [sequence, end];
    }
  }
  /** What stands for no character: first those before the sentence, each beside its counterpart. */
  const bare = (source: Source) =>
    each.flatMap(({ place, span }) => (span || place[source as "gates"].length === 0 ? [] : [place]));
  const leads = ({ attention: own, gates: others }: Place) => {
    const [index = 0] = own.length ? own : others;
    const before = own.length ? spans.attention : spans.gates;
    return before.slice(0, index).every((span) => span === null);
  };
  const ahead = [bare("attention").filter(leads), bare("gates").filter(leads)];
  const rest = [...bare("attention"), ...bare("gates")].filter((place) => !leads(place));
  const [own = [], others = []] = ahead;
  const count = Math.max(own.length, others.length);
  const head = Array.from({ length: count }, (_, i) => ({
    attention: own[i]?.attention ?? [],
    gates: others[i]?.gates ?? [],
  }));
  for (const place of rest) {
    const source = place.attention.length ? "attention" : "gates";
    const index = place[source][0] as number;
    let at = joined.length;
    while (at > 0 && !joined[at - 1]?.[source].some((token) => token < index)) at -= 1;
    joined.splice(at, 0, place);
  }
  return [...head, ...joined];
}

/** Several pieces as one token, for a label. */
function labelOf(pieces: readonly Token[]): Token | null {
  const [first] = pieces;
  if (!first || pieces.length === 1) return first ?? null;
  const read = pieces.filter(({ part }) => part === 0);
  const unknown = pieces.find((piece) => piece.unknown);
  const last = pieces.filter(({ start, end }) => end > start).at(-1);
  return {
    ...first,
    text: read.map(({ text }) => text).join(""),
    piece: unknown?.piece ?? pieces.map(({ piece }) => piece).join(""),
    end: last?.end ?? first.end,
    unknown: unknown !== undefined,
    fragment: false,
    part: 0,
    parts: 1,
  };
}

/** One model's side of the axis. A place that the other model alone has keeps the other's label. */
export function sideOf(
  source: "attention" | "gates",
  own: readonly Token[],
  other: readonly Token[],
  all: readonly Place[],
): Side {
  const there = source === "attention" ? "gates" : "attention";
  const pick = (tokens: readonly Token[], at: readonly number[]) => labelOf(at.flatMap((index) => tokens[index] ?? []));
  return {
    source,
    tokens: all.map((place) => place[source]),
    labels: all.flatMap((place) => pick(own, place[source]) ?? pick(other, place[there]) ?? []),
  };
}

/**
 * Numbers between tokens as numbers between places: the sum, or the mean, over a place's columns, the mean over its
 * rows.
 * @param values [token * token]
 * @param count tokens
 * @param own tokens by place
 * @param states the tokens by place that rows are a mean of, if not all
 * @returns [place * place], NaN where this model has no token
 */
export function between(
  values: ArrayLike<number>,
  count: number,
  own: readonly (readonly number[])[],
  columns: "sum" | "mean" = "sum",
  states: readonly (readonly number[])[] = own,
): Float32Array {
  const places0 = own.length;
  const out = new Float32Array(places0 * places0).fill(NaN);
  states.forEach((rows, row) => {
    own.forEach((keys, column) => {
      if (rows.length === 0 || keys.length === 0) return;
      let sum = 0;
      for (const query of rows) for (const key of keys) sum += values[query * count + key] as number;
      out[row * places0 + column] = sum / rows.length / (columns === "mean" ? keys.length : 1);
    });
  });
  return out;
}

/** The mean of a number a token over the tokens of each place. */
export const meansOf = (values: ArrayLike<number>, own: readonly (readonly number[])[]) =>
  own.map((tokens) =>
    tokens.length ? tokens.reduce((sum, token) => sum + (values[token] as number), 0) / tokens.length : NaN,
  );
