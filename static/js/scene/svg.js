/** Scene → SVG text. Light and dark live inside the file; nothing is fetched; every text is escaped. */
import { codes, hex, palette } from "./colour.js";
import { walk } from "./marks.js";
import { base64, png } from "./raster.js";
import { FONT } from "./text.js";

/** @typedef {import("../types.js").Mark} Mark */
/** @typedef {import("../types.js").RasterMark} RasterMark */
/** @typedef {import("../types.js").Scene} Scene */
/** @typedef {import("../types.js").Theme} Theme */
/** @typedef {import("../types.js").Role} Role */
/** @typedef {{theme?: Theme | "auto", metadata?: object}} Options */

/** Colours of the roles; static/css/base.css repeats them for the page. @type {Record<Theme, Record<Role, string>>} */
export const ROLES = {
  light: {
    ink: "#1d2126", soft: "#5b636d", faint: "#d5d8d6", paper: "#fbfbf9", warn: "#a8480a",
    "over-low": "#1d2126", "over-high": "#ffffff", "on-dark": "#ffffff", "on-light": "#0b0d10", band: "#fff0b3", none: "none",
    "hue-0": "#2e57b8", "hue-1": "#ae5a11", "hue-2": "#16825c", "hue-3": "#66276b", "hue-4": "#523d14", "hue-5": "#303631",
  },
  dark: {
    ink: "#e6e8ea", soft: "#9aa4ae", faint: "#343a41", paper: "#15181c", warn: "#f0a35e",
    "over-low": "#e6e8ea", "over-high": "#0b0d10", "on-dark": "#ffffff", "on-light": "#0b0d10", band: "#5b4a12", none: "none",
    "hue-0": "#437bff", "hue-1": "#e79a63", "hue-2": "#a7f1d2", "hue-3": "#e699ed", "hue-4": "#f5d723", "hue-5": "#8a8c8e",
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
/** @type {Record<string, string>} */
const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** @param {string} text safe in XML text and in quoted attributes */
export function escape(text) {
  return text.replace(FORBIDDEN, "\ufffd").replace(/[&<>"']/g, (c) => /** @type {string} */ (ENTITIES[c]));
}

/** @param {number} value at most two decimals, without trailing zeros */
const num = (value) => String(Math.round(value * 100) / 100);

/** @param {Record<string, string | number | undefined>} attributes */
function attrs(attributes) {
  let out = "";
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined) continue;
    out += ` ${name}="${typeof value === "number" ? num(value) : escape(value)}"`;
  }
  return out;
}

/** @param {RasterMark} mark one path a colour, runs of equal cells joined */
function vector(mark) {
  const coded = codes(mark.values, mark.scale);
  /** @type {Map<number, string[]>} */
  const paths = new Map();
  for (let row = 0; row < mark.rows; row += 1) {
    for (let column = 0; column < mark.columns; ) {
      const code = /** @type {number} */ (coded[row * mark.columns + column]);
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

/** @param {RasterMark} mark @param {Theme | "auto"} theme */
function image(mark, theme) {
  const themes = theme === "auto" ? /** @type {Theme[]} */ (["light", "dark"]) : [theme];
  return themes
    .map((one) => {
      const { x, y, width, height } = mark;
      const href = `data:image/png;base64,${base64(png(mark, one))}`;
      const shape = attrs({ x, y, width, height, href, class: theme === "auto" ? `img-${one}` : undefined });
      return `<image${shape} preserveAspectRatio="none" image-rendering="pixelated"/>`;
    })
    .join("");
}

/** @param {RasterMark} mark @param {boolean} crowded whether the document has very many cells */
function asVector({ rows, columns, width, height }, crowded) {
  const small = Math.min(width / columns, height / rows) < SMALL_CELL;
  return rows * columns <= VECTOR_CELLS && !(crowded && small && rows > 1);
}

/** @param {Mark} mark @param {Theme | "auto"} theme @param {boolean} crowded @returns {string} */
function draw(mark, theme, crowded) {
  switch (mark.type) {
    case "group":
      return `<g transform="translate(${num(mark.x)} ${num(mark.y)})">${mark.marks.map((m) => draw(m, theme, crowded)).join("")}</g>`;
    case "rect": {
      const { x, y, width, height, radius, strokeWidth } = mark;
      const shape = { x, y, width, height, rx: radius, "stroke-width": strokeWidth, class: classes(mark.fill, mark.stroke) };
      return `<rect${attrs(shape)}/>`;
    }
    case "line": {
      const { x1, y1, x2, y2 } = mark;
      const look = { "stroke-width": mark.strokeWidth, "stroke-dasharray": mark.dash, class: classes("none", mark.stroke) };
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

/** @param {Role} fill @param {Role} [stroke] */
export function classes(fill, stroke) {
  return stroke === undefined ? `f-${fill}` : `f-${fill} s-${stroke}`;
}

/** The attributes of a path, for SVG text and for DOM nodes alike. @param {import("../types.js").PathMark} mark */
export const pathAttributes = ({ d, strokeWidth, dash, opacity, fill, stroke }) => ({
  d, "stroke-width": strokeWidth, "stroke-dasharray": dash, opacity, class: classes(fill, stroke),
});

/**
 * The attributes of a text element, for SVG text and for DOM nodes alike.
 * @param {import("../types.js").TextMark} mark @returns {Record<string, string | number | undefined>}
 */
export function textAttributes(mark) {
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

/** @param {Theme} theme @param {Set<string>} used the palette entries in use, such as "a17" */
function rules(theme, used) {
  let out = "";
  for (const [role, colour] of Object.entries(ROLES[theme])) {
    out += `.f-${role}{fill:${colour}}.s-${role}{stroke:${colour}}`;
  }
  for (const map of /** @type {const} */ (["attention", "gate", "signed", "viridis", "cividis"])) {
    const colours = palette(map, theme);
    for (const name of used) {
      if (name[0] === map[0]) out += `.${name}{fill:${hex(colours, Number(name.slice(1)))}}`;
    }
  }
  return out;
}

/**
 * A whole SVG document.
 * @param {Scene} scene @param {Options} [options] theme auto carries both and follows the reader's setting;
 *   metadata, such as where the numbers come from, stands in the file as JSON
 */
export function toSVG(scene, options = {}) {
  const theme = options.theme ?? "auto";
  let cells = 0;
  walk(scene.marks, (mark) => {
    if (mark.type === "raster") cells += mark.rows * mark.columns;
  });
  const body = scene.marks.map((mark) => draw(mark, theme, cells > VECTOR_TOTAL)).join("");
  const used = new Set([...body.matchAll(/class="([agsvc]\d+)"/g)].map((m) => /** @type {string} */ (m[1])));
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
