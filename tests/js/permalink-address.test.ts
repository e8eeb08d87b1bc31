import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { LONGEST_QUERY } from "../../static/src/address/address.ts";
import { createFollower } from "../../static/src/address/follower.ts";
import {
  DEFAULTS,
  fromAddress,
  fromQuery,
  isTooLong,
  readQuery,
  toAddress,
  toQuery,
} from "../../static/src/address/index.ts";
import { one, randomOf, textOf } from "./sample.ts";
import type { Address } from "../../static/src/address/address.ts";

const MOST = 20_000;
const inside = (hash: string): Record<string, string> =>
  JSON.parse(inflateRawSync(Buffer.from(hash.slice("#t=".length), "base64url")).toString("utf8"));
const fragment = (moved: unknown) => `#t=${deflateRawSync(Buffer.from(JSON.stringify(moved))).toString("base64url")}`;

test("what fits stays in the query, what does not goes into the fragment, and both come back", async () => {
  const random = randomOf(7);
  let long = 0;
  for (let i = 0; i < 150; i += 1) {
    const text = textOf(random, one(random, [5, 60, 2000]));
    const state = { ...DEFAULTS, text, text_b: textOf(random, 900), by_piece: textOf(random, 3), layer: i };
    const address = await toAddress(state);
    assert.equal(address.hash !== "", isTooLong(state));
    if (address.hash === "") assert.equal(address.search, toQuery(state));
    else {
      long += 1;
      assert.equal(address.search, i === 3 ? "?text=" : `?text=&layer=${i}`);
      assert.match(address.hash, /^#t=[\w-]+$/);
    }
    assert.deepEqual(await fromAddress(address, MOST), { state, trouble: null });
  }
  assert.ok(long > 50 && long < 150);
});

test("ten thousand characters come back, whatever they are", async () => {
  for (const text of [
    "x".repeat(10_000),
    "苹果".repeat(5000),
    "👩‍👩‍👧".repeat(1250),
    '\n"\\'.repeat(3333),
    "\u202Eab&=#%+ ".repeat(1250),
    textOf(randomOf(8), 9000),
  ]) {
    const address = await toAddress({ ...DEFAULTS, text, view: "heatmap" });
    assert.equal(address.search, "?text=&view=heatmap");
    assert.equal((await fromAddress(address, MOST)).state.text, text);
    assert.equal(inside(address.hash)["text"], text, "as zlib unpacks it");
  }
});

test("a query that is too long by its lists gives those away too, and the sentence with them", async () => {
  const state = { ...DEFAULTS, mask: Array.from({ length: 700 }, (_, i) => i), view: "change" as const };
  const address = await toAddress(state);
  assert.ok(address.search.length <= LONGEST_QUERY);
  assert.deepEqual(Object.keys(inside(address.hash)).sort(), ["mask", "text"]);
  assert.deepEqual((await fromAddress(address, MOST)).state, state);
});

test("a server that gets the query alone has no sentence, rather than another one", async () => {
  const { search } = await toAddress({ ...DEFAULTS, text_b: "b".repeat(3000) });
  assert.equal(readQuery(search).state.text, "");
});

test("half of a character in a long text becomes U+FFFD there too", async () => {
  const { state } = await fromAddress(await toAddress({ ...DEFAULTS, text: `\ud83d${"x".repeat(3000)}` }), MOST);
  assert.equal(state.text, `\uFFFD${"x".repeat(3000)}`);
});

test("a damaged fragment leaves the query's state, and says so", async () => {
  const { search, hash } = await toAddress({ ...DEFAULTS, text: textOf(randomOf(9), 2000), layer: 5 });
  const damaged = [
    "#t=",
    "#t=!",
    "#t=AAAA",
    hash.slice(0, -9),
    hash.slice(0, 40),
    fragment({ layer: 3 }),
    fragment({ text: 3 }),
    fragment(null),
    fragment({ text: "a", mask: "x" }),
    fragment({ nothing: "" }),
  ];
  for (const bad of damaged) {
    assert.deepEqual(
      await fromAddress({ search, hash: bad }, MOST),
      { state: fromQuery(search), trouble: "broken" },
      bad.slice(0, 40),
    );
  }
  for (const place of ["", "#", "#pictures", "#T=AAAA"]) {
    assert.equal((await fromAddress({ search, hash: place }, MOST)).trouble, null);
  }
});

test("a fragment that would unpack to far more than the boxes hold is not unpacked", async () => {
  const bomb = `#t=${deflateRawSync(Buffer.alloc(200_000_000, 32)).toString("base64url")}`;
  assert.ok(bomb.length < 300_000);
  const before = process.memoryUsage().rss;
  assert.deepEqual(await fromAddress({ search: "?layer=2", hash: bomb }, MOST), {
    state: fromQuery("?layer=2"),
    trouble: "too-large",
  });
  assert.ok(process.memoryUsage().rss - before < 100_000_000, "it was given up early");
  const full = "界".repeat(MOST);
  const boxes = { ...DEFAULTS, text: full, text_pair: full, text_b: full, text_c: `${full.slice(30)}` };
  assert.deepEqual((await fromAddress(await toAddress(boxes), MOST)).state, boxes, "four full boxes are not too much");
});

/** A browser's history, as far as it matters. */
function browser(search: string = "") {
  const entries: { search: string; hash: string }[] = [{ search, hash: "" }];
  const page = { state: { ...DEFAULTS }, trouble: null as string | null, shown: 0 };
  const follower = createFollower({
    mostChars: MOST,
    state: () => ({ ...page.state }),
    now: () => entries.at(-1) as Address,
    go(how, address) {
      if (how === "replaceState") entries.pop();
      entries.push(address);
    },
    show(state, trouble) {
      page.state = { ...state };
      page.trouble = trouble;
      page.shown += 1;
    },
  });
  return { entries, page, follower };
}

test("typing fast: no older address comes after a newer one, and the step is kept", async () => {
  const { entries, page, follower } = browser();
  const all = [];
  for (let i = 1; i <= 30; i += 1) {
    page.state.text = textOf(randomOf(i), 1500) + "x".repeat(2500) + i;
    all.push(follower.follow(i === 1 ? "pushState" : "replaceState"));
  }
  await Promise.all(all);
  assert.equal(entries.length, 2, "one step to go back from");
  assert.equal((await fromAddress(entries.at(-1) as Address, MOST)).state.text, page.state.text);
  page.state.text = `y${"z".repeat(3000)}`;
  const slow = follower.follow("replaceState");
  page.state.text = "short";
  await follower.follow("replaceState");
  await slow;
  assert.deepEqual(entries.at(-1), { search: "?text=short", hash: "" });
});

test("going back reads the fragment, unless the page has moved on", async () => {
  const { entries, page, follower } = browser();
  const text = "苹果".repeat(2000);
  const address = await toAddress({ ...DEFAULTS, text });
  entries.push(address);
  await follower.read();
  assert.deepEqual([page.state.text, page.trouble], [text, null]);
  entries.push({ search: "?text=", hash: "#t=AAAA" });
  await follower.read();
  assert.deepEqual([page.state.text, page.trouble], ["", "broken"]);
  entries.push(address);
  const reading = follower.read();
  page.state.text = "typed meanwhile";
  await follower.follow("pushState");
  await reading;
  assert.equal(page.state.text, "typed meanwhile");
  assert.equal(entries.at(-1)?.search, "?text=typed+meanwhile");
});

test("a jump to a place on the page changes nothing, and the address has its fragment again", async () => {
  const { entries, page, follower } = browser();
  page.state.text = "x".repeat(4000);
  await follower.follow("pushState");
  const address = entries.at(-1) as Address;
  entries.push({ search: address.search, hash: "#pictures" });
  await follower.read();
  assert.deepEqual([entries.at(-1), page.shown, page.state.text.length], [address, 0, 4000]);
});
