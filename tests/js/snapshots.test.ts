/** Every view drawn from recorded answers is, byte for byte, what was drawn when they were recorded. */
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import "../../static/src/apps/engine/main.ts";
import { DEFAULTS } from "../../static/src/address/index.ts";
import { loadFigures } from "../../static/src/panel/figures.ts";
import { VIEWS } from "../../static/src/views/index.ts";
import { canonical } from "../../static/src/data/replay.ts";
import { bytesOf } from "../../static/src/data/recorded.ts";
import type { figure as figureType } from "../../static/src/apps/engine/main.ts";
import type { Recorded } from "../../static/src/data/replay.ts";

// Code is there before figures are asked for, as in the engine, where all is one script.
await loadFigures(VIEWS);

const HERE = new URL("../snapshots/", import.meta.url);
const CASES: { state: string; view: string; job: object }[] = JSON.parse(
  readFileSync(new URL("cases.json", HERE), "utf8"),
);
const figure: typeof figureType = (globalThis as any).figure;

const question = (method: string, path: string, body: string | null) =>
  `${method} ${path} ${body ? canonical(JSON.parse(body)) : ""}`;

const records: Map<string, Map<string, Recorded>> = new Map();

/** The answers of a state. */
function recordOf(state: string) {
  const known = records.get(state);
  if (known) return known;
  const all: Recorded[] = JSON.parse(gunzipSync(readFileSync(new URL(`records/${state}.json.gz`, HERE))).toString());
  const made = new Map(all.map((one) => [question(one.method, one.path, one.body), one]));
  records.set(state, made);
  return made;
}

/** What the engine makes of a job, as the server asks it. */
async function drawn(job: object, record: Map<string, Recorded>) {
  figure.start(JSON.stringify(job));
  for (let turn = 0; turn < 100_000; turn += 1) {
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

/** Keys in order, as they were written. */
const sorted = (value: any): any =>
  value !== null && typeof value === "object" && !Array.isArray(value)
    ? Object.fromEntries(
        Object.entries(value)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, one]) => [key, sorted(one)]),
      )
    : Array.isArray(value)
      ? value.map(sorted)
      : value;

for (const { state, view, job } of CASES) {
  test(`${view || "everything"}, ${state}`, async () => {
    const { svg, ...said } = await drawn(job, recordOf(state));
    delete said.models; // whose numbers they are stands in the records
    const place = new URL(`drawn/${view || "everything"}/${state}`, HERE);
    const expected = JSON.parse(readFileSync(`${place.pathname}.json`, "utf8"));
    // A key that came later, with another view, stands at its default.
    if (expected.state) expected.state = { ...DEFAULTS, ...expected.state };
    assert.deepEqual(sorted(said), sorted(expected));
    assert.equal(
      svg ?? null,
      existsSync(`${place.pathname}.svg`) ? readFileSync(`${place.pathname}.svg`, "utf8") : null,
    );
  });
}

test("nothing is kept that is not drawn any more", () => {
  const kept = readdirSync(new URL("drawn/", HERE)).flatMap((view) =>
    readdirSync(new URL(`drawn/${view}/`, HERE)).map((file) => `${view}/${file.replace(/\.\w+$/, "")}`),
  );
  const wanted = CASES.map(({ state, view }) => `${view || "everything"}/${state}`);
  assert.deepEqual([...new Set(kept)].sort(), wanted.sort());
});
