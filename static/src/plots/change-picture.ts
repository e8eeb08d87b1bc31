/** A head before a change, after it, and the difference. */
import { t } from "../core/words/index.ts";
import { ATTENTION_TICKS, attentionCaption, attentionScale, onScale } from "./heatmap.ts";
import { modelName } from "./labels.ts";
import { differenceScale, printedDifference, rampNumber, triptych } from "./triptych.ts";
import type { Lang, Scene } from "../core/types.ts";
import type { LinedUp, Matrix } from "../data/types.ts";
import type { WeightScale, Colour } from "../core/scene/colour.ts";
import type { Panel } from "./triptych.ts";

/** Below half a hundredth nothing is printed. */
const printed = (weight: number) => (weight >= 0.005 ? weight.toFixed(2).replace(/^0/, "") : "");

/** The panel of one matrix of weights. */
export const weightPanel = (
  words: { id: string; heading: string; says: string },
  values: ArrayLike<number>,
  columns: number,
  { lang, scale, colour }: { lang: Lang; scale: WeightScale; colour: Colour },
) => ({
  ...words,
  values: onScale(values, columns, scale),
  numbers: values,
  scale: attentionScale(scale, colour),
  print: printed,
  ramp: { ticks: ATTENTION_TICKS[scale], caption: attentionCaption(lang, scale, colour) },
});

/** The panel of a difference. */
export function differencePanel(
  words: { id: string; heading: string; says: string },
  between: ArrayLike<number>,
  caption: string,
) {
  const scale = differenceScale(between);
  const [low, high] = scale.domain;
  return {
    ...words,
    values: between,
    numbers: between,
    scale,
    print: printedDifference,
    ramp: { ticks: [low, low / 2, 0, high / 2, high], caption, format: rampNumber },
  };
}

/** @param options changed: in words */
export function changePicture(
  {
    before,
    after,
    lined,
    bits,
    masked,
    hidden,
  }: {
    before: Matrix;
    after: Matrix | null;
    lined: LinedUp;
    bits: readonly number[];
    masked: ReadonlySet<number>;
    hidden: boolean;
  },
  {
    width,
    lang,
    scale,
    colour,
    changed,
  }: { width: number; lang: Lang; scale: WeightScale; colour: Colour; changed: string },
): Scene {
  const { layer, head, model, keys, causal } = before;
  const columns = lined.columns.labels.length;
  const look = { lang, scale, colour };
  const panels: Panel[] = [
    weightPanel(
      {
        id: "before",
        heading: t(lang, after ? "change-before" : "change-as-it-is"),
        says: after ? t(lang, "change-before-says") : "",
      },
      lined.a,
      columns,
      look,
    ),
  ];
  const out = keys.tokens.map((own) => own.some((token) => masked.has(token)));
  if (after) {
    // What is masked is there to nobody: not a small weight, but none. The difference knows what it was.
    const seen = lined.b.map((value, i) => (out[i % columns] ? NaN : value));
    panels.push(weightPanel({ id: "after", heading: t(lang, "change-after"), says: changed }, seen, columns, look));
    panels.push(
      differencePanel(
        { id: "difference", heading: t(lang, "change-difference"), says: t(lang, "change-difference-says") },
        lined.between,
        t(lang, "change-ramp"),
      ),
    );
  }
  const hatched =
    out.includes(true) && after
      ? causal
        ? "change-hatched"
        : "change-hatched-masked"
      : causal
        ? "change-hatched-causal"
        : null;
  return triptych(
    {
      rows: lined.rows.labels,
      columns: lined.columns.labels,
      names: [t(lang, "query"), t(lang, "key")],
      panels,
      bars: after ? { values: bits, heading: t(lang, "change-js") } : null,
      says: [
        ...(hatched ? [{ words: t(lang, hatched), hatched: true }] : []),
        ...(hidden ? [{ words: t(lang, "change-hidden") }] : []),
      ],
      title: t(lang, "change-title", { layer, head, model: modelName(lang, model) }),
      description: t(lang, "change-description", { rows: lined.rows.labels.length }),
    },
    { width },
  );
}
