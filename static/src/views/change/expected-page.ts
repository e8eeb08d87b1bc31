/** What a model expects at the chosen token, before a change and after it. */
import { expectedAt, expectedPictures, expectedToken, sayPair } from "./expected.ts";
import { changeIn } from "./pictures.ts";
import { overCells } from "../../panel/grids.ts";
import { createMount } from "../../panel/mount.ts";
import { t, titled } from "../../core/words/index.ts";
import type { Region } from "../../core/types.ts";
import type { Hands } from "../../panel/figure.ts";
import type { Store } from "../../state/app.ts";

export function createExpected(store: Store, hands: Hands) {
  const words = () => store.get("langInForce");
  const token = () => {
    const run = changeIn(store)?.after;
    return run ? expectedToken(store, run) : -1;
  };
  const mount = createMount(store, hands, {
    pictures: expectedPictures,
    inputs: () => [changeIn(store), store.get("answers").attention.data, token()],
    parts: {
      expected: {
        className: "change-expected",
        say(_, row) {
          const run = changeIn(store)?.after;
          const one = run && expectedAt(store, run, token()).list[row];
          return one ? sayPair(words(), one) : "";
        },
        grids: ({ heading, scene: { regions } }) => [
          overCells(regions[0] as Region, titled(words(), heading, t(words(), "keys")), { id: "expected" }),
        ],
      },
    },
  });
  return { node: mount.figures.expected.node, draw: mount.draw };
}
