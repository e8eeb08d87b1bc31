/** Interventions: tokens masked, heads switched off, and what the model does then. */
import { filtered } from "../../data/filter.js";
import { divergences, largest, lineUp, meanDifference } from "../../data/lined-up.js";
import { changeByHead, matrixIn } from "../../data/runs.js";
import { modelName, tokenName } from "../../views/labels.js";
import { movedBars, most } from "../../views/change.js";
import { changePicture } from "../../views/change-picture.js";
import { el } from "../dom.js";
import { createFigure } from "../figure.js";
import { t } from "../i18n.js";
import { twins } from "../panel-words.js";
import { percent } from "../say.js";
import { table } from "../tables.js";
import { createChangeControls } from "./change-controls.js";
import { createExpected } from "./change-expected.js";
import { bitsWords, points, small } from "./difference-words.js";
import { createPairFigure } from "./pair-figure.js";
import { pointed } from "./pointed.js";
import { refusal } from "./refusal.js";

/** @typedef {import("../../types.js").Lang} Lang */
/** @typedef {import("../../types.js").Matrix} Matrix */
/** @typedef {import("../../data/lined-up.js").LinedUp} LinedUp */
/** @typedef {import("../../data/runs.js").Run} Run */
/** @typedef {import("../../state/attn/change.js").ChangeData} ChangeData */
/** @typedef {import("../figure.js").Hands} Hands */
/** @typedef {ReturnType<typeof import("../../state/app.js").createState>} Store */
/** One head before and after, on its axes. @typedef {{data: ChangeData, before: Matrix, after: Matrix | null, lined: LinedUp, bits: number[], masked: ReadonlySet<number>, hidden: boolean}} Shown */

/** @param {readonly {layer: number, head: number}[]} heads */
const headNames = (heads) => heads.map(({ layer, head }) => `${layer}.${head}`).join(", ");

/** What was changed, in a line. @param {Lang} lang @param {Run} after */
export function sayChange(lang, { mask, ablate, tokens }) {
  const off = ablate.length > 8 ? t(lang, "change-heads-many", { count: ablate.length }) : headNames(ablate);
  return [
    ...(mask.length ? [t(lang, "change-masked", { tokens: mask.map((i) => (tokens[i] ? tokenName(tokens[i]) : i)).join(", ") })] : []),
    ...(ablate.length ? [t(lang, "change-off", { heads: off })] : []),
  ].join(" · ");
}

