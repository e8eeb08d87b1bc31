/** What a player can show: what every view needs, and the views that were brought. */
import { figure as ruler } from "../../views/strip/pictures.ts";
import { ATTN_SOURCES } from "../../state/attention-sources.ts";
import { SOURCES } from "../../state/memory-sources.ts";
import { createAttentionPanel } from "../../panel/attention-panel.ts";
import { createMemoryPanel } from "../../panel/memory-panel.ts";
import { createPanel } from "../../panel/panel.ts";
import { createStrip } from "../../views/strip/page.ts";
import type { Kit } from "./player.ts";
import type { AttnPart, Create, FigureEntry, LabPart } from "../../panel/types.ts";
import type { AttnView, LabView } from "../../state/types.ts";
import type { create as createContextPanel } from "../../views/context/page.ts";

/** What a script brings of one view: how it is drawn, and its part on a page. */
export type Brought = { figure: FigureEntry } & (
  | { panel: "attn"; create: Create<AttnPart> }
  | { panel: "lab"; create: Create<LabPart> }
  | { panel: "context"; create: typeof createContextPanel }
);

export function kitOf(brought: readonly Brought[]): Kit {
  const kit: Kit = {
    figures: [ruler, ...brought.map(({ figure }) => figure)],
    attention: { create: createAttentionPanel, entries: [], sources: ATTN_SOURCES },
    memory: { create: createMemoryPanel, entries: [], sources: SOURCES },
    strip: createStrip,
  };
  for (const one of brought) {
    const { id } = one.figure;
    if (one.panel === "attn") kit.attention.entries.push({ id: id as AttnView, create: one.create });
    else if (one.panel === "lab") kit.memory.entries.push({ id: id as LabView, create: one.create });
    else kit.context = { create: one.create, createPanel };
  }
  return kit;
}
