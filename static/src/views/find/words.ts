/** What this view says, in English and Chinese. */
import type { Words } from "../../core/words/types.ts";

export const words: Words = {
  "attn-find": ["Find heads", "寻找头"],
  "stats-table-chance": ["chance", "随机水平"],
  "find-intro": [
    "Every head of {model} ranked by how strongly it links the tokens that you pick, or by how much of a habit it has on this sentence.",
    "把 {model} 的所有注意力头排序：按它把你选的词元连得多紧，或按它在这个句子上有多明显的某种习惯。",
  ],
  "find-mode": ["Look for", "要找"],
  "find-link": ["a link", "某个连接"],
  "find-from": ["looks (query)", "看的词元（查询）"],
  "find-to": ["is looked at (key)", "被看的词元（键）"],
  "find-how": [
    "Click a token in each row; drag, or hold Shift, for a span.",
    "每行点一个词元；拖动或按住 Shift 可选一段。",
  ],
  "find-pinned": ["take the pinned cell: {from} → {to}", "用钉住的格子：{from} → {to}"],
  "find-strongest": [
    "the strongest link between two different tokens in layer {layer}, head {head}{aside}: {from} → {to}",
    "第 {layer} 层第 {head} 头中两个不同词元之间最强的连接{aside}：{from} → {to}",
  ],
  "find-swap": ["the other way round", "反过来"],
  "find-begin": [
    "Pick the token that looks, then the token that it looks at. Or begin with",
    "先选看的词元，再选被看的词元。也可以从这里开始：",
  ],
  "find-missing": ["This sentence has no such tokens: pick them anew.", "这个句子里没有这些词元：请重新选择。"],
  "find-title-link": ["Which heads link {from} → {to}?", "哪些头连接 {from} → {to}？"],
  "find-title-habit": ["Which heads have the habit “{name}” here?", "哪些头在这里有“{name}”的习惯？"],
  "find-formula-link": [
    "Score: the attention that the tokens looked at get together, mean over the tokens that look; between 0 and 1.",
    "得分：被看词元合计得到的注意力，对看的词元取平均；介于 0 与 1 之间。",
  ],
  "find-bars": ["All {count} heads, strongest first", "全部 {count} 个头，由强到弱"],
  "find-chance": ["chance {chance}", "随机水平 {chance}"],
  "find-chance-varies": ["chance of each layer", "各层的随机水平"],
  "find-even": ["evenly spread {chance}", "均匀分配 {chance}"],
  "find-even-varies": ["evenly spread, of each layer", "各层的均匀分配"],
  "find-mostly": ["mostly: {name} {share}", "主要习惯：{name} {share}"],
  "find-formula-mostly": [
    "“Mostly” is what the head does most on the whole sentence: the habit with the largest share, if it is above chance.",
    "“主要习惯”是这个头在整句上最常做的事：份额最大且高于随机水平的习惯。",
  ],
  "find-say-mostly": ["; mostly {name}, {share} (chance {chance})", "；主要习惯：{name}，{share}（随机水平 {chance}）"],
  "find-head": ["layer {layer} head {head}", "第 {layer} 层第 {head} 头"],
  "find-scene": ["{question} {model}", "{question} {model}"],
  "find-description": [
    "{count} heads as bars, and the strongest with their pictures.",
    "{count} 个头的横条，以及最强者的小图。",
  ],
  "find-say": [
    "{rank} of {count}: layer {layer}, head {head}, {score}; chance {chance}",
    "{count} 个中第 {rank}：第 {layer} 层第 {head} 头，{score}；随机水平 {chance}",
  ],
  "find-say-even": [
    "{rank} of {count}: layer {layer}, head {head}, {score}; evenly spread {chance}",
    "{count} 个中第 {rank}：第 {layer} 层第 {head} 头，{score}；均匀分配 {chance}",
  ],
  "find-summary": [
    "{above} of {count} heads are above chance; the strongest, layer {layer} head {head}, has {score}, {times} times chance{mostly}.",
    "{count} 个头中有 {above} 个高于随机水平；最强的第 {layer} 层第 {head} 头为 {score}，是随机水平的 {times} 倍{mostly}。",
  ],
  "find-summary-plain": [
    "The strongest of {count}, layer {layer} head {head}, has {score}{mostly}.",
    "{count} 个头中最强的第 {layer} 层第 {head} 头为 {score}{mostly}。",
  ],
  "find-summary-never": ["These tokens may not look there: every head has 0.", "这些词元看不到那里：每个头都是 0。"],
  "find-summary-forced": [
    "These tokens see nothing else: every head has 1, whatever it is.",
    "这些词元看不到别的：无论哪个头都是 1。",
  ],
  "find-nothing": ["This sentence has nothing to measure it on.", "这个句子没有可供测量的对象。"],
  "find-all": ["show all {count}", "显示全部 {count} 个"],
  "find-fewer": ["show the strongest", "只显示最强的"],
  "find-table": ["all heads, strongest first", "所有头，由强到弱"],
  "find-table-rank": ["rank", "名次"],
  "find-table-score": ["score", "得分"],
  "find-table-mostly": ["mostly", "主要习惯"],
  "find-table-share": ["share of that", "其份额"],
  "find-table-share-chance": ["chance of that", "其随机水平"],
  "find-legend-link": [
    "Bar from 0 to 1, upright line: chance level. Frame in the picture: the link.",
    "横条从 0 到 1，竖线：随机水平。图中方框：所问的连接。",
  ],
  "find-legend": ["Bar from 0 to 1, upright line: chance level.", "横条从 0 到 1，竖线：随机水平。"],
  "find-legend-even": [
    "Bar from 0 to 1, upright line: evenly spread attention.",
    "横条从 0 到 1，竖线：均匀分配的注意力。",
  ],
  "find-click": ["Click a head to see it in full.", "点一个头可看全图。"],
  "find-unasked": [
    "Nothing is asked yet: a link has a token that looks and a token that is looked at; a habit has a name.",
    "还没有提出问题：一个连接需要看的词元和被看的词元，一种习惯需要名称。",
  ],
  "find-missing-still": ["This sentence has no such tokens.", "这个句子里没有这些词元。"],
  "title-find": ["Heads ranked by what they link", "按所连词元排序的头"],
};
