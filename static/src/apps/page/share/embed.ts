/** Codes that put the view into another page, and what it looks like there. */
import { el } from "../../../panel/dom.ts";
import { t } from "../../../core/words/index.ts";
import { toQuery } from "../../../address/index.ts";
import { elementCode, frameCode, pageAddress, schemeOf, scriptCode } from "./codes.ts";
import { button, codeBox, themeChoice, tooLong, widthField } from "./parts.ts";
import type { Shared } from "./codes.ts";
import type { Desk, Subject, Tab } from "./parts.ts";

/** Each way: its words, its code, and whether a server must see the address. */
const WAYS: Record<string, { words: string; note: string; code: (shared: Shared) => string; byAddress: boolean }> = {
  frame: { words: "share-way-frame", note: "share-frame-note", code: frameCode, byAddress: true },
  script: { words: "share-way-script", note: "share-script-note", code: scriptCode, byAddress: true },
  element: { words: "share-way-element", note: "share-element-note", code: elementCode, byAddress: false },
  address: { words: "share-way-address", note: "share-address-note", code: pageAddress, byAddress: true },
};

/** The least and the most that a frame's page may ask for, in CSS pixels; as in embed.js. */
const [LEAST, MOST] = [100, 5000];

/** The embed itself, asked for when someone wants to see it. */
function preview({ lang, signal }: Desk, grown: (height: number) => void) {
  const act = button(t(lang, "share-preview"));
  const room = el("div", { class: "share-preview", hidden: true });
  act.setAttribute("aria-expanded", "false");
  let frame: HTMLIFrameElement | null = null;
  let now: Shared | null = null;
  let shown = "";

  function draw() {
    if (!now || room.hidden) return;
    const { state, width, height } = now;
    // Served from here, whatever address the code has.
    const source = `/embed${toQuery(state)}`;
    if (!frame || shown !== source) {
      // A new one: in the old one every step would be one to go back from.
      frame = el("iframe", { title: t(lang, "share-preview-of") });
      frame.style.height = `${height}px`;
      frame.style.colorScheme = schemeOf(state.theme);
      frame.src = source;
      shown = source;
      room.replaceChildren(frame);
    }
    frame.style.width = width === null ? "100%" : `${width}px`;
  }
  addEventListener(
    "message",
    ({ source, data }) => {
      if (!frame || source !== frame.contentWindow || data?.type !== "heads-gates:height" || !(data.height > 0)) return;
      const height = Math.min(Math.max(Math.ceil(data.height), LEAST), MOST);
      frame.style.height = `${height}px`;
      grown(height);
    },
    { signal },
  );
  act.addEventListener("click", () => {
    room.hidden = !room.hidden;
    act.setAttribute("aria-expanded", String(!room.hidden));
    if (room.hidden) {
      frame = null;
      room.replaceChildren();
    }
    draw();
  });
  return {
    act,
    room,
    /** @param shared null: it has no address */
    draw(shared: Shared | null) {
      now = shared;
      act.hidden = shared === null;
      if (shared === null) room.hidden = true;
      draw();
    },
  };
}

export function create(desk: Desk): Tab {
  const { lang, choices, choose } = desk;
  const ways = Object.entries(WAYS).map(([value, { words }]) => ({ value, words: t(lang, words) }));
  const box = codeBox(desk, { label: t(lang, "share-tab-embed"), ways, choose: (embed) => choose({ embed }) });
  const long = tooLong(desk);
  const theme = themeChoice(desk);
  const width = widthField(desk, "100 %");
  /** What the preview said of its height, for the view and width that it had then. */
  let measured: { of: string; height: number } | null = null;
  let subject: Subject | null = null;
  const nameOf = ({ state, width: wide }: Shared) => `${wide} ${toQuery({ ...state, theme: "auto" })}`;
  const seen = preview(desk, (height) => {
    if (!subject) return;
    measured = { of: nameOf(subject.shared), height };
    drawCode(subject);
  });

  function drawCode({ shared, isLong }: Subject) {
    const way = WAYS[choices.embed] as (typeof WAYS)[string];
    const height = measured?.of === nameOf(shared) ? measured.height : shared.height;
    const possible = !(isLong && way.byAddress);
    long.hidden = possible;
    const note = possible ? t(lang, way.note, { host: new URL(shared.base).origin }) : "";
    box.draw({ code: possible ? way.code({ ...shared, height }) : null, note, way: choices.embed });
  }

  const tools = el("div", { class: "tools" }, theme.node, width.node, seen.act);
  return {
    node: el("div", {}, box.node, long, tools, seen.room),
    draw(now) {
      subject = now;
      theme.draw(now.shared.state.theme);
      width.draw();
      width.node.hidden = choices.embed !== "frame"; // elsewhere it is as wide as its place
      drawCode(now);
      tools.hidden = !long.hidden; // no code, nothing to set
      seen.draw(now.isLong ? null : now.shared);
    },
  };
}
