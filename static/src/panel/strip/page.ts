/** The ruler under the sentence: both tokenizations, lined up by character. */
import { linesIn, rowsOf } from "./pictures.ts";
import { strip } from "../../plots/strip.ts";
import { createFigure } from "../figure.ts";
import { t, titled } from "../../core/words/index.ts";
import { sayToken } from "../../plots/say.ts";
import type { Cursor, Region, Source } from "../../core/types.ts";
import type { ModelRef, Token } from "../../data/types.ts";
import type { Hands } from "../figure.ts";
import type { Store } from "../../state/app.ts";

const pointed = ({ column }: Region): Cursor => ({ source: column.source as Source, token: column.from ?? 0 });

export function createStrip(store: Store, hands: Hands) {
  const figure = createFigure({
    className: "ruler",
    hands,
    meaning: { cursor: pointed, say: (region) => say(pointed(region)), pick: (region) => hands.pin(pointed(region)) },
  });
  figure.summary.remove();
  figure.table.node.remove();
  figure.heading.remove();

  function readBy(source: Source): { tokens: Token[]; model: ModelRef } | null {
    const {
      answers: { attention, gates },
    } = store.snapshot();
    if (source === "gates") return gates.data && { model: gates.data.model, tokens: gates.data.read };
    if (source === "attention") return attention.data;
    return attention.data && { model: attention.data.model, tokens: attention.data.targetTokens ?? [] };
  }

  function say({ source, token }: Cursor) {
    const data = readBy(source);
    const found = data?.tokens[token];
    return data && found ? sayToken(store.get("words"), found, data.model) : "";
  }

  function draw() {
    const { words: lang, look } = store.snapshot();
    const data = linesIn(store);
    figure.node.hidden = !data;
    if (!data || figure.room() < 1) return;
    const scene = strip(data, { width: figure.room(), lang });
    const rows = rowsOf(data);
    const boxes: Map<string, Region> = new Map(scene.regions.map((region) => [region.id, region]));
    const box = (row: number, column: number) => {
      const { source, tokens } = rows[row] as (typeof rows)[0];
      const token = tokens[Math.min(column, tokens.length - 1)];
      return boxes.get(`${source}-${token?.index}`) as Region;
    };
    figure.show(scene, look, [
      [
        "tokens",
        {
          label: titled(lang, scene.title, t(lang, "keys")),
          rows: rows.length,
          columns: Math.max(...rows.map(({ tokens }) => tokens.length)),
          box,
          find: (id) => {
            const [source, token] = id.split("-");
            for (const [row, { source: own, tokens }] of rows.entries()) {
              const column = own === source ? tokens.findIndex(({ index }) => index === Number(token)) : -1;
              if (column >= 0) return [row, column];
            }
            return null;
          },
          say: (row, column) => say(pointed(box(row, column))),
          enter: (row, column) => hands.hover(pointed(box(row, column))),
          pick: (row, column) => hands.pin(pointed(box(row, column))),
        },
      ],
    ]);
  }

  return { node: figure.node, figure, draw };
}
