/** Two heads on the axes that they share: A, B, and B − A. */
import { t } from "../../core/words/index.ts";
import { differencePanel, weightPanel } from "../../plots/change-picture.ts";
import { modelName } from "../../plots/labels.ts";
import { triptych } from "../../plots/triptych.ts";
import type { Lang, Scene } from "../../core/types.ts";
import type { LinedUp, SharedAxis, Matrix } from "../../data/types.ts";
import type { WeightScale, Colour } from "../../core/scene/colour.ts";

/** Whether a shared axis has places that only one of the two has. */
const uneven = ({ spots }: SharedAxis) => spots.some(({ a, b }) => a.length === 0 || b.length === 0);

export function compare(
  {
    against,
    first,
    second,
    lined,
    bits,
    texts,
    hidden,
  }: {
    against: "text" | "model" | "head";
    first: Matrix;
    second: Matrix;
    lined: LinedUp;
    bits: readonly number[];
    texts: readonly [string, string];
    hidden: boolean;
  },
  { width, lang, scale, colour }: { width: number; lang: Lang; scale: WeightScale; colour: Colour },
): Scene {
  const columns = lined.columns.labels.length;
  const look = { lang, scale, colour };
  const about = ({ layer, head, model }: Matrix) => ({
    head: t(lang, "versus-short", { layer, head }),
    model: modelName(lang, model),
  });
  const missing = uneven(lined.rows) || uneven(lined.columns);
  const causal = first.causal || second.causal;
  const hatched = missing
    ? `versus-hatched-${against === "text" ? "text" : "model"}`
    : causal
      ? "versus-hatched-causal"
      : null;
  return triptych(
    {
      rows: lined.rows.labels,
      columns: lined.columns.labels,
      names: [t(lang, "query"), t(lang, "key")],
      panels: [
        weightPanel(
          { id: "a", heading: t(lang, "versus-a", about(first)), says: against === "text" ? texts[0] : "" },
          lined.a,
          columns,
          look,
        ),
        weightPanel(
          { id: "b", heading: t(lang, "versus-b", about(second)), says: against === "text" ? texts[1] : "" },
          lined.b,
          columns,
          look,
        ),
        differencePanel(
          { id: "between", heading: t(lang, "versus-between"), says: t(lang, `versus-between-${against}`) },
          lined.between,
          t(lang, "versus-ramp"),
        ),
      ],
      bars: { values: bits, heading: t(lang, "change-js") },
      says: [
        ...(hatched ? [{ words: t(lang, hatched), hatched: true }] : []),
        ...(lined.summed ? [{ words: t(lang, "versus-summed") }] : []),
        ...(first.derived || second.derived ? [{ words: t(lang, "legend-words") }] : []),
        ...(hidden ? [{ words: t(lang, "change-hidden") }] : []),
      ],
      title: t(lang, `versus-title-${against}`, {
        layer: first.layer,
        head: first.head,
        model: modelName(lang, first.model),
      }),
      description: t(lang, "versus-description", { rows: lined.rows.labels.length }),
    },
    { width },
  );
}
