/** What survives of each step: shares of what was written, beside what one head of the Transformer looks at. */
import { matrixOf } from "../../data/matrix.ts";
import { headOfPlaces, ofPieces, ofPlaces, sharedPlaces } from "./shares.ts";
import { heatmap } from "../../plots/heatmap.ts";
import { cellName } from "../../plots/labels.ts";
import { shares } from "./scene.ts";
import { t } from "../../core/words/index.ts";
import { apartWords } from "../../panel/memory-notes.ts";
import { name } from "../../plots/say.ts";
import { sumUpShares } from "./say.ts";
import { GAP, sentences } from "../../plots/compose.ts";
import { kept } from "../../panel/changed.ts";
import { cell, headTable } from "../../panel/pictures/tables.ts";
import type { Lang, Scene, TableModel } from "../../core/types.ts";
import type { Matrix, SharesData, SharesSquare } from "../../data/types.ts";
import type { Drawing, Maker } from "../../state/view.ts";
import type { Store } from "../../state/app.ts";

/** What is drawn: the shares, and the head beside them where they are shown alone. */
type Drawn = { shares: SharesSquare; head: Matrix | null };

/** From this width on, two squares stand side by side whatever their cells; in less room only with cells that hold a number. */
const WIDE = 860;
const READABLE = 26;

/** Whether it is the only view: then a head stands beside it. */
export const isAlone = (store: Store) => store.get("view") === "shares";

/** The shares between pieces or words, and the head between the same; null before there are any. */
export const arranged = kept((store) => {
  const { share, by, joint, cell: net, view, answers } = store.snapshot();
  const { shares: found, beside, oneHead, attention } = answers;
  return [share, by, joint, net, view, oneHead.data, attention.data, found?.data, beside?.data];
}, arrange);

function arrange(store: Store): Drawn | null {
  const {
    share,
    by,
    joint,
    cell: net,
    answers: { oneHead, attention },
    answers,
  } = store.snapshot();
  const data: SharesData | null = answers.shares?.data ?? null;
  if (!data || net === "rnn") return null;
  const shown = data.unit === null ? "projected" : share === "kept" ? "kept" : "unit";
  const other = answers.beside?.data;
  if (isAlone(store) && other && other.text === data.text) {
    if (joint === "pieces") return { shares: ofPieces(data, shown), head: matrixOf(other.head) };
    const all = sharedPlaces(other.head, data.tokens);
    return { shares: ofPlaces(data, shown, other.head.tokens, all), head: headOfPlaces(other.head, data.tokens, all) };
  }
  const head = oneHead.data;
  if (
    !isAlone(store) &&
    by === "words" &&
    head?.words &&
    attention.data?.text === data.text &&
    head.tokens === attention.data.tokens
  ) {
    return { shares: ofPlaces(data, shown, head.tokens, sharedPlaces(head, data.tokens)), head: null };
  }
  return { shares: ofPieces(data, shown), head: null };
}

/** The side of a cell. */
const sideOf = ({ regions: [cells] }: Scene) => (cells ? cells.width / cells.columns : 0);

/**
 * Both with cells of one size, so that a row of one is at the height of the same row of the other.
 * @param widths the room of each
 */
function scenesOf(
  store: Store,
  drawn: Drawn,
  widths: { shares: number; head: number },
): { shares: Scene; head: Scene | null } {
  const { langInForce: lang, scale } = store.snapshot();
  const most = isAlone(store) ? 60 : 44;
  const { head } = drawn;
  const right = (maxCell: number) => shares(drawn.shares, { width: widths.shares, lang, maxCell });
  if (!head) return { shares: right(most), head: null };
  const left = (maxCell: number) => heatmap(head, { width: widths.head, lang, scale, maxCell });
  const size = Math.min(sideOf(right(most)), sideOf(left(most)));
  return { shares: right(size), head: left(size) };
}

/** What a picture of the head is called. */
const besideTitle = (lang: Lang, { layer, head }: Matrix) =>
  t(lang, "figure-panel", { panel: t(lang, "shares-beside"), view: t(lang, "head-title", { layer, head }) });

/** What must be known of a cell's shares. */
export function kindNotes(lang: Lang, { data, quantity, totals }: SharesSquare): string[] {
  const known = (totals ?? []).filter((total) => !Number.isNaN(total));
  return [
    apartWords(lang, data),
    data.kind === "gru" ? t(lang, "shares-z") : "",
    ...(quantity === "projected"
      ? [
          data.kind === "lstm" ? t(lang, "shares-tanh") : "",
          t(lang, "shares-difference", { negative: known.filter((total) => total < 0).length, rows: known.length }),
        ]
      : []),
  ].filter(Boolean);
}

function sharesTable(lang: Lang, { side, values, totals }: SharesSquare): TableModel {
  const count = side.labels.length;
  const rows = side.labels.map((_, row) => [
    name(side.labels, row),
    ...side.labels.map((__, column) => cell(values[row * count + column])),
    ...(totals ? [cell(totals[row])] : []),
  ]);
  const head = [
    t(lang, "shares-table"),
    ...side.labels.map((_, column) => name(side.labels, column)),
    ...(totals ? [t(lang, "shares-sum")] : []),
  ];
  return { caption: t(lang, "lab-shares"), head, rows };
}

export const pictures: Maker = (store, { width, of, live = false }) => {
  const drawn = arranged(store);
  if (!drawn) return [];
  const { langInForce: lang, joint } = store.snapshot();
  const {
    head,
    shares: { data },
  } = drawn;
  const half = Math.floor((width - GAP) / 2);
  const apart = scenesOf(
    store,
    drawn,
    of ? { shares: of("shares"), head: head ? of("head") : 0 } : { shares: half, head: half },
  );
  const beside = head !== null && (live || width >= WIDE || sideOf(apart.shares) >= READABLE);
  const scenes = beside || live ? apart : scenesOf(store, drawn, { shares: width, head: width });
  const row = beside ? { row: "beside" } : {};
  const both =
    head === null
      ? ""
      : t(lang, joint === "pieces" ? "shares-own-axes" : beside ? "shares-same-axes" : "figure-shares-above", {
          cell: cellName(lang, data.cell),
        });
  return [
    ...(head && scenes.head
      ? [
          {
            id: "head",
            heading: besideTitle(lang, head),
            scene: scenes.head,
            ...row,
            tables: [{ title: besideTitle(lang, head), make: () => headTable(lang, head) }],
          },
        ]
      : []),
    {
      id: "shares",
      heading: scenes.shares.title,
      scene: scenes.shares,
      summary: sumUpShares(lang, drawn.shares),
      ...row,
      notes: [both, ...kindNotes(lang, drawn.shares)].filter(Boolean),
      definitions: [data.definition],
      tables: [{ title: scenes.shares.title, make: () => sharesTable(lang, drawn.shares) }],
    },
  ];
};

export const intro = (store: Store) =>
  t(store.get("langInForce"), store.get("cell") === "rnn" ? "shares-intro-rnn" : "shares-intro");

/** What is said of a plain RNN, in paragraphs under a title. */
export const refusal = (lang: Lang) => ({
  title: t(lang, "shares-rnn-title"),
  said: [t(lang, "shares-rnn"), t(lang, "shares-rnn-not")],
});

function why(store: Store) {
  const lang = store.get("langInForce");
  const { title, said } = refusal(lang);
  return store.get("cell") === "rnn" ? sentences(lang, [title, ...said]) : t(lang, "figure-nothing");
}

export const figure: Drawing = { pictures, intro, why };
