/** How far gradients reach, what swapping does, and that these are two things. */
import { heldOf, merged } from "../../data/reach.ts";
import { counterfactual } from "./counterfactual.ts";
import { curveName, reach } from "./scene.ts";
import { said } from "./said.ts";
import { setTable } from "./set-table.ts";
import { labelled, t } from "../../core/words/index.ts";
import { name, percent } from "../../plots/say.ts";
import { measuredOf, significant } from "./say.ts";
import { swapPictures } from "./swap-pictures.ts";
import { cell } from "../../panel/pictures/tables.ts";
import type { Cell, Lang, Picture, TableModel } from "../../core/types.ts";
import type { CounterfactualData, ReachCurve, ReachData } from "../../data/types.ts";
import type { Drawing, Maker } from "../../state/view.ts";
import type { Store } from "../../state/app.ts";

/** A number of any size; a dash where float64 cannot hold it. */
const sized = (value: number | null | undefined): Cell => cell(value, significant) || "—";

/** What the line through a curve says. */
function decay(lang: Lang, { slope, halfLife, doubling, apart }: ReachCurve): Cell {
  if (apart !== null) return t(lang, "reach-lost-row");
  if (halfLife !== null && halfLife < 1) return t(lang, "reach-below-one", { share: percent(0.5 ** (1 / halfLife)) });
  if (halfLife !== null) return sized(halfLife);
  if (doubling !== null) return t(lang, "reach-doubles", { n: significant(doubling) });
  return t(lang, slope === null ? "reach-no-line" : "reach-no-trend");
}

/** @returns a row a net */
export function linesTable(lang: Lang, { curves, token: last }: ReachData): TableModel {
  const head = ["reach-curve", "reach-half-life", "reach-fit", "reach-first", "reach-farthest", "reach-far-ratio"].map(
    (key) => t(lang, key, { k: last }),
  );
  const rows = curves.map((curve) =>
    curve.apart !== null
      ? [curveName(lang, curve), decay(lang, curve), "—", "—", "—", "—"]
      : [
          curveName(lang, curve),
          decay(lang, curve),
          cell(curve.rSquared, (value) => value.toFixed(3).replace("-", "−")) || "—",
          sized(curve.norms[0]),
          sized(curve.norms[last]),
          sized(curve.ratios[last]),
        ],
  );
  return { caption: t(lang, "reach-heading"), head, rows };
}

/** How the table is read; what a trend is, where a net has none. */
export function tableNote(lang: Lang, { token, curves }: ReachData) {
  const flat = curves.some(
    ({ apart, slope, halfLife, doubling }) =>
      apart === null && slope !== null && halfLife === null && doubling === null,
  );
  return [t(lang, "reach-table-note"), ...(flat ? [t(lang, "reach-trend-note", { points: token + 1 })] : [])].join(
    lang === "zh" ? "" : " ",
  );
}

/** @returns every number of the plot */
export function curvesTable(lang: Lang, data: ReachData): TableModel {
  const { curves, token: last, tokens } = heldOf(data);
  const head = [
    t(lang, "table-token"),
    t(lang, "reach-distance"),
    ...curves.flatMap((curve) =>
      [t(lang, "reach-norm"), t(lang, "reach-ratio")].map((what) => labelled(lang, curveName(lang, curve), what)),
    ),
  ];
  const rows = Array.from({ length: last + 1 }, (_, token) => [
    name(tokens, token),
    cell(last - token, String),
    ...curves.flatMap(({ norms, ratios }) => [sized(norms[last - token]), sized(ratios[last - token])]),
  ]);
  return { caption: t(lang, "reach-heading"), head, rows };
}

function memoryTable(lang: Lang, { reach: { tokens, token: last }, cells }: CounterfactualData): TableModel {
  const head = [
    t(lang, "table-token"),
    ...cells.flatMap(({ cell: net }) =>
      [t(lang, "memory-swap"), t(lang, "swap-unknown")].map((what) => labelled(lang, net.toUpperCase(), what)),
    ),
  ];
  const rows = Array.from({ length: last + 1 }, (_, token) => [
    name(tokens, token),
    ...cells.flatMap(({ values, unknown }) => [cell(values[token]), cell(unknown[token])]),
  ]);
  return { caption: t(lang, "memory-heading"), head, rows };
}

