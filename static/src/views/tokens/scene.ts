/** A sentence as it reads, each token shaded by what one token gives to it, or by what it gives to that token. */
import { over } from "../../core/scene/colour.ts";
import { raster, rect, text } from "../../core/scene/marks.ts";
import { fit, script, textWidth } from "../../core/scene/text.ts";
import { percent } from "../../plots/say.ts";
import { t } from "../../core/words/index.ts";
import { attentionCaption, attentionScale, ticksOf } from "../../plots/heatmap.ts";
import { captionRise, legend, modelName, shortNumber, tokenLook, tokenName, tokenText } from "../../plots/labels.ts";
import { largestOf, largestOfRows, short, shortValue, weightAt } from "../../plots/links.ts";
import type { Lang, Mark, Region, Scene } from "../../core/types.ts";
import type { WeightScale, Colour } from "../../core/scene/colour.ts";
import type { HeadLinks, Token } from "../../data/types.ts";

type Place = { x: number; y: number; width: number };
type Direction = "from" | "to" | "both";

const PAD = 3;
/** Heights that go with a size of type: of a token's box, and from one line to the next. */
const heights = (size: number) => ({ box: size + 8, line: size + 25 });

/**
 * Tokens on lines, as far apart as the sentence has them: pieces of a word and Chinese characters touch, words do
 * not.
 * @param type least: width of a token, where numbers are to fit under each
 * @returns a place each; written from the right where the script is
 */
export function flow(
  tokens: readonly Token[],
  width: number,
  { size = 16, least = 0 }: { size?: number; least?: number } = {},
): { places: Place[]; height: number; width: number } {
  const { line } = heights(size);
  const places: Place[] = [];
  let [x, y, widest] = [0, 0, 0];
  tokens.forEach((token, i) => {
    const before = tokens[i - 1];
    const wide = Math.max(least, 8, Math.min(width, textWidth(tokenText(token), size) + PAD * 2));
    const apart = before && (token.special || before.special || token.start > before.end);
    const second = before && token.sequence === 1 && before.sequence !== 1;
    const gap = x === 0 ? 0 : apart ? 6 : 1;
    if (second || (x > 0 && x + gap + wide > width)) {
      [x, y] = [0, y + line];
    } else x += gap;
    places.push({ x, y, width: wide });
    x += wide;
    widest = Math.max(widest, x);
  });
  const rtl = tokens.filter((token) => script(token.text).dir === "rtl").length * 2 > tokens.length;
  if (rtl) for (const place of places) place.x = Math.max(0, Math.min(width, widest) - place.x - place.width);
  return { places, height: y + line, width: widest };
}

/** What does not change with the token that is chosen: what each label says, how it looks, and where it stands. */
type Set = {
  key: string;
  flowed: ReturnType<typeof flow>;
  said: { words: string; look: ReturnType<typeof tokenLook> }[];
};
const sets: WeakMap<readonly Token[], Set> = new WeakMap();

function setting(labels: readonly Token[], width: number, { size, least }: { size: number; least: number }): Set {
  const key = `${width}/${size}/${least}`;
  const known = sets.get(labels);
  if (known?.key === key) return known;
  const flowed = flow(labels, width, { size, least });
  const said = labels.map((token, i) => ({
    words: fit(tokenText(token), flowed.places[i]?.width ?? 0, size),
    look: tokenLook(token),
  }));
  const made = { key, flowed, said };
  sets.set(labels, made);
  return made;
}

/**
 * @param heads a block each, or two
 * @param options the token as a query, and the same as a key (−1: it is none); whether each token gets its number in
 *   full
 */
