/** The share dialog: what to share, and five ways of sharing it. Made anew each time, since the view and its words may be others. */
import { el, segments, tabList } from "../../../panel/dom.ts";
import { t } from "../../../core/words/index.ts";
import { isNear } from "./codes.ts";
import { create as embed } from "./embed.ts";
import { create as freeze } from "./freeze.ts";
import { create as image } from "./image.ts";
import { create as link } from "./link.ts";
import { create as numbers } from "./numbers.ts";
import { scopesOf, scoped, subjectOf, viewName } from "./subject.ts";
import type { Lang } from "../../../core/types.ts";
import type { Choices, Desk, Tab } from "./parts.ts";
import type { Scope } from "./subject.ts";
import type { Store } from "../../../state/app.ts";

/** In the order in which most people want them. */
const TABS: { value: string; words: string; create: (desk: Desk) => Tab }[] = [
  { value: "link", words: "share-tab-link", create: link },
  { value: "embed", words: "share-tab-embed", create: embed },
  { value: "image", words: "share-tab-image", create: image },
  { value: "freeze", words: "share-tab-freeze", create: freeze },
  { value: "numbers", words: "share-tab-numbers", create: numbers },
];
/** Those whose addresses are for others to follow. */
const OUTWARD = new Set(["link", "embed", "image"]);
/** What was chosen last. */
const kept: Choices = {
  tab: "link",
  theme: null,
  width: null,
  ratio: 2,
  embed: "frame",
  image: "markdown",
  numbers: "curl",
};

/** The frame of the dialog: heading, a button to close it, room for the rest. */
function frameOf(lang: Lang) {
  const close = el("button", { type: "button", class: "share-close", "aria-label": t(lang, "share-close") }, "×");
  const heading = el("h2", { id: "share-title" }, t(lang, "share"));
  const about = el("p", { class: "soft share-about" });
  const scopes = el("div", { class: "segments share-scopes" });
  const tabs = el("div", { class: "segments tabs" });
  const near = el("p", { class: "note share-near", hidden: true });
  const host = el("div", { class: "share-body", tabindex: -1 });
  host.id = "share-panel";
  const inner = el(
    "div",
    { class: "share-inner" },
    el("div", { class: "share-head" }, heading, about, close),
    scopes,
    tabs,
    host,
    near,
  );
  const room = el("dialog", { class: "share-dialog", "aria-labelledby": "share-title", lang }, inner);
  close.addEventListener("click", () => room.close());
  // Beside the dialog is its backdrop; what begins inside, such as selecting a code, is no click beside it.
  let beside = false;
  room.addEventListener("pointerdown", ({ target }) => {
    beside = target === room;
  });
  room.addEventListener("click", ({ target }) => {
    if (beside && target === room) room.close();
  });
  return { room, about, scopes, tabs, near, host };
}

/**
 * Opens the dialog on the view as it stands.
 * @param first what to share
 * @param opener what the focus goes back to
 */
export function openShare(store: Store, first: Scope, opener: HTMLElement) {
  const { langInForce: lang, ...state } = store.snapshot();
  const { room, about, scopes, tabs, near, host } = frameOf(lang);
  const ended = new AbortController();
  const offered = scopesOf(state);
  let scope = first;
  const made: Map<string, Tab> = new Map();
  const desk: Desk = {
    lang,
    room,
    signal: ended.signal,
    choices: kept,
    choose(change) {
      Object.assign(kept, change);
      void draw();
    },
  };
  /** A link is compressed while other choices are made: the newest holds. */
  let turns = 0;

  function drawChoices() {
    about.textContent = viewName(lang, scoped(state, scope));
    scopes.hidden = offered.length === 0;
    const named = offered.map((value) => ({
      value,
      words: value === "page" ? t(lang, "view-all") : viewName(lang, scoped(state, value)),
    }));
    segments(scopes, t(lang, "share-what"), named, scope, (value) => {
      scope = value as Scope;
      void draw();
    });
    about.hidden = offered.length > 0;
    const choices = TABS.map(({ value, words }) => ({ value: `share-${value}`, words: t(lang, words) }));
    tabList(tabs, host, t(lang, "share-how"), choices, `share-${kept.tab}`, (value) =>
      desk.choose({ tab: value.slice("share-".length) }),
    );
  }

  async function draw() {
    const turn = (turns += 1);
    drawChoices();
    const subject = await subjectOf(lang, state, scope, kept);
    if (turn !== turns || ended.signal.aborted) return;
    near.hidden = !(OUTWARD.has(kept.tab) && isNear(subject.shared.base));
    near.textContent = t(lang, "share-near", { host: new URL(subject.shared.base).host });
    const entry = TABS.find(({ value }) => value === kept.tab) as (typeof TABS)[number];
    const tab = made.get(entry.value) ?? entry.create(desk);
    made.set(entry.value, tab);
    if (host.firstChild !== tab.node) {
      const focused = host.contains(document.activeElement);
      host.replaceChildren(tab.node);
      if (focused) host.focus(); // the way to another tab was a button of the one that left
    }
    tab.draw(subject);
  }

  room.addEventListener("close", () => {
    ended.abort();
    room.remove();
    opener.focus();
  });
  document.body.append(room);
  room.showModal();
  void draw();
}
