/** The step player: one unit at one token, move by move, with the numbers on the wires. */
import { netFields, ownGates } from "../../data/gates-api.ts";
import { intro, moveShown, pictures, stepLost, stepShown } from "./pictures.ts";
import { memoryView } from "../../state/view.ts";
import { moveOf, onward } from "./moves.ts";
import { el } from "../../panel/dom.ts";
import { createMount } from "../../panel/mount.ts";
import { t } from "../../core/words/index.ts";
import { createStepControls } from "./controls.ts";
import { createFlow, onStill, still } from "./flow.ts";
import { sayNumber } from "./say.ts";
import { createStepTerms } from "./terms-page.ts";
import type { Cursor, StepScene } from "../../core/types.ts";
import type { StepData } from "../../data/types.ts";
import type { Hands } from "../../panel/figure.ts";
import type { MemoryPart } from "../../panel/types.ts";
import type { Store } from "../../state/app.ts";

/** Time to read a move's sentence and follow it on the picture. */
const MOVE_MS = 2600;

export function create(store: Store, hands: Hands): MemoryPart {
  /** what is drawn */
  let data: StepData | null = null;
  let playing = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const resource = () => stepShown(store);
  const words = () => store.get("langInForce");
  const here = () => ({ source: "gates", token: data?.token ?? 0 }) as Cursor;
  /** Units in carrier order; null while it is not known of this net on this sentence. */
  const carriers = () => ownGates(store.snapshot())?.order ?? null;
  /** Units in the order in which the keys go through them. */
  const order = () => carriers() ?? [...Array(data?.hidden_before.length ?? 0).keys()];

  const truths = el("div", { class: "truths" });
  const mount = createMount(store, hands, {
    pictures,
    gone: () => data === null,
    parts: {
      step: {
        className: "step-cell",
        notes: truths,
        cursor: here,
        say: ({ id }) => (data ? sayNumber(words(), data, id) : ""),
        pick: ({ id }) => terms.choose(id.split(".")[0] ?? ""),
        lit: () => null,
      },
    },
  });
  const figure = mount.figures.step;
  const described = el("p", { id: "step-described", class: "visually-hidden" });
  figure.box.tabIndex = 0;
  figure.box.setAttribute("aria-describedby", described.id);
  figure.box.setAttribute(
    "aria-keyshortcuts",
    "ArrowLeft ArrowRight Shift+ArrowLeft Shift+ArrowRight ArrowUp ArrowDown Home End Space",
  );
  figure.summary.className = "says";
  figure.summary.setAttribute("aria-live", "polite");
  figure.box.before(figure.summary);
  figure.box.after(described, truths);
  const flow = createFlow(figure.stage.inner);
  const terms = createStepTerms(store, hands);
  const keys = el("p", { class: "note keys" });

  function go(to: Partial<{ at: number; move: number; unit: number }>) {
    store.set(to);
    if (to.at !== undefined) hands.hover({ source: "gates", token: to.at });
    if (playing) wait();
  }
  /** Where the player is, or is on its way to. */
  const place = () => {
    const { at, move } = store.snapshot();
    return {
      token: resource().status === "loading" ? (at ?? data?.token ?? 0) : (data?.token ?? 0),
      move: moveOf(data?.kind ?? "lstm", move),
    };
  };
  function step(by: 1 | -1) {
    const next = data && onward(place(), by, { kind: data.kind, tokens: data.tokens.length });
    if (!next) return false;
    go(next.token === place().token ? { move: next.move } : { at: next.token, move: next.move });
    return true;
  }
  const goTo = (token: number) => {
    if (data && token >= 0 && token < data.tokens.length) go({ at: token });
  };
  function nextUnit(by: 1 | -1) {
    const all = order();
    const unit = all[all.indexOf(store.get("unit") ?? data?.unit ?? 0) + by];
    if (unit !== undefined) go({ unit });
  }

  function wait() {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (resource().status === "loading") wait();
      else if (!step(1)) play(false);
    }, MOVE_MS);
  }
  function play(on: boolean) {
    clearTimeout(timer);
    if (on && still()) return;
    playing = on;
    if (on) {
      // From the end, playing begins anew.
      if (data && !onward(place(), 1, { kind: data.kind, tokens: data.tokens.length })) go({ at: 0, move: 0 });
      wait();
    }
    draw();
    if (!on) flow.clear();
  }

  const controls = createStepControls({
    step,
    play: () => play(!playing),
    move: (move) => go({ move }),
    token: goTo,
    unit: (unit) => go({ unit }),
  });

  function meant({ key, shiftKey, target }: KeyboardEvent): (() => void) | null {
    const at = place().token;
    const node = target as HTMLElement;
    const among = controls.tokens.contains(node);
    switch (key) {
      case "ArrowRight":
        return shiftKey || among ? () => goTo(at + 1) : () => step(1);
      case "ArrowLeft":
        return shiftKey || among ? () => goTo(at - 1) : () => step(-1);
      case "ArrowDown":
        return () => nextUnit(1);
      case "ArrowUp":
        return () => nextUnit(-1);
      case "Home":
        return () => goTo(0);
      case "End":
        return () => goTo((data?.tokens.length ?? 1) - 1);
      case " ":
        // A button in focus is pressed, as everywhere.
        if (node.closest("button, summary")) return null;
        return still() ? () => step(1) : () => play(!playing);
      default:
        return null;
    }
  }

  const node = el("div", { class: "step" });
  const sides = el("div", { class: "step-sides" }, figure.node, terms.node);
  const lost = el("p", { class: "note", role: "status" });
  node.append(...controls.nodes, lost, sides, keys);
  node.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    // A list of units, and boxes that scroll, have the arrow keys for themselves.
    if ((event.target as HTMLElement).closest("select, .table-box, .step-terms .picture-box")) return;
    const act = meant(event);
    if (!act) return;
    event.preventDefault();
    act();
  });
  node.addEventListener("focusout", (event) => {
    if (!node.contains(event.relatedTarget as Node | null)) hands.hover(null);
  });
  // A token that is pinned anywhere on the page is one to look into.
  store.on(["pin"], () => {
    const pin = store.get("pin");
    const token = hands.lit().gates.rows[0];
    if (memoryView(store.snapshot()) === "step" && pin && token !== undefined && token !== place().token) {
      go({ at: token });
    }
  });
  store.on(["view", "lab"], () => {
    if (memoryView(store.snapshot()) !== "step" && playing) play(false);
  });
  onStill(() => {
    if (still()) play(false);
    draw();
  });

  let drawn = "";
  function draw() {
    const now = resource();
    const lang = words();
    // While the next token is on its way, the last one stays as it was.
    if (now.status !== "loading" || !data) data = now.data;
    node.hidden = !data;
    if (!data || (now.status === "loading" && now.data)) return;
    const shown = moveShown(store, data);
    const why = stepLost(lang, data);
    if (lost.textContent !== why) lost.textContent = why;
    sides.hidden = why !== "";
    if (!mount.draw()) return;
    const scene = mount.shown()[0]?.scene as StepScene;
    const what = JSON.stringify([
      data.cell,
      data.checkpoint,
      data.text,
      data.token,
      data.unit,
      shown,
      scene.width,
      playing,
    ]);
    if (what !== drawn) flow.run(scene, playing);
    drawn = what;
    described.textContent = scene.description;
    const of = { kind: data.kind, tokens: data.tokens.length };
    const at = { token: data.token, move: shown };
    controls.draw(lang, data, {
      move: shown,
      playing,
      order: order(),
      ranked: carriers() !== null,
      ends: { first: !onward(at, -1, of), last: !onward(at, 1, of) },
    });
    terms.draw({ data, move: shown });
    keys.textContent = t(lang, still() ? "step-keys-still" : "step-keys");
  }

  return {
    node,
    draw,
    intro: () => intro(store),
    twins() {
      const state = store.snapshot();
      const [token, unit] = [data?.token ?? state.at, data?.unit ?? state.unit];
      if (token === null || unit === null) return null;
      const fields = { text: state.text, ...netFields(state), token, unit };
      return {
        json: `/api/v1/gates/steps?${new URLSearchParams(Object.entries(fields).map(([key, value]) => [key, String(value)]))}`,
      };
    },
  };
}
