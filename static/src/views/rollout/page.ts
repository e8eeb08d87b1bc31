/** Attention rollout after a layer, the mean of that layer's heads beside it, and one token's rows of both through the layers. */
import {
  QUANTITIES,
  acrossScene,
  acrossTable,
  figure as still,
  layerOf,
  rolloutIn,
  sayMissing,
  sayRollout,
  shownToken,
  squareTable,
  squares,
  sumUpRollout,
  why,
} from "./pictures.ts";
import { rowOf } from "../../data/layers.ts";
import { cellBox } from "../../core/scene/hit.ts";
import { el } from "../../panel/dom.ts";
import { createFigure } from "../../panel/figure.ts";
import { labelled, t, titled } from "../../core/words/index.ts";
import { twins } from "../../panel/panel-words.ts";
import { name, sayToken } from "../../plots/say.ts";
import { saySilent } from "../../plots/say-layers.ts";
import { pointed } from "../../panel/pointed.ts";
import { repaint } from "../../panel/repaint.ts";
import type { Cursor, Region, Scene } from "../../core/types.ts";
import type { RolloutData } from "../../data/types.ts";
import type { Hands } from "../../panel/figure.ts";
import type { AttnPart } from "../../panel/types.ts";
import type { Store } from "../../state/app.ts";
import type { Quantity } from "./scene.ts";

