/** Pictures of a view, one under another, and panels side by side, as one scene: what a figure in a paper or a blog shows. */
import { group, rect, text } from "../core/scene/marks.ts";
import { litPaths, litTags } from "../core/scene/hit.ts";
import { textWidth } from "../core/scene/text.ts";
import { wrapped } from "./lines.ts";
import type { Lang, Lit, Mark, Picture, Scene, TextMark } from "../core/types.ts";

/** A view's pictures, under its name where there are others; why there are none. */
export type Panel = { title: string; pictures: readonly Picture[]; why: string };
/** Something that takes its place when it is known where. */
type Block = { width: number; height: number; marks: Mark[] };

/** Between pictures, down and across. */
export const GAP = 22;
const HEADING = 14;
const TITLE = 16;
const NOTE = 11;
const SMALL = 10;
/** Lines of small print need some room even under one word, and are not read where they are too long. */
const [LEAST, LONGEST] = [420, 760];

/** The room around a figure of this width. */
export const marginOf = (width: number) => (width < 480 ? 8 : 16);

/** A lit label over thinned ones, level or upright. */
function tagMarks({ text: words, x, y, angle }: ReturnType<typeof litTags>[number]): Mark[] {
  const width = textWidth(words, 12) + 8;
  const box = angle
    ? { x: x - 8, y: y - width, width: 16, height: width }
    : { x: x + 5 - width, y: y - 8, width, height: 16 };
  const place = angle ? text(words, x + 4.3, y - 4, { rotate: angle }) : text(words, x + 1, y + 4.3, { anchor: "end" });
  return [rect({ ...box, fill: "band" }), place];
}

/** A scene with what a pin lights up, as the page lights it. */
function lighted({ marks, regions }: Scene, lit: Lit | null): Mark[] {
  if (!lit) return marks;
  const { labels, cells, small, ticks } = litPaths(regions, lit);
  const over = [
    ["paper", 3.5, cells],
    ["ink", 1.25, cells],
    ["ink", 0.6, small],
    ["ink", 2, ticks],
  ] as const;
  return [
    ...(labels ? [{ type: "path", d: labels, fill: "band" } as const] : []),
    ...marks,
    ...over.flatMap(([stroke, strokeWidth, d]) =>
      d ? [{ type: "path", d, fill: "none", stroke, strokeWidth } as const] : [],
    ),
    ...litTags(regions, lit).flatMap(tagMarks),
  ];
}

function paragraph(
  words: string,
  width: number,
  { size, lead, look = {} }: { size: number; lead: number; look?: Partial<TextMark> },
): Block {
  // Bold type is a little wider than lines are broken for.
  const all = words === "" ? [] : wrapped(words, look.bold ? width * 0.93 : width, size);
  return {
    width: Math.max(0, ...all.map((line) => textWidth(line, size, look.bold))),
    height: all.length * lead,
    marks: all.map((line, i) => text(line, 0, i * lead + size, { size, ...look })),
  };
}

/** Pictures by the row that they stand in, as far as there is room. */
function rowsOf(pictures: readonly Picture[], width: number) {
  const rows: Picture[][] = [];
  let taken = 0;
  for (const picture of pictures) {
    const last = rows.at(-1);
    const wide = picture.scene.width + GAP;
    if (picture.row !== undefined && last?.[0]?.row === picture.row && taken + wide <= width + GAP + 1) {
      last.push(picture);
      taken += wide;
    } else {
      rows.push([picture]);
      taken = wide;
    }
  }
  return rows;
}

