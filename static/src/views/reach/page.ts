/** How far gradients reach, what swapping does, and that these are two things. */
import {
  curveNotes,
  curvesTable,
  drawnIn,
  intro,
  linesTable,
  memoryScene,
  memoryTable,
  plotScene,
  tableNote as tableWords,
} from "./pictures.ts";
import { heldOf } from "../../data/reach.ts";
import { cellBox } from "../../core/scene/hit.ts";
import { el, segments } from "../../panel/dom.ts";
import { createFigure } from "../../panel/figure.ts";
import { t, titled } from "../../core/words/index.ts";
import { twins } from "../../panel/panel-words.ts";
import { name } from "../../plots/say.ts";
import { measuredOf, sayAllReach, sayReach, saySwap } from "./say.ts";
import { tableNode } from "../../panel/tables.ts";
import { createReachControls } from "./controls.ts";
import { createSwap } from "./swap-page.ts";
import type { Lang, Region } from "../../core/types.ts";
import type { CounterfactualData, ReachCurve, ReachData } from "../../data/types.ts";
import type { Hands } from "../../panel/figure.ts";
import type { Store } from "../../state/app.ts";

export function create(store: Store, hands: Hands) {
  const words = () => store.get("words");
  /** What is drawn now. */
  const now: { plot: ReachData | null; swaps: CounterfactualData | null } = { plot: null, swaps: null };
  const at = (token: number) => ({ source: "gates" as const, token });

  const look = (token: number) => {
    const last = (now.plot?.tokens.length ?? 0) - 1;
    store.set({
      at: token === last ? null : token,
      ...((store.get("replaced") ?? 0) > token ? { replaced: null, by_piece: "" } : {}),
    });
  };
  const swap = (token: number) => {
    if (token > (now.swaps?.reach.token ?? 0)) look(token);
    else store.set({ replaced: token === 0 || store.get("replaced") === token ? null : token, by_piece: "" });
  };

  const plot = createFigure({
    className: "reach",
    hands,
    meaning: {
      cursor: (_, __, column) => at(column),
      say: (___, ____, column) =>
        now.plot ? sayAllReach(words(), heldOf(now.plot), store.get("measure"), column) : "",
      pick: (_____, ______, column) => look(column),
    },
  });
  /** Which cell a region of the second picture is about. */
  const cellOf = ({ id }: Region) => Math.max(0, now.swaps?.cells.findIndex(({ cell }) => id.endsWith(cell)) ?? 0);
  const pair = createFigure({
    className: "memory",
    hands,
    meaning: {
      cursor: (_, __, column) => at(column),
      say: (region, _, column) => (now.swaps ? saySwap(words(), now.swaps, cellOf(region), column) : ""),
      pick: (_, __, column) => swap(column),
    },
  });
  const measure = el("span", { class: "segments" });
  plot.tools.append(measure);
  const from = el("p", { class: "note from" });
  plot.heading.after(from);
  const numbers = el("div", { class: "table-box reach-numbers", tabindex: "0", role: "region" });
  const tableNote = el("p", { class: "note" });
  plot.summary.before(numbers, tableNote);
  const controls = createReachControls(store);
  const lead = el("strong");
  const list = el("ul", { class: "measured" });
  const scope = el("p", { class: "note" });
  const hint = el("p", { class: "note" });
  pair.heading.after(hint);
  const said = el("div", { class: "not-memory" }, lead, list, scope);
  pair.box.after(said);
  const swaps = createSwap(store);
  const node = el(
    "div",
    { class: "lab-reach" },
    el("div", { class: "reach-top" }, plot.node, controls.node),
    pair.node,
    swaps.node,
  );

  function drawPlot(lang: Lang, data: ReachData) {
    const { look: theme, measure: chosen } = store.snapshot();
    if (plot.room() < 1) return;
    const scene = plotScene(store, data, plot.room());
    const held = heldOf(data);
    const region = scene.regions[0] as Region;
    plot.show(scene, theme, [
      [
        "plot",
        {
          label: titled(lang, scene.title, t(lang, "keys")),
          rows: held.curves.length,
          columns: data.tokens.length,
          box: (_, column) => cellBox(region, 0, column),
          find: (id, _, column) => (id === "plot" || id === "tokens" ? [0, column] : null),
          say: (row, column) => sayReach(lang, held, held.curves[row] as ReachCurve, column),
          enter: (_, column) => hands.hover(at(column)),
          pick: (_, column) => look(column),
        },
      ],
    ]);
    plot.heading.textContent = t(lang, "reach-heading");
    const kinds = (["ratio", "norm"] as const).map((value) => ({ value, words: t(lang, `reach-${value}`) }));
    segments(measure, t(lang, "reach-measure"), kinds, chosen, (value) => store.set({ measure: value as "ratio" }));
    from.textContent = `${t(lang, "reach-at", { token: name(data.tokens, data.token) })} `;
    if (data.token < data.tokens.length - 1) {
      const back = el("button", { type: "button", class: "plain" }, t(lang, "reach-last"));
      back.addEventListener("click", () => store.set({ at: null }));
      from.append(back);
    }
    numbers.setAttribute("aria-label", t(lang, "reach-heading"));
    numbers.replaceChildren(tableNode(linesTable(lang, data)));
    tableNote.textContent = [...curveNotes(lang, data), tableWords(lang, data)].join(lang === "zh" ? "" : " ");
    plot.summary.replaceChildren(el("span", { lang: "en" }, data.curves[0]?.definition ?? ""));
    plot.table.set(t(lang, "table"), () => curvesTable(lang, data));
  }

  function drawPair(lang: Lang, data: CounterfactualData) {
    const theme = store.get("look");
    if (pair.room() < 1) return;
    const scene = memoryScene(store, data, Math.min(pair.room(), plot.room() || Infinity));
    const region = (row: number) => scene.regions[2 * row + 1] as Region;
    pair.show(scene, theme, [
      [
        "memory",
        {
          label: titled(lang, scene.title, t(lang, "keys")),
          rows: data.cells.length,
          columns: data.reach.tokens.length,
          box: (row, column) => cellBox(region(row), 0, column),
          find: (id, _, column) => {
            const row = data.cells.findIndex(({ cell }) => id.endsWith(cell));
            return row < 0 ? null : [row, column];
          },
          say: (row, column) => saySwap(lang, data, row, column),
          enter: (_, column) => hands.hover(at(column)),
          pick: (_, column) => swap(column),
        },
      ],
    ]);
    pair.heading.textContent = t(lang, "memory-heading");
    hint.textContent = t(lang, "memory-pick");
    lead.textContent = t(lang, "memory-lead");
    list.replaceChildren(...measuredOf(lang, data).map((one) => el("li", {}, one)));
    scope.textContent = t(lang, "memory-scope");
    pair.summary.replaceChildren(el("span", { lang: "en" }, data.cells[0]?.definition ?? ""));
    pair.table.set(t(lang, "table"), () => memoryTable(lang, data));
  }

  function draw() {
    const { words: lang, answers } = store.snapshot();
    const { reach: initial, counterfactual: trained } = answers;
    controls.draw(initial?.status === "loading");
    const drawn = drawnIn(store);
    plot.node.hidden = pair.node.hidden = swaps.node.hidden = controls.node.hidden = !drawn;
    if (!drawn) return;
    plot.node.classList.toggle("stale", initial?.status === "loading" || trained?.status === "loading");
    pair.node.classList.toggle("stale", trained?.status === "loading");
    Object.assign(now, drawn);
    drawPlot(lang, drawn.plot);
    drawPair(lang, drawn.swaps);
    swaps.draw();
  }

  // Its own switch is not among what the memory panel listens to.
  store.on(["measure"], () => {
    if (node.isConnected) requestAnimationFrame(draw);
  });

  return {
    node,
    draw,
    stages: [plot.stage, pair.stage],
    pickers: [] as const,
    notes: false,
    intro: () => intro(store),
    twins() {
      const { text, at: token } = store.snapshot();
      const about: Record<string, string | number> = token === null ? {} : { token };
      const [json, tensors] = twins("/api/v1/gates", {
        text,
        cell: "lstm",
        checkpoint: "trained",
        include: "reach,counterfactual",
        ...about,
      });
      return { json, tensors };
    },
  };
}
