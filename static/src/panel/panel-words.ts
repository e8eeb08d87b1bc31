/** What the panels say about their numbers: status, introduction, machine twins, provenance, and the notices above. */
import { headId } from "../state/selection.ts";
import { noticesIn } from "./pictures/notices.ts";
import { listedIn, titleIn } from "../state/listed.ts";
import { runNote } from "./pictures/run-note.ts";
import { attentionView, memoryView } from "../state/view.ts";
import { roundedTo } from "../plots/labels.ts";
import { el } from "./dom.ts";
import { spoken, t } from "../core/words/index.ts";
import { provenance } from "./panel.ts";
import { sayLayers, saySilent } from "../plots/say-layers.ts";
import type { Lang } from "../core/types.ts";
import type { ModelRef } from "../data/types.ts";
import type { createPanel } from "./panel.ts";
import type { Store } from "../state/app.ts";

type Panel = ReturnType<typeof createPanel>;

/** @returns the same resource as JSON and as safetensors */
export const twins = (path: string, query: Record<string, string | number>): [string, string] => {
  const json = `${path}?${new URLSearchParams(Object.entries(query).map(([key, value]) => [key, String(value)]))}`;
  return [json, `${json}&format=safetensors`];
};

/** What was rounded before it was published is said in words, wherever a model is introduced. */
export function quantised(lang: Lang, { id, converted_from: from }: ModelRef) {
  const bits = roundedTo(lang, from);
  return bits ? `${lang === "zh" ? "" : " "}${t(lang, "quantised-note", { id, bits })}` : "";
}

/** The model that is being waited for: the one that was chosen, or whichever one automatic choice has set to work. */
export function awaitedIn(store: Store, answered: ModelRef | undefined) {
  const {
    model,
    answers: { models },
  } = store.snapshot();
  if (model !== "auto") return listedIn(store, model);
  const busy = models.data?.models.find(
    ({ family, state }) => family !== "recurrent" && (state === "fetching" || state === "loading"),
  );
  return busy ?? listedIn(store, answered?.id ?? "minilm");
}

/** @param page the panel of the context view, if there is one */
export function createPanelWords(
  store: Store,
  { contextPanel, notices: host, retry }: { contextPanel: Panel | null; notices: HTMLElement; retry: () => void },
) {
  const listed = (id: string | undefined) => listedIn(store, id);
  const awaited = (answered: ModelRef | undefined) => awaitedIn(store, answered);

  /** Heads of the link that the model has not. */
  function beyond(): { title: string; said: string }[] {
    const {
      answers: {
        attention: { data },
      },
      lacking,
      langInForce: lang,
    } = store.snapshot();
    if (!data || lacking.length === 0 || attentionView(store.snapshot()) === null) return [];
    const { layers } = data.thumbnails;
    const said = t(lang, "address-lacking-detail", {
      heads: lacking.map(headId).join(", "),
      model: titleIn(store),
      layers: sayLayers(lang, layers),
    });
    return [{ title: t(lang, "address-lacking"), said: spoken(lang, said, saySilent(lang, layers)) }];
  }

  let announced = "";
  /** That the address changes the run, for each view that is shown. */
  function changed(): { title: string; said: string }[] {
    const state = store.snapshot();
    const views = state.view === "context" ? (["context"] as const) : [attentionView(state), memoryView(state)];
    return views.flatMap((view) => {
      const words = view === null ? "" : runNote(store, view);
      return words ? [{ title: t(state.langInForce, "run-title"), said: words }] : [];
    });
  }

  function drawContext() {
    if (!contextPanel) return;
    const {
      answers: {
        context: { data, status, problem },
      },
      langInForce: lang,
      text,
      text_b: textB,
      model,
    } = store.snapshot();
    const waiting = textB.trim() === "";
    // Before there is a second sentence there is nothing to wait for.
    contextPanel.show(
      lang,
      { data, problem, status: waiting ? "ready" : status },
      { doing: t(lang, "context-doing"), model: awaited(data?.main.model), retry },
    );
    contextPanel.hasPicture(data !== null || waiting);
    contextPanel.intro.hidden = false;
    const ref = data?.main.model;
    const intro = t(lang, "context-intro", {
      model: listed(ref?.id)?.title ?? ref?.id ?? listed(model)?.title ?? t(lang, "context-model"),
    });
    contextPanel.intro.textContent = waiting
      ? spoken(lang, intro, t(lang, "context-empty"))
      : intro + (ref ? quantised(lang, ref) : "");
    contextPanel.links.hidden = !data;
    if (!data) return;
    const { tokenA, tokenB } = data.main;
    contextPanel.twins(
      lang,
      ...twins("/api/v1/context", { text_a: text, token_a: tokenA, text_b: textB, token_b: tokenB, model }),
    );
    contextPanel.notes.replaceChildren(
      el("p", { class: "note", lang: "en" }, data.main.definition),
      provenance(lang, data.main.model, listed(data.main.model.id)?.description),
    );
  }

  return {
    drawContext,
    drawNotices() {
      const lang = store.get("langInForce");
      const once = [...beyond(), ...changed(), ...noticesIn(store.snapshot())];
      const now = JSON.stringify([lang, once]);
      if (now === announced) return; // what is there is not to be read out again
      announced = now;
      host.replaceChildren(
        ...once.map(({ title, said: words }) =>
          el("p", { class: "notice" }, el("strong", {}, lang === "zh" ? `${title}：` : `${title}. `), words),
        ),
      );
    },
  };
}
