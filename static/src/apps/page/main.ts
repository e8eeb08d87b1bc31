/** Wiring: state, URL, loader and panels. */
import { createReach, overNetwork } from "../../data/transport.ts";
import { createLoader } from "../../state/loader.ts";
import { createState } from "../../state/app.ts";
import { DEFAULTS, fromAddress } from "../../address/index.ts";
import { attentionView } from "../../state/view.ts";
import { SCHEMAS } from "../../address/keys.ts";
import { createFollower } from "../../address/follower.ts";
import { VIEWS } from "../../views/index.ts";
import { createAddressNotice } from "./address-notice.ts";
import { createAttentionPanel } from "../../panel/attention-panel.ts";
import { create as createContextPanel } from "../../views/context/page.ts";
import { createControls } from "./controls.ts";
import { byId } from "../../panel/dom.ts";
import { createMemoryPanel } from "../../panel/memory-panel.ts";
import { createPanel } from "../../panel/panel.ts";
import { createPanelWords } from "../../panel/panel-words.ts";
import { createShare } from "./share/index.ts";
import { createStrip } from "../../panel/strip/page.ts";
import { createTooltip } from "../../panel/tooltip.ts";
import { loadWords } from "./words.ts";
import { connect, createHands, createSoon } from "../../panel/workings.ts";
import type { Lang } from "../../core/types.ts";
import type { How } from "../../address/follower.ts";
import type { AttentionEntry, MemoryEntry } from "../../panel/types.ts";
import type { ViewState } from "../../state/keys.ts";
import type { PanelName } from "../../state/view.ts";

const dark = matchMedia("(prefers-color-scheme: dark)");
const lookOf = (theme: string) => (theme === "dark" || (theme === "auto" && dark.matches) ? "dark" : "light");
const wordsOf = (lang: string) => (/^zh\b/i.test(lang || navigator.language) ? "zh" : "en");

const mostChars = (byId("text") as HTMLTextAreaElement).maxLength;
const opened = await fromAddress(location, mostChars);
const first = opened.state;
await loadWords(wordsOf(first.lang));
const store = createState(first, { themeInForce: lookOf(first.theme), langInForce: wordsOf(first.lang), views: VIEWS });
const reach = createReach(overNetwork());
const loader = createLoader(store, reach, { around: true });
const retry = () => loader.again();

const hands = createHands(store, {
  tip: createTooltip(),
  again: loader.again,
});

/** The panels' views in the order of their tabs. */
const entriesIn = (panel: PanelName) =>
  VIEWS.filter((view) => view.panel === panel).map(({ id, page }) => ({
    id: id as any,
    load: async () => (await page()).create as any,
  }));
const inMemory: MemoryEntry[] = entriesIn("memory");
const inAttention: AttentionEntry[] = entriesIn("attention");
const controls = createControls(store, { memory: inMemory.map(({ id }) => id) });
const ruler = createStrip(store, hands);
const compared = createContextPanel(store, hands);
byId("strip").append(ruler.node);
const attention = createAttentionPanel(byId("attention"), store, hands, {
  entries: inAttention,
  retry,
});
const memory = createMemoryPanel(byId("gates"), store, hands, {
  entries: inMemory,
  retry,
  sentence: DEFAULTS.text,
});
const contextPanel = createPanel(byId("context"), compared.nodes);
const sharing = createShare(store);

const { drawContext, drawNotices } = createPanelWords(store, { contextPanel, notices: byId("notices"), retry });
const soon = createSoon();
function drawPage() {
  const { view } = store.snapshot();
  document.body.dataset["view"] = byId("pictures").dataset["view"] = view;
  // Which panels are on the page: both of a sentence's, or one.
  byId("pictures").dataset["panel"] =
    view === "" ? "both" : view === "context" ? "context" : attentionView(store.snapshot()) ? "attention" : "memory";
  document.documentElement.dataset["theme"] = store.get("theme");
  const [...sentence] = store.get("text").trim();
  document.title = `${sentence.slice(0, 60).join("")}${sentence.length > 60 ? "…" : ""} · Heads & Gates`;
}

