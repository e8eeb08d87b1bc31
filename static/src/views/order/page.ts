/** Two sentences through one cell, token by token: the same words in another order. */
import { reversed } from "../../data/reversed.ts";
import { arraysOf } from "../../data/units.ts";
import { arrayShown, intro, orderLost, orderScene, orderShown, orderTable, sayCell, sumUpOrder } from "./pictures.ts";
import { cellBox } from "../../core/scene/hit.ts";
import { script, visible } from "../../core/scene/text.ts";
import { tokenName } from "../../plots/labels.ts";
import { blocksOf } from "./scene.ts";
import { el, segments } from "../../panel/dom.ts";
import { createFigure } from "../../panel/figure.ts";
import { clauses, labelled, ordinal, t, titled } from "../../core/words/index.ts";
import { percent } from "../../plots/say.ts";
import type { Cursor, Lang, Region } from "../../core/types.ts";
import type { Hands } from "../../panel/figure.ts";
import type { GridModel } from "../../panel/keyboard-grid.ts";
import type { Store } from "../../state/app.ts";
import type { ViewState } from "../../state/permalink/keys.ts";
import type { Block } from "./pictures.ts";
import type { OrderData } from "./scene.ts";

const EXAMPLE = { text: "我吃苹果", text_b: "苹果吃我" };
const BLOCKS = ["a", "b", "between"] as Block[];

