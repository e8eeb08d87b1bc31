/** A view's pictures on the page: what its maker draws and says, in figures that answer to a hand. */
import { cellBox } from "../core/scene/hit.ts";
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
  /** whether what is read off while the cursor moves stands under the picture */
  readout?: boolean;
  /** whether the last picture stays, as stale, where the others are drawn and this one's numbers are on their way */
  stays?: boolean;
}

/** Pictures that do not light up with the page's cursor though they have one. */
export const UNLIT = () => null;

/**
 * @param view pictures: the maker; parts: a hand for each of its pictures, by their ids, or by the slots that these
 *   stand in; busy: whether what is drawn is being asked for anew; gone: whether nothing is to be shown, whatever
 *   came last; inputs: all that the pictures are made of, where drawing them for nothing costs much
 */
export function createMount<Slot extends string>(
  store: Store,
  hands: Hands,
  {
    pictures,
    parts,
    slot = (id) => id as Slot,
    busy = () => false,
    gone = () => false,
    inputs,
  }: {
    pictures: Maker;
    parts: Record<Slot, Hand>;
    slot?: (id: string) => Slot;
    busy?: () => boolean;
    gone?: () => boolean;
    inputs?: () => unknown[];
  },
) {
  const made = Object.fromEntries(
    (Object.entries(parts) as [Slot, Hand][]).map(([name, hand]) => [name, createHanded(hand, hands)]),
  ) as Record<Slot, ReturnType<typeof createHanded>>;
  const all: ReturnType<typeof createHanded>[] = Object.values(made);
  const [first] = all;
  let shown: Picture[] = [];
  let known: unknown[] | null = null;

  /** A picture's place must be on view to be measured. */
  function room(one: ReturnType<typeof createHanded> | undefined) {
    if (!one) return 0;
    one.figure.node.hidden = false;
    return one.figure.room();
  }

  function isNew(now: unknown[]) {
    const same = known !== null && now.length === known.length && now.every((one, i) => Object.is(one, known?.[i]));
    known = now;
    return !same;
  }

  return {
    figures: Object.fromEntries(Object.entries(made).map(([name, one]: any) => [name, one.figure])) as Record<
      Slot,
      Figure
    >,
    /** What is drawn. */
    shown: () => shown,
    /** @returns whether the pictures were drawn: there is room, and something changed */
    draw(): boolean {
      for (const { figure } of all) figure.node.classList.toggle("stale", busy());
      const width = room(first);
      const { words: lang, look } = store.snapshot();
      if (inputs && width > 0 && !isNew([lang, look, width, gone(), ...inputs()])) {
        hideOthers();
        return false;
      }
      shown = gone() || width < 1 ? [] : pictures(store, { width, of: (id) => room(made[slot(id)]), live: true });
      hideOthers();
      const defined = new Set<string>();
      for (const picture of shown) {
        const definitions = (picture.definitions ?? []).filter((one) => !defined.has(one));
        for (const one of definitions) defined.add(one);
        made[slot(picture.id)].show({ ...picture, definitions }, lang, look);
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
      const { words: lang, look } = store.snapshot();
      made[slot(picture.id)].replace(before, picture, lang, look);
    },
    light(lit: Lit) {
      for (const one of all) one.light(lit);
    },
  };

  function hideOthers() {
    const wanted = new Set(shown.map(({ id }) => made[slot(id)]));
    for (const one of all) {
      const stays = one.stays && shown.length > 0 && one.figure.stage.scene() !== null;
      one.figure.node.hidden = !wanted.has(one) && !stays;
      one.figure.box.classList.toggle("stale", !wanted.has(one));
    }
  }
}

/** A figure, and the hand that it answers to. */
function createHanded(
  { className, say, cursor, pick, grids, lit, readout = false, stays = false }: Hand,
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
    figure.say(lang, picture);
    figure.setTables(lang, picture.tables ?? []);
  }
  function draw(picture: Picture, look: Theme) {
    figure.show(
      picture.scene,
      look,
      (grids?.(picture) ?? []).map(({ id, label, rows, columns, at, find, start, key, reveal }) => [
        id,
        {
          label,
          rows,
          columns,
          box: (row, column) => cellBox(...at(row, column)),
          find,
          say: (row, column) => say(...at(row, column)),
          enter(row, column) {
            if (cursor) hands.hover(cursor(...at(row, column)));
          },
          pick: (row, column, event) => picked(at(row, column), event),
          ...(start ? { start } : {}),
          ...(key ? { key } : {}),
          ...(reveal ? { reveal } : {}),
        },
      ]),
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
