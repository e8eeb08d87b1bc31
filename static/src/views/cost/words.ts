/** What this view says, in English and Chinese. */
import type { Words } from "../../core/words/types.ts";

export const words: Words = {
  "figure-cost-when": ["Measured on {when} UTC.", "测于 {when}（UTC）。"],
  "cost-intro": [
    "Attention compares every token with every token at once: n² pairs in one step, of which a causal model may look at those up to each token, n(n + 1)/2. A recurrent cell takes n steps, each waiting for the one before.",
    "注意力把每个词元与所有词元同时比较：一步完成 n² 对，其中因果模型只能看到每个词元及其之前的 n(n + 1)/2 对。循环单元要走 n 步，每一步都等前一步。",
  ],
  "cost-title": ["Cost of one head of attention and of one {cell} layer", "一个注意力头与一层 {cell} 的代价"],
  "cost-description": [
    "Sequential depth, multiplications and milliseconds for sentences of {first} to {last} tokens, both axes logarithmic.",
    "句长 {first} 至 {last} 个词元时的顺序深度、乘法次数与毫秒数，两轴皆为对数。",
  ],
  "cost-plot-depth": ["Steps that wait for each other", "必须依次等待的步数"],
  "cost-plot-depth-says": ["attention: 1 a layer; the cell: n", "注意力：每层 1；循环单元：n"],
  "cost-plot-products": ["Multiplications, and pairs compared", "乘法次数与比较的对数"],
  "cost-plot-products-says": ["twice the tokens: twice n, but four times n²", "词元加倍：n 变两倍，n² 变四倍"],
  "cost-plot-ms": ["Milliseconds, measured", "毫秒，实测"],
  "cost-plot-ms-says": ["{threads} threads, median of {repeats} runs", "{threads} 个线程，{repeats} 次的中位数"],
  "cost-axis": ["tokens n (both axes logarithmic)", "词元数 n（两轴皆为对数）"],
  "cost-here": ["here: {count}", "此句：{count}"],
  "cost-line-attention": ["attention", "注意力"],
  "cost-line-cell": ["{cell}", "{cell}"],
  "cost-line-pairs": ["pairs n²", "n² 对"],
  "cost-line-fused": ["{cell}, fused", "{cell}，融合"],
  "cost-line-unrolled": ["{cell}, unrolled", "{cell}，展开"],
  "cost-say-depth": ["{count} tokens, steps one after the other: {list}", "{count} 个词元，依次走的步数：{list}"],
  "cost-say-products": ["{count} tokens, multiplications and pairs: {list}", "{count} 个词元，乘法次数与对数：{list}"],
  "cost-say-ms": ["{count} tokens: {list} milliseconds", "{count} 个词元：{list} 毫秒"],
  "cost-say-one": ["{name} {value}", "{name} {value}"],
  "cost-here-words": [
    "This sentence: {attention} tokens for {model}, so {attention}² = {pairs} pairs in each head, all in 1 step a layer; {gates} tokens for the {cell}, so {gates} steps, one after the other.",
    "这个句子：{model} 读作 {attention} 个词元，每个头 {attention}² = {pairs} 对，每层一步完成；{cell} 读作 {gates} 个词元，要依次走 {gates} 步。",
  ],
  "cost-here-causal": [
    "{model} is causal: of these {pairs} pairs {visible} are visible, those of a token with itself and with what stands before it. All {pairs} are computed, as here, unless the masked half is skipped.",
    "{model} 是因果模型：这 {pairs} 对中可见的有 {visible} 对，即每个词元与自己及其之前的词元。除非跳过被遮住的一半，{pairs} 对都要计算，此处即如此。",
  ],
  "cost-measured": [
    "Measured on the server that answered, when the figure was asked for, {threads} threads, the median of {repeats} runs: one head of {model} and the layer of the {cell}; {libraries}. No two measurements are alike.",
    "索取此图时在应答的服务器上实测，{threads} 个线程，{repeats} 次取中位数：{model} 的一个头与 {cell} 的一层；{libraries}。每次测量都会有所不同。",
  ],
  "cost-ratio": [
    "From {from} to {to} tokens ({times} times as many), attention took {attention} times as long, the fused {cell} {fused} times, the unrolled one {unrolled} times.",
    "从 {from} 到 {to} 个词元（{times} 倍），注意力耗时变为 {attention} 倍，融合的 {cell} 为 {fused} 倍，展开的为 {unrolled} 倍。",
  ],
  "cost-honest": [
    "A processor is not a textbook: each call has a fixed cost, which weighs most with few tokens, and a CPU has few units to share the products among. What attention could gain by needing no order takes hardware where many work at once, which was not measured here. On a busy machine single points jump: measure again.",
    "处理器不是教科书：每次调用都有固定开销，词元越少，它占的比重越大；而且 CPU 只有少数单元分担这些乘法。注意力不需要顺序，这个好处要靠有大量单元同时工作的硬件来体现，此处没有测量。机器忙时个别点会跳动：可再测一次。",
  ],
  "cost-again": ["Measure again", "再测一次"],
  "cost-table-tokens": ["tokens", "词元"],
  "cost-table-pairs": ["pairs n²", "对数 n²"],
  "cost-table-visible": ["visible pairs", "可见的对数"],
  "cost-table-depth": ["{name}: depth", "{name}：深度"],
  "cost-table-products": ["{name}: multiplications", "{name}：乘法"],
  "cost-table-ms": ["{name}: ms", "{name}：毫秒"],
  "lab-cost": ["Cost", "代价"],
  "title-cost": ["What attention and recurrence cost", "注意力与循环的代价"],
};