export function reading(
  heads: readonly HeadLinks[],
  {
    width,
    query,
    key,
    direction = "both",
    numbers = false,
    scale: kind = "sqrt",
    colour = "blue",
    size = 16,
    lang = "en",
  }: {
    width: number;
    query: number;
    key: number;
    direction?: Direction;
    numbers?: boolean;
    scale?: WeightScale;
    colour?: Colour;
    size?: number;
    lang?: Lang;
  },
): Scene & { blocks: { id: string; head: number; end: "from" | "to"; places: Place[]; top: number }[]; tall: number } {
  const { box, line } = heights(size);
  const { matrix } = heads[0] as HeadLinks;
  const { queries, keys } = matrix;
  const whole = largestOf(heads);
  const scale = attentionScale(kind, colour, whole);
  const say = (weight: number) => (matrix.quantity ? String(Number(weight.toPrecision(4))) : percent(weight));
  const brief = (weight: number) => (matrix.quantity ? shortValue(weight, whole) : short(weight));
  const ends = (direction === "both" ? ["from", "to"] : [direction]) as ("from" | "to")[];
  const small = numbers ? 11 : 10;
  const least = numbers ? textWidth("0.0000 %", 11) + 4 : 0;
  const settings = {
    from: setting(keys.labels, width - 4, { size, least }),
    to: setting(queries.labels, width - 4, { size, least }),
  };
  const rows = kind === "row" ? heads.map((head) => largestOfRows(head.matrix)) : [];
  const selected = { from: queries.labels[query], to: keys.labels[key] };
  const marks: Mark[] = [];
  const regions: Region[] = [];
  const blocks = [];
  let top = 0;
  for (const [h, head] of heads.entries()) {
    if (heads.length > 1) {
      marks.push(text(fit(head.label, width, 13), 0, top + 14, { size: 13, bold: true }));
      top += 22;
    }
    for (const end of ends) {
      const side = end === "from" ? keys : queries;
      const {
        flowed: { places, height },
        said,
      } = settings[end];
      const own = selected[end];
      const words = own ? t(lang, `reading-${end}`, { token: tokenName(own) }) : t(lang, `reading-none-${end}`);
      marks.push(text(fit(words, width, 12), 0, top + 11, { size: 12, fill: "soft" }));
      top += 18;
      const row = end === "from" ? query : -1;
      const column = end === "to" ? key : -1;
      side.labels.forEach((token, i) => {
        const place = places[i] as Place;
        const weight = !own ? NaN : end === "from" ? weightAt(head, row, i) : weightAt(head, i, column);
        const kept =
          !head.drawn ||
          head.drawn[end === "from" ? row * keys.labels.length + i : i * keys.labels.length + column] === 1;
        const y = top + place.y;
        const unit = kind === "row" ? rows[h]?.[end === "from" ? row : i] || 1 : 1;
        const shade = Number.isNaN(weight) || !kept ? NaN : weight / unit;
        marks.push(
          raster({ x: place.x, y, width: place.width, height: box, columns: 1, rows: 1, values: [shade], scale }),
        );
        const { words: shown, look } = said[i] as Set["said"][number];
        const lit = Number.isNaN(shade) ? look.fill : over(shade, scale);
        marks.push(
          text(shown, place.x + place.width / 2, y + size + 1, {
            ...look,
            size: token.special ? size - 3 : size,
            anchor: "middle",
            fill: lit === "over-low" || !lit ? (look.fill ?? "ink") : lit,
          }),
        );
        const itself =
          own !== undefined &&
          side.source === (end === "from" ? queries : keys).source &&
          i === (end === "from" ? query : key);
        marks.push(
          rect({
            x: place.x - 0.5,
            y: y - 0.5,
            width: place.width + 1,
            height: box + 1,
            fill: "none",
            radius: 1,
            stroke: itself ? "ink" : token.unknown ? "warn" : token.special ? "faint" : "none",
            strokeWidth: itself ? 2 : 1,
          }),
        );
        const number = Number.isNaN(weight) ? "" : numbers ? say(weight) : brief(weight);
        const fits = number !== "" && textWidth(number, small) <= place.width + 4;
        marks.push(
          text(fits ? number : "", place.x + place.width / 2, y + box + small + 1, {
            size: small,
            anchor: "middle",
            fill: "soft",
          }),
        );
      });
      const id = `${end}-${h}`;
      blocks.push({ id, head: h, end, places, top });
      side.labels.forEach((_, i) => {
        const place = places[i] as Place;
        regions.push({
          id,
          role: "label",
          quiet: true,
          x: place.x,
          y: top + place.y - 2,
          width: place.width + 1,
          height: line - 4,
          rows: 1,
          columns: 1,
          row: { kind: "none" },
          column: { kind: "token", source: side.source, tokens: [side.tokens[i] ?? []] },
        });
      });
      top += height + 4;
    }
    top += 8;
  }
  const ramp = Math.min(300, width - 20);
  const caption = attentionCaption(lang, kind, colour, matrix.quantity ?? "attention");
  const format = (value: number) => shortNumber(Number(value.toPrecision(3)));
  top += 18 + captionRise(caption, width - 10);
  marks.push(
    ...legend(scale, { x: 6, y: top, width: ramp, ticks: ticksOf(kind, whole), caption, room: width - 10, format }),
  );
  return {
    width: Math.max(settings.from.flowed.width, settings.to.flowed.width, ramp + 12) + 4,
    height: top + 28,
    title: t(lang, "reading-title", {
      heads: heads.map(({ label }) => label).join(" · "),
      model: modelName(lang, matrix.model),
    }),
    description: t(lang, "reading-description", { rows: queries.labels.length, columns: keys.labels.length }),
    marks,
    regions,
    blocks,
    tall: box,
  };
}
