/** What this view says, in English and Chinese. */
import type { Words } from "../../core/words/types.ts";

export const words: Words = {
  "figure-shares-above": [
    "Both pictures have the same rows and columns. Above, what one head of the Transformer looks at, at one go; below, what the {cell} has left of each word when it gets there.",
    "两幅图的行与列相同。上面是 Transformer 的一个头一次性看向哪里；下面是 {cell} 读到这里时，每个词还剩下多少。",
  ],
  "shares-intro": [
    "What the state at each token still holds of what was written at each token before it. What is carried on, an LSTM's c or a GRU's h, is a sum of what was written, so that taking it apart is exact.",
    "每个词元处的状态中，还留着此前每个词元写入的多少。传下去的（LSTM 的 c，GRU 的 h）本来就是各步写入之和，所以拆开是精确的。",
  ],
  "shares-intro-rnn": [
    "What the state at each token still holds of what was written at each token before it.",
    "每个词元处的状态中，还留着此前每个词元写入的多少。",
  ],
  "shares-rnn-title": ["A plain RNN has no surviving shares", "普通 RNN 没有留存份额"],
  "shares-rnn": [
    "An LSTM's cell, and a GRU's hidden state, is a sum of what each step wrote, each part multiplied by the gates since: so it can be taken apart. A plain RNN puts the whole of its past through a tanh at every step: h′ = tanh(W x + U h + b). Nothing is carried over as a part of a sum, so there is nothing to take apart.",
    "LSTM 的细胞状态、GRU 的隐状态，是每一步写入之和，每一份再乘以其后各步的门：所以能拆开。普通 RNN 每一步都把全部过去送进一个 tanh：h′ = tanh(W x + U h + b)。没有哪一份以相加的方式保留下来，也就无从拆开。",
  ],
  "shares-rnn-not": [
    "This does not say that nothing of a word is left. Whether its prediction depends on a word can be measured in another way: swap the word, and see how far the prediction moves.",
    "这并不等于某个词什么都没有留下。预测是否取决于某个词，可以换一种办法测量：把这个词换掉，看预测移动多远。",
  ],
  "shares-to-reach": ["Swap a word in all three cells", "在三种单元中换词"],
  "shares-quantity": ["Share", "份额"],
  "shares-projected": ["of the prediction", "对预测"],
  "shares-unit": ["of one unit", "单个单元"],
  "shares-kept": ["kept of one unit", "单个单元的保留"],
  "shares-between": ["Between", "单位"],
  "shares-which": ["Unit, by carrier rank", "单元（按承载名次）"],
  "shares-state": ["state at", "状态"],
  "shares-written": ["written at", "写入"],
  "shares-sum": ["sum", "和"],
  "shares-towards": ["expects", "预期"],
  "shares-title": [
    "Surviving shares of the {cell}, projected on what it expects",
    "{cell} 的留存份额，投影到它的预期上",
  ],
  "shares-title-unit": ["Surviving shares of unit {unit} of the {cell}", "{cell} 单元 {unit} 的留存份额"],
  "shares-title-kept": ["What unit {unit} of the {cell} keeps of each step", "{cell} 单元 {unit} 对每一步的保留"],
  "shares-description": [
    "{rows} rows, the states, by {rows} columns, the steps that wrote; nothing right of the diagonal.",
    "{rows} 行（状态）× {rows} 列（写入的步）；对角线右侧为空。",
  ],
  "shares-tanh": [
    "An LSTM predicts from h = o·tanh c, not from c. The parts of c are exact; how much of each unit's tanh belongs to which part is a convention: in proportion, so that rows sum to the difference.",
    "LSTM 用来预测的是 h = o·tanh c，而不是 c。c 的各部分是精确的；每个单元的 tanh 中各部分占多少则是约定：按比例分摊，使各行之和等于分数之差。",
  ],
  "shares-difference": [
    "A row sums to a difference of scores, the likeliest piece's minus the mean of its four rivals', without the biases. The biases count in the prediction: the difference may be negative although the piece is the likeliest. Here it is in {negative} of {rows} rows.",
    "每行之和是一个分数之差：最可能的词片减去四个对手的平均，不含偏置。预测时还要加上偏置，因此即使该词片最可能，这个差也可能为负。此处 {rows} 行中有 {negative} 行为负。",
  ],
  "say-share": [
    "in the state at {t}, what was written at {j} amounts to {value}",
    "{t} 处的状态中，{j} 写入的部分为 {value}",
  ],
  "say-share-projected": [", towards {word} and away from {rivals}", "，朝向 {word}，背离 {rivals}"],
  "say-share-mean": [", mean over {count} states", "，{count} 个状态的平均"],
  "say-share-mean-towards": [
    ", mean over {count} states that all expect {word}",
    "，{count} 个状态的平均，它们都预期 {word}",
  ],
  "say-share-last": [
    ", after the last of its {count} pieces, as they expect different ones",
    "，取 {count} 个词片中最后一片之后的状态，因为各片预期不同",
  ],
  "say-kept": [
    "of what unit {unit} wrote at {j}, {value} is kept at {t}",
    "单元 {unit} 在 {j} 写入的，到 {t} 处保留 {value}",
  ],
  "say-not-yet": ["{j} is not yet read at {t}", "到 {t} 时还没有读到 {j}"],
  "say-no-token": ["the recurrent net has no such token", "循环网络没有这个词元"],
  "say-total": ["the state at {t}: the row sums to {value}", "{t} 处的状态：该行之和 {value}"],
  "shares-summary": [
    "The largest part: at “{t}”, {value} comes from “{j}”; that row's parts, of either sign, sum to {total}. Rows rebuild the totals, computed apart from them, to {error}.",
    "最大的一份：在“{t}”处，{value} 来自“{j}”；该行各份有正有负，其和为 {total}。各行之和与另行计算的总量相差不超过 {error}。",
  ],
  "shares-summary-kept": [
    "The most that is kept of an earlier step: at “{t}”, {value} of “{j}”.",
    "对较早一步保留最多的：在“{t}”处，“{j}”保留 {value}。",
  ],
  "shares-z": [
    "In a GRU z keeps: the weights of what was written sum to 1 − Π z.",
    "在 GRU 中 z 表示保留：各步写入的权重之和为 1 − Π z。",
  ],
  "shares-table": ["state \\ written", "状态 \\ 写入"],
  "shares-beside": ["What this head looks at", "这个头看向哪里"],
  "shares-same-axes": [
    "Both pictures have the same rows and columns. On the left, what one head of the Transformer looks at, at one go; on the right, what the {cell} has left of each word when it gets there.",
    "两幅图的行与列相同。左边是 Transformer 的一个头一次性看向哪里；右边是 {cell} 读到这里时，每个词还剩下多少。",
  ],
  "shares-own-axes": [
    "Each picture has its own model's pieces. What is pointed at in one lights up in the other, by the characters that it stands for.",
    "两幅图各用自己模型的词元。指向其中一格，另一幅中对应相同字符的格子也会亮起。",
  ],
  "lab-shares": ["Surviving shares", "留存份额"],
  "by-pieces": ["pieces", "词元"],
  "by-words": ["words", "词"],
  "title-shares": ["What a state still holds of each token", "状态中还留着每个词元的多少"],
};
