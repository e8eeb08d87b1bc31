/** The list: a key a line, from the query to each key's part of the output. */
import { choiceIn, keyOf, listOf, listPictures, litKey, pinnedKey, sayToy } from "./pictures.ts";
import { FEW, MOST, isScaled, listed, sidesOf } from "./numbers.ts";
import { cellBox } from "../../core/scene/hit.ts";
import { el, segments } from "../../panel/dom.ts";
import { createMount } from "../../panel/mount.ts";
import { t, titled } from "../../core/words/index.ts";
import { sayCell, sayWhole } from "./say.ts";
import type { Cursor, Picture, Region } from "../../core/types.ts";
import type { HeadStep } from "../../data/types.ts";
import type { Hands } from "../../panel/figure.ts";
import type { Grid } from "../../panel/grids.ts";
import type { Store } from "../../state/app.ts";

type Now = { step: HeadStep } & ReturnType<typeof listOf>;

export function createList(store: Store, hands: Hands, pin: (key: number) => void) {
  /** What is drawn: the model's own step, or the toy without the scale, and its lines. */
  let now: Now | null = null;
  const words = () => store.get("langInForce");

  function cursor(row: number): Cursor | null {
    const line = now?.rows[row];
    if (!now || line?.kind !== "key") return null;
    return { source: sidesOf(now.step).queries.source, token: now.step.query_token, key: line.keys[0] ?? 0 };
  }
  function say({ id }: Region, row: number, column: number) {
    if (!now) return "";
    const { drawn, rows, toy } = now;
    const lang = words();
    if (["query", "output", "sum"].includes(id)) return sayWhole(lang, drawn, id, column);
    const line = rows[row];
    const named = id.startsWith("line-") ? "weight" : id;
    const made = toy && !["keys", "raw", "values"].includes(named);
    return line ? `${sayCell(lang, drawn, line, named, column)}${made ? t(lang, "inspect-toy-tip") : ""}` : "";
  }
  function pick(row: number) {
    const line = now?.rows[row];
    if (line?.kind === "key") pin(line.keys[0] ?? 0);
    else if (line) toggle();
  }
  const toggle = () => store.set({ all_keys: !store.get("all_keys") });

  const notes = el("div");
  /** A line and what stands in it. */
  function grids({ scene: { regions, title } }: Picture) {
    const cells = regions.filter(({ quiet, row }) => quiet && row.kind === "token");
    const grid: Grid = {
      id: "list",
      label: titled(words(), title, t(words(), "keys")),
      rows: now?.rows.length ?? 0,
      columns: cells.length,
      at: (row, column) => [cells[column] as Region, row, 0],
      box(row, column) {
        const region = cells[column] as Region;
        return { ...cellBox(region, row, 0), width: region.width };
      },
      find(id, row) {
        const column = cells.findIndex((region) => region.id === id);
        return column < 0 ? null : [row, column];
      },
    };
    return [grid];
  }
  const mount = createMount(store, hands, {
    pictures: listPictures,
    parts: {
      list: {
        className: "inspect-list",
        notes,
        cursor: ({ row: axis }, row) => (axis.kind === "token" ? cursor(row) : null),
        say,
        pick({ row: axis }, row) {
          if (axis.kind === "token") pick(row);
        },
        grids,
        lit: () => (now ? litKey(now.step, keyOf(store, now.step)) : null),
      },
    },
  });
  const figure = mount.figures.list;
  figure.summary.className = "says";
  figure.summary.setAttribute("aria-live", "polite");
  const warning = el("p", { class: "toy-label" });
  const more = el("button", { type: "button", class: "plain more" });
  const choiceOf = (name: string) => {
    const label = el("span", { class: "choice-label soft" });
    const buttons = el("span", { class: "segments" });
    const node = el("span", { class: `choice ${name}` }, label, buttons);
    return { label, buttons, node };
  };
  const [scaled, shown, sorted] = [choiceOf("scaling"), choiceOf("strips"), choiceOf("sorted")];
  const tools = el("div", { class: "tools inspect-tools" }, scaled.node, shown.node, sorted.node);
  figure.box.before(figure.summary, tools, warning);
  figure.box.after(notes, more);
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

  function drawTools(step: HeadStep) {
    const lang = words();
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

  return {
    node: figure.node,
    /** The key that is looked into. */
    light(key: number) {
      if (now) figure.stage.light(litKey(now.step, key));
    },
    draw(step: HeadStep) {
      const lang = words();
      const choice = choiceIn(store);
      const list = listOf(step, pinnedKey(store, step), choice);
      now = { step, ...list };
      if (!mount.draw()) return;
      const said = sayToy(lang, step, list);
      warning.hidden = said === "";
      warning.textContent = said;
      const count = step.weights.length;
      const fewer = listed(step, { all: false, order: choice.order, keep: [] }).some(({ kind }) => kind !== "key");
      more.hidden = !fewer;
      more.textContent = t(
        lang,
        choice.all ? "inspect-show-few" : count > MOST ? "inspect-show-most" : "inspect-show-all",
        { count, few: FEW, most: MOST },
      );
      more.setAttribute("aria-expanded", choice.all ? "true" : "false");
      figure.box.classList.toggle("long", choice.all && list.rows.length > FEW + 6);
      drawTools(step);
    },
  };
}
