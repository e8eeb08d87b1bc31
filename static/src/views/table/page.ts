/** Every weight as a row of a table: sorted, filtered by token, all of them reachable, with only those in sight in the document. */
import { tsvOf } from "./cells.ts";
import { matrices } from "../../state/selection.ts";
import {
  LARGEST_FIRST,
  countWeights,
  figure as still,
  printed,
  weightCells,
  weightColumns,
  weightNotes,
} from "./pictures.ts";
import { tokenName } from "../../plots/labels.ts";
import { activeNear, el } from "../../panel/dom.ts";
import { t } from "../../core/words/index.ts";
import type { Cursor } from "../../core/types.ts";
import type { Token } from "../../data/types.ts";
import type { Hands } from "../../panel/figure.ts";
import type { AttentionPart } from "../../panel/types.ts";
import type { Store } from "../../state/app.ts";
import type { Column, Order } from "./cells.ts";

/** A row's height in pixels; its style sheet has it too. */
const ROW = 26;
const IN_SIGHT = 20;
/** Browsers make nothing much taller than this: beyond, a pixel of the scroll bar is more than a row's share. */
const TALLEST = 8_000_000;

export function create(store: Store, hands: Hands): AttentionPart {
  const words = () => store.get("langInForce");
  let order: Order = LARGEST_FIRST;
  const wanted = { query: "", key: "", head: "" };
  let made: { inputs: unknown[]; cells: ReturnType<typeof weightCells> } | null = null;
  /** The first row in sight, and the row that the keyboard is on. */
  let first = 0;
  let active = 0;
  /** A scroll that this view made itself. */
  let own = false;

  const query = el("input", { type: "search", class: "small", spellcheck: "false" });
  const key = el("input", { type: "search", class: "small", spellcheck: "false" });
  const head = el("select", { class: "small" });
  const labels = [query, key, head].map((input) => {
    const label = el("span", { class: "soft choice-label" });
    return { label, node: el("label", { class: "choice" }, label, input) };
  });
  const copy = el("button", { type: "button", class: "small" });
  const done = el("span", { class: "soft", role: "status" });
  const counted = el("p", { class: "note" });
  const notes = el("p", { class: "note" });
  const top = el("tr");
  const body = el("tbody");
  const grid = el("table", { class: "weights" }, el("thead", {}, top), body);
  const spacer = el("div", { class: "spacer" }, grid);
  const scroller = el("div", { class: "scroller", tabindex: -1 }, spacer);
  const node = el(
    "div",
    { class: "weight-table" },
    el("div", { class: "tools" }, ...labels.map((one) => one.node), copy, done),
    counted,
    scroller,
    notes,
  );

  for (const [input, name] of [
    [query, "query"],
    [key, "key"],
    [head, "head"],
  ] as const) {
    input.addEventListener("input", () => {
      wanted[name] = input.value;
      [first, active] = [0, 0];
      draw();
    });
  }

  function cells() {
    const shown = matrices(store);
    const inputs = [shown, order, wanted.query, wanted.key, wanted.head];
    if (!made || made.inputs.some((one, i) => one !== inputs[i])) {
      made = { inputs, cells: weightCells(shown, order, wanted) };
      done.textContent = "";
    }
    return made.cells;
  }

  /** The cursor that a row stands for. */
  function cursorOf(i: number): Cursor | null {
    if (i >= cells().count) return null;
    const {
      shown: { truth },
      row,
      column,
    } = cells().at(i);
    const [token, looked] = [truth.queries.tokens[row]?.[0], truth.keys.tokens[column]?.[0]];
    return token === undefined || looked === undefined ? null : { source: truth.queries.source, token, key: looked };
  }

  function sortBy(by: Column) {
    order = { by, falling: order.by === by ? !order.falling : by === "weight" };
    [first, active] = [0, 0];
    draw();
    (top.querySelector(`[data-column="${by}"]`) as HTMLElement | null)?.focus();
  }

  /** @param at its places in the sentence */
  const named = (token: Token | undefined, at: readonly number[] | undefined) =>
    el(
      "span",
      { class: token?.unknown ? "unknown" : token?.special ? "soft" : "" },
      token ? tokenName(token) : "",
      el("span", { class: "soft place" }, ` ${at?.join("+") ?? ""}`),
    );

  /** The rows in sight. */
  function fill() {
    const { count, at } = cells();
    const lit = store.get("cursor");
    first = Math.max(0, Math.min(first, count - IN_SIGHT));
    const several = matrices(store).length > 1;
    const focused = body.contains(activeNear(body));
    const stop = active >= first && active < first + IN_SIGHT ? active : first;
    const rows = Array.from({ length: Math.min(IN_SIGHT, count) }, (_, n) => {
      const i = first + n;
      const { shown, row, column, weight, again } = at(i);
      const { queries, keys, quantity } = shown.truth;
      const cursor = cursorOf(i);
      const same =
        lit && cursor && lit.source === cursor.source && lit.token === cursor.token && lit.key === cursor.key;
      const bar = el("span", { class: "bar", "aria-hidden": "true" });
      bar.style.width = `${Math.round(60 * Math.min(quantity ? 0 : weight, 1) * 10) / 10}px`;
      return el(
        "tr",
        { "aria-rowindex": i + 2, "data-row": i, tabindex: i === stop ? 0 : -1, class: same ? "lit" : undefined },
        ...(several ? [el("td", {}, shown.id)] : []),
        el("td", {}, named(queries.labels[row], queries.tokens[row])),
        el("td", {}, named(keys.labels[column], keys.tokens[column])),
        el("td", { class: "number" }, printed(weight)),
        ...(again === null ? [] : [el("td", { class: "number" }, printed(again))]),
        el("td", { class: "barred" }, bar),
      );
    });
    body.replaceChildren(...rows);
    if (focused) (body.querySelector("[tabindex='0']") as HTMLElement | null)?.focus({ preventScroll: true });
  }

  /** How far the scroll bar's whole way is. */
  const way = () => Math.max(spacer.clientHeight - scroller.clientHeight, 1);

  scroller.addEventListener("scroll", () => {
    if (own) {
      own = false;
      return;
    }
    const last = Math.max(cells().count - IN_SIGHT, 0);
    const next = Math.round((scroller.scrollTop / way()) * last);
    if (next === first) return;
    first = next;
    fill();
  });

  function goTo(row: number) {
    const { count } = cells();
    active = Math.max(0, Math.min(row, count - 1));
    if (active < first) first = active;
    else if (active >= first + IN_SIGHT) first = active - IN_SIGHT + 1;
    const last = Math.max(count - IN_SIGHT, 1);
    const to = Math.round((first / last) * way());
    own = Math.abs(scroller.scrollTop - to) >= 1;
    scroller.scrollTop = to;
    fill();
    const line = body.querySelector(`[data-row="${active}"]`) as HTMLElement | null;
    line?.focus({ preventScroll: true });
    hands.hover(cursorOf(active));
  }

  body.addEventListener("keydown", (event) => {
    const last = cells().count - 1;
    const to = {
      ArrowUp: active - 1,
      ArrowDown: active + 1,
      PageUp: active - IN_SIGHT,
      PageDown: active + IN_SIGHT,
      Home: 0,
      End: last,
    }[event.key];
    const cursor = cursorOf(active);
    if (to !== undefined) goTo(to);
    else if ((event.key === "Enter" || event.key === " ") && cursor) hands.pin(cursor);
    else if (event.key === "Escape") hands.unpin();
    else return;
    event.preventDefault();
  });
  const rowOf = (event: Event) => Number((event.target as HTMLElement).closest("tr")?.dataset["row"] ?? NaN);
  body.addEventListener("focusin", (event) => {
    const row = rowOf(event);
    if (!Number.isNaN(row)) active = row;
  });
  body.addEventListener("pointerover", (event) => {
    const row = rowOf(event);
    if (!Number.isNaN(row)) hands.hover(cursorOf(row));
  });
  body.addEventListener("pointerleave", () => hands.hover(null));
  body.addEventListener("click", (event) => {
    const cursor = cursorOf(rowOf(event));
    if (cursor) hands.pin(cursor);
  });

  copy.addEventListener("click", () => {
    const { count } = cells();
    const written = tsvOf(cells(), tokenName);
    const say = (key0: string) => (done.textContent = t(words(), key0, { count }));
    // Only pages served over https, or from this computer, may use the clipboard.
    if (!navigator.clipboard) {
      const box = el("textarea", { class: "visually-hidden" });
      box.value = written;
      node.append(box);
      box.select();
      say(document.execCommand("copy") ? "table-copied" : "table-not-copied");
      box.remove();
      copy.focus();
      return;
    }
    navigator.clipboard.writeText(written).then(
      () => say("table-copied"),
      () => say("table-not-copied"),
    );
  });

  function drawHead() {
    const lang = words();
    const shown = matrices(store);
    const names = weightColumns(lang, shown);
    const column = (by: Column, name: string) => {
      const on = order.by === by;
      const button = el(
        "button",
        { type: "button", class: "sorter", "data-column": by },
        `${name}${on ? (order.falling ? " ↓" : " ↑") : ""}`,
      );
      button.addEventListener("click", () => sortBy(by));
      return el(
        "th",
        { scope: "col", "aria-sort": on ? (order.falling ? "descending" : "ascending") : undefined },
        button,
      );
    };
    const focused = top.contains(activeNear(top)) ? (activeNear(top) as HTMLElement).dataset["column"] : undefined;
    top.replaceChildren(
      ...(shown.length > 1 ? [column("head", t(lang, "head"))] : []),
      column("query", names.query),
      column("key", names.key),
      column("weight", names.weight),
      ...(names.again ? [el("th", { scope: "col", class: "number" }, names.again)] : []),
      el("td", { class: "barred" }),
    );
    top.setAttribute("aria-rowindex", "1");
    if (focused) (top.querySelector(`[data-column="${focused}"]`) as HTMLElement | null)?.focus();
  }

  function draw() {
    const lang = words();
    const shown = matrices(store);
    node.hidden = shown.length === 0;
    if (shown.length === 0) return;
    const ids = ["", ...shown.map(({ id }) => id)];
    if (!ids.includes(wanted.head)) wanted.head = "";
    [t(lang, "query"), t(lang, "key"), t(lang, "head")].forEach((name, i) => {
      const entry = labels[i];
      if (entry) entry.label.textContent = name;
    });
    for (const input of [query, key]) input.placeholder = t(lang, "table-contains");
    if (head.options.length !== ids.length || ids.some((id, i) => head.options[i]?.value !== id)) {
      head.replaceChildren(...ids.map((id) => el("option", { value: id }, id || t(lang, "table-all"))));
    }
    head.value = wanted.head;
    (labels[2] as { node: HTMLElement }).node.hidden = shown.length < 2;
    copy.textContent = t(lang, "table-copy");
    node.classList.toggle("stale", store.get("answers").oneHead.status === "loading");
    const { count } = cells();
    counted.textContent = countWeights(lang, shown, cells());
    notes.textContent = weightNotes(store, shown).join(lang === "zh" ? "" : " ");
    grid.setAttribute("aria-rowcount", String(count + 1));
    grid.setAttribute("aria-label", t(lang, "attn-table"));
    spacer.style.height = `${Math.min(count * ROW + ROW + 2, TALLEST)}px`;
    drawHead();
    fill();
  }

  return {
    node,
    draw,
    controls: ["heads", "mix", "part", "by", "quarter", "special", "filter", "quantity"],
    intro: () => still.intro?.(store) ?? "",
    /** Which of the rows in sight the cursor is on. */
    read() {
      const lit = store.get("cursor");
      for (const line of body.rows) {
        const cursor = cursorOf(Number(line.dataset["row"]));
        line.classList.toggle(
          "lit",
          Boolean(
            lit && cursor && lit.source === cursor.source && lit.token === cursor.token && lit.key === cursor.key,
          ),
        );
      }
    },
  };
}
