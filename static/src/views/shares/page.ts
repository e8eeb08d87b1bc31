/** What survives: shares of what each step wrote, beside what one head of the Transformer looks at. */
import { contiguous, headsIn } from "../../data/layers.ts";
import { cellsOf } from "../../data/matrix.ts";
import { netFields, ownGates } from "../../data/gates-api.ts";
import { cellBox, tokenOf } from "../../core/scene/hit.ts";
import { listedLayers } from "../../state/listed.ts";
import { arranged, besideTitle, intro, isAlone, kindNotes, refusal, scenesOf, sharesTable } from "./pictures.ts";
import { cellName } from "../../plots/labels.ts";
import { el, segments } from "../../panel/dom.ts";
import { createFigure } from "../../panel/figure.ts";
import { t, titled } from "../../core/words/index.ts";
import { twins } from "../../panel/panel-words.ts";
import { sayToken, sayWeight } from "../../plots/say.ts";
import { layerChoices, numberChoices } from "../../plots/say-layers.ts";
import { sayShare, sayTotal, sumUpShares } from "./say.ts";
import { headTable } from "../../panel/pictures/tables.ts";
import type { Cursor, LitTokens, Region, Scene } from "../../core/types.ts";
import type { Matrix, SharesSquare, Side } from "../../data/types.ts";
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
  const words = () => store.get("words");
  /** What is drawn now. */
  const now: { shares: SharesSquare | null; head: Matrix | null } = { shares: null, head: null };

  const figureOf = (source: "attention" | "gates", say: (region: Region, row: number, column: number) => string) =>
    createFigure({
      className: `shares-${source}`,
      hands,
      meaning: {
        cursor: (region, row, column) => pointed(region, row, column, source),
        say,
        pick(region, row, column) {
          const cursor = pointed(region, row, column, source);
          if (cursor) hands.pin(cursor);
        },
      },
    });
  const figure = figureOf("gates", (region, row, column) => {
    const drawn = now.shares;
    if (!drawn) return "";
    if (region.id === "cells") return sayShare(words(), drawn, row, column);
    if (region.id === "totals") return sayTotal(words(), drawn, row);
    const token = drawn.side.labels[region.id === "queries" ? row : column];
    return token ? sayToken(words(), token, drawn.data.model) : "";
  });
  const beside = figureOf("attention", (region, row, column) => {
    const matrix = now.head;
    if (!matrix) return "";
    if (region.id === "cells") return weightOf(matrix, row, column);
    const token = (region.id === "queries" ? matrix.queries : matrix.keys).labels[
      region.id === "queries" ? row : column
    ];
    return token ? sayToken(words(), token, matrix.model) : "";
  });

  function weightOf(matrix: Matrix, row: number, column: number) {
    const missing = [matrix.queries.tokens[row], matrix.keys.tokens[column]].some((own) => own?.length === 0);
    return missing ? t(words(), "legend-no-token") : sayWeight(words(), matrix, row, column);
  }

  const quantity = el("span", { class: "segments" });
  const unit = el("select", { class: "unit-choice" });
  const unitLabel = el("label", { class: "choice" }, el("span", { class: "choice-label soft" }), unit);
  const axes = el("span", { class: "segments" });
  const tools = el("div", { class: "tools" }, quantity, unitLabel, axes);
  const layerChoice = numberChoice("layer");
  const headChoice = numberChoice("head");
  beside.tools.append(layerChoice.node, headChoice.node);
  const lead = el("p", { class: "note" });
  const pair = el("div", { class: "pair" }, beside.node, figure.node);
  const both = el("p", { class: "says both", "aria-live": "off" });
  const note = el("p", { class: "note" });
  const definition = el("p", { class: "note", lang: "en" });
  const why = el("div", { class: "why", hidden: true });
  const node = el("div", { class: "lab-shares" }, tools, why, lead, both, pair, note, definition);
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
    const { words: lang, share, joint, cell } = store.snapshot();
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
    unit.value = String(now.shares?.data.unit ?? store.get("unit") ?? order[0] ?? 0);
    axes.hidden = !alone();
    const kinds = (["words", "pieces"] as const).map((value) => ({ value, words: t(lang, `by-${value}`) }));
    segments(axes, t(lang, "shares-between"), kinds, joint, (value) => store.set({ joint: value as "words" }));
  }

  /** Why there is nothing to draw for a plain RNN. */
  function drawWhy() {
    const { words: lang, cell } = store.snapshot();
    const refused = cell === "rnn";
    why.hidden = !refused;
    for (const one of [lead, both, pair, note, definition]) one.hidden = refused;
    if (!refused) return;
    const go = el("button", { type: "button", class: "plain" }, t(lang, "shares-to-reach"));
    go.addEventListener("click", () => store.set(alone() ? { view: "reach" } : { lab: "reach" }));
    const told = refusal(lang);
    why.replaceChildren(el("h3", {}, told.title), ...told.said.map((one) => el("p", {}, one)), el("p", {}, go));
  }

  function show(
    where: ReturnType<typeof createFigure>,
    scene: Scene,
    id: string,
    say: (row: number, column: number) => string,
    source: "attention" | "gates",
  ) {
    const cells = scene.regions[0] as Region;
    where.show(scene, store.get("look"), [
      [
        id,
        {
          label: titled(words(), scene.title, t(words(), "keys")),
          rows: cells.rows,
          columns: cells.columns,
          box: (row, column) => cellBox(cells, row, column),
          find: (region, row, column) => (region === cells.id ? [row, column] : null),
          say,
          enter: (row, column) => hands.hover(pointed(cells, row, column, source)),
          pick(row, column) {
            const cursor = pointed(cells, row, column, source);
            if (cursor) hands.pin(cursor);
          },
        },
      ],
    ]);
  }

  function draw() {
    drawWhy();
    const { words: lang, answers, joint } = store.snapshot();
    drawTools();
    const found = arranged(store);
    if (!found) {
      pair.hidden = both.hidden = lead.hidden = true;
      return;
    }
    const { shares: drawn, head } = found;
    Object.assign(now, found);
    pair.hidden = false;
    pair.classList.toggle("two", head !== null);
    pair.classList.toggle("stale", answers.shares?.status === "loading");
    beside.node.hidden = head === null;
    both.hidden = lead.hidden = head === null;
    lead.textContent = t(lang, joint === "words" ? "shares-same-axes" : "shares-own-axes", {
      cell: cellName(lang, drawn.data.cell),
    });
    if (figure.room() < 1) return;
    const { shares: scene, head: left } = scenesOf(store, found, { shares: figure.room(), head: beside.room() });
    if (head && left) {
      show(beside, left, "cells", (row, column) => weightOf(head, row, column), "attention");
      const listed = store.get("answers").models.data?.models.find(({ id }) => id === head.model.id);
      const layers = (listed && listedLayers(listed)) ?? contiguous(head.layer + 1, head.head + 1);
      layerChoice.draw(layerChoices(lang, layers, head.layer), head.layer);
      headChoice.draw(numberChoices(headsIn(layers, head.layer), head.head), head.head);
      beside.heading.textContent = besideTitle(lang, head);
      beside.table.set(t(lang, "table"), () => headTable(lang, head));
    }
    show(figure, scene, "cells", (row, column) => sayShare(lang, drawn, row, column), "gates");
    figure.heading.textContent = scene.title;
    figure.summary.textContent = sumUpShares(lang, drawn);
    figure.table.set(t(lang, "table"), () => sharesTable(lang, drawn));
    note.textContent = kindNotes(lang, drawn).join(lang === "zh" ? "" : " ");
    definition.textContent = drawn.data.definition;
    read();
  }

  /** The pair of tokens that the cursor is on, in both pictures' numbers. */
  function read() {
    const { shares: drawn, head } = now;
    const lit = hands.lit();
    if (!drawn || !head) return;
    const cell = (side: Side, { rows, columns }: LitTokens) =>
      [cellsOf(side, rows)[0], cellsOf(side, columns)[0]] as const;
    const [row, column] = cell(drawn.side, lit.gates);
    const [query, key] = cell(head.queries, lit.attention);
    const said = [
      ...(query === undefined || key === undefined ? [] : [weightOf(head, query, key)]),
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
    stages: [figure.stage, beside.stage],
    intro: () => intro(store),
    twins() {
      const state = store.snapshot();
      if (state.cell === "rnn") return null;
      const unitShown = now.shares?.data.unit;
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
