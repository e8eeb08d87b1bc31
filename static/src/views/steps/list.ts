/** The list: a key a line, from the query to each key's part of the output. */
import { choiceIn, listOf, listScene, litKey, sayLeft, sayToy } from "./pictures.ts";
import { stepTable } from "./tables.ts";
import { FEW, MOST, isScaled, listed, sidesOf } from "./numbers.ts";
import { cellBox } from "../../core/scene/hit.ts";
import { el, segments } from "../../panel/dom.ts";
import { createFigure } from "../../panel/figure.ts";
import { t, titled } from "../../core/words/index.ts";
import { sayCell, sayChecks, sayPlace, sayStep, sayWhole } from "./say.ts";
import type { Cursor, Lang, Region, Theme } from "../../core/types.ts";
import type { HeadStep, InspectorRow } from "../../data/types.ts";
import type { Hands } from "../../panel/figure.ts";
import type { Store } from "../../state/app.ts";

type Now = { step: HeadStep; pinned: number | undefined; lang: Lang; look: Theme };

export function createList(store: Store, hands: Hands, pin: (key: number) => void) {
  let now: Now | null = null;
  /** What is drawn: the model's own step, or the toy without the scale. */
  let drawn: HeadStep | null = null;
  let rows: InspectorRow[] = [];

  function cursor(row: number): Cursor | null {
    const line = rows[row];
    if (!drawn || line?.kind !== "key") return null;
    return { source: sidesOf(drawn).queries.source, token: drawn.query_token, key: line.keys[0] ?? 0 };
  }
  function say({ id }: Region, row: number, column: number) {
    if (!now || !drawn) return "";
    if (["query", "output", "sum"].includes(id)) return sayWhole(now.lang, drawn, id, column);
    const line = rows[row];
    const named = id.startsWith("line-") ? "weight" : id;
    return line
      ? `${sayCell(now.lang, drawn, line, named, column)}${drawn === now.step || named === "keys" || named === "raw" || named === "values" ? "" : t(now.lang, "inspect-toy-tip")}`
      : "";
  }
  function pick(row: number) {
    const line = rows[row];
    if (line?.kind === "key") pin(line.keys[0] ?? 0);
    else if (line) toggle();
  }
  const toggle = () => store.set({ all_keys: !store.get("all_keys") });

  const figure = createFigure({
    className: "inspect-list",
    hands,
    meaning: {
      cursor: ({ row: axis }, row) => (axis.kind === "token" ? cursor(row) : null),
      say,
      pick: ({ row: axis }, row) => {
        if (axis.kind === "token") pick(row);
      },
    },
  });
  figure.summary.className = "says";
  figure.summary.setAttribute("aria-live", "polite");
  const warning = el("p", { class: "toy-label" });
  const more = el("button", { type: "button", class: "plain more" });
  const left = el("p", { class: "note" });
  const check = el("p", { class: "note" });
  const choiceOf = (name: string) => {
    const label = el("span", { class: "choice-label soft" });
    const buttons = el("span", { class: "segments" });
    const node = el("span", { class: `choice ${name}` }, label, buttons);
    return { label, buttons, node };
  };
  const [scaled, shown, sorted] = [choiceOf("scaling"), choiceOf("strips"), choiceOf("sorted")];
  const tools = el("div", { class: "tools inspect-tools" }, scaled.node, shown.node, sorted.node);
  figure.box.before(figure.summary, tools, warning);
  figure.box.after(left, more, check);
  more.addEventListener("click", toggle);

  function offer(
    { label: node, buttons }: ReturnType<typeof choiceOf>,
    label: string,
    choices: [string, string][],
    chosen: string,
    choose: (value: any) => void,
  ) {
    node.textContent = label;
    segments(
      buttons,
      label,
      choices.map(([value, words]) => ({ value, words })),
      chosen,
      choose,
    );
  }

  function drawTools({ step, lang }: Now) {
    const { scaling, strips, order } = choiceIn(store);
    scaled.node.hidden = !isScaled(step);
    offer(
      scaled,
      t(lang, "inspect-scaling"),
      [
        ["on", t(lang, "inspect-scaling-on")],
        ["off", t(lang, "inspect-scaling-off")],
      ],
      scaling ? "on" : "off",
      (value) => store.set({ scaling: value === "on" }),
    );
    offer(
      shown,
      t(lang, "inspect-strips"),
      [
        ["keys", t(lang, "inspect-strips-keys")],
        ["products", t(lang, "inspect-strips-products")],
      ],
      strips,
      (value) => store.set({ strips: value }),
    );
    offer(
      sorted,
      t(lang, "inspect-lines"),
      [
        ["reading", t(lang, "inspect-lines-reading")],
        ["weight", t(lang, "inspect-lines-weight")],
      ],
      order,
      (value) => store.set({ lines: value }),
    );
  }

  function redraw() {
    if (!now || figure.room() < 1) return;
    const { step, pinned, lang, look } = now;
    const choice = choiceIn(store);
    const { all, order, strips } = choice;
    const list = listOf(step, pinned, choice);
    const { toy } = list;
    ({ drawn, rows } = list);
    const scene = listScene(step, list, { width: figure.room(), lang, strips });
    const cells = scene.regions.filter(({ quiet, row }) => quiet && row.kind === "token");
    figure.show(scene, look, [
      [
        "list",
        {
          label: titled(lang, scene.title, t(lang, "keys")),
          rows: rows.length,
          columns: cells.length,
          box: (row, column) => {
            const region = cells[column] as Region;
            return { ...cellBox(region, row, 0), width: region.width };
          },
          find: (id, row) =>
            cells.some((region) => region.id === id) ? [row, cells.findIndex((region) => region.id === id)] : null,
          say: (row, column) => say(cells[column] as Region, row, 0),
          enter: (row) => hands.hover(cursor(row)),
          pick: (row) => pick(row),
        },
      ],
    ]);
    figure.heading.textContent = sayPlace(lang, step);
    const said = sayStep(lang, step);
    if (figure.summary.textContent !== said) figure.summary.textContent = said;
    warning.hidden = !toy;
    warning.textContent = sayToy(lang, step, list);
    const count = step.weights.length;
    const fewer = listed(step, { all: false, order, keep: [] }).some(({ kind }) => kind !== "key");
    left.textContent = sayLeft(lang, step, list.rows, all);
    left.hidden = left.textContent === "";
    more.hidden = !fewer;
    more.textContent = t(lang, all ? "inspect-show-few" : count > MOST ? "inspect-show-most" : "inspect-show-all", {
      count,
      few: FEW,
      most: MOST,
    });
    more.setAttribute("aria-expanded", all ? "true" : "false");
    figure.box.classList.toggle("long", all && rows.length > FEW + 6);
    check.textContent = toy ? "" : sayChecks(lang, step);
    drawTools(now);
    figure.table.set(t(lang, "inspect-table"), () => stepTable(lang, step));
  }

  return {
    node: figure.node,
    /** The key that is looked into. */
    light(key: number) {
      if (now) figure.stage.light(litKey(now.step, key));
    },
    draw(next: Now) {
      now = next;
      redraw();
    },
  };
}
