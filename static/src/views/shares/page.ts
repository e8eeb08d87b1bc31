/** What survives: choosing the quantity, the unit and the head beside, and reading off both pictures. */
import { contiguous, headsIn } from "../../data/layers.ts";
import { cellsOf } from "../../data/matrix.ts";
import { netFields, ownGates } from "../../data/gates-api.ts";
import { tokenOf } from "../../core/scene/hit.ts";
import { listedLayers } from "../../state/listed.ts";
import { arranged, intro, isAlone, pictures, refusal } from "./pictures.ts";
import { el, segments } from "../../panel/dom.ts";
import { overCells } from "../../panel/grids.ts";
import { createMount } from "../../panel/mount.ts";
import { t, titled } from "../../core/words/index.ts";
import { twins } from "../../panel/panel-words.ts";
import { sayToken } from "../../plots/say.ts";
import { layerChoices, numberChoices } from "../../plots/say-layers.ts";
import { sayBeside, sayShare, sayTotal } from "./say.ts";
import type { Cursor, LitTokens, Picture, Region } from "../../core/types.ts";
import type { Side } from "../../data/types.ts";
import type { Hands } from "../../panel/figure.ts";
import type { Choice } from "../../plots/say-layers.ts";
import type { Store } from "../../state/app.ts";

function pointed(region: Region, row: number, column: number, source: "attention" | "gates"): Cursor | null {
  const query = region.row.kind === "token" ? tokenOf(region.row, row, region.rows) : undefined;
  const key = region.column.kind === "token" ? tokenOf(region.column, column, region.columns) : undefined;
  const token = query ?? key;
  if (token === undefined || token < 0 || (key ?? 0) < 0) return null;
  return { source, token, ...(query === undefined || key === undefined ? {} : { key }) };
}

