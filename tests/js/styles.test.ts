import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { VIEWS } from "../../static/src/views/index.ts";
import { SHEETS, inShadow, written } from "../../tools/styles.js";

const STATIC = fileURLToPath(new URL("../../static", import.meta.url));

test("each kind of rule of a document, as it is said inside of a shadow root", () => {
  const page = `html { color: red; }
body.embed { margin: 0; }
:root { --ink: #123; --warn: #456; }
:root[data-theme="dark"] { --ink: #fff; }
:root:not([data-theme="light"]) a { top: 0; }
:root.open b { top: 0; }
@media (max-width: 10px) {
  b { width: 5vw; }
}
.body { top: 0; }
`;
  assert.equal(
    inShadow(page),
    `:host { --ink: var(--hg-ink, #123); --warn: #456; }
:host([theme="dark"]) { --ink: var(--hg-ink, #fff); }
:host(:not([theme="light"])) a { top: 0; }
:host(.open) b { top: 0; }
@container (max-width: 10px) {
  b { width: 5cqw; }
}
.body { top: 0; }
`,
  );
});

test("of the sheets of a shadow root nothing is the document's or the window's, and every colour may be set", () => {
  const css = inShadow(written(STATIC, "shadow"));
  assert.doesNotMatch(css, /:root|^(html|body)\b|data-theme|\dvw\b/m);
  // A container has no height to go by.
  for (const [rule] of css.matchAll(/@media \((?:min|max)-width[^{]*/g)) assert.match(rule, /height/);
  for (const colour of ["ink", "soft", "faint", "paper", "band", "link", "font"]) {
    assert.ok(css.includes(`--${colour}: var(--hg-${colour}, `), colour);
  }
  assert.ok(SHEETS.embed.every((name) => SHEETS.shadow.includes(name)));
});

test("a view's styles are on the page, in an embed and in a shadow root, after what views share", () => {
  const shared = readFileSync(`${STATIC}/css/panels.css`, "utf8");
  const own = VIEWS.map(({ id }) => `${STATIC}/src/views/${id}/style.css`).filter((path) => existsSync(path));
  assert.ok(own.length > 10);
  for (const name of ["page", "embed", "shadow"] as const) {
    const css = written(STATIC, name);
    for (const path of own) {
      assert.ok(css.indexOf(readFileSync(path, "utf8")) > css.indexOf(shared), `${name}: ${path}`);
    }
  }
});
