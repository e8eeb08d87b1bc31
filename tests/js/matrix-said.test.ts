import assert from "node:assert/strict";
import { test } from "node:test";
import { putAnswers, ready } from "../../static/src/state/answers.ts";
import { storeFor } from "./stores.ts";
import { matrices } from "../../static/src/state/selection.ts";
import { sayDrawn } from "../../static/src/plots/say.ts";
import { heatmap } from "../../static/src/plots/heatmap.ts";
import { fetchedOf, marksOf, tokensOf } from "./made.ts";

const reader = { themeInForce: "light" as const, langInForce: "en" as const };
const TOKENS = tokensOf(["[CLS]", "the", "animal", "slept", "[SEP]"]);
const ROWS = [
  [0.5, 0.25, 0.125, 0.0625, 0.0625],
  [0.1, 0.2, 0.3, 0.15, 0.25],
  [0.7, 0.1, 0.15, 0.03, 0.02],
  [0.2, 0.3, 0.24, 0.16, 0.1],
  [0.96, 0.01, 0.01, 0.01, 0.01],
];
const WEIGHTS = Float32Array.from(ROWS.flat());
const SCALES = { sqrt: "square root", linear: "linear", row: "row's largest", log: "logarithmic" };
const FILTERS = [
  "",
  "&filter=least&least=0.1",
  "&filter=mass&mass=0.5",
  "&special=hide",
  "&special=hide&renormalise=true&filter=mass&mass=0.8",
];

/** Three significant digits of a share. */
const percent = (value: number) => `${Number((value * 100).toPrecision(3))} %`;

for (const [scale, legend] of Object.entries(SCALES)) {
  for (const filter of FILTERS) {
    test(`every cell says the model's own number: scale ${scale}, ${filter || "all is drawn"}`, () => {
      const choice = new URLSearchParams(filter);
      const store = storeFor(`?scale=${scale}&colour=viridis${filter}`, reader);
      putAnswers(store, { oneHead: ready(fetchedOf(TOKENS, { own: WEIGHTS })) });
      const [shown] = matrices(store);
      assert.ok(shown);
      const kept = TOKENS.filter(({ special }) => choice.get("special") !== "hide" || !special);
      for (const [row, query] of kept.entries()) {
        const seen = kept.map(({ index }) => WEIGHTS[query.index * TOKENS.length + index] ?? NaN);
        const sum = seen.reduce((total, weight) => total + weight, 0);
        for (const [column, key] of kept.entries()) {
          const weight = seen[column] ?? NaN;
          const said = sayDrawn("en", shown, row, column);
          const about = `${query.piece} → ${key.piece}: ${said}`;
          assert.ok(said.startsWith(`${query.piece} attends to ${key.piece}: ${percent(weight)}, `), about);
          assert.equal(said.includes(`derived: ${percent(weight / sum)}`), choice.has("renormalise"), about);
          const before = seen.filter((other) => other > weight).reduce((total, other) => total + other, 0);
          const kind = choice.get("filter");
          const isDrawn =
            kind === "least"
              ? weight >= Math.fround(0.1)
              : kind === "mass"
                ? before < Number(choice.get("mass")) * sum - 1e-6
                : true;
          assert.equal(said.includes("not drawn"), !isDrawn, about);
        }
      }
      const scene = heatmap(shown.matrix, {
        width: 500,
        scale: scale as "sqrt" | "linear" | "row" | "log",
        colour: "viridis",
        drawn: shown.drawn,
      });
      const texts = marksOf(scene, "text").map(({ text }) => text);
      assert.ok(
        texts.some((text) => text.includes(legend) && text.includes("viridis")),
        `the legend names ${legend} and the colours`,
      );
      const [picture] = marksOf(scene, "raster");
      const blank = Array.from(picture?.values ?? [], (value) => Number.isNaN(value));
      const undrawn = kept.flatMap((_, row) =>
        kept.map((__, column) => sayDrawn("en", shown, row, column).includes("not drawn")),
      );
      assert.deepEqual(blank, undrawn, "what is not drawn has no colour");
    });
  }
}