export function create(store: Store, hands: Hands) {
  const words = () => store.get("langInForce");
  const shown = () => arranged(store);

  const grids = ({ scene: { regions, title } }: Picture) => [
    overCells(regions[0] as Region, titled(words(), title, t(words(), "keys"))),
  ];
  const mount = createMount(store, hands, {
    pictures,
    parts: {
      shares: {
        className: "shares-gates",
        cursor: (...spot) => pointed(...spot, "gates"),
        say({ id }, row, column) {
          const drawn = shown()?.shares;
          if (!drawn) return "";
          if (id === "cells") return sayShare(words(), drawn, row, column);
          if (id === "totals") return sayTotal(words(), drawn, row);
          const token = drawn.side.labels[id === "queries" ? row : column];
          return token ? sayToken(words(), token, drawn.data.model) : "";
        },
        grids,
      },
      head: {
        className: "shares-attention",
        cursor: (...spot) => pointed(...spot, "attention"),
        say({ id }, row, column) {
          const matrix = shown()?.head;
          if (!matrix) return "";
          if (id === "cells") return sayBeside(words(), matrix, row, column);
          const token = id === "queries" ? matrix.queries.labels[row] : matrix.keys.labels[column];
          return token ? sayToken(words(), token, matrix.model) : "";
        },
        grids,
      },
    },
  });
  const { shares: figure, head: beside } = mount.figures;
  const quantity = el("span", { class: "segments" });
  const unit = el("select", { class: "unit-choice" });
  const unitLabel = el("label", { class: "choice" }, el("span", { class: "choice-label soft" }), unit);
  const axes = el("span", { class: "segments" });
  const tools = el("div", { class: "tools" }, quantity, unitLabel, axes);
  const layerChoice = numberChoice("layer");
  const headChoice = numberChoice("head");
  beside.tools.append(layerChoice.node, headChoice.node);
  const pair = el("div", { class: "pair" }, beside.node, figure.node);
  const both = el("p", { class: "says both", "aria-live": "off" });
  const why = el("div", { class: "why", hidden: true });
  const node = el("div", { class: "lab-shares" }, tools, why, both, pair);
  unit.addEventListener("change", () => store.set({ unit: Number(unit.value) }));

  /** A layer or a head to choose. */
  function numberChoice(key: "layer" | "head") {
    const select = el("select", {});
    const label = el("span", { class: "choice-label soft" });
    select.addEventListener("change", () => store.set({ [key]: Number(select.value), pin: null, cursor: null }));
    return {
      node: el("label", { class: "choice" }, label, select),
      draw(choices: readonly Choice[], chosen: number) {
        label.textContent = t(words(), key);
        const same =
          select.options.length === choices.length &&
          choices.every(({ words: own }, i) => select.options[i]?.text === own);
        if (!same) {
          select.replaceChildren(
            ...choices.map(({ value, words: own, off = false }) => el("option", { value, disabled: off }, own)),
          );
        }
        select.value = String(chosen);
      },
    };
  }

  const alone = () => isAlone(store);

  function drawTools() {
    const { langInForce: lang, share, joint, cell } = store.snapshot();
    const net = ownGates(store.snapshot());
    tools.hidden = cell === "rnn";
    const choices = ["projected", "unit", "kept"].map((value) => ({ value, words: t(lang, `shares-${value}`) }));
    segments(quantity, t(lang, "shares-quantity"), choices, share, (value) => store.set({ share: value as "unit" }));
    unitLabel.hidden = share === "projected";
    (unitLabel.firstChild as HTMLElement).textContent = t(lang, "shares-which");
    const order = net?.order ?? [...unit.options].map(({ value }) => Number(value)); // while it is read anew, as it was
    if (unit.options.length !== order.length || order.some((own, i) => unit.options[i]?.value !== String(own))) {
      unit.replaceChildren(...order.map((own) => el("option", { value: own }, String(own))));
    }
    unit.value = String(shown()?.shares.data.unit ?? store.get("unit") ?? order[0] ?? 0);
    axes.hidden = !alone();
    const kinds = (["words", "pieces"] as const).map((value) => ({ value, words: t(lang, `by-${value}`) }));
    segments(axes, t(lang, "shares-between"), kinds, joint, (value) => store.set({ joint: value as "words" }));
  }

  /** Why there is nothing to draw for a plain RNN. */
  function drawWhy() {
    const { langInForce: lang, cell } = store.snapshot();
    const refused = cell === "rnn";
    why.hidden = !refused;
    if (!refused) return;
    const go = el("button", { type: "button", class: "plain" }, t(lang, "shares-to-reach"));
    go.addEventListener("click", () => store.set(alone() ? { view: "reach" } : { lab: "reach" }));
    const told = refusal(lang);
    why.replaceChildren(el("h3", {}, told.title), ...told.said.map((one) => el("p", {}, one)), el("p", {}, go));
  }

  /** Of the head beside. */
  function drawHeadChoices() {
    const head = shown()?.head;
    if (!head) return;
    const listed = store.get("answers").models.data?.models.find(({ id }) => id === head.model.id);
    const layers = (listed && listedLayers(listed)) ?? contiguous(head.layer + 1, head.head + 1);
    layerChoice.draw(layerChoices(words(), layers, head.layer), head.layer);
    headChoice.draw(numberChoices(headsIn(layers, head.layer), head.head), head.head);
  }

  function draw() {
    drawWhy();
    drawTools();
    const head = shown()?.head ?? null;
    pair.hidden = !shown();
    both.hidden = head === null;
    pair.classList.toggle("two", head !== null);
    pair.classList.toggle("stale", store.get("answers").shares?.status === "loading");
    beside.node.hidden = head === null;
    drawHeadChoices();
    if (mount.draw()) read();
  }

  /** The pair of tokens that the cursor is on, in both pictures' numbers. */
  function read() {
    const { shares: drawn, head } = shown() ?? {};
    const lit = hands.lit();
    if (!drawn || !head) return;
    const cell = (side: Side, { rows, columns }: LitTokens) =>
      [cellsOf(side, rows)[0], cellsOf(side, columns)[0]] as const;
    const [row, column] = cell(drawn.side, lit.gates);
    const [query, key] = cell(head.queries, lit.attention);
    const said = [
      ...(query === undefined || key === undefined ? [] : [sayBeside(words(), head, query, key)]),
      ...(row === undefined || column === undefined ? [] : [sayShare(words(), drawn, row, column)]),
    ];
    both.classList.toggle("soft", said.length === 0);
    both.replaceChildren(
      ...(said.length ? said.map((one) => el("span", {}, one)) : [t(words(), "hint-heatmap")]),
      hands.release() ?? "",
    );
  }

  // Its own choices, and those of the panel beside it, are not among what the memory panel listens to.
  store.on(["joint", "by", "answers.oneHead", "scale", "answers.models"], () => {
    if (node.isConnected) requestAnimationFrame(draw);
  });

  return {
    node,
    draw,
    read,
    light: mount.light,
    intro: () => intro(store),
    twins() {
      const state = store.snapshot();
      if (state.cell === "rnn") return null;
      const unitShown = shown()?.shares.data.unit;
      const [json, tensors] = twins("/api/v1/gates", {
        text: state.text,
        ...netFields(state),
        include: "shares",
        ...(unitShown === null || unitShown === undefined ? {} : { unit: unitShown }),
      });
      return { json, tensors };
    },
  };
}
