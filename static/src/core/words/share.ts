/** Words of the share dialog. */
import type { Words } from "./types.ts";

export const SHARE_WORDS: Words = {
  share: ["Share", "分享"],
  "share-what": ["What to share", "分享什么"],
  "share-how": ["How to share it", "如何分享"],
  "share-close": ["Close", "关闭"],
  "share-own-attention": ["Share the attention view", "分享注意力视图"],
  "share-own-memory": ["Share the memory view", "分享记忆视图"],
  "share-own-context": ["Share the comparison", "分享这个比较"],
  "share-view": ["{panel}: {view}", "{panel}：{view}"],
  "share-title-of": ["“{text}” · {view}", "“{text}” · {view}"],
  "share-tab-link": ["Link", "链接"],
  "share-tab-embed": ["Embed", "嵌入"],
  "share-tab-image": ["Image", "图片"],
  "share-tab-freeze": ["Freeze", "冻结"],
  "share-tab-numbers": ["Numbers", "数值"],

  "share-copy": ["Copy", "复制"],
  "share-copied": ["Copied", "已复制"],
  "share-not-copied": [
    "The browser did not allow it: select the text and copy it yourself.",
    "浏览器不允许：请自行选中文本并复制。",
  ],
  "share-code-of": ["Code: {name}", "代码：{name}"],
  "share-drawing": ["Making the file …", "正在生成文件……"],
  "share-saved": ["{name}, {size}", "{name}，{size}"],
  "share-bytes": ["{count} bytes", "{count} 字节"],
  "share-kilobytes": ["{count} kB", "{count} kB"],
  "share-megabytes": ["{count} MB", "{count} MB"],
  "share-near": [
    "Only this computer, or its own network, gets to {host}: these addresses lead nowhere for others. A frozen figure works anywhere.",
    "只有本机或所在网络能访问 {host}：对别人来说，这些地址打不开。冻结的图在哪里都能用。",
  ],

  "share-link-note": [
    "The link holds the whole view, and the sentence with it: whoever gets it can read it, and public caches may keep it.",
    "链接里有整个视图，也有句子本身：拿到链接的人都能读到，公共缓存也可能留存。",
  ],
  "share-link-long": [
    "This text is too long for an address that a server sees, so it travels compressed behind the link's #. The link opens the page as it is now; previews, frames and pictures by address cannot be made of it.",
    "文本太长，放不进服务器能看到的地址，因此压缩后放在链接的 # 之后。链接能打开现在的页面；但无法据此生成预览、框架或按地址引用的图片。",
  ],
  "share-too-long": [
    "This text is too long for an address that a server sees, and this way needs one.",
    "文本太长，放不进服务器能看到的地址，而这种方式需要这样的地址。",
  ],
  "share-freeze-instead": ["Freeze it instead", "改为冻结"],

  "share-theme": ["Theme", "主题"],
  "share-width": ["Width", "宽度"],
  "share-width-wrong": ["A width is a whole number from {least} to {most}.", "宽度是 {least} 到 {most} 之间的整数。"],
  "share-pixels": ["px", "像素"],
  "share-preview": ["Preview", "预览"],
  "share-preview-of": ["Preview of the embed", "嵌入效果预览"],

  "share-way-frame": ["Frame", "框架"],
  "share-way-script": ["Script", "脚本"],
  "share-way-element": ["Element", "元素"],
  "share-way-address": ["Address", "地址"],
  "share-frame-note": [
    "For any page whose HTML you write, script or no script. WordPress and other editors may drop a pasted frame: give them the address.",
    "适用于任何能自己写 HTML 的页面，有无脚本都行。WordPress 等编辑器可能删掉粘贴的框架：请给它们地址。",
  ],
  "share-script-note": [
    "The frame grows with its figure; feeds, mail and readers without scripts get the picture. A content policy must allow {host} in script-src, frame-src and img-src. Editors that drop scripts leave the picture.",
    "框架随图的高度伸缩；订阅源、邮件和不运行脚本的读者看到图片。内容策略须在 script-src、frame-src 和 img-src 中允许 {host}。会删除脚本的编辑器留下图片。",
  ],
  "share-element-note": [
    "No frame: part of your page, with events and methods for your own script. A content policy must allow {host} in script-src and connect-src. Not for editors that drop scripts.",
    "没有框架：就在你的页面里，并为你的脚本提供事件和方法。内容策略须在 script-src 和 connect-src 中允许 {host}。会删除脚本的编辑器不适用。",
  ],
  "share-address-note": [
    "On a line of its own in WordPress or another editor that reads oEmbed, it becomes the figure. Ghost, Notion, Medium and Discord make a card with a picture of it.",
    "在 WordPress 等支持 oEmbed 的编辑器里单独占一行，就会变成图。Ghost、Notion、Medium 和 Discord 会做成带图片的卡片。",
  ],

  "share-way-markdown": ["README", "README"],
  "share-way-svg": ["Web page", "网页"],
  "share-way-png": ["Mail", "邮件"],
  "share-markdown-note": [
    "Markdown for GitHub and other places that show images only; with the theme Auto it follows the reader's light or dark.",
    "供 GitHub 等只显示图片的地方使用的 Markdown；主题为“自动”时随读者的浅色或深色变化。",
  ],
  "share-svg-note": [
    "An SVG stays sharp at any size; with the theme Auto it follows the reader's light or dark. Not shown in mail.",
    "SVG 在任何尺寸下都清晰；主题为“自动”时随读者的浅色或深色变化。邮件里不显示。",
  ],
  "share-png-note": [
    "A PNG is shown nearly everywhere, in mail and on Substack too. It has one theme: Auto is drawn light.",
    "PNG 几乎处处可见，邮件和 Substack 也行。它只有一种主题：“自动”按浅色绘制。",
  ],
  "share-download-file": ["Download {name}", "下载 {name}"],
  "share-ratio": ["PNG pixels", "PNG 像素"],

  "share-freeze-note": [
    "A frozen figure holds the picture, the numbers that it is drawn from, and which model, revision and weights they came from. It stays interactive and stays the same, whatever becomes of this server.",
    "冻结的图包含图片、绘制所用的数值，以及这些数值来自哪个模型、版本和权重。它仍可交互，也不再改变，不管这个服务器日后如何。",
  ],
  "share-html": ["Web page", "网页文件"],
  "share-html-note": [
    "One file that opens from disk, without a network. Send it, keep it with a paper, or put it on any web space.",
    "一个文件，从磁盘打开，无需网络。可以发送、随论文保存，或放到任何网站空间。",
  ],
  "share-json": ["Figure for your page", "放进你的网页"],
  "share-json-note": [
    "Put figure.json and heads-gates.js beside your page; then this plays the figure, and nothing is asked of this server.",
    "把 figure.json 和 heads-gates.js 放在你的网页旁边；下面的代码就能播放这张图，不再向本服务器请求任何东西。",
  ],

  "share-csv-note": ["The tables of this view, every number in full.", "这个视图的各个表格，数值完整。"],
  "share-twins-note": ["The API's answers behind it:", "它背后的 API 回应："],
  "share-twin": ["{panel}, {format}", "{panel}，{format}"],
  "share-way-curl": ["curl", "curl"],
  "share-way-python": ["Python", "Python"],
  "share-way-command": ["Command line", "命令行"],
  "share-curl-note": ["The same CSV from a shell.", "在命令行中取得同样的 CSV。"],
  "share-python-note": [
    "The tables as Python has them, each with title, head and rows. The standard library is enough.",
    "Python 中的表格，各有标题、表头和行。标准库就够了。",
  ],
  "share-command-note": [
    "Where Heads & Gates is installed: computed there, and no server is asked.",
    "在装有 Heads & Gates 的机器上：就地计算，不询问服务器。",
  ],
};
