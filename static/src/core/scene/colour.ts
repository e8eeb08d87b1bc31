/** Colour maps and scales: the only place where a number becomes a colour. */
import {
  interpolateCividis,
  interpolateLab,
  interpolatePuOr,
  interpolateViridis,
  piecewise,
  rgb,
  scaleLinear,
  scaleLog,
  scaleSqrt,
} from "../d3.ts";
import type { ColourScale, MapName, Theme } from "../types.ts";

// Sequential maps run from the page's own background, so that nothing looks like nothing in both themes.
/** How weights are scaled before they are coloured; of a row by the row's largest. */
export const SCALES = ["sqrt", "linear", "row", "log"] as const;
export type WeightScale = (typeof SCALES)[number];
/** Palettes of attention that a reader may choose from. */
export const COLOURS = ["blue", "viridis", "cividis"] as const;
export type Colour = (typeof COLOURS)[number];

/** From the page's paper to the strongest. */
const STOPS: Record<"attention" | "gate", Record<Theme, [paper: string, ...string[]]>> = {
  attention: {
    light: ["#fbfbf9", "#dbe9f3", "#a3cbe3", "#5aa2cf", "#2272b2", "#0b4a8a", "#06264f"],
    dark: ["#15181c", "#17314a", "#1a5580", "#2a80b4", "#5fb0d8", "#a4d6ec", "#e9f7fd"],
  },
  gate: {
    light: ["#fbfbf9", "#dcecd9", "#a9d4ac", "#62b183", "#258a64", "#0a6049", "#05362f"],
    dark: ["#15181c", "#15302b", "#174a3d", "#1f6a52", "#349069", "#66b688", "#a6dbb0"],
  },
};
// PuOr from a dark middle: the same two hues, with lightness turned round.
const PUOR_DARK = ["#cbbff0", "#9a86cc", "#67509d", "#392d59", "#15181c", "#583716", "#a65e19", "#e0933a", "#f6c684"];

/** The name of a map, for legends and descriptions. */
export const MAP_NAMES: Record<MapName, string> = {
  attention: "blue",
  gate: "green",
  signed: "PuOr",
  viridis: "viridis",
  cividis: "cividis",
};

/** Codes of a palette: 0 is "no value", 1 to LEVELS run along the map. */
export const LEVELS = 254;

/** @returns t from 0 to 1 */
export function interpolator(map: MapName, theme: Theme): (t: number) => string {
  // These are known by their colours: the same in both themes.
  if (map === "viridis") return interpolateViridis;
  if (map === "cividis") return interpolateCividis;
  if (map === "signed") {
    // d3's PuOr runs from purple to orange; its middle gives way to the page's own paper.
    const light = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((i) =>
      i === 5 ? STOPS.gate.light[0] : interpolatePuOr(i / 10),
    );
    return piecewise(interpolateLab, theme === "dark" ? PUOR_DARK : light);
  }
  return piecewise(interpolateLab, STOPS[map][theme]);
}

const palettes: Map<string, Uint8Array> = new Map();

/**
 * A palette of 255 colours as bytes; entry 0 belongs to "no value" and is transparent when drawn.
 * @returns [255 * 3]
 */
export function palette(map: MapName, theme: Theme): Uint8Array {
  const name = `${map}/${theme}`;
  const known = palettes.get(name);
  if (known) return known;
  const colour = interpolator(map, theme);
  const bytes = new Uint8Array((LEVELS + 1) * 3);
  for (let code = 1; code <= LEVELS; code += 1) {
    const { r, g, b } = rgb(colour((code - 1) / (LEVELS - 1)));
    bytes.set([r, g, b].map(Math.round), code * 3);
  }
  palettes.set(name, bytes);
  return bytes;
}

export function hex(bytes: Uint8Array, code: number) {
  const [r = 0, g = 0, b = 0] = bytes.subarray(code * 3, code * 3 + 3);
  return `#${((r << 16) | (g << 8) | b).toString(16).padStart(6, "0")}`;
}

/** The d3 scale from a value to its place along the map, 0 to 1. */
export function position(scale: ColourScale): any {
  const make: () => any = { sqrt: scaleSqrt, linear: scaleLinear, log: scaleLog }[scale.kind];
  return make().domain(scale.domain).range([0, 1]).clamp(true);
}

/** What is bent before it runs along the map. */
const BENT: Partial<Record<ColourScale["kind"], (value: number) => number>> = { sqrt: Math.sqrt, log: Math.log };

/** Values as codes into a palette. */
export function codes(values: ArrayLike<number>, scale: ColourScale): Uint8Array {
  const [low, high] = scale.domain;
  const { kind } = scale;
  const bent = BENT[kind];
  const base = bent ? bent(Math.max(low, 0)) : low;
  const span = (bent ? bent(high) : high) - base || 1;
  const out = new Uint8Array(values.length);
  for (let i = 0; i < out.length; i += 1) {
    const value = values[i] as number;
    if (Number.isNaN(value)) continue;
    // Spelt out instead of a call through `bent`: there may be a million of them.
    const at = kind === "sqrt" ? Math.sqrt(Math.max(value, 0)) : kind === "log" ? Math.log(Math.max(value, 0)) : value;
    const t = (at - base) / span; // the logarithm of 0 ends at the map's foot
    out[i] = 1 + Math.round(Math.min(Math.max(t, 0), 1) * (LEVELS - 1));
  }
  return out;
}

const places: WeakMap<ColourScale, any> = new WeakMap();
/** A picture asks about thousands of values on one scale. */
function placed(scale: ColourScale) {
  const made = places.get(scale) ?? position(scale);
  places.set(scale, made);
  return made;
}

/** Whether ink or paper reads better over a value's colour. */
export function over(value: number, scale: ColourScale) {
  const at = placed(scale)(value);
  const t = Number.isFinite(at) ? at : 0;
  // These two run from dark to light whatever the theme.
  if (scale.map === "viridis" || scale.map === "cividis") {
    return (t < 0.45 ? "on-dark" : "on-light") as "on-dark" | "on-light";
  }
  const strong = scale.map === "signed" ? Math.abs(t - 0.5) > 0.3 : t > 0.55;
  return (strong ? "over-high" : "over-low") as "over-high" | "over-low";
}
