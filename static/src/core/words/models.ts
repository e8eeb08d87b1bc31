/** Words about models, problems and notices, English and Chinese. */
import type { Words } from "./types.ts";

export const MODEL_WORDS: Words = {
  "quantised-name": ["{id} (quantised to {bits} bits)", "{id}（{bits} 位量化）"],
  "quantised-note": [
    "Most weights of {id} were quantised to {bits} bits before they were published: every number here is the quantised model's.",
    "{id} 的大部分权重在发布前被量化为 {bits} 位：这里的每个数都是量化后模型的。",
  ],
  "picker-size": ["{layers} × {heads} heads", "{layers} × {heads} 头"],
  "picker-size-some": ["{attending} of {layers} layers × {heads} heads", "{layers} 层中 {attending} 层 × {heads} 头"],
  "picker-fetch": ["to fetch, {size} MB", "需下载 {size} MB"],
  "picker-fetching": ["fetching, {percent} %", "下载中 {percent} %"],
  "stage-wait": ["Waiting for another download of {model} to end …", "正在等待 {model} 的另一个下载结束……"],
  "stage-download": ["Downloading {model}: {done} of {total} MB", "正在下载 {model}：{done} / {total} MB"],
  "stage-verify": [
    "Checking what was downloaded of {model}: {done} of {total} MB",
    "正在校验下载的 {model}：{done} / {total} MB",
  ],
  "stage-extract": ["Unpacking {model}: {done} of {total} MB", "正在解包 {model}：{done} / {total} MB"],
  "stage-convert": ["Converting the weights of {model} ({total} MB) …", "正在转换 {model} 的权重（{total} MB）……"],
  "stage-fetching": [
    "Fetching the weights of {model}: {done} of {total} MB",
    "正在下载 {model} 的权重：{done} / {total} MB",
  ],
  "stage-loading": ["Loading {model} …", "正在加载 {model}……"],

  "notice-unknown-tokens": ["What the model did not see", "模型没有看到的内容"],
  "notice-unknown-tokens-detail": [
    "{id} cannot read {count} of the {total} tokens of this sentence: it saw only its unknown token there, whatever is written.",
    "{id} 读不懂这句话 {total} 个词元中的 {count} 个：无论写的是什么，它在那里只看到自己的“未知”词元。",
  ],
  "notice-control-tokens": ["Read as control, not as text", "被当作控制符而不是文字"],
  "notice-control-tokens-detail": [
    "{id} reads {words} in this sentence as its own control token of that name.",
    "{id} 把这句话里的 {words} 读成它自己的同名控制词元。",
  ],
  "notice-unread-characters": ["Characters that no token stands for", "没有词元对应的字符"],
  "notice-unread-characters-detail": [
    "The tokenizer of {id} drops {count} of the characters of this sentence: the model never sees them.",
    "{id} 的分词器丢掉了这句话中的 {count} 个字符：模型从未看到它们。",
  ],
  "notice-byte-pieces": ["Read as bytes", "按字节读取"],
  "notice-byte-pieces-detail": [
    "{id} reads {characters} as UTF-8 bytes, which are {count} of its {total} tokens here: several stand for one character.",
    "{id} 把 {characters} 读成 UTF-8 字节，占它在这里的 {total} 个词元中的 {count} 个：几个词元合起来才是一个字符。",
  ],
  "notice-split-words": ["Words read in smaller pieces", "被拆成碎片读的词"],
  "notice-split-words-detail": [
    "{id} has no piece for these words and reads them in smaller ones: {pieces}.",
    "{id} 的词表里没有这些词，只能拆成更小的片段来读：{pieces}。",
  ],
  "notice-other-tokenizer": ["Another tokenizer in transformers", "transformers 用的是另一个分词器"],
  "notice-other-tokenizer-detail": [
    "{id} is read with the tokenizer.json of its folder. The tokenizer that transformers builds for that folder reads some sentences as other tokens: there, code that loads it gets other weights.",
    "{id} 在这里用它的文件夹里的 tokenizer.json 读取。transformers 为该文件夹构建的分词器会把某些句子读成别的词元：这时，用它的代码得到的权重与这里不同。",
  ],
  "notice-first-only": ["The first sentence only", "只读第一句"],
  "notice-first-only-detail": [
    "The recurrent net reads one text, which is the first sentence: nothing that is shown of it is about the second.",
    "循环网络只读一段文本，也就是第一句：这里关于它的内容都与第二句无关。",
  ],
  "notice-weights-only": ["Weights only", "只有权重"],
  "notice-weights-only-detail": [
    "{id} computes its attention by itself: its weights can be read, its queries, keys and values cannot.",
    "{id} 自行计算注意力：可以读取权重，但读不到查询、键和值。",
  ],
  "notice-layers-without-attention": ["Layers without attention", "没有注意力的层"],
  "notice-layers-without-attention-detail": [
    "Of {id}, these layers do not attend: {layers}. What they do with tokens, no mask changes, and of it there is nothing to show.",
    "{id} 的这些层不计算注意力：{layers}。遮蔽对它们如何处理词元不起作用，那里也没有可显示的内容。",
  ],
  "notice-left-out": ["Part of the model is left out", "模型的一部分没有读取"],
  "notice-left-out-detail": [
    "The folder of {id} holds a {whole}. What is read of it is its {part}; the rest, such as a head that classifies, is left out.",
    "{id} 的文件夹里是 {whole}；这里只读取其中的 {part}，其余部分（例如分类头）没有读取。",
  ],
  "one-text": ["{id} reads one text: the second sentence was left out.", "{id} 只读一段文本：第二个句子没有读。"],

  "problem-internal-error": ["Internal error", "内部错误"],
  "problem-invalid-request": ["Invalid request", "请求无效"],
  "problem-empty-text": ["Empty text", "文本为空"],
  "problem-unknown-model": ["Unknown model", "没有这个模型"],
  "problem-index-out-of-range": ["Index out of range", "索引超出范围"],
  "problem-limit-passed": ["Limit passed", "超过上限"],
  "problem-text-too-long": ["Text too long", "文本太长"],
  "problem-body-too-large": ["Body too large", "请求体太大"],
  "problem-answer-too-large": ["Answer too large", "回应太大"],
  "problem-attention-not-readable": ["Attention not readable", "读不到注意力"],
  "problem-weights-unavailable": ["Weights unavailable", "权重不可用"],
  "problem-weights-missing": ["Weights not on disk", "磁盘上没有权重"],
  "problem-wrong-hash": ["Weights have the wrong hash", "权重的哈希值不符"],
  "problem-download-failed": ["Download failed", "下载失败"],
  "problem-disk-full": ["Disk full", "磁盘已满"],
  "problem-busy": ["Busy", "服务器忙"],
  "problem-not-ready": ["Not ready", "尚未就绪"],
  "problem-http": ["Request refused", "请求被拒绝"],
  "problem-not-found": ["Not found", "没有找到"],
  "problem-method-not-allowed": ["Method not allowed", "不允许这种方法"],
  "problem-not-json": ["Body is not JSON", "请求体不是 JSON"],
  "problem-not-acceptable": ["Not acceptable", "给不出所要的格式"],
};
