/** LSTM, GRU and RNN on one sentence, side by side. */
import { defineView } from "../../state/view.ts";
import { source } from "./source.ts";

declare module "../../state/view.ts" {
  interface Views {
    cells: "memory";
  }
}

export const cells = defineView({
  id: "cells",
  panel: "memory",
  height: 1000,
  sources: [source],
  pictures: () => import("./pictures.ts"),
  page: () => import("./page.ts"),
});
