/** What must be known of a net before its pictures are read, from its card: how it was trained, and what for. */
import { tokenName } from "../plots/labels.ts";
import { el } from "./dom.ts";
import { spoken, t } from "../core/words/index.ts";
import { percent } from "../plots/say.ts";
import type { Lang } from "../core/types.ts";
import type { Check, GatesData, Token } from "../data/types.ts";

/** Whose numbers end where rounding begins. */
type Ended = { cell: string; read: readonly Token[]; apart: number | null; check: Check };

/** What the penalty is on: the share of a step that is written. */
const WRITES: Record<string, string> = { lstm: "i", gru: "1 − z" };
const INITIALS = new Set(["identity", "orthogonal"]);

/** Why a net's pictures end before the sentence does; "" where they do not. */
export function apartWords(lang: Lang, { cell, read, apart, check }: Ended) {
  const token = apart === null ? undefined : read[apart];
  if (!token) return "";
  return t(lang, "memory-apart", {
    cell: t(lang, `cell-${cell}`),
    token: tokenName(token),
    index: token.index,
    tolerance: check.apart_tolerance ?? 0,
  });
}

/** Of what a net writes, the shares that are nearly nothing, in between and nearly all, over the steps after <s>. */
export function writtenShares({ kind, arrays, units }: Pick<GatesData, "kind" | "arrays" | "units">) {
  const gate =
    (kind === "gru" ? arrays["gates.update"] : arrays["gates.input"])?.subarray(units) ?? new Float32Array(0);
  if (gate.length === 0) return null;
  const share = (holds: (written: number) => boolean) =>
    gate.reduce((count, value) => count + (holds(kind === "gru" ? 1 - value : value) ? 1 : 0), 0) / gate.length;
  return {
    low: share((written) => written < 0.1),
    between: share((written) => written >= 0.1 && written <= 0.9),
    high: share((written) => written > 0.9),
  };
}

/** What was measured of the gate that a penalty is on: on the sentence at hand, and by the card. */
function writesWords(lang: Lang, net: Pick<GatesData, "kind" | "arrays" | "units">, card: any): string[] {
  const what = WRITES[net.kind] ?? "";
  const here = writtenShares(net);
  const { en, zh } = card.results?.writing ?? {};
  return [
    ...(here
      ? [
          t(lang, "trained-writes", {
            what,
            low: percent(here.low),
            between: percent(here.between),
            high: percent(here.high),
          }),
        ]
      : []),
    ...(en && zh ? [t(lang, "trained-writes-card", { en: percent(en.between), zh: percent(zh.between) })] : []),
  ];
}

/** What a trace is held against, as the answer names it. */
const FUSED =
  /^torch\.nn\.(\w+), fused, float32, the same weights and input(, each step alone from the trace's own state before)?$/;

/** How far a trace is from torch's own layer. */
export function checkWords(lang: Lang, { against, max_abs_error: error }: Pick<Check, "against" | "max_abs_error">) {
  const [, layer, alone] = FUSED.exec(against) ?? [];
  const what = layer ? t(lang, alone ? "check-fused-alone" : "check-fused", { layer }) : against;
  return t(lang, "check-line", { against: what, error: error.toExponential(1).replace("-", "−") });
}

/** @param card the net's, or null where there is none yet */
export function trainingWords(
  lang: Lang,
  net: Pick<GatesData, "kind" | "checkpoint" | "forgetBias" | "recurrentScale" | "arrays" | "units">,
  card: any,
) {
  const { kind, checkpoint, forgetBias, recurrentScale } = net;
  if (checkpoint === "initial") {
    const changed = [
      ...(forgetBias === null
        ? []
        : [t(lang, kind === "gru" ? "changed-z-bias" : "changed-bias", { value: forgetBias })]),
      ...(recurrentScale === null ? [] : [t(lang, "changed-scale", { value: recurrentScale })]),
    ];
    const began = card?.recipe?.training_began_at_initial;
    const where = began === undefined ? [] : [t(lang, began ? "initial-began" : "initial-began-not")];
    return [t(lang, "gates-note-initial"), ...where, ...changed];
  }
  const recipe = card?.recipe;
  if (!recipe) return [];
  const words = [t(lang, "trained-steps", { steps: recipe.steps, seed: recipe.seed })];
  const penalty = recipe.write_penalty ?? recipe.input_penalty ?? 0;
  const what = WRITES[kind] ?? "";
  const { half_open_penalty: halfOpen = 0, answer_noise: deviation = 0 } = recipe;
  words.push(t(lang, penalty > 0 ? "trained-penalty" : "trained-plain", { penalty, what }));
  if (halfOpen > 0) words.push(t(lang, "trained-half-open", { penalty: halfOpen, what }));
  if (deviation > 0) words.push(t(lang, "trained-noise", { deviation }));
  if (penalty > 0) words.push(...writesWords(lang, net, card));
  if (INITIALS.has(recipe.recurrent)) words.push(t(lang, `trained-${recipe.recurrent}`));
  return words;
}

export const trainingNote = (lang: Lang, data: GatesData, card: any) =>
  el(
    "p",
    { class: "note" },
    spoken(lang, ...trainingWords(lang, data, card)),
    " ",
    el("a", { href: `/docs/models/${data.cell}` }, t(lang, "how-trained")),
  );
