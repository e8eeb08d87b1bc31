import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { rgb, scaleLinear } from "../../static/js/d3.js";

const FOLDER = new URL("../../static/vendor/", import.meta.url);
const files = readdirSync(FOLDER).filter((name) => name.endsWith(".js"));
const read = (/** @type {string} */ name) => readFileSync(new URL(name, FOLDER));

test("every vendored file is the one that the folder's page names: version, licence and sha256", () => {
  const rows = [...read("README.md").toString().matchAll(/^\| `([^`]+)` \| ([\d.]+) \| (.+) \| `([0-9a-f]{64})` \|$/gm)];
  assert.deepEqual(rows.map(([, name]) => name).sort(), [...files].sort());
  for (const [, name = "", version, licences = "", sha256] of rows) {
    const bytes = read(name);
    assert.equal(createHash("sha256").update(bytes).digest("hex"), sha256, name);
    const [first] = bytes.toString().split("\n");
    assert.ok(first?.startsWith(`// https://d3js.org/${name.replace(".min.js", "")}/ v${version} Copyright`), first);
    for (const [, licence = ""] of licences.matchAll(/`([^`]+)`/g)) assert.ok(existsSync(new URL(licence, FOLDER)), licence);
  }
});

test("D3 has what its parts stand on, and nothing that needs a document", () => {
  const own = readFileSync(new URL("../../static/js/d3.js", import.meta.url), "utf8");
  const imported = [...own.matchAll(/^import "\.\.\/vendor\/([^"]+)";$/gm)].map(([, name]) => name);
  assert.deepEqual([...imported].sort(), [...files].sort());
  assert.deepEqual(scaleLinear().domain([0, 10]).ticks(3), [0, 5, 10]);
  assert.equal(scaleLinear().domain([0, 1]).range(["#000", "#fff"])(0.5), rgb(128, 128, 128).formatRgb());
  assert.equal(/** @type {any} */ (globalThis).d3.select, undefined);
});
