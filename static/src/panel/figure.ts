/** A figure: heading, picture with cursor and keyboard grids, what is read off it, and a table. */
import { createKeyboardGrid } from "./keyboard-grid.ts";
import { createStage } from "./stage.ts";
import { el } from "./dom.ts";
import { lazyTable, shownTable } from "./tables.ts";
import { isEnded } from "../plots/compose.ts";
import { labelled, t } from "../core/words/index.ts";
import type { Cursor, Lang, Lit, Picture, Region, Scene, TableModel, Theme } from "../core/types.ts";
import type { GridModel } from "./keyboard-grid.ts";
import type { createTooltip } from "./tooltip.ts";

/** What the page does with a figure's events. */
export interface Hands {
  hover: (cursor: Cursor | null) => void;
  pin: (cursor: Cursor) => void;
  unpin: () => void;
  /** a button that lets a pin go, if there is one */
  release: () => HTMLElement | null;
  lit: () => Lit;
  tip: ReturnType<typeof createTooltip>;
  /** asks a source of a panel's views anew */
  again: (name: string) => void;
}
/** What a figure knows about its cells. */
interface Meaning {
  cursor: (region: Region, row: number, column: number) => Cursor | null;
  say: (region: Region, row: number, column: number) => string;
  pick: (region: Region, row: number, column: number, event: MouseEvent) => void;
}

/** Statements that are in none before them. */
const once = (all: readonly string[]) =>
  all.filter((one, i) => one && !all.slice(0, i).some((other) => other.includes(one)));

const textOf = (parts: readonly Element[]) => parts.map(({ textContent }) => textContent).join("\n");

/** One after another; the first may be no sentence. What says so already stays: it may be read out. */
function put(paragraph: HTMLElement, lang: Lang, parts: readonly HTMLElement[]) {
  paragraph.hidden = parts.length === 0;
  if (textOf(parts) === textOf([...paragraph.children])) return;
  const between = (before: string) => (isEnded(before) ? (lang === "zh" ? "" : " ") : " · ");
  paragraph.replaceChildren(
    ...parts.flatMap((part, i) => [...(i ? [between(parts[i - 1]?.textContent ?? "")] : []), part]),
  );
}

export type Figure = ReturnType<typeof createFigure>;

export function createFigure({
  className,
  hands,
  meaning,
  readout: wantsReadout = false,
}: {
  className: string;
  hands: Hands;
  meaning: Meaning;
  readout?: boolean;
}) {
  const heading = el("h3");
  const naming = el("summary");
  const defined = el("details", { class: "definitions", hidden: true }, naming);
  const tools = el("span", { class: "tools" });
  const box = el("div", { class: "picture-box points", tabindex: "-1", role: "group" });
  const readout = el("div", { class: "readout", hidden: !wantsReadout });
  const summary = el("p", { class: "note" });
  const open = el("div", { class: "open-tables", hidden: true });
  const table = lazyTable();
  const tables = [table];
  const node = el("figure", { class: `view ${className}` });
  node.append(el("div", { class: "view-head" }, heading, tools), box, readout, summary, open, table.node, defined);

  const stage = createStage(box, {
    point(found, event) {
      if (!found) {
        hands.hover(null);
        hands.tip.hide();
        return;
      }
      const { region, row, column } = found;
      hands.hover(meaning.cursor(region, row, column));
      hands.tip.show(meaning.say(region, row, column), event.clientX, event.clientY);
    },
    pick({ region, row, column }, event) {
      meaning.pick(region, row, column, event);
      for (const grid of grids.values()) grid.goTo(region.id, row, column);
    },
  });
  const grids: Map<string, ReturnType<typeof createKeyboardGrid>> = new Map();

  function gridFor(id: string) {
    const known = grids.get(id);
    if (known) return known;
    const made = createKeyboardGrid(stage.inner, {
      leave() {
        hands.hover(null);
        hands.tip.hide();
      },
      escape() {
        hands.unpin();
        box.focus();
      },
    });
    grids.set(id, made);
    return made;
  }

  /** Inside a shadow root the document knows only the root's host. */
  const focused = () => (node.getRootNode() as Document | ShadowRoot).activeElement ?? null;

  function tipAtFocus(words: string) {
    const cell = focused()?.getBoundingClientRect();
    if (cell) hands.tip.show(words, cell.right, cell.bottom - 12);
  }

  return {
    node,
    heading,
    tools,
    box,
    readout,
    summary,
    table,
    stage,
    /** Tables that stand open, each under its title. */
    open,
    /**
     * The summary and what must be known, each once, and the definitions, which are closed until somebody wants them.
     * @param apart where what must be known stands, if not after the summary
     */
    say(
      lang: Lang,
      { summary: first = "", notes = [], definitions = [] }: Pick<Picture, "summary" | "notes" | "definitions">,
      apart: HTMLElement | null = null,
    ) {
      const [own, rest] = apart ? [[first], notes] : [[first, ...notes], []];
      const here = once(own).map((one) => el("span", {}, one));
      put(summary, lang, here);
      const english = definitions.map((one) => el("p", { class: "note", lang: "en" }, one));
      defined.hidden = english.length === 0;
      if (textOf(english) !== textOf([...defined.children].slice(1))) defined.replaceChildren(naming, ...english);
      naming.textContent = t(lang, "definitions");
      if (!apart) return;
      const paragraphs = once(rest).map((one) => el("p", { class: "note" }, one));
      if (textOf(paragraphs) !== textOf([...apart.children])) apart.replaceChildren(...paragraphs);
    },
    /** Each closed under its title, but for those that stand open. */
    setTables(lang: Lang, all: { title: string; make: () => HTMLElement | TableModel; open?: boolean }[]) {
      const [opened, closed] = [true, false].map((is) => all.filter((one) => (one.open ?? false) === is)) as [
        typeof all,
        typeof all,
      ];
      while (tables.length > Math.max(1, closed.length)) tables.pop()?.node.remove();
      while (tables.length < closed.length) {
        const next = lazyTable();
        tables.at(-1)?.node.after(next.node);
        tables.push(next);
      }
      table.node.hidden = closed.length === 0;
      closed.forEach(({ title, make }, i) => tables[i]?.set(labelled(lang, t(lang, "table"), title), make));
      open.hidden = opened.length === 0;
      open.replaceChildren(
        ...opened.map(({ title, make }) =>
          el(
            "div",
            {},
            el("h4", {}, title),
            el("div", { class: "table-box", tabindex: 0, role: "region", "aria-label": title }, shownTable(make())),
          ),
        ),
      );
    },
    /** @param models a keyboard grid each */
    show(scene: Scene, theme: Theme, models: [string, GridModel][]) {
      stage.show(scene, theme);
      box.setAttribute("aria-label", scene.title);
      const wanted = new Set(models.map(([id]) => id));
      for (const [id, grid] of grids) {
        if (wanted.has(id)) continue;
        grid.remove();
        grids.delete(id);
      }
      for (const [id, model] of models) {
        gridFor(id).update({
          ...model,
          enter(row, column) {
            model.enter(row, column);
            requestAnimationFrame(() => {
              if (stage.inner.contains(focused())) tipAtFocus(model.say(row, column));
            });
          },
        });
      }
    },
    /** The width that a scene may take. */
    room: () => box.clientWidth - 6,
  };
}
