/** Scene → SVG text. Light and dark live inside the file; nothing is fetched; every text is escaped. */
import { codes, hex, palette } from "./colour.ts";
import { walk } from "./marks.ts";
import { base64, png } from "./raster.ts";
import { FONT } from "./text.ts";
import type { Mark, PathMark, RasterMark, Role, Scene, TextMark, Theme } from "../types.ts";

type Options = { theme?: Theme | "auto"; metadata?: object };

/** Colours of the roles; static/css/base.css repeats them for the page. */
export const ROLES: Record<Theme, Record<Role, string>> = {
  light: {
    ink: "#1d2126",
    soft: "#5b636d",
    faint: "#d5d8d6",
    paper: "#fbfbf9",
    warn: "#a8480a",
    "over-low": "#1d2126",
    "over-high": "#ffffff",
    "on-dark": "#ffffff",
    "on-light": "#0b0d10",
    band: "#fff0b3",
    none: "none",
    "hue-0": "#2e57b8",
    "hue-1": "#ae5a11",
    "hue-2": "#16825c",
    "hue-3": "#66276b",
    "hue-4": "#523d14",
    "hue-5": "#303631",
  },
  dark: {
    ink: "#e6e8ea",
    soft: "#9aa4ae",
    faint: "#343a41",
    paper: "#15181c",
    warn: "#f0a35e",
    "over-low": "#e6e8ea",
    "over-high": "#0b0d10",
    "on-dark": "#ffffff",
    "on-light": "#0b0d10",
    band: "#5b4a12",
    none: "none",
    "hue-0": "#437bff",
    "hue-1": "#e79a63",
    "hue-2": "#a7f1d2",
    "hue-3": "#e699ed",
    "hue-4": "#f5d723",
    "hue-5": "#8a8c8e",
  },
};

/** Rasters up to this many cells become vector paths; larger ones an embedded PNG. */
export const VECTOR_CELLS = 4000;
/** In a document with more cells than this, small pictures become PNGs too: a path a cell would be ten times as large. */
const VECTOR_TOTAL = 16_000;
/** Pixels of a cell's side below which a picture counts as small. */
const SMALL_CELL = 4;

// XML 1.0 allows neither most control characters nor half a surrogate pair.
const FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** @param text safe in XML text and in quoted attributes */
export function escape(text: string) {
  return text.replace(FORBIDDEN, "\ufffd").replace(/[&<>"']/g, (c) => ENTITIES[c] as string);
}

/** @param value at most two decimals, without trailing zeros */
const num = (value: number) => String(Math.round(value * 100) / 100);

function attrs(attributes: Record<string, string | number | undefined>) {
  let out = "";
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined) continue;
    out += ` ${name}="${typeof value === "number" ? num(value) : escape(value)}"`;
  }
  return out;
}

/** @param mark one path a colour, runs of equal cells joined */
function vector(mark: RasterMark) {
  const coded = codes(mark.values, mark.scale);
  const paths: Map<number, string[]> = new Map();
  for (let row = 0; row < mark.rows; row += 1) {
    for (let column = 0; column < mark.columns;) {
      const code = coded[row * mark.columns + column] as number;
      let run = 1;
      while (column + run < mark.columns && coded[row * mark.columns + column + run] === code) run += 1;
      if (code !== 0) {
        const parts = paths.get(code) ?? [];
        parts.push(`M${column} ${row}h${run}v1h-${run}z`);
        paths.set(code, parts);
      }
      column += run;
    }
  }
  const scale = `translate(${num(mark.x)} ${num(mark.y)}) scale(${mark.width / mark.columns} ${mark.height / mark.rows})`;
  let out = `<g transform="${scale}" shape-rendering="crispEdges">`;
  for (const [code, parts] of paths) out += `<path class="${mark.scale.map[0]}${code}" d="${parts.join("")}"/>`;
  return `${out}</g>`;
}

function image(mark: RasterMark, theme: Theme | "auto") {
  const themes = theme === "auto" ? (["light", "dark"] as Theme[]) : [theme];
  return themes
    .map((one) => {
      const { x, y, width, height } = mark;
      const href = `data:image/png;base64,${base64(png(mark, one))}`;
      const shape = attrs({ x, y, width, height, href, class: theme === "auto" ? `img-${one}` : undefined });
      return `<image${shape} preserveAspectRatio="none" image-rendering="pixelated"/>`;
    })
    .join("");
}

/** @param crowded whether the document has very many cells */
function asVector({ rows, columns, width, height }: RasterMark, crowded: boolean) {
  const small = Math.min(width / columns, height / rows) < SMALL_CELL;
  return rows * columns <= VECTOR_CELLS && !(crowded && small && rows > 1);
}

