/** Swap the word: a token, what it becomes, and what each net expects before and after. */
import { visible } from "../../core/scene/text.ts";
import { chosenIn, swappedIn } from "./swapped.ts";
import { swap } from "./swap.ts";
import { clauses, t } from "../../core/words/index.ts";
import { decimals, name, percent } from "../../plots/say.ts";
import { cell } from "../../panel/pictures/tables.ts";
import type { Lang, Picture, TableModel } from "../../core/types.ts";
import type { Prediction } from "../../data/types.ts";
import type { Store } from "../../state/app.ts";
import type { SwapCell } from "./swap.ts";
import type { Chosen } from "./swapped.ts";

/** What a token becomes, in words. */
const pieceWords = (lang: Lang, { piece }: Chosen) => (piece ? `“${visible(piece.text)}”` : t(lang, "swap-unknown"));

/** What each net expects before and after. */
export function cellsOf(store: Store, { data, token, piece, wanted }: Chosen): SwapCell[] {
  const lang = store.get("langInForce");
  const asked = wanted && swappedIn(store.snapshot(), wanted);
  return data.cells.map((found) => {
    const own = (found.replacements[token] ?? []).find(({ id }) => id === piece?.id);
    const after = own?.predictions ?? asked?.cells[found.cell] ?? [];
    const words = { piece: visible(piece?.text ?? ""), cell: found.cell.toUpperCase() };
    const moved = piece ? own?.totalVariation : found.unknown[token];
    const aside =
      own || !piece ? "" : after.length ? t(lang, "swap-asked", words) : asked ? "" : t(lang, "reach-computing");
    return {
      cell: found.cell,
      before: found.baseline,
      after,
      moved,
      missing: !piece ? t(lang, "swap-unknown-only") : after.length || !asked ? "" : t(lang, "swap-lacks", words),
      said: moved === undefined ? aside : t(lang, "swap-moved", { value: decimals(moved) }),
    };
  });
}

/** What the two lists of a net are called. */
export const listNames = (lang: Lang, chosen: Chosen) => ({
  before: t(lang, "swap-before"),
  after: t(lang, "swap-after", { piece: pieceWords(lang, chosen) }),
});

/** @returns a row a rank */
function swapTable(lang: Lang, chosen: Chosen, cells: readonly SwapCell[]): TableModel {
  const { before, after } = listNames(lang, chosen);
  const probability = t(lang, "figure-probability");
  const head = [
    t(lang, "reach-curve"),
    t(lang, "figure-rank"),
    before,
    probability,
    after,
    probability,
    t(lang, "figure-moved"),
  ];
  const rows = cells.flatMap((one) =>
    Array.from({ length: Math.max(one.before.length, one.after.length) }, (_, i) => {
      const pair = (guess: Prediction | undefined) => [
        guess ? visible(guess.text) : "",
        cell(guess?.probability, percent),
      ];
      return [
        one.cell.toUpperCase(),
        cell(i + 1, String),
        ...pair(one.before[i]),
        ...pair(one.after[i]),
        i === 0 ? cell(one.moved, decimals) : "",
      ];
    }),
  );
  return { caption: t(lang, "swap-heading"), head, rows };
}

/** @returns none where there is no token to swap */
export function swapPictures(store: Store, { width }: { width: number }): Picture[] {
  const chosen = chosenIn(store.snapshot());
  if (!chosen) return [];
  const lang = store.get("langInForce");
  const {
    data: { reach },
    token,
  } = chosen;
  const cells = cellsOf(store, chosen);
  const words = {
    token: name(reach.tokens, token),
    piece: pieceWords(lang, chosen),
    last: name(reach.tokens, reach.token),
  };
  const heading = t(lang, "figure-swap", words);
  const moved = cells.flatMap((one) => (one.moved === undefined ? [] : `${one.cell.toUpperCase()} ${one.said}`));
  return [
    {
      id: "swap",
      heading,
      summary: clauses(lang, moved),
      scene: swap(cells, {
        width,
        names: listNames(lang, chosen),
        title: t(lang, "figure-swap-title", words),
        description: t(lang, "figure-swap-description"),
      }),
      notes: [
        t(lang, "swap-next", { token: words.last }).replace(/[:：]$/u, lang === "zh" ? "。" : "."),
        t(lang, "swap-note"),
      ],
      tables: [{ title: heading, make: () => swapTable(lang, chosen, cells) }],
    },
  ];
}
