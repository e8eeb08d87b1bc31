/** What a player can show: what every view needs, and the views that were brought. */
import { createAttentionPanel } from "../../panel/attention-panel.ts";
import { figureOf } from "../../panel/figures.ts";
import { createMemoryPanel } from "../../panel/memory-panel.ts";
import { createPanel } from "../../panel/panel.ts";
import { createStrip } from "../../panel/strip/page.ts";
import { figure as ruler } from "../../panel/strip/pictures.ts";
import { VIEWS } from "../../views/index.ts";
import type { Kit } from "./player.ts";
import type { AttentionPart, Create, MemoryPart } from "../../panel/types.ts";
import type { AttentionView, Drawing, MemoryView, View } from "../../state/view.ts";
import type { create as createContextPanel } from "../../views/context/page.ts";

/** What a script brings of one view: its declaration, how it is drawn, and its part on a page. */
export interface Brought {
  view: View;
  figure: Drawing;
  create: unknown;
}

export function kitOf(brought: readonly Brought[]): Kit {
  const kit: Kit = {
    views: VIEWS,
    figures: [ruler, ...brought.map(({ view, figure }) => figureOf(view, figure))],
    attention: { create: createAttentionPanel, entries: [] },
    memory: { create: createMemoryPanel, entries: [] },
    strip: createStrip,
  };
  for (const { view, create } of brought) {
    if (view.panel === "attention") {
      kit.attention.entries.push({ id: view.id as AttentionView, create: create as Create<AttentionPart> });
    } else if (view.panel === "memory") {
      kit.memory.entries.push({ id: view.id as MemoryView, create: create as Create<MemoryPart> });
    } else {
      kit.context = { create: create as typeof createContextPanel, createPanel };
    }
  }
  return kit;
}