/** Pictures side by side, all at one height below their headings. */
function line(row: readonly Picture[], { width, lit }: { width: number; lit: Lit | null }): Block {
  const share = (width - GAP * (row.length - 1)) / row.length;
  const slots = row.map(({ scene }) => Math.max(scene.width, Math.min(share, LEAST)));
  const heads = row.map(({ heading }, i) =>
    paragraph(heading, slots[i] as number, { size: HEADING, lead: HEADING + 4, look: { bold: true } }),
  );
  const top = Math.max(...heads.map(({ height }) => (height ? height + 6 : 0)));
  const all: Block = { width: 0, height: 0, marks: [] };
  let x = 0;
  row.forEach(({ scene, notes = [], lit: own = lit }, i) => {
    const head = heads[i] as Block;
    const slot = slots[i] as number;
    all.marks.push(group(x, 0, head.marks), group(x, top, lighted(scene, own)));
    let below = top + scene.height;
    let wide = Math.max(scene.width, head.width);
    for (const note of notes) {
      const said = paragraph(note, Math.min(slot, LONGEST), { size: NOTE, lead: NOTE + 4, look: { fill: "soft" } });
      below += 8;
      all.marks.push(group(x, below, said.marks));
      below += said.height;
      wide = Math.max(wide, said.width);
    }
    all.width = Math.max(all.width, x + wide);
    all.height = Math.max(all.height, below);
    x += wide + GAP;
  });
  return all;
}

/** @returns one under another */
function stack(blocks: readonly Block[], gap: number): Block {
  const all: Block = { width: 0, height: 0, marks: [] };
  for (const { width, height, marks } of blocks.filter((block) => block.height > 0)) {
    const y = all.height ? all.height + gap : 0;
    all.marks.push(group(0, y, marks));
    all.width = Math.max(all.width, width);
    all.height = y + height;
  }
  return all;
}

function panelBlock({ title, pictures, why }: Panel, room: { width: number; lit: Lit | null }): Block {
  const head = paragraph(title, room.width, { size: TITLE, lead: TITLE + 4, look: { bold: true } });
  const none = paragraph(pictures.length ? "" : why, Math.min(room.width, LONGEST), { size: 12, lead: 17 });
  return stack(
    [
      head,
      none,
      stack(
        rowsOf(pictures, room.width).map((row) => line(row, room)),
        GAP,
      ),
    ],
    10,
  );
}

const ENDED = /[.!?:;…。！？：；][)”’」）]?$/u;

/** Whether words end as a sentence does. */
export const isEnded = (words: string) => ENDED.test(words);

/** Parts of which some are sentences and some are not, as sentences. */
export function sentences(lang: Lang, parts: readonly (string | undefined)[]) {
  const said = parts.map((part) => part?.trim() ?? "").filter(Boolean);
  return said
    .map((part) => (isEnded(part) ? part : `${part}${lang === "zh" ? "。" : "."}`))
    .join(lang === "zh" ? "" : " ");
}

/**
 * @param rows panels side by side in a row, rows one under another
 * @param options the width that the whole may take, what it is called, paragraphs of small print under it, and what
 *   is lit
 * @returns without regions: nobody points at it
 */
export function compose(
  rows: readonly (readonly Panel[])[],
  {
    width,
    title,
    small,
    lang,
    lit = null,
  }: { width: number; title: string; small: readonly string[]; lang: Lang; lit?: Lit | null },
): Scene {
  const margin = marginOf(width);
  const room = width - 2 * margin;
  const blocks = rows.map((row) => {
    const share = Math.floor((room - GAP * (row.length - 1)) / row.length);
    const made = row.map((panel) => panelBlock(panel, { width: share, lit }));
    return {
      width: Math.max(...made.map((one, i) => i * (share + GAP) + one.width)),
      height: Math.max(...made.map(({ height }) => height)),
      marks: made.map(({ marks }, i) => group(i * (share + GAP), 0, marks)),
    };
  });
  const pictured = stack(blocks, GAP + 6);
  const wide = Math.max(pictured.width, Math.min(LEAST, room));
  const print = stack(
    small.map((words) =>
      paragraph(words, Math.min(wide, LONGEST), { size: SMALL, lead: SMALL + 4, look: { fill: "soft" } }),
    ),
    4,
  );
  const all = stack([pictured, print], GAP - 4);
  const panels = rows.flat();
  return {
    width: Math.ceil(Math.max(wide, all.width) + 2 * margin),
    height: Math.ceil(all.height + 2 * margin),
    title,
    description: sentences(
      lang,
      panels.flatMap((panel) => [
        panel.title,
        ...(panel.pictures.length
          ? panel.pictures.flatMap(({ heading, scene, summary }) => [heading, scene.description, summary])
          : [panel.why]),
      ]),
    ),
    marks: [group(margin, margin, all.marks)],
    regions: [],
  };
}
