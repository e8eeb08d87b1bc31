/** Interventions: tokens masked, heads switched off, and what the model does then. */
import { largest } from "../../plots/lined-up.ts";
import {
  changeIn,
  changeTable,
  changedHead,
  changesOf,
  effectDefinitions,
  intro,
  movedScene,
  movedTable,
  pairScene,
  sayRefused,
  seriesOf,
  sumUpChange,
  sumUpMoved,
  unchanged,
} from "./pictures.ts";
import { tokenName } from "../../plots/labels.ts";
import { el } from "../../panel/dom.ts";
import { createFigure } from "../../panel/figure.ts";
import { t, titled } from "../../core/words/index.ts";
import { twins } from "../../panel/panel-words.ts";
import { percent } from "../../plots/say.ts";
import { createChangeControls } from "./controls.ts";
import { createExpected } from "./expected-page.ts";
import { bitsWords, points, small } from "../../plots/difference.ts";
import { createPairFigure } from "../../panel/pair-figure.ts";
import { pointed } from "../../panel/pointed.ts";
import type { Token } from "../../data/types.ts";
import type { Hands } from "../../panel/figure.ts";
import type { Pointed } from "../../panel/pair-figure.ts";
import type { AttnPart } from "../../panel/types.ts";
import type { Store } from "../../state/app.ts";
import type { Shown } from "./pictures.ts";