function draw(mark: Mark, theme: Theme | "auto", crowded: boolean): string {
  switch (mark.type) {
    case "group":
      return `<g transform="translate(${num(mark.x)} ${num(mark.y)})">${mark.marks.map((m) => draw(m, theme, crowded)).join("")}</g>`;
    case "rect": {
      const { x, y, width, height, radius, strokeWidth } = mark;
      const shape = {
        x,
        y,
        width,
        height,
        rx: radius,
        "stroke-width": strokeWidth,
        class: classes(mark.fill, mark.stroke),
      };
      return `<rect${attrs(shape)}/>`;
    }
    case "line": {
      const { x1, y1, x2, y2 } = mark;
      const look = {
        "stroke-width": mark.strokeWidth,
        "stroke-dasharray": mark.dash,
        class: classes("none", mark.stroke),
      };
      return `<line${attrs({ x1, y1, x2, y2, ...look })}/>`;
    }
    case "path":
      return `<path${attrs(pathAttributes(mark))}/>`;
    case "raster":
      return asVector(mark, crowded) ? vector(mark) : image(mark, theme);
    case "text":
      return `<text${attrs(textAttributes(mark))}>${escape(mark.text)}</text>`;
  }
}

export function classes(fill: Role, stroke?: Role) {
  return stroke === undefined ? `f-${fill}` : `f-${fill} s-${stroke}`;
}

/** The attributes of a path, for SVG text and for DOM nodes alike. */
export const pathAttributes = ({ d, strokeWidth, dash, opacity, fill, stroke }: PathMark) => ({
  d,
  "stroke-width": strokeWidth,
  "stroke-dasharray": dash,
  opacity,
  class: classes(fill, stroke),
});

/** The attributes of a text element, for SVG text and for DOM nodes alike. */
export function textAttributes(mark: TextMark): Record<string, string | number | undefined> {
  // SVG's start and end follow the direction of the text; a scene's mean left and right.
  const turned = mark.dir === "rtl" ? { start: "end", end: "start", middle: "middle" } : null;
  const anchor = turned ? turned[mark.anchor ?? "start"] : mark.anchor;
  return {
    x: mark.x,
    y: mark.y,
    "font-size": mark.size,
    "text-anchor": anchor === "start" && !turned ? undefined : anchor,
    transform: mark.rotate ? `rotate(${num(mark.rotate)} ${num(mark.x)} ${num(mark.y)})` : undefined,
    "font-weight": mark.bold ? "bold" : undefined,
    "font-style": mark.italic ? "italic" : undefined,
    "text-decoration": mark.underline ? "underline dotted" : undefined,
    lang: mark.lang,
    direction: mark.dir,
    "unicode-bidi": mark.dir ? "isolate" : undefined,
    class: classes(mark.fill),
  };
}

/** @param used the palette entries in use, such as "a17" */
function rules(theme: Theme, used: Set<string>) {
  let out = "";
  for (const [role, colour] of Object.entries(ROLES[theme])) {
    out += `.f-${role}{fill:${colour}}.s-${role}{stroke:${colour}}`;
  }
  for (const map of ["attention", "gate", "signed", "viridis", "cividis"] as const) {
    const colours = palette(map, theme);
    for (const name of used) {
      if (name[0] === map[0]) out += `.${name}{fill:${hex(colours, Number(name.slice(1)))}}`;
    }
  }
  return out;
}

/**
 * A whole SVG document.
 * @param options theme auto carries both and follows the reader's setting; metadata, such as where the numbers come
 *   from, stands in the file as JSON
 */
export function toSVG(scene: Scene, options: Options = {}) {
  const theme = options.theme ?? "auto";
  let cells = 0;
  walk(scene.marks, (mark) => {
    if (mark.type === "raster") cells += mark.rows * mark.columns;
  });
  const body = scene.marks.map((mark) => draw(mark, theme, cells > VECTOR_TOTAL)).join("");
  const used = new Set([...body.matchAll(/class="([agsvc]\d+)"/g)].map((m) => m[1] as string));
  let style = rules(theme === "auto" ? "light" : theme, used);
  if (theme === "auto") {
    style += `.img-dark{display:none}@media (prefers-color-scheme:dark){${rules("dark", used)}`;
    style += ".img-dark{display:inline}.img-light{display:none}}";
  }
  const metadata = options.metadata ? `<metadata>${escape(JSON.stringify(options.metadata))}</metadata>` : "";
  const { width, height } = scene;
  const size = `width="${num(width)}" height="${num(height)}" viewBox="0 0 ${num(width)} ${num(height)}"`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" aria-labelledby="t d" font-family="${escape(FONT)}">` +
    `<title id="t">${escape(scene.title)}</title><desc id="d">${escape(scene.description)}</desc>${metadata}` +
    `<style>${style}</style><rect width="100%" height="100%" class="f-paper"/>${body}</svg>`
  );
}
