/** Two sentences through one cell: choosing the array, reading off both, and two ways to begin. */
import { reversed } from "../../data/reversed.ts";
import { arraysOf } from "../../data/units.ts";
import { arrayShown, intro, orderLost, orderShown, pictures, sayCell, sayLabel, sayNext } from "./pictures.ts";
import { script } from "../../core/scene/text.ts";
import { el, segments } from "../../panel/dom.ts";
import { overCells, overRows } from "../../panel/grids.ts";
import { createMount } from "../../panel/mount.ts";
import { labelled, t, titled } from "../../core/words/index.ts";
import type { Cursor, Lang, Picture, Region } from "../../core/types.ts";
import type { Hands } from "../../panel/figure.ts";
import type { Grid } from "../../panel/grids.ts";
import type { Store } from "../../state/app.ts";
import type { ViewState } from "../../state/keys.ts";
import type { Block } from "./pictures.ts";
import type { OrderData } from "./scene.ts";

const EXAMPLE = { text: "我吃苹果", text_b: "苹果吃我" };
const BLOCKS = ["a", "b", "between"] as Block[];

export function create(store: Store, hands: Hands) {
  const words = () => store.get("langInForce");
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
    if (region.id.endsWith("-tokens")) return sayLabel(lang, data, array(data), column);
    const { block, unit } = rowOf(region, row);
    return sayCell(lang, data, array(data), block, unit, column);
  }

  /** Each block: the mean, then the units; and what each sentence is expected to go on with. */
  function grids({ scene: { regions } }: Picture): Grid[] {
    const data = shown();
    if (!data) return [];
    const lang = words();
    const label = (what: string, which: string) => titled(lang, labelled(lang, what, which), t(lang, "keys"));
    const found = (...ids: string[]) => ids.flatMap((id) => regions.find((one) => one.id === id) ?? []);
    const blocks = BLOCKS.map((block) =>
      overRows(
        block,
        found(`${block}-mean`, block, `${block}-rest`),
        label(block === "between" ? "B − A" : block.toUpperCase(), t(lang, array(data))),
      ),
    );
    const ends = (["a", "b"] as const).flatMap((letter) =>
      data[letter].predictions?.at(-1)?.length
        ? found(`next-${letter}`).map((region) => overCells(region, label(letter.toUpperCase(), t(lang, "order-end"))))
        : [],
    );
    return [...blocks, ...ends];
  }

  const mount = createMount(store, hands, {
    pictures,
    busy: () => store.get("answers").order?.status === "loading",
    parts: { order: { className: "order", cursor: pointed, say, grids } },
  });
  const figure = mount.figures.order;
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
    const { langInForce: lang, text_b: second } = store.snapshot();
    const data = shown();
    empty.hidden = second.trim() !== "";
    if (!empty.hidden) drawEmpty(lang);
    lost.textContent = orderLost(store);
    if (data) {
      segments(
        arrays,
        t(lang, "order-array"),
        arraysOf(data.a).map((value) => ({ value, words: t(lang, value) })),
        array(data),
        (value) => store.set({ track: value }),
      );
    }
    mount.draw();
  }

  return {
    node,
    draw,
    light: mount.light,
    intro: () => intro(store),
  };
}
