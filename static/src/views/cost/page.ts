/** What attention and a cell cost, measured when asked. */
import { amount, costTable, drawnIn, intro, saidOf, scene as sceneOf, sentenceWords } from "./pictures.ts";
import { linesOf, MEASURES } from "./scene.ts";
import { el } from "../../panel/dom.ts";
import { createFigure } from "../../panel/figure.ts";
import { clauses, t, titled } from "../../core/words/index.ts";
import type { Lang, Region } from "../../core/types.ts";
import type { Hands } from "../../panel/figure.ts";
import type { Store } from "../../state/app.ts";
import type { CostData, Measure } from "./scene.ts";

/** @param row one line, or all */
export function sayCost(lang: Lang, data: CostData, measure: Measure, at: number, row?: number) {
  const lines = linesOf(lang, data, measure).filter((_, i) => row === undefined || i === row);
  const list = lines.map(({ name, values }) =>
    t(lang, "cost-say-one", { name, value: amount(measure, values[at] ?? NaN) }),
  );
  return t(lang, `cost-say-${measure}`, { count: data.lengths[at] ?? 0, list: clauses(lang, list) });
}

export function create(store: Store, hands: Hands) {
  const words = () => store.get("words");
  const shown = () => drawnIn(store);

  /** @param id such as ms-3, or ms-3-1 for one line */
  function say(id: string) {
    const [measure, at, row] = id.split("-");
    const data = shown();
    return data
      ? sayCost(words(), data, measure as Measure, Number(at), row === undefined ? undefined : Number(row))
      : "";
  }
  const figure = createFigure({
    className: "cost",
    hands: { ...hands, hover: () => {} },
    meaning: { cursor: () => null, say: (region) => say(region.id), pick: () => {} },
  });
  const again = el("button", { type: "button", class: "plain" });
  again.addEventListener("click", () => hands.again("cost"));
  figure.tools.append(again);
  const here = el("p");
  figure.box.before(here);

  function draw() {
    const data = shown();
    const { words: lang, look } = store.snapshot();
    const { status } = store.get("labData")["cost"] ?? { status: "idle" };
    figure.node.hidden = !data;
    figure.node.classList.toggle("stale", status === "loading");
    if (!data || figure.room() < 1) return;
    const scene = sceneOf(store, data, figure.room());
    const region = (id: string) => scene.regions.find((one) => one.id === id) as Region;
    figure.show(
      scene,
      look,
      MEASURES.map((measure) => [
        measure,
        {
          label: titled(lang, t(lang, `cost-plot-${measure}`), t(lang, "keys")),
          rows: linesOf(lang, data, measure).length,
          columns: data.lengths.length,
          box: (row, column) => region(`${measure}-${column}-${row}`),
          find: (id) => {
            const [name, at] = id.split("-");
            return name === measure ? [0, Number(at)] : null;
          },
          say: (row, column) => say(`${measure}-${column}-${row}`),
          enter: () => {},
          pick: () => {},
        },
      ]),
    );
    figure.heading.textContent = scene.title;
    again.textContent = t(lang, "cost-again");
    again.disabled = status === "loading";
    here.textContent = sentenceWords(store, data);
    here.hidden = here.textContent === "";
    const { measured, ratio, honest } = saidOf(lang, data);
    figure.summary.textContent = [measured, ratio, honest].join(lang === "zh" ? "" : " ");
    figure.table.set(t(lang, "table"), () => costTable(lang, data));
  }

  return {
    node: figure.node,
    draw,
    pickers: ["cell"] as const,
    intro: () => intro(store),
    twins: () => ({
      json: `/api/v1/cost?${new URLSearchParams({ model: store.get("model"), cell: store.get("cell") })}`,
    }),
    gates: true,
    notes: false,
  };
}