export function create(store: Store, hands: Hands) {
  const words = () => store.get("words");
  const shown = () => orderShown(store);
  const array = (data: OrderData) => arrayShown(store, data);

  function rowOf(region: Region, row: number): { block: Block; unit: number | null } {
    const block = region.id.split("-")[0] as Block;
    const unit = region.row.kind === "unit" ? (shown()?.a.order[(region.row.from ?? 0) + row] ?? null) : null;
    return { block, unit };
  }

  /** @returns on the first sentence's own token, where there is one */
  function pointed(region: Region, row: number, column: number): Cursor | null {
    const token = region.column.tokens?.[column]?.[0];
    const data = shown();
    if (token === undefined || !data) return null;
    const { unit } = rowOf(region, row);
    return { source: "gates", token, array: array(data), ...(unit === null ? {} : { unit }) };
  }

  function say(region: Region, row: number, column: number) {
    const data = shown();
    if (!data) return "";
    const lang = words();
    if (region.id.startsWith("next-")) return sayNext(lang, data, region.id.endsWith("a") ? "a" : "b", row);
    if (region.id.endsWith("-tokens")) return sayLabel(lang, data, column);
    const { block, unit } = rowOf(region, row);
    return sayCell(lang, data, array(data), block, unit, column);
  }

  function sayNext(lang: Lang, data: OrderData, letter: "a" | "b", row: number) {
    const one = data[letter].predictions?.at(-1)?.[row];
    return one
      ? t(lang, "order-say-next", {
          letter: letter.toUpperCase(),
          text: visible(one.text),
          percent: percent(one.probability),
          rank: ordinal(lang, row + 1),
        })
      : "";
  }

  function sayLabel(lang: Lang, data: OrderData, at: number) {
    const column = blocksOf(data, array(data)).columns[at];
    const one = (letter: "a" | "b") => {
      const token = data[letter].tokens[column?.[letter] ?? -1];
      return token
        ? [t(lang, "order-say-token", { token: tokenName(token), index: token.index, letter: letter.toUpperCase() })]
        : [];
    };
    return clauses(lang, [...one("a"), ...one("b")]);
  }

  const figure = createFigure({
    className: "order",
    hands,
    meaning: {
      cursor: pointed,
      say,
      pick(region, row, column) {
        const cursor = pointed(region, row, column);
        if (cursor) hands.pin(cursor);
      },
    },
  });
  const arrays = el("span", { class: "segments" });
  figure.tools.append(arrays);
  const empty = el("div", { class: "order-empty" });
  const lost = el("p", { class: "note" });
  const node = el("div", {}, empty, lost, figure.node);

  /** Two ways to begin. */
  function drawEmpty(lang: Lang) {
    const text = store.get("text");
    const backwards = reversed(text);
    const offer = (label: string, sets: Partial<ViewState>) => {
      const button = el("button", { type: "button", class: "plain", lang: script(label).lang }, label);
      button.addEventListener("click", () => store.set({ typing: false, pin: null, cursor: null, ...sets }));
      return button;
    };
    empty.replaceChildren(
      el("p", {}, t(lang, "order-empty")),
      offer(t(lang, "order-example"), EXAMPLE),
      ...(backwards ? [offer(t(lang, "order-reversed", { text: backwards }), { text_b: backwards })] : []),
    );
  }

  function draw() {
    const { words: lang, look, text_b: second, labData } = store.snapshot();
    const data = shown();
    empty.hidden = second.trim() !== "";
    if (!empty.hidden) drawEmpty(lang);
    lost.textContent = orderLost(store);
    figure.node.hidden = !data;
    figure.node.classList.toggle("stale", labData["order"]?.status === "loading");
    if (!data || figure.room() < 1) return;
    const chosen = array(data);
    const scene = orderScene(store, data, { width: figure.room() });
    const found = (id: string) => scene.regions.find((one) => one.id === id);
    const grids: [string, GridModel][] = BLOCKS.map((block) => {
      const [mean, tall, rest] = [`${block}-mean`, block, `${block}-rest`].map(found);
      /** @param row the mean, then the units */
      const place = (row: number): [Region, number] => {
        if (row === 0) return [mean as Region, 0];
        const rows = tall?.rows ?? 0;
        return rest && row - 1 >= rows ? [rest, row - 1 - rows] : [tall as Region, row - 1];
      };
      const hover = (row: number, column: number) => pointed(...place(row), column);
      return [
        block,
        {
          label: titled(
            lang,
            labelled(lang, block === "between" ? "B − A" : block.toUpperCase(), t(lang, chosen)),
            t(lang, "keys"),
          ),
          rows: data.a.units + 1,
          columns: tall?.columns ?? 1,
          box: (row, column) => cellBox(...place(row), column),
          find: (id, row, column) => {
            const from = new Map([
              [mean?.id, 0],
              [tall?.id, 1],
              [rest?.id, 1 + (tall?.rows ?? 0)],
            ]).get(id);
            return from === undefined ? null : [from + row, column];
          },
          say: (row, column) => say(...place(row), column),
          enter: (row, column) => hands.hover(hover(row, column)),
          pick: (row, column) => {
            const cursor = hover(row, column);
            if (cursor) hands.pin(cursor);
          },
        },
      ];
    });
    for (const letter of ["a", "b"] as const) {
      const region = found(`next-${letter}`);
      if (!region || !data[letter].predictions?.at(-1)?.length) continue;
      grids.push([
        region.id,
        {
          label: titled(lang, labelled(lang, letter.toUpperCase(), t(lang, "order-end")), t(lang, "keys")),
          rows: region.rows,
          columns: 1,
          box: (row) => cellBox(region, row, 0),
          find: (id, row) => (id === region.id ? [row, 0] : null),
          say: (row) => sayNext(lang, data, letter, row),
          enter: () => {},
          pick: () => {},
        },
      ]);
    }
    figure.show(scene, look, grids);
    figure.heading.textContent = t(lang, `cell-${data.a.cell}`);
    segments(
      arrays,
      t(lang, "order-array"),
      arraysOf(data.a).map((value) => ({ value, words: t(lang, value) })),
      chosen,
      (value) => store.set({ track: value }),
    );
    figure.summary.textContent = [sumUpOrder(lang, data), t(lang, "order-method")].join(lang === "zh" ? "" : " ");
    figure.table.set(t(lang, "table"), () => orderTable(lang, data, chosen));
  }

  return {
    node,
    draw,
    stages: [figure.stage],
    intro: () => intro(store),
  };
}