export function create(store: Store, hands: Hands): AttnPart {
  const words = () => store.get("words");
  const data = () => changeIn(store);
  let kept: { inputs: unknown[]; made: Shown | null } = { inputs: [], made: null };

  /** The head that is looked at, before and after; null while it is not here. */
  function shown(): Shown | null {
    const { layer, head, quarter, special, renormalise } = store.snapshot();
    const found = data();
    const inputs = [found, layer, head, quarter, special, renormalise];
    if (inputs.every((one, i) => one === kept.inputs[i])) return kept.made;
    kept = { inputs, made: changedHead(store) };
    return kept.made;
  }

  function say({ panel, row, column }: Pointed) {
    const now = shown();
    if (!now) return "";
    const lang = words();
    const {
      before,
      after,
      lined,
      bits,
      masked,
      data: { after: run },
    } = now;
    const query = row === null ? "" : tokenName(lined.rows.labels[row] as Token);
    if (panel === "bars") {
      return Number.isNaN(bits[row ?? 0])
        ? ""
        : t(lang, "change-say-row", { query, bits: bitsWords(bits[row ?? 0] ?? NaN) });
    }
    if (row === null || column === null) {
      const token = row === null ? lined.columns.labels[column ?? 0] : lined.rows.labels[row];
      if (!token) return "";
      const about = { token: tokenName(token), index: token.index };
      const moved = run?.effect?.moved[token.index];
      return moved === undefined
        ? t(lang, "change-say-token", about)
        : t(lang, "change-say-label", { ...about, moved: small(moved) });
    }
    const i = row * lined.columns.spots.length + column;
    const key = tokenName(lined.columns.labels[column] as Token);
    const [was, is] = [lined.a[i] as number, lined.b[i] as number];
    if (Number.isNaN(was)) return t(lang, "change-say-causal", { query, key });
    const value = { query, key, before: percent(was), after: percent(is), difference: points(lang, is - was) };
    if (!after) return `${query} → ${key}: ${value.before}`;
    return t(
      lang,
      before.keys.tokens[column]?.some((token) => masked.has(token)) ? "change-say-masked" : "change-say-cell",
      value,
    );
  }

  const controls = createChangeControls(store, hands);
  const refused = el("div", { class: "refused", role: "status" });
  const pair = createPairFigure("change-pair", hands, say);
  const later = el("div", { class: "change-later" });
  const moved = createFigure({
    className: "change-moved",
    hands,
    meaning: {
      cursor: pointed,
      say: (region, _, column) => sayMoved(region.id, column),
      pick: (region, row, column) => hands.pin(pointed(region, row, column)),
    },
  });
  const expected = createExpected(store, hands);
  const effects = el("div", { class: "change-effects" }, moved.node, expected.node);
  controls.beside.append(refused, effects);
  pair.summary.after(later);
  const node = el("div", { class: "attn-change" }, controls.node, pair.node);

  /** @param id of a row of bars */
  function sayMoved(id: string, column: number) {
    const run = data()?.after;
    const token = run?.tokens[column];
    if (!run?.effect || !token) return "";
    const lang = words();
    const found = seriesOf(lang, run.effect).find((one) => one.id === id) ?? seriesOf(lang, run.effect)[0];
    return found
      ? t(lang, "change-say-moved", {
          token: tokenName(token),
          name: found.name,
          value: small(found.values[column] ?? NaN),
        })
      : "";
  }

  function drawPair() {
    const now = shown();
    pair.node.hidden = !now;
    later.hidden = true;
    later.replaceChildren();
    if (!now) return;
    const { words: lang, look, attnData } = store.snapshot();
    pair.node.classList.toggle("stale", attnData["change"]?.status === "loading");
    const { before, after, lined } = now;
    pair.heading.textContent = t(lang, "head-title", { layer: before.layer, head: before.head });
    if (pair.room() < 1) return;
    pair.picture(pairScene(store, now, pair.room()), look, { lined, first: before }, (panel) =>
      titled(lang, t(lang, `change-${panel}`), t(lang, "keys")),
    );
    pair.table.set(t(lang, "change-table"), () => changeTable(lang, now));
    const same = unchanged(now);
    pair.summary.textContent = [
      sumUpChange(lang, now),
      ...(after && !same ? [t(lang, "change-js-definition")] : []),
    ].join(lang === "zh" ? "" : " ");
    if (same) drawLater(now);
  }

  /** This head cannot have changed: why, and which did. */
  function drawLater({ data: { before, after } }: Shown) {
    const lang = words();
    if (!after || after.mask.length || after.ablate.length === 0) return;
    const first = Math.min(...after.ablate.map(({ layer }) => layer));
    const offer = [el("span", {}, t(lang, "change-same-why", { layer: first }))];
    if (before.layers.length > 1) {
      const [at] = largest(changesOf(data()) ?? [], 1);
      if (at !== undefined) {
        const [layer, head] = [
          before.layers[Math.floor(at / before.heads.length)] ?? 0,
          before.heads[at % before.heads.length] ?? 0,
        ]; // rows are those that came
        const button = el("button", { type: "button", class: "plain" }, t(lang, "change-look-later", { layer, head }));
        button.addEventListener("click", () => store.set({ layer, head }));
        offer.push(button);
      }
    }
    later.replaceChildren(...offer);
    later.hidden = false;
  }

  function drawMoved() {
    const run = data()?.after ?? null;
    const effect = run?.effect ?? null;
    effects.hidden = !effect;
    if (!run || !effect) return;
    const { words: lang, look, attnData } = store.snapshot();
    effects.classList.toggle("stale", attnData["change"]?.status === "loading");
    effects.classList.toggle("two", effect.predictions_after !== null);
    moved.heading.textContent = t(lang, "change-moved");
    const series = seriesOf(lang, effect);
    if (moved.room() > 0) {
      const scene = movedScene(lang, run, moved.room());
      moved.show(
        scene,
        look,
        scene.regions
          .filter(({ role }) => role === "cells")
          .map((region, i) => [
            region.id,
            {
              label: titled(lang, series[i]?.name ?? "", t(lang, "keys")),
              rows: 1,
              columns: run.tokens.length,
              box: (_, column) => ({
                x: region.x + (column * region.width) / region.columns,
                y: region.y,
                width: region.width / region.columns,
                height: region.height,
              }),
              find: (id, row, column) => (id === region.id ? [row, column] : null),
              say: (_, column) => sayMoved(region.id, column),
              enter: (row, column) => hands.hover(pointed(region, row, column)),
              pick: (row, column) => hands.pin(pointed(region, row, column)),
            },
          ]),
      );
    }
    moved.summary.replaceChildren(
      sumUpMoved(lang, run, effect),
      " ",
      el("span", { lang: "en" }, effectDefinitions(effect).join(" ")),
    );
    moved.table.set(t(lang, "change-table-moved"), () => movedTable(lang, run, effect));
    expected.draw(true);
  }

  function draw() {
    const found = data();
    const lang = words();
    const said = sayRefused(store);
    refused.hidden = !said;
    refused.replaceChildren(
      ...(said
        ? [
            el("h4", {}, t(lang, "change-refused")),
            el("p", {}, said),
            el("p", { class: "note", lang: "en" }, found?.refused?.detail ?? ""),
            controls.undo(),
          ]
        : []),
    );
    controls.draw(found);
    drawPair();
    drawMoved();
  }

  // A change is made on a sentence: on another it would be of other tokens.
  const made = {
    text: store.get("text"),
    pair: store.get("text_pair"),
    model: store.get("model"),
    mask: store.get("mask"),
    ablate: store.get("ablate"),
  };
  store.on(["text", "text_pair", "model", "mask", "ablate"], () => {
    const { text, text_pair: second, model, mask, ablate } = store.snapshot();
    const [other, another] = [text !== made.text || second !== made.pair || model !== made.model, model !== made.model];
    const patch = {
      ...(other && mask === made.mask && mask.length ? { mask: [] } : {}),
      ...(another && ablate === made.ablate && ablate.length ? { ablate: [] } : {}),
    };
    Object.assign(made, { text, pair: second, model, mask, ablate }, patch);
    if (Object.keys(patch).length) {
      controls.forget();
      store.set(patch);
    }
  });

  return {
    node,
    draw,
    controls: ["heads", "quarter", "special", "scale", "colour", "temperature"],
    stages: [moved.stage],
    light(lit) {
      pair.light(lit);
      controls.light(lit);
    },
    read: () => expected.draw(),
    intro: () => intro(store),
    twins() {
      const { text, text_pair: second, layer, head, mask, ablate, attention } = store.snapshot();
      const changed = mask.length + ablate.length > 0;
      const [json, tensors] = twins("/api/v1/attention", {
        text,
        ...(second.trim() ? { text_pair: second } : {}),
        model: attention.data?.model.id ?? store.get("model"),
        layers: String(layer),
        heads: String(head),
        ...(mask.length ? { mask: mask.join(",") } : {}),
        ...(ablate.length ? { ablate: ablate.map((one) => `${one.layer}.${one.head}`).join(",") } : {}),
        ...(changed ? { include: "effect" } : {}),
      });
      return { json, tensors };
    },
  };
}
