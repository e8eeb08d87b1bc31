/** Attention rollout after a layer: sliding through the layers, and reading off a token in all three pictures. */
import {
  QUANTITIES,
  acrossPicture,
  figure as still,
  layerOf,
  picturesAt,
  rolloutIn,
  sayRollout,
  shownToken,
  sumUpRollout,
  why,
} from "./pictures.ts";
import { rowOf } from "../../data/layers.ts";
import { el } from "../../panel/dom.ts";
import { overCells } from "../../panel/grids.ts";
import { createMount } from "../../panel/mount.ts";
import { labelled, t, titled } from "../../core/words/index.ts";
import { twins } from "../../panel/panel-words.ts";
import { sayToken } from "../../plots/say.ts";
import { pointed } from "../../panel/pointed.ts";
import type { Cursor, Lit, Region } from "../../core/types.ts";
import type { RolloutData } from "../../data/types.ts";
import type { Hands } from "../../panel/figure.ts";
import type { Hand } from "../../panel/mount.ts";
import type { AttentionPart } from "../../panel/types.ts";
import type { Store } from "../../state/app.ts";
import type { Quantity } from "./scene.ts";

export function create(store: Store, hands: Hands): AttentionPart {
  const words = () => store.get("langInForce");
  const data = () => rolloutIn(store);
  /** The token whose rows are drawn. */
  let token = -1;
  /** While the slider is held, its row of the layers that attend is shown before its layer is the page's. */
  let sliding: number | null = null;

  const shownLayer = (found: RolloutData) =>
    sliding === null ? layerOf(store, found) : (found.layers.numbers[sliding] ?? layerOf(store, found));
  const place = (found: RolloutData) => ({ layer: shownLayer(found), token });

  function say(quantity: Quantity, layer: number, query: number, key: number) {
    const found = data();
    return found ? sayRollout(words(), found, quantity, layer, query, key) : "";
  }
  function sayLabel(index: number) {
    const found = data();
    const label = found?.tokens[index];
    return found && label ? sayToken(words(), label, found.model) : "";
  }
  const square = (quantity: Quantity, more: Partial<Hand> = {}): Hand => ({
    className: `attn-${quantity}`,
    cursor: pointed,
    say({ id }, row, column) {
      const found = data();
      if (!found) return "";
      return id === "cells" ? say(quantity, shownLayer(found), row, column) : sayLabel(id === "queries" ? row : column);
    },
    grids: ({ scene: { regions, title } }) => [
      overCells(regions[0] as Region, titled(words(), title, t(words(), "keys"))),
    ],
    ...more,
  });

  /** @returns a cell is of the token that is shown; a label is another token */
  const acrossCursor = ({ role }: Region, _: number, column: number): Cursor =>
    role === "label" ? { source: "attention", token: column } : { source: "attention", token, key: column };
  function pickAcross(region: Region, row: number, column: number) {
    const isLayer = rowOf(data()?.layers ?? { numbers: [] }, row) >= 0;
    if (region.role !== "label" && row !== store.get("layer") && isLayer) store.set({ layer: row });
    else hands.pin(acrossCursor(region, row, column));
  }
  const mount = createMount(store, hands, {
    pictures(_, room) {
      const found = data();
      return found ? picturesAt(store, found, place(found), room) : [];
    },
    parts: {
      rollout: square("rollout"),
      mean: square("mean", { stays: true }),
      across: {
        className: "attn-across",
        cursor: acrossCursor,
        say: (region, row, column) =>
          region.role === "label" ? sayLabel(column) : say(region.id as Quantity, row, token, column),
        pick: pickAcross,
        grids: ({ scene: { regions, title } }) =>
          QUANTITIES.map((quantity) => {
            const named = labelled(words(), title, t(words(), quantity === "rollout" ? "attn-rollout" : "mean"));
            const cells = regions.find(({ id }) => id === quantity) as Region;
            return overCells(cells, titled(words(), named, t(words(), "keys")));
          }),
      },
    },
  });

  const slider = el("input", { type: "range", min: 0, step: 1, class: "layers" });
  const sliderWords = el("span", { class: "choice-label soft" });
  const number = el("output", { class: "number" });
  const tools = el("div", { class: "tools" }, el("label", { class: "choice" }, sliderWords, slider, number));
  const held = el("p", { class: "says" });
  const lead = el("p", { class: "note not-here", hidden: true });
  const { rollout, mean, across } = mount.figures;
  const pair = el("div", { class: "pair two" }, rollout.node, mean.node);
  const node = el("div", { class: "attn-rollouts" }, tools, lead, held, pair, across.node);
  slider.addEventListener("input", () => {
    sliding = Number(slider.value);
    requestAnimationFrame(draw);
  });
  slider.addEventListener("change", () => {
    sliding = null;
    const layer = data()?.layers.numbers[Number(slider.value)];
    if (layer !== undefined) store.set({ layer });
  });

  /** The cell that the cursor is on in both pictures, or what the shown token holds most. */
  function read() {
    const found = data();
    if (!found || token < 0) return;
    const lang = words();
    const layer = shownLayer(found);
    const { cursor, pin } = store.snapshot();
    const about = cursor ?? pin;
    const key = about?.source === "attention" ? about.key : undefined;
    const count = found.tokens.length;
    const said =
      key !== undefined && about && about.token < count && key < count
        ? QUANTITIES.map((quantity) => say(quantity, layer, about.token, key))
        : [sumUpRollout(lang, found, layer, token)].filter(Boolean);
    held.replaceChildren(...said.map((one) => el("span", {}, one)), hands.release() ?? "");
  }

  function draw() {
    const { langInForce: lang, answers } = store.snapshot();
    const found = data();
    const never = why(store);
    lead.hidden = never === "";
    lead.textContent = never;
    for (const one of [tools, held, pair]) one.hidden = !found;
    if (found) {
      token = shownToken(store, found, token);
      sliderWords.textContent = t(lang, "rollout-layer");
      const { numbers } = found.layers;
      const layer = shownLayer(found);
      slider.max = String(numbers.length - 1);
      if (sliding === null) slider.value = String(rowOf(found.layers, layer));
      slider.setAttribute("aria-valuetext", String(layer));
      slider.setAttribute("aria-label", t(lang, "rollout-layer"));
      number.textContent = t(lang, "rollout-layer-of", {
        layer,
        first: numbers[0] ?? 0,
        last: numbers.at(-1) ?? 0,
      });
    }
    pair.classList.toggle("stale", answers.rollout?.status === "loading");
    if (mount.draw()) read();
  }

  function light(lit: Lit) {
    const found = data();
    const drawn = mount.shown().length > 0;
    if (found && drawn) {
      const next = shownToken(store, found, token);
      if (next !== token) {
        token = next;
        mount.replace(acrossPicture(store, found, place(found), { width: across.room() }));
      }
      read();
    }
    mount.light(lit);
  }

  return {
    node,
    draw,
    light,
    controls: ["scale", "colour"],
    intro: () => still.intro?.(store) ?? "",
    twins() {
      const { text, text_pair: second, model, layer, answers } = store.snapshot();
      const paired = second.trim() !== "" && answers.attention.data?.textPair !== null;
      const [json, tensors] = twins("/api/v1/attention", {
        text,
        ...(paired ? { text_pair: second } : {}),
        model,
        layers: layer,
        include: "rollout",
      });
      return { json, tensors };
    },
  };
}
