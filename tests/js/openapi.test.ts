/** The types of the API are those of openapi.json. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

test("openapi.ts is what openapi.json makes; if not: make openapi", () => {
  const made = execFileSync("node_modules/.bin/openapi-typescript", ["openapi.json"], { cwd: ROOT, encoding: "utf8" });
  assert.equal(readFileSync(`${ROOT}/static/src/data/openapi.ts`, "utf8").trim(), made.trim());
});
