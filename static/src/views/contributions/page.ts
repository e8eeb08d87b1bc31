/** What each head adds to the residual stream: choosing a head, and reading off both pictures. */
import { intro, layerOf, pictures, readIn, sayAt, sayMean, sayRead } from "./pictures.ts";
import { hasHead, headsIn, nearestHead } from "../../data/layers.ts";
import { el } from "../../panel/dom.ts";
import { overCells } from "../../panel/grids.ts";
import { createMount } from "../../panel/mount.ts";
import { t, titled } from "../../core/words/index.ts";
import { sayToken } from "../../plots/say.ts";
import type { Picture, Region } from "../../core/types.ts";
import type { Hands } from "../../panel/figure.ts";
import type { AttentionPart } from "../../panel/types.ts";
import type { Store } from "../../state/app.ts";

export function create(store: Store, hands: Hands): AttentionPart {
  const words = () => store.get("langInForce");
  const status = () => store.get("answers").contributions?.status ?? "idle";
  const keys = ({ scene: { title } }: Picture) => titled(words(), title, t(words(), "keys"));

  /** @param head where there is one */
  function choose(layer: number, head: number) {
    const layers = readIn(store)?.data.layers;
    if (layers && hasHead(layers, { layer, head })) store.set({ layer, head });
  }
  function say({ id }: Region, row: number, column: number) {
    const read = readIn(store);
    if (!read) return "";
    const { data } = read;
    const [lang, layer] = [words(), layerOf(store, data)];
    if (id === "cells") return sayAt(lang, data, layer, row, column);
    if (id === "residual") return sayRead(lang, data, layer, column);
    const label = data.tokens[column];
    return label ? sayToken(lang, label, data.model) : "";
  }
  const mount = createMount(store, hands, {
    pictures,
    busy: () => status() === "loading",
    gone: () => status() === "error",
    parts: {
      overview: {
        className: "contributions-all",
        say(_, row, column) {
          const read = readIn(store);
          return read ? sayMean(words(), read, row, column) : "";
        },
        pick: (_, row, column) => choose(row, column),
        grids(picture) {
          const { layer, head } = store.snapshot();
          const layers = readIn(store)?.data.layers;
          const start: [number, number] = layers ? [layer, nearestHead(layers, { layer, head }).head] : [0, 0];
          return [overCells(picture.scene.regions[0] as Region, keys(picture), { id: "overview", start })];
        },
      },
      layer: {
        className: "contributions-layer",
        say,
        cursor: (_, __, token) => ({ source: "attention", token }),
        grids(picture) {
          const data = readIn(store)?.data;
          const rows = data ? headsIn(data.layers, layerOf(store, data)) : 1;
          return [overCells(picture.scene.regions[0] as Region, keys(picture), { rows })];
        },
      },
    },
  });
  const { overview, layer } = mount.figures;
  const node = el(
    "div",
    { class: "contributions" },
    el("div", { class: "contributions-two" }, overview.node, layer.node),
  );

  return {
    node,
    draw: mount.draw,
    light: mount.light,
    intro: () => intro(store),
    twins() {
      const { text, text_pair: pair, model } = store.snapshot();
      const json = `/api/v1/attention?${new URLSearchParams({ text, ...(pair.trim() ? { text_pair: pair } : {}), model, layers: "", heads: "", include: "contributions" })}`;
      return { json, tensors: `${json}&format=safetensors` };
    },
  };
}
