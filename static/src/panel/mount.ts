/** A view's pictures on the page: what its maker draws and says, in figures that answer to a hand. */
import { cellBox } from "../core/scene/hit.ts";
import { createChanged } from "./changed.ts";
import { createFigure } from "./figure.ts";
import { repaint } from "./repaint.ts";
import type { Cursor, Lang, Lit, Picture, Region, Theme } from "../core/types.ts";
import type { Figure, Hands } from "./figure.ts";
import type { Grid, Spot } from "./grids.ts";
import type { Maker } from "../state/view.ts";
import type { Store } from "../state/app.ts";

/** What answers to a hand in one picture. */
export interface Hand {
  className: string;
  /** what a cell is, in words: at the pointer, and for a screen reader */
  say: (...spot: Spot) => string;
  /** what the page's cursor is on there; left out where the picture is not about the page's tokens */
  cursor?: (...spot: Spot) => Cursor | null;
  /** a click, Enter or Space; it pins the cursor, if left out */
  pick?: (region: Region, row: number, column: number, event: MouseEvent | KeyboardEvent) => void;
  /** what the keyboard goes through; nothing, if left out */
  grids?: (picture: Picture) => Grid[];
  /** From the page's lit tokens to this picture's own axes. If left out, a picture that has a cursor lights up as it is. */
  lit?: (lit: Lit) => Lit | null;
  /** where what must be known stands, if not after the summary */
  notes?: HTMLElement;
  /** the first table as it is shown, if not as it is; null: as it is */
  table?: () => HTMLElement | null;
  /** whether what is read off while the cursor moves stands under the picture */
  readout?: boolean;
  /** whether the last picture stays, as stale, where the others are drawn and this one's numbers are on their way */
  stays?: boolean;
}

type Handed = ReturnType<typeof createHanded>;

/**
 * @param view pictures: the maker; parts: a hand for each of its pictures, by their ids; many: the hand of any other,
 *   by the slot that it stands in; slot: of a picture, where that is not its id; busy: whether what is drawn is being
 *   asked for anew; gone: whether nothing is to be shown, whatever came last; inputs: all that the pictures are made
 *   of, where drawing them for nothing costs much
 */
export function createMount<Slot extends string = never>(
  store: Store,
  hands: Hands,
  {
    pictures,
    parts,
    many,
    slot = (id) => id,
    busy = () => false,
    gone = () => false,
    inputs,
  }: {
    pictures: Maker;
    parts: Record<Slot, Hand>;
    many?: (slot: string) => Hand;
    slot?: (id: string) => string;
    busy?: () => boolean;
    gone?: () => boolean;
    inputs?: () => unknown[];
  },
) {
  const made: Map<string, Handed> = new Map();
  for (const [name, hand] of Object.entries(parts) as [string, Hand][]) made.set(name, createHanded(hand, hands));
  const isNew = createChanged();
  let shown: Picture[] = [];

  function at(name: string): Handed {
    const known = made.get(name);
    if (known) return known;
    if (!many) throw new RangeError(`the page has no place for the picture ${name}`);
    const next = createHanded(many(name), hands);
    made.set(name, next);
    return next;
  }

  /** A picture's place must be on view to be measured. */
  function room(one: Handed | undefined) {
    if (!one) return 0;
    one.figure.node.hidden = false;
    return one.figure.room();
  }

  function hideOthers() {
    const wanted = new Set(shown.map(({ id }) => at(slot(id))));
    for (const one of made.values()) {
      const stays = one.stays && shown.length > 0 && one.figure.stage.scene() !== null;
      one.figure.node.hidden = !wanted.has(one) && !stays;
      one.figure.box.classList.toggle("stale", !wanted.has(one));
    }
  }

  return {
    figures: Object.fromEntries([...made].map(([name, one]) => [name, one.figure])) as Record<Slot, Figure>,
    /** The figure of a slot, made when it is first wanted. */
    figure: (name: string) => at(name).figure,
    /** What is drawn. */
    shown: () => shown,
    /** @returns whether the pictures were drawn: there is room, and something changed */
    draw(): boolean {
      for (const { figure } of made.values()) figure.node.classList.toggle("stale", busy());
      const width = room(made.values().next().value);
      const { langInForce: lang, themeInForce: theme } = store.snapshot();
      if (inputs && width > 0 && !isNew(lang, theme, width, gone(), ...inputs())) {
        hideOthers();
        return false;
      }
      const of = (id: string) => room(at(slot(id)));
      shown = gone() || width < 1 ? [] : pictures(store, { width, of, live: true });
      hideOthers();
      const defined = new Set<string>();
      for (const picture of shown) {
        const definitions = (picture.definitions ?? []).filter((one) => !defined.has(one));
        for (const one of definitions) defined.add(one);
        at(slot(picture.id)).show({ ...picture, definitions }, lang, theme);
      }
      return shown.length > 0;
    },
    /**
     * Another picture in the place of one that is drawn. Where both are built alike, only marks that differ are drawn,
     * and what is pointed at stays.
     */
    replace(picture: Picture) {
      const before = shown.find(({ id }) => id === picture.id);
      if (!before) return;
      shown = shown.map((one) => (one === before ? picture : one));
      const { langInForce: lang, themeInForce: theme } = store.snapshot();
      at(slot(picture.id)).replace(before, picture, lang, theme);
    },
    light(lit: Lit) {
      for (const one of made.values()) one.light(lit);
    },
  };
}

