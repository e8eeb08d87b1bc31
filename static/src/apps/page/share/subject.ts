/** What is shared: the page as it stands, or one panel's view of it. */
import { VIEWS } from "../../../views/index.ts";
import { DEFAULTS, isTooLong, toAddress, toQuery } from "../../../address/index.ts";
import { attentionView, memoryView } from "../../../state/view.ts";
import { t } from "../../../core/words/index.ts";
import { alone, heightOf, oneLine } from "./codes.ts";
import type { Lang } from "../../../core/types.ts";
import type { Choices, Subject } from "./parts.ts";
import type { ViewState } from "../../../state/keys.ts";

export type Scope = "page" | "attention" | "memory";

/** Whether the view draws something else than the sentence at hand. */
const isWordless = (view: ViewState["view"]) => VIEWS.find(({ id }) => id === view)?.sentence === false;

/** What there is to choose from; nothing where one view stands alone. */
export const scopesOf = ({ view }: ViewState): Scope[] => (view === "" ? ["page", "attention", "memory"] : []);

export function scoped(state: ViewState, scope: Scope): ViewState {
  if (state.view !== "" || scope === "page") return state;
  return alone(state, scope === "attention" ? state.attend : state.lab);
}

/** The view's name. */
export function viewName(lang: Lang, state: ViewState) {
  const of = (panel: string, view: string) => t(lang, "share-view", { panel: t(lang, panel), view: t(lang, view) });
  const [attention, memory] = [attentionView({ ...state, views: VIEWS }), memoryView({ ...state, views: VIEWS })];
  const named = [
    ...(attention ? [of("attention", `attn-${attention}`)] : []),
    ...(memory ? [of("memory", `lab-${memory}`)] : []),
  ];
  return named.length > 0 ? named.join(" · ") : t(lang, "context");
}

function titleOf(lang: Lang, state: ViewState) {
  const view = viewName(lang, state);
  const text = oneLine(state.text);
  return text === "" || isWordless(state.view) ? `${view} · Heads & Gates` : t(lang, "share-title-of", { text, view });
}

/** What the document says under a name in its head. */
const metaOf = (name: string) => document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content;

/** Where the page says that it is found; else where it was found. */
const baseOf = () => metaOf("public-url") || location.origin;

/** The machine twins that the panels in question have on the page. */
function twinsOf(lang: Lang, state: ViewState) {
  const panels = [
    ["attention", "attention", attentionView({ ...state, views: VIEWS }) !== null],
    ["gates", "memory", memoryView({ ...state, views: VIEWS }) !== null],
    ["context", "context", state.view === "context"],
  ] as const;
  return panels.flatMap(([id, words, on]) => {
    const [json, tensors] = on
      ? [...document.querySelectorAll(`#${id} .twins a`)].map((link) => link.getAttribute("href"))
      : [];
    return json ? [{ name: words, panel: t(lang, words), json, tensors: tensors ?? null }] : [];
  });
}

/** @param state the page's */
export async function subjectOf(
  lang: Lang,
  state: ViewState,
  scope: Scope,
  { theme, width, ratio }: Choices,
): Promise<Subject> {
  const page = scoped(state, scope);
  // A picture cannot follow its reader's language: it keeps that of the page, of which English is the server's own.
  const own = { ...page, theme: theme ?? page.theme, lang: page.lang || (lang === "zh" ? lang : DEFAULTS.lang) };
  // A browser that cannot deflate keeps all of it in the query.
  const address = await toAddress(page).catch(() => ({ search: toQuery(page), hash: "" }));
  const shared = {
    base: baseOf(),
    program: metaOf("program") ?? "heads-and-gates",
    state: own,
    address,
    title: titleOf(lang, page),
    width,
    height: heightOf(page.view),
    ratio,
  };
  return { shared, isLong: isTooLong(own), twins: twinsOf(lang, page) };
}
