/** The view's numbers: as files, and as lines for a shell, Python and the command line. */
import { el } from "../../../panel/dom.ts";
import { t } from "../../../core/words/index.ts";
import { commandCode, curlCode, pythonCode } from "./codes.ts";
import { fileOf } from "./image.ts";
import { codeBox, saver } from "./parts.ts";
import type { Shared } from "./codes.ts";
import type { Desk, Subject, Tab } from "./parts.ts";

const WAYS: Record<
  string,
  { words: string; note: string; code: (shared: Shared, how: { posted: boolean }) => string }
> = {
  curl: { words: "share-way-curl", note: "share-curl-note", code: curlCode },
  python: { words: "share-way-python", note: "share-python-note", code: pythonCode },
  command: { words: "share-way-command", note: "share-command-note", code: commandCode },
};

export function create(desk: Desk): Tab {
  const { lang, choices, choose } = desk;
  const saving = saver(desk);
  let subject: Subject;
  const csv = saving.button(t(lang, "share-download-file", { name: "CSV" }), () => fileOf("csv", subject), "main");
  const twins = el("div", { class: "share-files" });
  const ways = Object.entries(WAYS).map(([value, { words }]) => ({ value, words: t(lang, words) }));
  const box = codeBox(desk, {
    label: t(lang, "share-tab-numbers"),
    look: "small",
    ways,
    choose: (numbers) => choose({ numbers }),
  });
  const about = el("p", { class: "note" }, t(lang, "share-twins-note"));
  /** What the twins were drawn for. */
  let drawn = "";
  return {
    node: el(
      "div",
      {},
      el("div", { class: "share-files" }, csv),
      el("p", { class: "note" }, t(lang, "share-csv-note")),
      about,
      twins,
      saving.node,
      box.node,
    ),
    draw(now) {
      subject = now;
      about.hidden = now.twins.length === 0;
      const key = JSON.stringify(now.twins);
      if (key !== drawn) {
        drawn = key;
        twins.replaceChildren(
          ...now.twins.flatMap(({ name, panel, json, tensors }) => {
            const one = (path: string, format: string, ending: string) =>
              saving.button(t(lang, "share-twin", { panel, format }), () => ({
                asked: { path },
                name: `${name}.${ending}`,
              }));
            return [
              one(json, "JSON", "json"),
              ...(tensors === null ? [] : [one(tensors, "safetensors", "safetensors")]),
            ];
          }),
        );
      }
      const way = WAYS[choices.numbers] as (typeof WAYS)[string];
      const shared = { ...now.shared, width: null };
      box.draw({ code: way.code(shared, { posted: now.isLong }), note: t(lang, way.note), way: choices.numbers });
    },
  };
}
