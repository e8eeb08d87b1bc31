/** What is to be changed: a strip of tokens to mask, a board of heads to switch off, a few to begin with. */
import { toggledHead, toggledToken } from "./changed.ts";
import { asideIn, isFree } from "../../data/findings.ts";
import { hasHead, nearestHead } from "../../data/layers.ts";
import { matrixIn } from "./runs.ts";
import { boardPictures, sayBoard } from "./pictures.ts";
import { script } from "../../core/scene/text.ts";
import { tokenName, tokenText } from "../../plots/labels.ts";
import { activeNear, el } from "../../panel/dom.ts";
import { overCells } from "../../panel/grids.ts";
import { createMount } from "../../panel/mount.ts";
import { t, titled } from "../../core/words/index.ts";
import { sayAside } from "../../plots/say-layers.ts";
import type { Lang, Lit, Region } from "../../core/types.ts";
import type { HeadRef, Token } from "../../data/types.ts";
import type { Hands } from "../../panel/figure.ts";
import type { Store } from "../../state/app.ts";
import type { ChangeData } from "./source.ts";

type Changed = { mask: readonly number[]; ablate: readonly HeadRef[] };

export function createChangeControls(store: Store, hands: Hands) {
  const strip = el("div", { class: "mask-strip", role: "group" });
  const stripHead = el("h3");
  const stripHint = el("p", { class: "note" });
  const headHead = el("h3");
  const headHint = el("p", { class: "note" });
  const buttons = el("p", { class: "change-buttons" });
  const tries = el("p", { class: "change-tries" });
  const mount = createMount(store, hands, {
    pictures: boardPictures,
    parts: {
      board: {
        className: "head-board",
        say: (_, row, column) => sayBoard(store, row, column),
        pick: (_, row, column) => toggle({ layer: row, head: column }),
        grids({ scene: { regions, title } }) {
          const {
            langInForce: lang,
            layer,
            head,
            answers: { attention },
          } = store.snapshot();
          const layers = attention.data?.thumbnails.layers;
          const at = layers && nearestHead(layers, { layer, head });
          const start: [number, number] = [at?.layer ?? 0, at?.head ?? 0];
          return [overCells(regions[0] as Region, titled(lang, title, t(lang, "keys")), { id: "board", start })];
        },
      },
    },
  });
  const { board } = mount.figures;
  const beside = el("div", {}, stripHead, stripHint, strip, buttons, tries);
  const node = el("div", { class: "change-top" }, beside, el("div", {}, headHead, headHint, board.node));

  /** What was changed before each change, to go back. */
  let before: Changed[] = [];

  const now = (): Changed => ({ mask: store.get("mask"), ablate: store.get("ablate") });
  function set(next: Partial<Changed>) {
    before.push(now());
    store.set({ typing: false, ...next });
  }

  /** On or off; where there is no such head, nothing. */
  function toggle(one: HeadRef) {
    const layers = store.get("answers").attention.data?.thumbnails.layers;
    if (layers && hasHead(layers, one)) set(toggledHead(now(), one));
  }

  function drawStrip(lang: Lang, tokens: readonly Token[], mask: readonly number[]) {
    strip.setAttribute("aria-label", t(lang, "change-mask"));
    const focused = strip.contains(activeNear(strip)) ? (activeNear(strip) as HTMLElement).dataset["token"] : undefined;
    strip.replaceChildren(
      ...tokens.map((token, i) => {
        const button = el(
          "button",
          {
            type: "button",
            "data-token": i,
            "aria-pressed": mask.includes(i) ? "true" : "false",
            title: t(lang, "change-token", { token: tokenName(token), index: i }),
            class: token.special ? "special" : token.unknown ? "unknown" : undefined,
            lang: script(token.text).lang,
            dir: script(token.text).dir,
          },
          tokenText(token) || "␣",
        );
        button.addEventListener("click", () => set(toggledToken(now(), i)));
        return button;
      }),
    );
    if (focused !== undefined) (strip.querySelector(`[data-token="${focused}"]`) as HTMLElement | null)?.focus();
  }

  function drawButtons(lang: Lang, current: HeadRef, { mask, ablate }: Changed) {
    const off = ablate.some(({ layer, head }) => layer === current.layer && head === current.head);
    const head = `${current.layer}.${current.head}`;
    const focused = buttons.contains(activeNear(buttons))
      ? (activeNear(buttons) as HTMLElement).dataset["does"]
      : undefined;
    const make = (does: string, says: string, act: () => void) => {
      const button = el("button", { type: "button", class: "press", "data-does": does }, says);
      button.addEventListener("click", act);
      return button;
    };
    buttons.replaceChildren(
      make("head", t(lang, off ? "change-this-head-on" : "change-this-head", { head }), () =>
        set(toggledHead(now(), current)),
      ),
      ...(before.length ? [make("undo", t(lang, "change-undo"), goBack)] : []),
      ...(mask.length + ablate.length
        ? [make("reset", t(lang, "change-reset"), () => set({ mask: [], ablate: [] }))]
        : []),
    );
    if (focused !== undefined) {
      (
        (buttons.querySelector(`[data-does="${focused}"]`) ?? buttons.querySelector("button")) as HTMLElement | null
      )?.focus();
    }
  }

  function goBack() {
    const last = before.pop();
    store.set(last ?? { mask: [], ablate: [] });
  }

  /** The link that is strongest in this head, as something to take away. */
  function drawTries(lang: Lang, data: ChangeData, current: HeadRef) {
    const matrix = matrixIn(data.before, current, "");
    tries.replaceChildren();
    if (!matrix) return;
    const {
      weights,
      queries: { labels },
    } = matrix;
    const count = labels.length;
    let best = -1;
    weights.forEach((weight, i) => {
      const [row, column] = [Math.floor(i / count), i % count];
      if (row === column || !isFree(matrix, row, column) || (data.before.family === "decoder" && column === 0)) return;
      if (best < 0 || weight > (weights[best] as number)) best = i;
    });
    const [query, key] = [labels[Math.floor(best / count)], labels[best % count]];
    if (best < 0 || !query || !key) return;
    const button = el(
      "button",
      { type: "button", class: "plain" },
      t(lang, "change-try-token", {
        token: tokenName(key),
        query: tokenName(query),
        aside: sayAside(lang, asideIn(matrix)),
      }),
    );
    button.addEventListener("click", () => set({ mask: [key.index] }));
    tries.replaceChildren(el("span", { class: "soft" }, t(lang, "change-try")), " ", button);
  }

  return {
    node,
    /** Where what the change did stands: beside the heads. */
    beside,
    /** A button that takes the last change back; all of them, where it is not known which was last. */
    undo() {
      const lang = store.get("langInForce");
      const button = el(
        "button",
        { type: "button", class: "press" },
        t(lang, before.length ? "change-undo" : "change-reset"),
      );
      button.addEventListener("click", goBack);
      return button;
    },
    forget() {
      before = [];
    },
    light(lit: Lit) {
      for (const child of strip.children) {
        const index = Number((child as HTMLElement).dataset["token"]);
        child.classList.toggle("lit", lit.attention.rows.includes(index) || lit.attention.columns.includes(index));
      }
    },
    draw(data: ChangeData | null) {
      const {
        langInForce: lang,
        layer,
        head,
        mask,
        ablate,
        answers: {
          attention: { data: all },
        },
      } = store.snapshot();
      node.hidden = !all;
      if (!all) return;
      const { layers } = all.thumbnails;
      const current = nearestHead(layers, { layer, head });
      stripHead.textContent = t(lang, "change-mask");
      stripHint.textContent = t(lang, "change-mask-hint");
      headHead.textContent = t(lang, "change-heads");
      headHint.textContent = t(lang, "change-heads-hint");
      drawStrip(lang, all.tokens, mask);
      drawButtons(lang, current, { mask, ablate });
      tries.hidden = mask.length + ablate.length > 0 || !data;
      if (data && !tries.hidden) drawTries(lang, data, current);
      mount.draw();
    },
  };
}
