import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { KEYS, readGiven } from "../../static/src/address/values.ts";
import { VIEWS } from "../../static/src/views/index.ts";
import { DEFAULTS, KEY_SCHEMAS, fromQuery, readQuery, toQuery } from "../../static/src/address/index.ts";
import {
  alone,
  attribute,
  commandCode,
  curlCode,
  fileBody,
  filePath,
  frameCode,
  imageCode,
  isNear,
  oneLine,
  pictureCode,
  pythonCode,
  scriptCode,
} from "../../static/src/apps/page/share/codes.ts";
import { scopesOf, scoped, viewName } from "../../static/src/apps/page/share/subject.ts";
import { randomOf, valueOf } from "./sample.ts";
import type { Shared } from "../../static/src/apps/page/share/codes.ts";
import type { ViewState } from "../../static/src/state/keys.ts";

const BASE = "https://figures.example/heads";
const SCHEMAS = KEY_SCHEMAS as Record<string, any>;
const NASTY = [
  "</script><img src=x onerror=alert(1)>",
  "]]>",
  '"><svg onload=alert(1)>',
  "it's `rm -rf /` $(x) \\ !",
  "two\n\nlines\r\n\tand a tab",
  "\u202Eabc\u2066",
  "*a* _b_ [c](d) | ~~e~~ {f}",
  "苹果 🍎 &amp; &#x41; ' \"",
  "a\u0085b\u007Fc\u2028d\uFEFF",
];

function sharedOf(some: Partial<ViewState>, more: Partial<Shared> = {}): Shared {
  const state = { ...DEFAULTS, ...some };
  return {
    base: BASE,
    program: "python -m app",
    state,
    address: { search: toQuery(state), hash: "" },
    title: oneLine(state.text),
    width: null,
    height: 600,
    ratio: 2,
    ...more,
  };
}
/** What a shell hands to the command, which is not run. */
const argumentsOf = (code: string): string[] =>
  execFileSync("sh", ["-c", code.replace(/^\w+/, "printf '%s\\0'")], { encoding: "utf8" })
    .split("\0")
    .slice(0, -1);

test("a shell gets the address and the body as they are, whatever the view state is", () => {
  const random = randomOf(7);
  const states = Array.from({ length: 40 }, () =>
    Object.fromEntries(
      KEYS.filter(() => random() < 0.3).map((key) => [key, readGiven(key, valueOf(random, SCHEMAS[key]))]),
    ),
  );
  for (const some of [...states, ...NASTY.map((text) => ({ text, replaced: 0, numbers: true }))]) {
    const shared = sharedOf(some as Partial<ViewState>);
    const { state } = shared;
    const asked = argumentsOf(curlCode(shared, { posted: false }));
    assert.deepEqual(asked.slice(0, 3), ["--fail", "-o", "figure.csv"]);
    const { origin, pathname, search } = new URL(asked[3] as string);
    assert.deepEqual([origin + pathname, readQuery(search)], [`${BASE}/api/v1/figure.csv`, { state, problems: [] }]);
    const posted = argumentsOf(curlCode(shared, { posted: true }));
    assert.equal(posted[3], `${BASE}/api/v1/figure.csv`);
    assert.deepEqual(readQuery(JSON.parse(posted.at(-1) as string)), { state, problems: [] });
    const command = argumentsOf(commandCode(shared));
    assert.deepEqual(fromQuery(command[3] as string), state);
  }
});

