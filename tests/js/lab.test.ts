import assert from "node:assert/strict";
import { test } from "node:test";
import { netFields } from "../../static/src/data/gates-api.ts";
import { cellChange, together } from "../../static/src/panel/memory-panel.ts";
import { trainingWords } from "../../static/src/panel/memory-notes.ts";

test("several answers are as good as the worst of them", () => {
  const one = (status: "idle" | "loading" | "ready" | "error", data: any = null) => ({
    status,
    data,
    problem: status === "error" ? ("p" as any) : null,
  });
  assert.deepEqual(together([one("ready", 1), one("idle")]), { status: "ready", data: true, problem: null });
  assert.deepEqual(together([one("ready", 1), one("loading", 1)]), { status: "loading", data: true, problem: null });
  assert.deepEqual(together([one("loading"), one("error")]), { status: "error", data: null, problem: "p" });
});

test("the counter gets letters to count, and a sentence comes back when another cell reads again", () => {
  assert.deepEqual(cellChange("gru", "the keys", "x"), { cell: "gru", unit: null });
  assert.equal((cellChange("counter", "the keys", "x") as any).text, "aaaabbbb");
  assert.ok(!("text" in cellChange("counter", "aabb", "x")));
  assert.equal((cellChange("rnn", "aabb", "the keys") as any).text, "the keys");
});

test("what changes the untrained net is asked of the untrained net alone, and no forget bias of a net without such a gate", () => {
  const state = { cell: "lstm" as const, checkpoint: "initial" as const, forget_bias: 0, recurrent_scale: 2 };
  assert.deepEqual(netFields(state), { cell: "lstm", checkpoint: "initial", forget_bias: 0, recurrent_scale: 2 });
  assert.deepEqual(netFields({ ...state, checkpoint: "trained" }), { cell: "lstm", checkpoint: "trained" });
  assert.deepEqual(netFields({ ...state, cell: "rnn" }), { cell: "rnn", checkpoint: "initial", recurrent_scale: 2 });
});

test("a net is introduced by its own card: a penalty is said, one that was not used is said not to have been", () => {
  const net = {
    kind: "gru" as const,
    checkpoint: "trained",
    forgetBias: null,
    recurrentScale: null,
    arrays: {},
    units: 1,
  };
  const said = trainingWords("en", net, {
    recipe: { steps: 260, seed: 1, write_penalty: 0.3, recurrent: "orthogonal" },
  }).join(" ");
  assert.match(said, /260 steps from seed 1.*0\.3 times the mean of 1 − z.*orthogonal/);
  assert.match(
    trainingWords(
      "en",
      { ...net, kind: "rnn" },
      { recipe: { steps: 9, seed: 2, write_penalty: 0, recurrent: "identity" } },
    ).join(" "),
    /no penalty.*identity/,
  );
  assert.deepEqual(trainingWords("en", net, null), [], "nothing is claimed before the card is there");
  const initial = trainingWords(
    "en",
    { ...net, kind: "lstm", checkpoint: "initial", forgetBias: 3, recurrentScale: 1.5 },
    null,
  ).join(" ");
  assert.match(initial, /torch's default initialisation.*forget bias was set to 3.*multiplied by 1\.5/);
});
