/** The inspector: one head at one token, from query and keys to what the head adds. */
import { intro, keyOf, nothingIn, sayNothing } from "./pictures.ts";
import { looking, queryOf, questionOf } from "./source.ts";
import { sidesOf } from "./numbers.ts";
import { el } from "../../panel/dom.ts";
import { t } from "../../core/words/index.ts";
import { createQueryChoice } from "./controls.ts";
import { createDimensions } from "./dims-page.ts";
import { createHeadParts } from "./heads-page.ts";
import { createList } from "./list.ts";
import { createToy } from "./toy-page.ts";
import type { Cursor } from "../../core/types.ts";
import type { HeadStep } from "../../data/types.ts";
import type { Hands } from "../../panel/figure.ts";
import type { AttentionPart } from "../../panel/types.ts";
import type { Store } from "../../state/app.ts";

/** How long the cursor rests on a key before its dimensions are drawn. */
const REST_MS = 60;

export function create(store: Store, hands: Hands): AttentionPart {
  /** what is drawn */
  let step: HeadStep | null = null;
  let resting: ReturnType<typeof setTimeout> | undefined;
  const resource = () => store.get("answers").steps ?? { status: "idle", data: null, problem: null };

  /** Another token looks; the key that is pinned stays pinned. */
  function goTo(query: number) {
    const { source } = looking(store.snapshot());
    const pin = store.get("pin");
    const kept = pin?.source === source && pin.key !== undefined ? { key: pin.key } : {};
    const next = { source, token: query, ...kept };
    store.set({ pin: next, cursor: next });
  }
  /** A key is pinned beside the query; a second time lets it go, and the query stays. */
  function pinKey(key: number) {
    if (!step) return;
    const { source } = sidesOf(step).queries;
    const pin = store.get("pin");
    const own = { source, token: step.query_token };
    const again = pin?.source === source && pin.token === own.token && pin.key === key;
    store.set({ pin: again ? own : { ...own, key }, cursor: again ? own : { ...own, key } });
  }
  const choice = createQueryChoice(goTo);
  const list = createList(store, hands, pinKey);
  const dims = createDimensions(store, hands);
  const heads = createHeadParts(store, hands);
  const toy = createToy(store, hands);
  const why = el("p", { class: "says" });
  const keys = el("p", { class: "note keys" });
  const body = el("div", {}, list.node, el("div", { class: "inspect-sides" }, dims.node, heads.node), toy.node, keys);
  const node = el("div", { class: "inspector" }, choice.node, why, body);
  // With Shift the arrows go from token to token, wherever the focus is.
  node.addEventListener(
    "keydown",
    (event) => {
      const by = { ArrowLeft: -1 as const, ArrowRight: 1 as const }[event.key];
      if (
        !by ||
        !event.shiftKey ||
        event.altKey ||
        event.ctrlKey ||
        event.metaKey ||
        event.target instanceof HTMLInputElement
      ) {
        return;
      }
      event.preventDefault();
      event.stopPropagation();
      choice.by(by);
    },
    true,
  );

  function drawKey() {
    clearTimeout(resting);
    if (!step) return;
    const key = keyOf(store, step);
    list.light(key);
    dims.draw();
  }
  /** The line is marked at once; its picture follows when the cursor rests, so that moving costs next to nothing. */
  function follow() {
    if (step) list.light(keyOf(store, step));
    clearTimeout(resting);
    resting = setTimeout(drawKey, REST_MS);
  }

  let drawnPin: Cursor | null = null;
  function draw() {
    const state = store.snapshot();
    const {
      langInForce: lang,
      themeInForce: theme,
      answers: { attention },
    } = state;
    const now = resource();
    drawnPin = state.pin;
    // While the next answer is on its way, the last one stays as it was.
    if (now.status !== "loading" || !step) step = now.data;
    const none = nothingIn(store);
    why.hidden = !none;
    why.textContent = none ? sayNothing(store) : "";
    body.hidden = !step || none;
    choice.node.hidden = !attention.data || none;
    const { tokens } = looking(state);
    if (attention.data && !none) choice.draw(lang, tokens, queryOf(state));
    if (!step || none) return;
    list.draw(step);
    drawKey();
    heads.draw();
    toy.draw({ scale: step.scale, dimensions: step.query.length, lang, look: theme });
    keys.textContent = t(lang, "inspect-keys");
  }

  return {
    node,
    draw,
    controls: ["heads", "part"],
    read() {
      if (store.get("pin") === drawnPin) follow();
      else draw();
    },
    intro: () => intro(store),
    twins() {
      const question = questionOf(store.snapshot());
      if (!question) return null;
      // Which run it is, the panel adds.
      const asked = Object.entries(question).filter(([name]) => name !== "mask" && name !== "ablate");
      const query = new URLSearchParams(asked.map(([name, value]) => [name, String(value)]));
      return {
        json: `/api/v1/attention/steps?${query}`,
        tensors: `/api/v1/attention/steps?${query}&format=safetensors`,
      };
    },
  };
}