test("nothing of a sentence leaves its attribute, and nothing that would reorder or break a code stands in it", () => {
  for (const text of NASTY) {
    assert.doesNotMatch(attribute(text), /["<>\r\n\t\u007F\u202A-\u202E\u2066-\u2069\u2028\uFEFF]/u, text);
    const shared = sharedOf({ text, view: "heatmap" });
    const markup = [frameCode(shared), scriptCode(shared), pictureCode(shared), imageCode("png", shared)];
    for (const code of markup) assert.doesNotMatch(code, /<svg|<img src=x/);
    for (const code of [...markup, pythonCode(shared, { posted: true }), curlCode(shared, { posted: true })]) {
      assert.doesNotMatch(code, /[\u202A-\u202E\u2066-\u2069\u2028\uFEFF\u007F]/u);
    }
    const markdown = pictureCode({ ...shared, title: text });
    assert.doesNotMatch(markdown, /\n\s*\n/, "an empty line would end the block");
    assert.doesNotMatch(markdown, /`/, "a backtick pairs with one anywhere in the paragraph");
  }
});

test("a C1 control stays itself: its reference would be another character's", () => {
  assert.equal(attribute("\u0085"), "\u0085");
  assert.equal(attribute("\r\n"), "&#xD;&#xA;");
});

test("a file is asked for in the same words by address and by body, without what is the API's own default", () => {
  const shared = sharedOf({ view: "heatmap", layer: 0, numbers: true, text: "a b" }, { width: 480, ratio: 3 });
  assert.equal(
    filePath("svg", shared, { download: 1 }),
    "/api/v1/figure.svg?text=a+b&view=heatmap&layer=0&numbers=true&width=480&download=1",
  );
  assert.deepEqual(fileBody("png", shared), {
    text: "a b",
    view: "heatmap",
    layer: 0,
    numbers: true,
    width: 480,
    ratio: 3,
  });
  assert.equal(
    filePath("csv", { ...shared, width: 720 }),
    "/api/v1/figure.csv?text=a+b&view=heatmap&layer=0&numbers=true",
  );
  assert.equal(filePath("png", sharedOf({}, { width: 720 })), "/api/v1/figure.png");
});

test("a frame's colour scheme is that of the document in it", () => {
  for (const [theme, scheme] of [
    ["auto", "light dark"],
    ["light", "light"],
    ["dark", "dark"],
  ] as const) {
    const code = frameCode(sharedOf({ theme }));
    assert.match(code, new RegExp(`;color-scheme:${scheme}"`));
    assert.equal(code.includes(`theme=${theme}`), theme !== "auto");
  }
});

test("a picture for a README has both themes, or the one that was asked for; a PNG always has one", () => {
  const both = pictureCode(sharedOf({ view: "arcs" }));
  assert.match(both, /<source media="\(prefers-color-scheme: dark\)" srcset="[^"]*theme=dark">/);
  assert.match(both, /<img src="[^"]*theme=light"/);
  const dark = pictureCode(sharedOf({ view: "arcs", theme: "dark" }));
  assert.doesNotMatch(dark, /<source/);
  assert.match(dark, /<img src="[^"]*theme=dark"/);
  assert.match(imageCode("png", sharedOf({})), /figure\.png\?theme=light"/);
});

test("what is shared of a page with two panels is the page, or either view alone", () => {
  const state = { ...DEFAULTS, attend: "arcs" as const, lab: "cells" as const, layer: 0 };
  assert.deepEqual(scopesOf(state), ["page", "attention", "memory"]);
  assert.deepEqual(scoped(state, "page"), state);
  assert.equal(toQuery(scoped(state, "attention")), "?view=arcs&layer=0");
  assert.equal(toQuery(scoped(state, "memory")), "?view=cells&layer=0");
  assert.deepEqual(scopesOf(alone(state, "cells")), []);
  assert.equal(viewName("en", state), "Attention: Arcs · Memory: Three cells");
  for (const view of ["", ...VIEWS.map(({ id }) => id)] as const) assert.ok(viewName("zh", { ...state, view }), view);
});

test("addresses that only this computer or its network gets to are told from others", () => {
  for (const near of [
    "http://localhost:8000",
    "http://127.0.0.1:1",
    "http://[::1]:8000",
    "http://192.168.1.2",
    "http://10.0.0.1",
    "http://172.20.1.1",
    "http://box.local",
  ]) {
    assert.ok(isNear(near), near);
  }
  for (const far of [
    "https://figures.example",
    "http://172.32.0.1",
    "https://localhost.example",
    "https://11.0.0.1",
    "https://192.169.1.1",
  ]) {
    assert.ok(!isNear(far), far);
  }
});

test("a title is one line of bounded length, without marks that turn the text around it", () => {
  assert.equal(oneLine(" a\r\n\tb\u202E \u0000c "), "a b c");
  const long = oneLine(`${"e\u0301".repeat(60)}`);
  assert.equal([...long].length <= 80, true);
  assert.ok(long.endsWith("e…"), "no mark stands alone before the ellipsis");
});
