/** The ruler under the sentence: both tokenizations, lined up by character. */
import { linesIn, pictures, rowsOf } from "./pictures.ts";
import { overPlaces } from "../grids.ts";
import { createMount } from "../mount.ts";
import { t, titled } from "../../core/words/index.ts";
import { sayToken } from "../../plots/say.ts";
import type { Cursor, Picture, Region, Source } from "../../core/types.ts";
import type { ModelRef, Token } from "../../data/types.ts";
import type { Hands } from "../figure.ts";
import type { Store } from "../../state/app.ts";

const pointed = ({ column }: Region): Cursor => ({ source: column.source as Source, token: column.from ?? 0 });

export function createStrip(store: Store, hands: Hands) {
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
    return data && found ? sayToken(store.get("langInForce"), found, data.model) : "";
  }

  /** A row a tokenization. */
  function grids({ scene: { regions, title } }: Picture) {
    const data = linesIn(store);
    const places: Map<string, Region> = new Map(regions.map((region) => [region.id, region]));
    const rows = (data ? rowsOf(data) : []).map(({ source, tokens }) =>
      tokens.map(({ index }) => places.get(`${source}-${index}`) as Region),
    );
    return [overPlaces("tokens", rows, titled(store.get("langInForce"), title, t(store.get("langInForce"), "keys")))];
  }
  const mount = createMount(store, hands, {
    pictures,
    parts: { strip: { className: "ruler", cursor: pointed, say: (region) => say(pointed(region)), grids } },
  });

  return { node: mount.figures.strip.node, figure: mount.figures.strip, draw: mount.draw };
}