/** A figure, and the hand that it answers to. */
function createHanded(
  { className, say, cursor, pick, grids, lit, notes, table, readout = false, stays = false }: Hand,
  hands: Hands,
) {
  const pin = (spot: Spot) => {
    const at = cursor?.(...spot);
    if (at) hands.pin(at);
  };
  const picked = (spot: Spot, event: MouseEvent | KeyboardEvent) => (pick ? pick(...spot, event) : pin(spot));
  const figure = createFigure({
    className,
    hands: cursor ? hands : { ...hands, hover: () => {} },
    readout,
    meaning: {
      cursor: (...spot) => cursor?.(...spot) ?? null,
      say,
      pick: (region, row, column, event) => picked([region, row, column], event),
    },
  });
  let last: Lit | null = null;
  const relight = () => {
    if (lit && last) figure.stage.light(lit(last));
  };
  function tell(picture: Picture, lang: Lang) {
    figure.heading.textContent = picture.heading;
    figure.heading.hidden = picture.heading === "";
    figure.say(lang, picture, notes);
    const tables = picture.tables ?? [];
    figure.setTables(
      lang,
      tables.map((one, i) => ({ ...one, make: () => (i === 0 ? table?.() : null) ?? one.make() })),
    );
  }
  function draw(picture: Picture, look: Theme) {
    figure.show(
      picture.scene,
      look,
      (grids?.(picture) ?? []).map(
        ({ id, label, rows, columns, at, find, say: own, quiet, box, start, key, reveal }) => [
          id,
          {
            label,
            rows,
            columns,
            box: box ?? ((row, column) => cellBox(...at(row, column))),
            find,
            say: own ?? ((row, column) => say(...at(row, column))),
            enter(row, column) {
              if (cursor && !quiet) hands.hover(cursor(...at(row, column)));
            },
            pick: (row, column, event) => picked(at(row, column), event),
            ...(start ? { start } : {}),
            ...(key ? { key } : {}),
            ...(reveal ? { reveal } : {}),
          },
        ],
      ),
    );
  }
  return {
    figure,
    stays,
    show(picture: Picture, lang: Lang, look: Theme) {
      draw(picture, look);
      tell(picture, lang);
      relight();
    },
    replace(before: Picture, picture: Picture, lang: Lang, look: Theme) {
      if (!repaint(figure.stage.inner, before.scene, picture.scene, look)) draw(picture, look);
      tell(picture, lang);
      relight();
    },
    light(next: Lit) {
      last = next;
      if (lit) relight();
      else if (cursor) figure.stage.light(next);
    },
  };
}
