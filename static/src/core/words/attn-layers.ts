/** Words about which layers attend, and about what findings leave out. English and Chinese. */

export const LAYER_WORDS: Record<string, [en: string, zh: string]> = {
  counting: ["Tokens, layers, heads and units are counted from 0.", "词元、层、头和单元都从 0 数起。"],
  "layers-and": ["{list} and {last}", "{list}、{last}"],
  "layer-silent": ["Layer {list} does not attend.", "第 {list} 层不计算注意力。"],
  "layers-silent": ["Layers {list} do not attend.", "第 {list} 层不计算注意力。"],
  "layer-silent-short": ["does not attend", "不计算注意力"],
  "layer-silent-option": ["{layer} (does not attend)", "{layer}（不计算注意力）"],
  "layer-silent-say": ["layer {layer} does not attend", "第 {layer} 层不计算注意力"],
  "layer-lacks-head": ["layer {layer} has no head {head}", "第 {layer} 层没有第 {head} 头"],
  "layers-heads-alike": ["{layers} layers of {heads} heads each", "{layers} 层，每层 {heads} 个头"],
  "layers-heads": ["{layers} layers of {least} to {most} heads", "{layers} 层，每层 {least} 至 {most} 个头"],
  "layers-heads-some-alike": [
    "{layers} layers, of which {attending} attend with {heads} heads each",
    "{layers} 层，其中 {attending} 层计算注意力，每层 {heads} 个头",
  ],
  "layers-heads-some": [
    "{layers} layers, of which {attending} attend with {least} to {most} heads",
    "{layers} 层，其中 {attending} 层计算注意力，每层 {least} 至 {most} 个头",
  ],

  "aside-special": [" (special tokens aside)", "（特殊词元不计）"],
  "aside-forced": [" (forced weights aside)", "（必然的权重不计）"],
  "aside-both": [" (special tokens and forced weights aside)", "（特殊词元与必然的权重不计）"],
  "aside-part": [" (of the part shown)", "（仅就所示部分）"],
  "aside-note": [
    "Forced: a query that may see one token only gives it 100 %, whatever the head.",
    "必然的权重：只看得到一个词元的查询总把 100 % 给它，与头无关。",
  ],
};
