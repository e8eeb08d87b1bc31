/** Which heads link these tokens, or have this habit: all heads ranked. */
import {
  MANY,
  findScene,
  findingIn,
  foundIn,
  foundTable,
  intro,
  sayFinding,
  sayFormula,
  sayFound,
} from "./pictures.ts";
import { linkOf, writeSpan } from "./source.ts";
import { asideOf } from "../../data/findings.ts";
import { HABITS } from "../../data/stats.ts";
import { question } from "./scene.ts";
import { el, segments } from "../../panel/dom.ts";
import { createFigure } from "../../panel/figure.ts";
import { labelled, t } from "../../core/words/index.ts";
import { name } from "../../plots/say.ts";
import { sayAside } from "../../plots/say-layers.ts";
import { goTo } from "../../panel/go.ts";
import { pointed } from "../../panel/pointed.ts";
import { createTokenPicker } from "./token-picker.ts";
import type { Region } from "../../core/types.ts";
import type { HeadData } from "../../data/types.ts";
import type { Hands } from "../../panel/figure.ts";
import type { AttentionPart } from "../../panel/types.ts";
import type { Store } from "../../state/app.ts";
import type { FindData } from "./scene.ts";

/** The strongest link of a head between two different tokens that says something about it. */
export function strongestLink({ tokens, own, forced }: HeadData): { from: number; to: number } | null {
  let best = null;
  let most = 0;
  for (const from of tokens) {
    for (const to of tokens) {
      const weight = own[from.index * tokens.length + to.index] ?? 0;
      if (from.special || to.special || from.index === to.index || forced?.includes(from.index) || weight <= most) {
        continue;
      }
      most = weight;
      best = { from: from.index, to: to.index };
    }
  }
  return best;
}

