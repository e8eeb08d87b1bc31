/** One word in two sentences: choosing the word, and its cosine with itself at every layer. */
import { linesOf, scene as sceneOf, sumUp } from "./pictures.ts";
import { cellBox } from "../../core/scene/hit.ts";
import { sentencesOf } from "./scene.ts";
import { modelName } from "../../plots/labels.ts";
import { el, segments } from "../../panel/dom.ts";
import { createFigure } from "../../panel/figure.ts";
import { clauses, t, titled } from "../../core/words/index.ts";
import { decimals, name } from "../../plots/say.ts";
import { contextTable } from "../../panel/pictures/tables.ts";
import type { Lang, Region } from "../../core/types.ts";
import type { ContextData } from "../../data/types.ts";
import type { Hands } from "../../panel/figure.ts";
import type { Store } from "../../state/app.ts";

/** @param layer as it is drawn: the embedding first */
function sayLayer(lang: Lang, data: ContextData, layer: number) {
  const where = layer === 0 ? t(lang, "context-embedding") : t(lang, "context-say-layer", { layer: layer - 1 });
  return clauses(
    lang,
    linesOf(data).map(({ letter, pair }) =>
      t(lang, "context-say", { letter, layer: where, value: decimals(pair.cosine[layer] ?? NaN) }),
    ),
  );
}

function sayToken(lang: Lang, data: ContextData, letter: string, index: number) {
  const sentence = sentencesOf(data).find((one) => one.letter === letter);
  const key = sentence?.chosen === index ? "context-say-chosen" : "context-say-token";
  return t(lang, key, { token: name(sentence?.tokens ?? [], index), index, letter });
}

export function create(store: Store, hands: Hands) {
  /** @param id such as B-4 */
  function say(id: string, column: number) {
    const {
      context: { data },
      words: lang,
    } = store.snapshot();
    if (!data) return "";
    if (id === "plot") return sayLayer(lang, data, column);
    const [letter = "", index] = id.split("-");
    return sayToken(lang, data, letter, Number(index));
  }

  function pick(id: string) {
    const { data } = store.get("context");
    const [letter = "", index] = id.split("-");
    if (
      !data ||
      id === "plot" ||
      sentencesOf(data).find((one) => one.letter === letter)?.tokens[Number(index)] === undefined
    ) {
      return;
    }
    // What the other sentences' places are is settled with the first choice: they do not move under it.
    const { main, reference } = data;
    const held = { token_a: main.tokenA, token_b: main.tokenB, token_c: reference?.tokenB ?? null };
    store.set({ ...held, [`token_${letter.toLowerCase()}`]: Number(index) });
  }

  const figure = createFigure({
    className: "context",
    hands: { ...hands, hover: () => {} },
    meaning: {
      cursor: () => null,
      say: (region, _, column) => say(region.id, column),
      pick: (region) => pick(region.id),
    },
  });
  const axis = el("span", { class: "segments" });
  figure.tools.append(axis);

  function draw() {
    const {
      context: { data, status },
      words: lang,
      look,
      view,
      axis: chosen,
    } = store.snapshot();
    figure.node.hidden = !data;
    figure.node.classList.toggle("stale", status === "loading");
    if (!data || view !== "context" || figure.room() < 1) return;
    const scene = sceneOf(store, data, figure.room());
    const sentences = sentencesOf(data);
    const region = (id: string) => scene.regions.find((one) => one.id === id) as Region;
    const plot = region("plot");
    const place = (row: number, column: number) => {
      const { letter, tokens } = sentences[row] as (typeof sentences)[0];
      return `${letter}-${Math.min(column, tokens.length - 1)}`;
    };
    figure.show(scene, look, [
      [
        "tokens",
        {
          label: titled(lang, t(lang, "context-tokens"), t(lang, "keys")),
          rows: sentences.length,
          columns: Math.max(...sentences.map(({ tokens }) => tokens.length)),
          box: (row, column) => region(place(row, column)),
          find: (id) => {
            const [letter, index] = id.split("-");
            const row = sentences.findIndex((one) => one.letter === letter);
            return row < 0 ? null : [row, Number(index)];
          },
          say: (row, column) => say(place(row, column), 0),
          enter: () => {},
          pick: (row, column) => pick(place(row, column)),
        },
      ],
      [
        "plot",
        {
          label: titled(lang, scene.title, t(lang, "keys")),
          rows: 1,
          columns: plot.columns,
          box: (row, column) => cellBox(plot, row, column),
          find: (id, row, column) => (id === "plot" ? [row, column] : null),
          say: (_, column) => say("plot", column),
          enter: () => {},
          pick: () => {},
        },
      ],
    ]);
    figure.heading.textContent = modelName(lang, data.main.model);
    figure.summary.textContent = sumUp(lang, data);
    figure.table.set(t(lang, "table"), () => contextTable(lang, data));
    const choices = ["whole", "close"].map((value) => ({ value, words: t(lang, `axis-${value}`) }));
    segments(axis, t(lang, "axis"), choices, chosen, (value) => store.set({ axis: value as "whole" | "close" }));
  }

  return { nodes: [figure.node], figure, draw };
}
