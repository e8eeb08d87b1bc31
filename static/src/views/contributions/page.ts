/** What each head adds to the residual stream: all heads at once, and one layer's heads at every token. */
import { intro, layerOf, length, normsTable, readIn, sayAt, sayMean, sumUpContributions } from "./pictures.ts";
import { hasHead, headsIn, nearestHead, rowOf } from "../../data/layers.ts";
import { cellBox } from "../../core/scene/hit.ts";
import { ofLayer, overview } from "./scene.ts";
import { el } from "../../panel/dom.ts";
import { createFigure } from "../../panel/figure.ts";
import { labelled, t, titled } from "../../core/words/index.ts";
import { name, sayToken } from "../../plots/say.ts";
import type { Cursor, Region } from "../../core/types.ts";
import type { Hands } from "../../panel/figure.ts";
import type { AttnPart } from "../../panel/types.ts";
import type { Store } from "../../state/app.ts";

export function create(store: Store, hands: Hands): AttnPart {
  const words = () => store.get("words");
  /** @param head where there is one */
  function choose(layer: number, head: number) {
    const layers = readIn(store)?.data.layers;
    if (layers && hasHead(layers, { layer, head })) store.set({ layer, head });
  }

  const all = createFigure({
    className: "contributions-all",
    hands: { ...hands, hover: () => {} },
    meaning: {
      cursor: () => null,
      say(_, row, column) {
        const read = readIn(store);
        return read ? sayMean(words(), read, row, column) : "";
      },
      pick: (_, row, column) => choose(row, column),
    },
  });
  function say(region: Region, row: number, column: number) {
    const read = readIn(store);
    if (!read) return "";
    const { data } = read;
    const [lang, layer] = [words(), layerOf(store, data)];
    const token = name(data.tokens, column);
    if (region.id === "cells") return sayAt(lang, data, layer, row, column);
    if (region.id === "residual") {
      return t(lang, "contributions-say-read", {
        token,
        layer,
        residual: length(data.residual[rowOf(data.layers, layer) * data.tokens.length + column] as number),
      });
    }
    const label = data.tokens[column];
    return label ? sayToken(lang, label, data.model) : "";
  }
  const cursorOf = (token: number) => ({ source: "attention", token }) as Cursor;
  const one = createFigure({
    className: "contributions-layer",
    hands,
    meaning: { cursor: (_, __, column) => cursorOf(column), say, pick: (_, __, column) => hands.pin(cursorOf(column)) },
  });
  const derived = el("p", { class: "note derived" });
  const node = el(
    "div",
    { class: "contributions" },
    el("div", { class: "contributions-two" }, all.node, one.node),
    derived,
  );

  function draw() {
    const read = readIn(store);
    const { words: lang, look, head, attnData } = store.snapshot();
    const { status = "idle" } = attnData["contributions"] ?? {};
    node.hidden = !read || status === "error";
    for (const { node: part } of [all, one]) part.classList.toggle("stale", status === "loading");
    if (!read || node.hidden || one.room() < 1) return;
    const { data } = read;
    const layer = layerOf(store, data);
    const above = overview(data, { width: all.room(), lang, layer, head });
    const grid = above.regions[0] as Region;
    all.heading.textContent = t(lang, "contributions-overview");
    all.show(above, look, [
      [
        "overview",
        {
          label: titled(lang, above.title, t(lang, "keys")),
          rows: data.layers.total,
          columns: data.layers.width,
          start: [layer, nearestHead(data.layers, { layer, head }).head],
          box: (row, column) => cellBox(grid, row, column),
          find: (_, row, column) => [row, column],
          say: (row, column) => sayMean(lang, read, row, column),
          enter: () => {},
          pick: choose,
        },
      ],
    ]);
    all.summary.textContent = sumUpContributions(lang, read);
    all.table.node.hidden = true;
    const scene = ofLayer(data, { width: one.room(), lang, layer, head });
    const cells = scene.regions[0] as Region;
    one.heading.textContent = t(lang, "contributions-of-layer", { layer });
    one.show(scene, look, [
      [
        "cells",
        {
          label: titled(lang, scene.title, t(lang, "keys")),
          rows: headsIn(data.layers, layer),
          columns: data.tokens.length,
          box: (row, column) => cellBox(cells, row, column),
          find: (id, row, column) => (id === "cells" ? [row, column] : null),
          say: (row, column) => sayAt(lang, data, layer, row, column),
          enter: (_, column) => hands.hover(cursorOf(column)),
          pick: (_, column) => hands.pin(cursorOf(column)),
        },
      ],
    ]);
    one.table.set(labelled(lang, t(lang, "table"), t(lang, "contributions-table", { layer })), () =>
      normsTable(lang, data, layer),
    );
    derived.textContent = t(lang, "contributions-derived");
  }

  return {
    node,
    draw,
    get stages() {
      return [one.stage];
    },
    intro: () => intro(store),
    twins() {
      const { text, text_pair: pair, model } = store.snapshot();
      const json = `/api/v1/attention?${new URLSearchParams({ text, ...(pair.trim() ? { text_pair: pair } : {}), model, layers: "", heads: "", include: "contributions" })}`;
      return { json, tensors: `${json}&format=safetensors` };
    },
  };
}