export function create(store: Store, hands: Hands): AttentionPart {
  const words = () => store.get("words");
  const shown = () => foundIn(store);

  const modes = el("span", { class: "segments modes" });
  const modeLabel = el("span", { class: "choice-label soft" });
  const hover = (token: number | null) => hands.hover(token === null ? null : { source: "attention", token });
  const choose = (side: "from" | "to") => (span: readonly [number, number]) => {
    // A pinned cell that was taken for the question becomes the question's own before half of it is changed.
    const now = linkOf(store.snapshot());
    const both = { from: now.from ? writeSpan(now.from) : "", to: now.to ? writeSpan(now.to) : "" };
    store.set({ habit: "", ...both, [side]: writeSpan(span) });
  };
  const pickers = {
    from: createTokenPicker({ choose: choose("from"), hover }),
    to: createTokenPicker({ choose: choose("to"), hover }),
  };
  const offers = el("p", { class: "offers" });
  const picking = el("div", { class: "picking" }, pickers.from.node, pickers.to.node, offers);
  const formula = el("p", { class: "formula" });

  function rankOf(id: string) {
    const [, layer, head] = id.split("-").map(Number);
    return shown()?.heads.findIndex((one) => one.layer === layer && one.head === head) ?? -1;
  }
  function go(rank: number) {
    const data = shown();
    const one = data?.heads[rank];
    if (!data || !one) return;
    goTo(store, one, data.from && data.to ? { source: "attention", token: data.from[0], key: data.to[0] } : null);
  }
  const figure = createFigure({
    className: "find",
    hands,
    meaning: {
      cursor: (region, row, column) => (region.role === "cells" ? pointed(region, row, column) : null),
      say: (region) => sayFound(words(), shown() as FindData, rankOf(region.id)),
      pick: (region) => go(rankOf(region.id)),
    },
  });
  const more = el("button", { type: "button", class: "plain" });
  more.addEventListener("click", () => store.set({ all_heads: !store.get("all_heads") }));
  figure.summary.before(more);
  const node = el(
    "div",
    {},
    el("div", { class: "tools" }, el("span", { class: "choice" }, modeLabel, modes)),
    picking,
    formula,
    figure.node,
  );

  function offer(label: string, act: () => void) {
    const button = el("button", { type: "button", class: "plain" }, label);
    button.addEventListener("click", act);
    return button;
  }

  function drawPicking() {
    const state = store.snapshot();
    const {
      words: lang,
      habit,
      answers: { attention, oneHead },
      pin,
    } = state;
    const tokens = attention.data?.tokens ?? [];
    const link = linkOf(state);
    picking.hidden = habit !== "";
    if (habit !== "") return;
    pickers.from.draw(t(lang, "find-from"), tokens, link.from);
    pickers.to.draw(t(lang, "find-to"), tokens, link.to);
    const set = (from: number, to: number) => () => store.set({ from: String(from), to: String(to) });
    const all: (Node | string)[] = [];
    if (pin?.source === "attention" && pin.key !== undefined && tokens[pin.token] && tokens[pin.key]) {
      const same =
        link.from?.[0] === pin.token &&
        link.from[1] === pin.token &&
        link.to?.[0] === pin.key &&
        link.to[1] === pin.key;
      if (!same) {
        all.push(
          offer(
            t(lang, "find-pinned", { from: name(tokens, pin.token), to: name(tokens, pin.key) }),
            set(pin.token, pin.key),
          ),
        );
      }
    }
    const best = oneHead.data && oneHead.data.tokens.length === tokens.length ? strongestLink(oneHead.data) : null;
    if (best && oneHead.data && !(link.from && link.to)) {
      const { layer, head } = oneHead.data;
      all.push(
        offer(
          t(lang, "find-strongest", {
            layer,
            head,
            from: name(tokens, best.from),
            to: name(tokens, best.to),
            aside: sayAside(lang, asideOf(tokens, [oneHead.data.forced ?? []])),
          }),
          set(best.from, best.to),
        ),
      );
    }
    if (link.from && link.to) {
      const { from, to } = link;
      all.push(offer(t(lang, "find-swap"), () => store.set({ from: writeSpan(to), to: writeSpan(from) })));
    }
    const lead = link.from && link.to ? t(lang, "find-how") : all.length ? t(lang, "find-begin") : t(lang, "find-how");
    offers.replaceChildren(el("span", { class: "soft" }, lead), ...all.flatMap((one) => [" ", one]));
  }

  function draw() {
    const { words: lang, look, habit, answers, all_heads: every } = store.snapshot();
    const data = shown();
    const finding = findingIn(store);
    const { status = "idle" } = answers.find ?? {};
    modeLabel.textContent = t(lang, "find-mode");
    const choices = [
      { value: "", words: t(lang, "find-link") },
      ...HABITS.map((value) => ({ value, words: t(lang, `stat-${value}`) })),
    ];
    segments(modes, t(lang, "find-mode"), choices, habit, (value) =>
      store.set({ habit: value as (typeof HABITS)[number] | "" }),
    );
    drawPicking();
    formula.hidden = status === "error" || (status === "idle" && habit === "");
    if (!formula.hidden) {
      formula.textContent =
        status === "ready" && data === null ? t(lang, "find-missing") : sayFormula(lang, habit, data);
    }
    figure.node.hidden = !finding || finding.data.heads.length === 0 || status === "error" || status === "idle";
    figure.node.classList.toggle("stale", status === "loading");
    if (figure.node.hidden || !data || !finding || figure.room() < 1) return;
    figure.heading.textContent = question(lang, data);
    figure.summary.textContent = sayFinding(lang, data);
    figure.table.set(labelled(lang, t(lang, "table"), t(lang, "find-table")), () => foundTable(lang, data));
    more.hidden = data.heads.length <= MANY;
    more.textContent = t(lang, every ? "find-fewer" : "find-all", { count: data.heads.length });
    const scene = findScene(store, finding, { width: figure.room(), most: every ? Infinity : MANY });
    const pictures = scene.regions.filter(({ id }) => id.startsWith("head-"));
    const columns = Math.max(
      1,
      pictures.findIndex(({ y }, i) => i > 0 && y !== pictures[0]?.y),
    );
    const wide = pictures.every(({ y }) => y === pictures[0]?.y) ? pictures.length : columns;
    const at = (row: number, column: number) => Math.min(row * wide + column, pictures.length - 1);
    figure.show(
      scene,
      look,
      pictures.length === 0
        ? []
        : [
            [
              "found",
              {
                label: `${scene.title} ${t(lang, "keys")}`,
                rows: Math.ceil(pictures.length / wide),
                columns: wide,
                box: (row, column) => pictures[at(row, column)] as Region,
                find: (id) => {
                  const rank = rankOf(id);
                  return rank < 0 || rank >= pictures.length ? null : [Math.floor(rank / wide), rank % wide];
                },
                say: (row, column) => sayFound(lang, data, at(row, column)),
                enter: () => {},
                pick: (row, column) => go(at(row, column)),
              },
            ],
          ],
    );
  }

  let pinned = store.get("pin");
  return {
    node,
    draw,
    read() {
      if (store.get("pin") === pinned) return;
      pinned = store.get("pin");
      drawPicking();
    },
    controls: ["scale", "colour"],
    get stages() {
      return [figure.stage];
    },
    intro: () => intro(store),
    twins() {
      const { text, text_pair: pair, model, habit } = store.snapshot();
      const { from, to } = linkOf(store.snapshot());
      const about: Record<string, string> | null = habit
        ? { habit }
        : from && to
          ? { from: writeSpan(from), to: writeSpan(to) }
          : null;
      return (
        about && {
          json: `/api/v1/attention/find?${new URLSearchParams({ text, ...(pair.trim() ? { text_pair: pair } : {}), model, ...about })}`,
        }
      );
    },
  };
}
