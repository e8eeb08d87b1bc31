/** Interventions: tokens masked, heads switched off, and what the model does then. */
import {
  changeIn,
  changedHead,
  intro,
  pictures,
  sayMoved,
  sayPlace,
  sayRefused,
  seriesOf,
  untouched,
} from "./pictures.ts";
import { el } from "../../panel/dom.ts";
import { overCells } from "../../panel/grids.ts";
import { createMount } from "../../panel/mount.ts";
import { t, titled } from "../../core/words/index.ts";
import { twins } from "../../panel/panel-words.ts";
import { createChangeControls } from "./controls.ts";
import { createExpected } from "./expected-page.ts";
import { createPairHand } from "../../panel/pair-hand.ts";
import { pointed } from "../../panel/pointed.ts";
import type { Hands } from "../../panel/figure.ts";
import type { AttentionPart } from "../../panel/types.ts";
import type { Store } from "../../state/app.ts";

export function create(store: Store, hands: Hands): AttentionPart {
  const words = () => store.get("langInForce");
  const busy = () => store.get("answers").change?.status === "loading";

  const pair = createPairHand({
    className: "change-pair",
    shown() {
      const now = changedHead(store);
      return now && { lined: now.lined, first: now.before };
    },
    say(at) {
      const now = changedHead(store);
      return now ? sayPlace(words(), now, at) : "";
    },
    label: (panel) => titled(words(), t(words(), `change-${panel}`), t(words(), "keys")),
  });
  const mount = createMount(store, hands, {
    pictures,
    busy,
    parts: {
      pair: pair.hand,
      moved: {
        className: "change-moved",
        cursor: pointed,
        say: ({ id }, _, column) => sayMoved(store, id, column),
        grids({ scene }) {
          const effect = changeIn(store)?.after?.effect;
          const series = effect ? seriesOf(words(), effect) : [];
          return scene.regions
            .filter(({ role }) => role === "cells")
            .map((region, i) => overCells(region, titled(words(), series[i]?.name ?? "", t(words(), "keys"))));
        },
      },
    },
  });
  const { figures } = mount;
  pair.attach(figures.pair);
  const controls = createChangeControls(store, hands);
  const refused = el("div", { class: "refused", role: "status" });
  const later = el("div", { class: "change-later" });
  const expected = createExpected(store, hands);
  const effects = el("div", { class: "change-effects" }, figures.moved.node, expected.node);
  controls.beside.append(refused, effects);
  figures.pair.summary.after(later);
  const node = el("div", { class: "attn-change" }, controls.node, figures.pair.node);

  /** Which head did change, where this one cannot have. */
  function drawLater() {
    const lang = words();
    const found = untouched(store);
    later.hidden = !found;
    if (!found) return;
    const { why, most } = found;
    later.replaceChildren(el("span", {}, why));
    if (!most) return;
    const button = el("button", { type: "button", class: "plain" }, t(lang, "change-look-later", { ...most }));
    button.addEventListener("click", () => store.set(most));
    later.append(button);
  }

  function drawRefused() {
    const said = sayRefused(store);
    refused.hidden = !said;
    refused.replaceChildren(
      ...(said
        ? [
            el("h4", {}, t(words(), "change-refused")),
            el("p", {}, said),
            el("p", { class: "note", lang: "en" }, changeIn(store)?.refused?.detail ?? ""),
            controls.undo(),
          ]
        : []),
    );
  }

  function draw() {
    drawRefused();
    controls.draw(changeIn(store));
    const effect = changeIn(store)?.after?.effect ?? null;
    effects.hidden = !effect;
    effects.classList.toggle("stale", busy());
    effects.classList.toggle("two", (effect?.predictions_after ?? null) !== null);
    mount.draw();
    drawLater();
    expected.draw();
  }

  // A change is made on a sentence: on another it would be of other tokens.
  const made = {
    text: store.get("text"),
    pair: store.get("text_pair"),
    model: store.get("model"),
    mask: store.get("mask"),
    ablate: store.get("ablate"),
  };
  store.on(["text", "text_pair", "model", "mask", "ablate"], () => {
    const { text, text_pair: second, model, mask, ablate } = store.snapshot();
    const [other, another] = [text !== made.text || second !== made.pair || model !== made.model, model !== made.model];
    const patch = {
      ...(other && mask === made.mask && mask.length ? { mask: [] } : {}),
      ...(another && ablate === made.ablate && ablate.length ? { ablate: [] } : {}),
    };
    Object.assign(made, { text, pair: second, model, mask, ablate }, patch);
    if (Object.keys(patch).length) {
      controls.forget();
      store.set(patch);
    }
  });

  return {
    node,
    draw,
    controls: ["heads", "quarter", "special", "scale", "colour", "temperature"],
    light(lit) {
      mount.light(lit);
      controls.light(lit);
    },
    read: () => void expected.draw(),
    intro: () => intro(store),
    twins() {
      const {
        text,
        text_pair: second,
        layer,
        head,
        mask,
        ablate,
        answers: { attention },
      } = store.snapshot();
      const changed = mask.length + ablate.length > 0;
      const [json, tensors] = twins("/api/v1/attention", {
        text,
        ...(second.trim() ? { text_pair: second } : {}),
        model: attention.data?.model.id ?? store.get("model"),
        layers: String(layer),
        heads: String(head),
        ...(mask.length ? { mask: mask.join(",") } : {}),
        ...(ablate.length ? { ablate: ablate.map((one) => `${one.layer}.${one.head}`).join(",") } : {}),
        ...(changed ? { include: "effect" } : {}),
      });
      return { json, tensors };
    },
  };
}
