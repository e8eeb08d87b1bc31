/** The attention panel: its views, one at a time, and the choices over them. */
import { listedIn } from "../state/listed.ts";
import { answerIn } from "../state/answers.ts";
import { SHARED, heardIn, sourcesOf } from "../state/sources/index.ts";
import { attentionView } from "../state/view.ts";
import { runFields, runQuery } from "../data/run.ts";
import { el, tabList } from "./dom.ts";
import { createHeadChoices } from "./head-choices.ts";
import { t } from "../core/words/index.ts";
import { together } from "./memory-panel.ts";
import { createPanel, provenance } from "./panel.ts";
import { awaitedIn, quantised, twins } from "./panel-words.ts";
import { createParts } from "./parts.ts";
import type { Lit } from "../core/types.ts";
import type { Resource } from "../data/types.ts";
import type { Hands } from "./figure.ts";
import type { AttentionEntry } from "./types.ts";
import type { Store } from "../state/app.ts";
import type { AttentionView } from "../state/view.ts";

/** @param options the views on offer, asking again */
export function createAttentionPanel(
  section: HTMLElement,
  store: Store,
  hands: Hands,
  { entries, retry }: { entries: readonly AttentionEntry[]; retry: () => void },
) {
  const parts = createParts(entries, store, hands, () => {
    self.draw();
    self.drawWords();
    self.light(hands.lit());
    self.read();
  });
  const tabs = el("div", { class: "segments tabs" });
  const choices = createHeadChoices(store);
  // Only the view that is shown is in the document.
  const host = el("div", { id: "attention-view" });
  const panel = createPanel(section, [choices.node, host], [tabs]);

  /** The view that is shown: the one that the address names, or the first where it is not on offer. */
  function shown(): AttentionView | null {
    const id = attentionView(store.snapshot());
    return id === null || parts.has(id) ? id : (entries[0]?.id ?? null);
  }
  /** Its part, as soon as there is one. */
  function part() {
    const id = shown();
    return id === null ? undefined : parts.get(id);
  }

  function resource(): Resource<any> {
    const id = shown();
    if (id !== null && !part()) return parts.awaited(id);
    const { answers, views } = store.snapshot();
    const { attention, oneHead, predictions } = answers;
    const own = views.filter((view) => view.id === id).flatMap(sourcesOf);
    const asked = own.flatMap((source) =>
      source.quiet || SHARED.includes(source) ? [] : [{ name: source.name, own: answerIn({ answers }, source.name) }],
    );
    const failed = [oneHead, predictions].find(({ status }) => status === "error");
    const base =
      attention.status === "ready" && failed
        ? { ...attention, status: failed.status, problem: failed.problem }
        : attention;
    const all = together([base, ...asked.map(({ own }) => own)]);
    // More heads come into a picture that is there.
    const waiting = asked.some(({ name, own }) => name !== "heads" && own.data === null && own.status !== "idle");
    return { ...all, data: attention.data && !waiting ? true : null };
  }

  function drawChoices() {
    const {
      langInForce: lang,
      view,
      answers: { predictions, attention },
    } = store.snapshot();
    const now = shown();
    const named = entries.map(({ id }) => ({ value: id, words: t(lang, `attn-${id}`) }));
    tabList(tabs, host, t(lang, "attn-views"), named, now ?? "", (value) =>
      store.set(view === "" ? { attend: value as AttentionView } : { view: value as AttentionView }),
    );
    choices.node.hidden = attention.data === null;
    choices.node.dataset["view"] = now ?? ""; // for its style: a :has() over the panel would be asked again at every move of the cursor
    const predicts =
      predictions.data !== null &&
      predictions.data.text === attention.data?.text &&
      predictions.data.model.id === attention.data.model.id;
    choices.draw(part()?.controls ?? [], { predicts });
  }

  /** What the panel says: status, introduction, machine twins, notes. */
  function drawWords() {
    const {
      answers: {
        attention: { data, status },
      },
      langInForce: lang,
      text,
      text_pair: pair,
      model,
      layer,
      head,
      quarter,
      by,
      temperature,
    } = store.snapshot();
    panel.show(lang, resource(), {
      doing: t(lang, "reading-attention"),
      model: awaitedIn(store, data?.model),
      retry: () => parts.retry(shown(), retry),
    });
    const own = part()?.twins?.();
    const run = new URLSearchParams(runQuery(runFields(data ?? {}))).toString();
    const ran = (address: string) => (run ? `${address}&${run}` : address);
    if (own) panel.twins(lang, ran(own.json), own.tensors && ran(own.tensors));
    else {
      const paired = pair.trim() !== "" && data?.textPair !== null;
      const include = [
        "thumbnails",
        ...(by === "words" ? ["words"] : []),
        ...(data?.predicts ? ["predictions"] : []),
      ].join(",");
      panel.twins(
        lang,
        ...twins("/api/v1/attention", {
          ...runQuery(runFields(data ?? {})),
          text,
          ...(paired ? { text_pair: pair } : {}),
          model,
          layers: layer,
          heads: head,
          include,
          ...(paired && quarter ? { quarter } : {}),
          ...(data?.predicts && temperature !== 1 ? { temperature } : {}),
        }),
      );
    }
    if (!data) return;
    const { model: ref, textPair } = data;
    const info = listedIn(store, ref.id);
    const dropped =
      pair.trim() !== "" && textPair === null && status === "ready"
        ? `${lang === "zh" ? "" : " "}${t(lang, "one-text", { id: ref.id })}`
        : "";
    panel.intro.hidden = panel.notes.hidden = false;
    panel.intro.textContent =
      (part()?.intro?.() ?? t(lang, "attention-intro", { model: info?.title ?? ref.id })) +
      quantised(lang, ref) +
      dropped;
    panel.notes.replaceChildren(...(part()?.notes === false ? [] : [provenance(lang, ref, info?.description)]));
  }

  const self = {
    /** What it draws from. */
    answers: heardIn(store.get("views"), "attention"),
    drawWords,
    drawChoices,
    draw() {
      drawChoices();
      const one = part();
      if (!one) {
        host.replaceChildren();
        return;
      }
      if (host.firstChild !== one.node) host.replaceChildren(one.node);
      one.draw();
    },
    read: () => part()?.read?.(),
    light: (lit: Lit) => part()?.light?.(lit),
  };
  return self;
}
