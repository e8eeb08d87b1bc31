import assert from "node:assert/strict";
import { test } from "node:test";
import { rgb } from "../../static/src/core/d3.ts";
import { codes, interpolator, palette, position } from "../../static/src/core/scene/colour.ts";
import { ROLES } from "../../static/src/core/scene/svg.ts";

/** WCAG's relative luminance. */
function luminance(colour: string) {
  const { r, g, b } = rgb(colour);
  const [x = 0, y = 0, z = 0] = [r, g, b].map((v) =>
    v / 255 <= 0.03928 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * x + 0.7152 * y + 0.0722 * z;
}

const THEMES = ["light", "dark"] as const;

test("sequential maps run evenly away from the paper, in both themes", () => {
  for (const theme of THEMES) {
    const sign = theme === "light" ? -1 : 1;
    for (const map of ["attention", "gate"] as const) {
      const colour = interpolator(map, theme);
      assert.equal(rgb(colour(0)).formatHex(), ROLES[theme].paper);
      for (let t = 0.05; t <= 1.0001; t += 0.05) {
        assert.ok(sign * (luminance(colour(t)) - luminance(colour(t - 0.05))) > 0, `${map} ${theme} at ${t}`);
      }
    }
  }
});

test("the signed map has the paper in the middle, purple below and orange above, in both themes", () => {
  for (const theme of THEMES) {
    const colour = interpolator("signed", theme);
    assert.equal(rgb(colour(0.5)).formatHex(), ROLES[theme].paper);
    const low = rgb(colour(0.2));
    const high = rgb(colour(0.8));
    assert.ok(low.b > low.r && low.b > low.g, `purple below zero, ${theme}`);
    assert.ok(high.r > high.b && high.r > high.g, `orange above zero, ${theme}`);
  }
});

test("codes follow the d3 scale of the legend", () => {
  for (const kind of ["sqrt", "linear"] as const) {
    const scale = { map: "attention" as const, kind, domain: [0, 1] as [number, number] };
    const values = [0, 1e-6, 0.004, 0.1, 0.5, 0.999, 1];
    codes(values, scale).forEach((code, i) => {
      const place = position(scale)(values[i]);
      assert.ok(Math.abs((code - 1) / 253 - place) <= 0.5 / 253 + 1e-9, `${kind} ${values[i]}`);
    });
  }
  const signed = { map: "signed" as const, kind: "linear" as const, domain: [-2, 2] as [number, number] };
  assert.deepEqual([...codes([-2, 0, 2, -9, 9, NaN], signed)], [1, 128, 254, 1, 254, 0]);
});

test("a palette has one colour a code", () => {
  assert.equal(palette("signed", "dark").length, 255 * 3);
});
