/** Every view drawn from recorded answers is, byte for byte, what was drawn when they were recorded. */
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import "../../static/js/figures/server.js";
import { canonical } from "../../static/js/data/replay.js";
import { bytesOf } from "../../static/js/data/recorded.js";

const HERE = new URL("../snapshots/", import.meta.url);
/** @type {{state: string, view: string, job: object}[]} */
const CASES = JSON.parse(readFileSync(new URL("cases.json", HERE), "utf8"));
/** @type {typeof import("../../static/js/figures/server.js").figure} */
const figure = /** @type {any} */ (globalThis).figure;

/** @typedef {import("../../static/js/data/replay.js").Recorded} Recorded */
/** @param {string} method @param {string} path @param {string | null} body */
const question = (method, path, body) => `${method} ${path} ${body ? canonical(JSON.parse(body)) : ""}`;

/** @type {Map<string, Map<string, Recorded>>} */
const records = new Map();

/** The answers of a state. @param {string} state */
function recordOf(state) {
  const known = records.get(state);
  if (known) return known;
  /** @type {Recorded[]} */
  const all = JSON.parse(gunzipSync(readFileSync(new URL(`records/${state}.json.gz`, HERE))).toString());
  const made = new Map(all.map((one) => [question(one.method, one.path, one.body), one]));
  records.set(state, made);
  return made;
}

/** What the engine makes of a job, as the server asks it. @param {object} job @param {Map<string, Recorded>} record */
async function drawn(job, record) {
  figure.start(JSON.stringify(job));
  for (let turn = 0; turn < 1000; turn += 1) {
    await new Promise((go) => setImmediate(go));
    for (const { id, method, path, body } of JSON.parse(figure.pending())) {
      const found = record.get(question(method, path, body));
      assert.ok(found, `not recorded: ${method} ${path} ${body}`);
      figure.deliver(id, found.status, found.type, found.base64 ? bytesOf(found.data) : found.data);
    }
    if (!figure.result()) continue;
    const result = JSON.parse(figure.result());
    for (let part = figure.part(); part; part = figure.part()) {
      const { table, rows } = JSON.parse(part);
      result.tables[table].rows.push(...rows);
    }
    return result;
  }
  return assert.fail("not finished");
}

/** Keys in order, as they were written. @param {any} value @returns {any} */
const sorted = (value) => (value !== null && typeof value === "object" && !Array.isArray(value)
  ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, one]) => [key, sorted(one)]))
  : Array.isArray(value) ? value.map(sorted) : value);

for (const { state, view, job } of CASES) {
  test(`${view || "everything"}, ${state}`, async () => {
    const { svg, ...said } = await drawn(job, recordOf(state));
    delete said.models; // whose numbers they are stands in the records
    const place = new URL(`drawn/${view || "everything"}/${state}`, HERE);
    const expected = JSON.parse(readFileSync(`${place.pathname}.json`, "utf8"));
    assert.deepEqual(sorted(said), expected);
    assert.equal(svg ?? null, existsSync(`${place.pathname}.svg`) ? readFileSync(`${place.pathname}.svg`, "utf8") : null);
  });
}

test("nothing is kept that is not drawn any more", () => {
  const kept = readdirSync(new URL("drawn/", HERE)).flatMap((view) => readdirSync(new URL(`drawn/${view}/`, HERE)).map((file) => `${view}/${file.replace(/\.\w+$/, "")}`));
  const wanted = CASES.map(({ state, view }) => `${view || "everything"}/${state}`);
  assert.deepEqual([...new Set(kept)].sort(), wanted.sort());
});