export function create(store: Store, hands: Hands): AttnPart {
  const words = () => store.get("words");
  const data = () => rolloutIn(store);
  /** The token whose rows are drawn, and what is drawn of it. */
  const now: { token: number; scene: Scene | null; at: string } = { token: -1, scene: null, at: "" };
  /** While the slider is held, its row of the layers that attend is shown before its layer is the page's. */
  let sliding: number | null = null;

  const shownLayer = (found: RolloutData) =>
    sliding === null ? layerOf(store, found) : (found.layers.numbers[sliding] ?? layerOf(store, found));

  function say(quantity: Quantity, layer: number, query: number, key: number) {
    const found = data();
    return found ? sayRollout(words(), found, quantity, layer, query, key) : "";
  }

  const squareFigure = (quantity: Quantity) =>
    createFigure({
      className: `attn-${quantity}`,
      hands,
      meaning: {
        cursor: pointed,
        say(region, row, column) {
          const found = data();
          if (!found) return "";
          if (region.id === "cells") return say(quantity, shownLayer(found), row, column);
          const token = found.tokens[region.id === "queries" ? row : column];
          return token ? sayToken(words(), token, found.model) : "";
        },
        pick: (region, row, column) => hands.pin(pointed(region, row, column)),
      },
    });
  const figures = { rollout: squareFigure("rollout"), mean: squareFigure("mean") };

  /** @returns a cell is of the token that is shown; a label is another token */
  const acrossCursor = (region: Region, column: number): Cursor =>
    region.role === "label"
      ? { source: "attention", token: column }
      : { source: "attention", token: now.token, key: column };
  function pickAcross(region: Region, row: number, column: number) {
    if (region.role === "label") hands.pin({ source: "attention", token: column });
    else if (row !== store.get("layer") && rowOf(data()?.layers ?? { numbers: [] }, row) >= 0) {
      store.set({ layer: row });
    } else hands.pin({ source: "attention", token: now.token, key: column });
  }
  const across = createFigure({
    className: "attn-across",
    hands,
    meaning: {
      cursor: (region, _row, column) => acrossCursor(region, column),
      say(region, row, column) {
        const found = data();
        const token = found?.tokens[column];
        if (!found || !token) return "";
        return region.role === "label"
          ? sayToken(words(), token, found.model)
          : say(region.id as Quantity, row, now.token, column);
      },
      pick: pickAcross,
    },
  });

  const slider = el("input", { type: "range", min: 0, step: 1, class: "layers" });
  const sliderWords = el("span", { class: "choice-label soft" });
  const number = el("output", { class: "number" });
  const tools = el("div", { class: "tools" }, el("label", { class: "choice" }, sliderWords, slider, number));
  const held = el("p", { class: "says" });
  const lead = el("p", { class: "note not-here", hidden: true });
  const pair = el("div", { class: "pair two" }, figures.rollout.node, figures.mean.node);
  const some = el("p", { class: "note" });
  const definition = el("p", { class: "note", lang: "en" });
  const node = el("div", { class: "attn-rollouts" }, tools, lead, held, pair, across.node, some, definition);
  slider.addEventListener("input", () => {
    sliding = Number(slider.value);
    requestAnimationFrame(draw);
  });
  slider.addEventListener("change", () => {
    sliding = null;
    const layer = data()?.layers.numbers[Number(slider.value)];
    if (layer !== undefined) store.set({ layer });
  });

  function drawSquares(found: RolloutData) {
    const { look: theme, words: lang } = store.snapshot();
    const layer = shownLayer(found);
    const made = squares(store, found, layer, { rollout: figures.rollout.room(), mean: figures.mean.room() });
    for (const quantity of QUANTITIES) {
      const figure = figures[quantity];
      const scene = made[quantity];
      figure.box.classList.toggle("stale", !scene);
      figure.heading.textContent = t(lang, `rollout-heading-${quantity}`, { layer });
      if (!scene) continue;
      const cells = scene.regions[0] as Region;
      figure.show(scene, theme, [
        [
          "cells",
          {
            label: titled(lang, scene.title, t(lang, "keys")),
            rows: cells.rows,
            columns: cells.columns,
            box: (row, column) => cellBox(cells, row, column),
            find: (id, row, column) => (id === cells.id ? [row, column] : null),
            say: (row, column) => say(quantity, layer, row, column),
            enter: (row, column) => hands.hover(pointed(cells, row, column)),
            pick: (row, column) => hands.pin(pointed(cells, row, column)),
          },
        ],
      ]);
      figure.table.set(labelled(lang, t(lang, "table"), figure.heading.textContent), () =>
        squareTable(lang, found, quantity, layer),
      );
    }
  }

  const acrossNow = (found: RolloutData) =>
    acrossScene(store, found, { token: now.token, layer: shownLayer(found), width: across.room() });

  function drawAcross(found: RolloutData) {
    const { look: theme, words: lang } = store.snapshot();
    const scene = (now.scene = acrossNow(found));
    across.heading.textContent = t(lang, "rollout-across-heading");
    across.show(
      scene,
      theme,
      QUANTITIES.map((quantity) => {
        const cells = scene.regions.find(({ id }) => id === quantity) as Region;
        return [
          quantity,
          {
            label: titled(
              lang,
              labelled(lang, scene.title, t(lang, quantity === "rollout" ? "attn-rollout" : "mean")),
              t(lang, "keys"),
            ),
            rows: cells.rows,
            columns: cells.columns,
            box: (row, column) => cellBox(cells, row, column),
            find: (id, row, column) => (id === quantity ? [row, column] : null),
            say: (row, column) => say(quantity, row, now.token, column),
            enter: (_, column) => hands.hover(acrossCursor(cells, column)),
            pick: (row, column) => pickAcross(cells, row, column),
          },
        ];
      }),
    );
    setAcrossTable(found);
  }

  function setAcrossTable(found: RolloutData) {
    const lang = words();
    const { token } = now;
    across.table.set(
      labelled(
        lang,
        t(lang, "table"),
        `${t(lang, "rollout-across-heading")}${t(lang, "list-comma")}${name(found.tokens, token)}`,
      ),
      () => acrossTable(lang, found, token),
    );
  }

  /** The cell that the cursor is on in both pictures, or what the shown token holds most. */
  function read() {
    const found = data();
    if (!found || now.token < 0) return;
    const lang = words();
    const layer = shownLayer(found);
    const { cursor, pin } = store.snapshot();
    const about = cursor ?? pin;
    const key = about?.source === "attention" ? about.key : undefined;
    const count = found.tokens.length;
    const said =
      key !== undefined && about && about.token < count && key < count
        ? QUANTITIES.map((quantity) => say(quantity, layer, about.token, key))
        : [sumUpRollout(lang, found, layer, now.token)].filter(Boolean);
    held.replaceChildren(...said.map((one) => el("span", {}, one)), hands.release() ?? "");
  }

  function draw() {
    const { words: lang, answers } = store.snapshot();
    const found = data();
    const never = why(store);
    lead.hidden = never === "";
    lead.textContent = never;
    for (const one of [tools, held, pair, across.node, some, definition]) one.hidden = !found;
    if (!found) return;
    pair.classList.toggle("stale", answers.rollout?.status === "loading");
    sliderWords.textContent = t(lang, "rollout-layer");
    const { numbers } = found.layers;
    slider.max = String(numbers.length - 1);
    if (sliding === null) slider.value = String(rowOf(found.layers, shownLayer(found)));
    slider.setAttribute("aria-valuetext", String(shownLayer(found)));
    slider.setAttribute("aria-label", t(lang, "rollout-layer"));
    number.textContent = t(lang, "rollout-layer-of", {
      layer: shownLayer(found),
      first: numbers[0] ?? 0,
      last: numbers.at(-1) ?? 0,
    });
    now.token = shownToken(store, found, now.token);
    if (figures.rollout.room() < 1) return;
    drawSquares(found);
    drawAcross(found);
    some.textContent = [saySilent(lang, found.layers), sayMissing(lang, found)]
      .filter(Boolean)
      .join(lang === "zh" ? "" : " ");
    some.hidden = some.textContent === "";
    definition.textContent = found.definition;
    read();
  }

  function light() {
    const found = data();
    if (!found || !now.scene) return;
    const token = shownToken(store, found, now.token);
    if (token !== now.token) {
      now.token = token;
      const before = now.scene;
      now.scene = acrossNow(found);
      if (!repaint(across.stage.inner, before, now.scene, store.get("look"))) drawAcross(found);
      else setAcrossTable(found);
    }
    read();
  }

  return {
    node,
    draw,
    light,
    stages: [figures.rollout.stage, figures.mean.stage, across.stage],
    controls: ["scale", "colour"],
    intro: () => still.intro?.(store) ?? "",
    twins() {
      const {
        text,
        text_pair: second,
        model,
        layer,
        answers: { attention },
      } = store.snapshot();
      const paired = second.trim() !== "" && attention.data?.textPair !== null;
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
