/** Which heads link these tokens, or have this habit: all heads ranked. */
import { MANY, foundIn, intro, pictures, sayFormula, sayFound } from "./pictures.ts";
import { linkOf, writeSpan } from "./source.ts";
import { asideOf } from "../../data/findings.ts";
import { HABITS } from "../../data/stats.ts";
import { el, segments } from "../../panel/dom.ts";
import { createMount } from "../../panel/mount.ts";
import { spoken, t } from "../../core/words/index.ts";
import { name } from "../../plots/say.ts";
import { sayAside } from "../../plots/say-layers.ts";
import { goTo } from "../../panel/go.ts";
import { pointed } from "../../panel/pointed.ts";
import { createTokenPicker } from "./token-picker.ts";
import type { Picture, Region } from "../../core/types.ts";
import type { HeadData } from "../../data/types.ts";
import type { Hands } from "../../panel/figure.ts";
import type { Grid } from "../../panel/grids.ts";
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
  const words = () => store.get("langInForce");
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
  const status = () => store.get("answers").find?.status ?? "idle";

  /** The heads with their pictures, as many in a line as there stand. */
  function grids({ scene: { regions, title } }: Picture): Grid[] {
    const heads = regions.filter(({ id }) => id.startsWith("head-"));
    if (heads.length === 0) return [];
    const next = heads.findIndex(({ y }) => y !== heads[0]?.y);
    const columns = next < 0 ? heads.length : next;
    return [
      {
        id: "found",
        quiet: true,
        label: spoken(words(), title, t(words(), "keys")),
        rows: Math.ceil(heads.length / columns),
        columns,
        at: (row, column) => [heads[Math.min(row * columns + column, heads.length - 1)] as Region, 0, 0],
        find(id) {
          const rank = rankOf(id);
          return rank < 0 || rank >= heads.length ? null : [Math.floor(rank / columns), rank % columns];
        },
      },
    ];
  }
  const mount = createMount(store, hands, {
    pictures,
    busy: () => status() === "loading",
    gone: () => status() === "error" || status() === "idle",
    parts: {
      found: {
        className: "find",
        cursor: (region, row, column) => (region.role === "cells" ? pointed(region, row, column) : null),
        say: ({ id }) => sayFound(words(), shown() as FindData, rankOf(id)),
        pick: ({ id }) => go(rankOf(id)),
        grids,
      },
    },
  });
  const figure = mount.figures.found;
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
      langInForce: lang,
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
    const { langInForce: lang, habit, all_heads: every } = store.snapshot();
    const data = shown();
    modeLabel.textContent = t(lang, "find-mode");
    const choices = [
      { value: "", words: t(lang, "find-link") },
      ...HABITS.map((value) => ({ value, words: t(lang, `stat-${value}`) })),
    ];
    segments(modes, t(lang, "find-mode"), choices, habit, (value) =>
      store.set({ habit: value as (typeof HABITS)[number] | "" }),
    );
    drawPicking();
    formula.hidden = status() === "error" || (status() === "idle" && habit === "");
    if (!formula.hidden) {
      formula.textContent =
        status() === "ready" && data === null ? t(lang, "find-missing") : sayFormula(lang, habit, data);
    }
    if (data) {
      more.hidden = data.heads.length <= MANY;
      more.textContent = t(lang, every ? "find-fewer" : "find-all", { count: data.heads.length });
    }
    mount.draw();
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
    light: mount.light,
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