/** @param {Store} store @param {Hands} hands @returns {import("../../types.js").AttnPart} */
export function create(store, hands) {
  const words = () => store.get("words");
  /** @returns {ChangeData | null} */
  const data = () => store.get("attnData")["change"]?.data ?? null;
  /** @type {{inputs: unknown[], made: Shown | null}} */
  let kept = { inputs: [], made: null };

  /** The head that is looked at, before and after; null while it is not here. @returns {Shown | null} */
  function shown() {
    const { layer, head, quarter, special, renormalise, least, mass } = store.snapshot();
    const found = data();
    const inputs = [found, layer, head, quarter, special, renormalise];
    if (inputs.every((one, i) => one === kept.inputs[i])) return kept.made;
    kept = { inputs, made: null };
    if (!found) return null;
    const { before: run, after: changed } = found;
    const which = { layer: Math.min(layer, Math.max(...run.layers)), head: Math.min(head, Math.max(...run.heads)) };
    const of = (/** @type {Run} */ one) => {
      const matrix = matrixIn(one, which, quarter);
      return matrix && filtered(matrix, { special, renormalise, filter: "none", least, mass }).matrix;
    };
    const before = of(run);
    if (!before) return null;
    const after = changed && of(changed);
    const lined = lineUp(before, after ?? before, "same");
    kept.made = {
      data: found, before, after, lined, bits: after ? divergences(lined) : [], masked: new Set(changed?.mask ?? []),
      hidden: before.queries.labels.length < run.tokens.length && quarter === "",
    };
    return kept.made;
  }

  /** @param {import("./pair-figure.js").Pointed} at */
  function say({ panel, row, column }) {
    const now = shown();
    if (!now) return "";
    const lang = words();
    const { before, after, lined, bits, masked, data: { after: run } } = now;
    const query = row === null ? "" : tokenName(/** @type {import("../../types.js").Token} */ (lined.rows.labels[row]));
    if (panel === "bars") return Number.isNaN(bits[row ?? 0]) ? "" : t(lang, "change-say-row", { query, bits: bitsWords(bits[row ?? 0] ?? NaN) });
    if (row === null || column === null) {
      const token = row === null ? lined.columns.labels[column ?? 0] : lined.rows.labels[row];
      if (!token) return "";
      const about = { token: tokenName(token), index: token.index };
      const moved = run?.effect?.moved[token.index];
      return moved === undefined ? t(lang, "change-say-token", about) : t(lang, "change-say-label", { ...about, moved: small(moved) });
    }
    const i = row * lined.columns.spots.length + column;
    const key = tokenName(/** @type {import("../../types.js").Token} */ (lined.columns.labels[column]));
    const [was, is] = [/** @type {number} */ (lined.a[i]), /** @type {number} */ (lined.b[i])];
    if (Number.isNaN(was)) return t(lang, "change-say-causal", { query, key });
    const value = { query, key, before: percent(was), after: percent(is), difference: points(lang, is - was) };
    if (!after) return `${query} → ${key}: ${value.before}`;
    return t(lang, before.keys.tokens[column]?.some((token) => masked.has(token)) ? "change-say-masked" : "change-say-cell", value);
  }

  const controls = createChangeControls(store, hands);
  const refused = el("div", { class: "refused", role: "status" });
  const pair = createPairFigure("change-pair", hands, say);
  const later = el("div", { class: "change-later" });
  const moved = createFigure({
    className: "change-moved", hands,
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

  /** The series of the effect: what moved, how far, and what it is expected to say. @param {Lang} lang @param {import("../../data/runs.js").Effect} effect */
  const seriesOf = (lang, effect) => [
    { id: "moved", name: t(lang, "change-row-moved"), values: effect.moved },
    { id: "distance", name: t(lang, "change-row-distance"), values: effect.distance },
    ...(effect.total_variation ? [{ id: "variation", name: t(lang, "change-row-variation"), values: effect.total_variation }] : []),
  ];

  /** @param {string} id of a row of bars @param {number} column */
  function sayMoved(id, column) {
    const run = data()?.after;
    const token = run?.tokens[column];
    if (!run?.effect || !token) return "";
    const lang = words();
    const found = seriesOf(lang, run.effect).find((one) => one.id === id) ?? seriesOf(lang, run.effect)[0];
    return found ? t(lang, "change-say-moved", { token: tokenName(token), name: found.name, value: small(found.values[column] ?? NaN) }) : "";
  }

  function drawPair() {
    const now = shown();
    pair.node.hidden = !now;
    later.hidden = true;
    later.replaceChildren();
    if (!now) return;
    const { words: lang, look, scale, colour, attnData } = store.snapshot();
    pair.node.classList.toggle("stale", attnData["change"]?.status === "loading");
    const { before, after, lined, bits, data: { after: run } } = now;
    pair.heading.textContent = t(lang, "head-title", { layer: before.layer, head: before.head });
    if (pair.room() < 1) return;
    const changed = run ? sayChange(lang, run) : "";
    const scene = changePicture(now, { width: pair.room(), lang, scale, colour, changed });
    pair.picture(scene, look, { lined, first: before }, (panel) => `${t(lang, `change-${panel}`)}. ${t(lang, "keys")}`);
    pair.table.set(t(lang, "change-table"), () => table(scene.title, [t(lang, "table-query"), ...lined.columns.labels.map(tokenName)], lined.rows.labels.map((label, row) => [
      tokenName(label),
      ...lined.columns.labels.map((_, column) => {
        const i = row * lined.columns.labels.length + column;
        const was = /** @type {number} */ (lined.a[i]);
        if (Number.isNaN(was)) return "";
        return after ? `${was.toFixed(4)} → ${(lined.b[i] ?? NaN).toFixed(4)}` : was.toFixed(4);
      }),
    ])));
    if (!after) {
      pair.summary.textContent = t(lang, "change-none");
      return;
    }
    const { mean, count } = meanDifference(lined.between);
    if (mean === 0) {
      pair.summary.textContent = t(lang, "change-same");
      drawLater(now);
      return;
    }
    const best = most(bits.map((value) => (Number.isNaN(value) ? -1 : value)));
    const query = lined.rows.labels[best];
    pair.summary.replaceChildren(t(lang, "change-summary", { count, mean: small(mean), query: query ? tokenName(query) : "", bits: bitsWords(bits[best] ?? NaN) }), lang === "zh" ? "" : " ", t(lang, "change-js-definition"));
  }

  /** This head cannot have changed: why, and which did. @param {Shown} now */
  function drawLater({ data: { before, after } }) {
    const lang = words();
    if (!after || after.mask.length || after.ablate.length === 0) return;
    const first = Math.min(...after.ablate.map(({ layer }) => layer));
    const offer = [el("span", {}, t(lang, "change-same-why", { layer: first }))];
    if (before.layers.length > 1) {
      const [at] = largest(changeByHead(before, after), 1);
      if (at !== undefined) {
        const [layer, head] = [before.layers[Math.floor(at / before.heads.length)] ?? 0, before.heads[at % before.heads.length] ?? 0];
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
      const scene = movedBars(run.tokens, series, { width: moved.room(), lang, masked: new Set(run.mask) });
      moved.show(scene, look, scene.regions.filter(({ role }) => role === "cells").map((region, i) => [
        region.id,
        {
          label: `${series[i]?.name ?? ""}. ${t(lang, "keys")}`, rows: 1, columns: run.tokens.length,
          box: (_, column) => ({ x: region.x + (column * region.width) / region.columns, y: region.y, width: region.width / region.columns, height: region.height }),
          find: (id, row, column) => (id === region.id ? [row, column] : null),
          say: (_, column) => sayMoved(region.id, column),
          enter: (row, column) => hands.hover(pointed(region, row, column)),
          pick: (row, column) => hands.pin(pointed(region, row, column)),
        },
      ]));
    }
    const best = most(effect.moved);
    const token = run.tokens[best];
    const words0 = { token: token ? tokenName(token) : "", moved: small(effect.moved[best] ?? NaN), distance: small(effect.distance[best] ?? NaN) };
    moved.summary.replaceChildren(
      t(lang, (effect.distance[most(effect.distance)] ?? 0) > 0 ? "change-moved-summary" : "change-not-moved", words0), " ",
      el("span", { lang: "en" }, [effect.definition_moved, effect.definition_distance, ...(effect.total_variation ? [effect.definition_variation] : [])].join(" ")),
    );
    moved.table.set(t(lang, "change-table-moved"), () => table(t(lang, "change-moved"), [t(lang, "table-token"), ...series.map(({ name }) => name)],
      run.tokens.map((one, i) => [tokenName(one), ...series.map(({ values }) => small(values[i] ?? NaN))])));
    expected.draw(true);
  }

  function draw() {
    const found = data();
    const lang = words();
    const said = found?.refused ? refusal(lang, found.refused, found.before, store.snapshot()) : null;
    refused.hidden = !said;
    refused.replaceChildren(...(said ? [el("h4", {}, t(lang, "change-refused")), el("p", {}, said), el("p", { class: "note", lang: "en" }, found?.refused?.detail ?? ""), controls.undo()] : []));
    controls.draw(found);
    drawPair();
    drawMoved();
  }

  // A change is made on a sentence: on another it would be of other tokens.
  const made = { text: store.get("text"), pair: store.get("text_pair"), model: store.get("model"), mask: store.get("mask"), ablate: store.get("ablate") };
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
    node, draw,
    controls: ["heads", "quarter", "special", "scale", "colour", "temperature"],
    stages: [moved.stage],
    light(lit) {
      pair.light(lit);
      controls.light(lit);
    },
    read: () => expected.draw(),
    intro() {
      const model = store.get("attention").data?.model;
      return t(words(), "change-intro", { model: model ? modelName(words(), model) : "" });
    },
    twins() {
      const { text, text_pair: second, layer, head, mask, ablate, attention } = store.snapshot();
      const changed = mask.length + ablate.length > 0;
      const [json, tensors] = twins("/api/v1/attention", {
        text, ...(second.trim() ? { text_pair: second } : {}), model: attention.data?.model.id ?? store.get("model"), layers: String(layer), heads: String(head),
        ...(mask.length ? { mask: mask.join(",") } : {}), ...(ablate.length ? { ablate: ablate.map((one) => `${one.layer}.${one.head}`).join(",") } : {}),
        ...(changed ? { include: "effect" } : {}),
      });
      return { json, tensors };
    },
  };
}