/** The language in force follows the chosen one as soon as its words are there. */
async function speak(lang: Lang) {
  try {
    await loadWords(lang);
    if (wordsOf(store.get("lang")) === lang) store.set({ langInForce: lang });
  } catch {
    location.reload(); // a browser remembers that a module did not come; the address holds the view
  }
}

store.on(["text", "text_pair", "text_b", "text_c"], () => soon(controls.drawSentence, drawPage));
store.on(["answers.models", "model", "answers.attention", "answers.context"], () => soon(controls.drawPicker));
store.on(["view", "themeInForce", "theme"], () => soon(drawPage, controls.drawChoices));
store.on(["view"], () => soon(controls.drawSentence, controls.drawPicker));
store.on(["lab"], () => soon(controls.drawSentence));
store.on(["langInForce"], () =>
  soon(controls.drawWords, sharing.drawWords, controls.drawChips, controls.drawPicker, controls.drawChoices),
);
store.on(["theme"], () => store.set({ themeInForce: lookOf(store.get("theme")) }));
store.on(["lang"], () => void speak(wordsOf(store.get("lang"))));
dark.addEventListener("change", () => store.set({ themeInForce: lookOf(store.get("theme")) }));
// After what the page does of itself: a panel is drawn when it is shown.
const panels = connect(store, soon, document.body, {
  attention,
  memory,
  strip: { draw: ruler.draw, light: (now) => ruler.figure.stage.light(now) },
  context: { draw: compared.draw, drawWords: drawContext },
  notices: drawNotices,
});

// The URL follows the state. A new sentence, model, view or head is a step to go back from; a pin, a theme, a unit or a
// slider is not, and of a sentence being typed only the whole is.
const LINKED = Object.keys(first) as (keyof ViewState)[];
/** Sliders change the address when they come to rest: browsers allow only so many changes. */
const SLIDING_MS = 250;
let following = false;
let typed = false;
let sliding: ReturnType<typeof setTimeout> | undefined;
const notice = createAddressNotice(mostChars);
byId("notices").before(notice.node);
notice.show(store.get("langInForce"), opened.trouble);
const follower = createFollower({
  mostChars,
  state: store.snapshot,
  now: () => location,
  go: (how, { search, hash }) => history[how](null, "", `${location.pathname}${search}${hash}`),
  show(view, trouble) {
    following = true;
    clearTimeout(sliding);
    store.set({ typing: false });
    store.set({ ...view, cursor: view.pin });
    notice.show(store.get("langInForce"), trouble);
    following = false;
  },
});
function follow(how: How) {
  clearTimeout(sliding);
  void follower.follow(how);
}
let known = store.snapshot();
// Once for all that changes together: a new sentence stays a step to go back from when it lets go of a pin.
store.on(LINKED, () => {
  soon(controls.drawChoices);
  const now = store.snapshot();
  const changed = LINKED.filter((key) => !Object.is(now[key], known[key]));
  const mended = now.lacking.length > 0 && now.lacking !== known.lacking;
  known = now;
  if (following || changed.length === 0) return;
  if (changed.every((key) => SCHEMAS[key].slides)) {
    clearTimeout(sliding);
    sliding = setTimeout(() => follow("replaceState"), SLIDING_MS);
    return;
  }
  const typing = now.typing && changed.some((key) => SCHEMAS[key].format === "text");
  // A head that the model lacks is no place to go back to.
  const step = changed.some((key) => SCHEMAS[key].step !== false) && !(typing && typed) && !mended;
  follow(step ? "pushState" : "replaceState");
  typed = typing;
});
// A fragment that is written by hand makes both events; reading it twice changes nothing.
for (const event of ["popstate", "hashchange"]) addEventListener(event, () => void follower.read());
store.on(["text"], () => {
  if (!following) notice.show(store.get("langInForce"), null);
});
store.on(["langInForce"], () => notice.draw(store.get("langInForce")));

controls.drawWords();
sharing.drawWords();
controls.drawSentence();
controls.drawPicker();
controls.drawChoices();
drawPage();
panels.draw();
loader.start();
