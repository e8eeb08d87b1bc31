/** What a player can show: what every view needs, and the views that were brought. */
import { figure as ruler } from "../figures/strip.js";
import { ATTN_SOURCES } from "../state/attn/index.js";
import { SOURCES } from "../state/lab/index.js";
import { createAttentionPanel } from "../ui/attention-panel.js";
import { createMemoryPanel } from "../ui/memory-panel.js";
import { createPanel } from "../ui/panel.js";
import { createStrip } from "../ui/strip-panel.js";

/**
 * What a script brings of one view: how it is drawn, and its part on a page.
 * @typedef {{figure: import("../types.js").FigureEntry}
 *   & ({panel: "attn", create: import("../types.js").Create<import("../types.js").AttnPart>}
 *   | {panel: "lab", create: import("../types.js").Create<import("../types.js").LabPart>}
 *   | {panel: "context", create: typeof import("../ui/context-panel.js").createContextPanel})} Brought
 */

/** @param {readonly Brought[]} brought @returns {import("./player.js").Kit} */
export function kitOf(brought) {
  /** @type {import("./player.js").Kit} */
  const kit = {
    figures: [ruler, ...brought.map(({ figure }) => figure)],
    attention: { create: createAttentionPanel, entries: [], sources: ATTN_SOURCES },
    memory: { create: createMemoryPanel, entries: [], sources: SOURCES },
    strip: createStrip,
  };
  for (const one of brought) {
    const { id } = one.figure;
    if (one.panel === "attn") kit.attention.entries.push({ id: /** @type {import("../types.js").AttnView} */ (id), create: one.create });
    else if (one.panel === "lab") kit.memory.entries.push({ id: /** @type {import("../types.js").LabView} */ (id), create: one.create });
    else kit.context = { create: one.create, createPanel };
  }
  return kit;
}