/** What is drawn: the curves of all nets, and the trained nets with their swaps; null before they are there. */
export function drawnIn(store: Store) {
  const { reach: initial, counterfactual: trained } = store.get("answers");
  const swaps: CounterfactualData | null = trained?.data ?? null;
  return swaps && { plot: merged(initial?.data ?? null, swaps.reach), swaps };
}

const plotScene = (store: Store, data: ReachData, width: number) =>
  reach(heldOf(data), { width, lang: store.get("langInForce"), measure: store.get("measure") });

const memoryScene = (store: Store, data: CounterfactualData, width: number) =>
  counterfactual(data, {
    width,
    lang: store.get("langInForce"),
    measure: store.get("measure"),
    chosen: store.get("replaced"),
  });

/** What must be known of the curves: which are not drawn, and what the thin ones are of. */
export function curveNotes(lang: Lang, { curves, token, tokens }: ReachData): string[] {
  const lost = curves.filter(({ apart }) => apart !== null);
  const index = Math.min(...lost.map(({ apart }) => apart ?? Infinity));
  return [
    ...(lost.length
      ? [
          t(lang, "reach-lost", {
            names: lost.map((curve) => curveName(lang, curve)).join(t(lang, "list-comma")),
            token: name(tokens, token),
            index,
          }),
        ]
      : []),
    ...(curves.some(({ checkpoint }) => checkpoint === "initial") ? [t(lang, "reach-start")] : []),
  ];
}

/** What was measured of swaps: what leads, a point a net, and what follows. */
export const toldOf = (lang: Lang, swaps: CounterfactualData) => ({
  lead: t(lang, "memory-lead"),
  points: measuredOf(lang, swaps),
  after: t(lang, "memory-scope"),
});

/** What stands on the page as text to read and to act on, and in a file as pictures: the lines, what was measured, the swap. */
function still(store: Store, plot: ReachData, swaps: CounterfactualData, width: number): Record<string, Picture[]> {
  const lang = store.get("langInForce");
  const [memory, lines] = [t(lang, "memory-heading"), t(lang, "figure-reach-table")];
  return {
    lines: [
      {
        id: "lines",
        heading: lines,
        scene: setTable(linesTable(lang, plot), {
          width,
          title: lines,
          description: tableNote(lang, plot),
          spare: [3, 4, 5],
        }),
        notes: [tableNote(lang, plot)],
        tables: [{ title: lines, make: () => linesTable(lang, plot) }],
      },
    ],
    swaps: [
      { id: "measured", heading: "", scene: said(toldOf(lang, swaps), { width, title: memory }) },
      ...swapPictures(store, { width }),
    ],
  };
}

export const pictures: Maker = (store, { width, of, live = false }) => {
  const drawn = drawnIn(store);
  if (!drawn) return [];
  const lang = store.get("langInForce");
  const { plot, swaps } = drawn;
  const [title, memory] = [t(lang, "reach-heading"), t(lang, "memory-heading")];
  const { lines = [], swaps: swapped = [] } = live ? {} : still(store, plot, swaps, width);
  return [
    {
      id: "reach",
      heading: title,
      scene: plotScene(store, plot, width),
      notes: [
        t(lang, live ? "reach-at" : "figure-reach-at", { token: name(plot.tokens, plot.token) }),
        ...curveNotes(lang, plot),
        ...(live ? [tableNote(lang, plot)] : []),
      ],
      definitions: plot.curves[0] ? [plot.curves[0].definition] : [],
      tables: [
        ...(live ? [{ title: t(lang, "figure-reach-table"), make: () => linesTable(lang, plot), open: true }] : []),
        { title, make: () => curvesTable(lang, plot) },
      ],
    },
    ...lines,
    {
      id: "memory",
      heading: memory,
      scene: memoryScene(store, swaps, Math.min(width, of?.("memory") ?? width)),
      definitions: swaps.cells[0] ? [swaps.cells[0].definition] : [],
      tables: [{ title: memory, make: () => memoryTable(lang, swaps) }],
    },
    ...swapped,
  ];
};

export const intro = (store: Store) => t(store.get("langInForce"), "reach-intro");

export const figure: Drawing = { pictures, intro };
