#!/usr/bin/env bash
# Every way to ask Heads & Gates from a shell. Run it in an empty folder: each call leaves one file.
#
#     HG=http://127.0.0.1:8000 bash curl.sh
#
# --fail turns an error into exit status 22; without it, the body says what was wrong (application/problem+json).
set -euo pipefail

HG=${HG:-http://127.0.0.1:8000}
TEXT="The animal didn't cross the street because it was too tired."
get() { curl --fail --silent --show-error --get "$@"; }
post() { curl --fail --silent --show-error --header 'Content-Type: application/json' "$@"; }

# Attention weights of layer 3, head 1 as JSON: model, tokens, and attention.values, four lists deep: layer, head,
# query, key.
get "$HG/api/v1/attention" --data-urlencode "text=$TEXT" -d layers=3 -d heads=1 -o attention.json

# All 72 heads of MiniLM as safetensors, float32: safetensors.numpy.load_file("attention.safetensors")["attention"].
get "$HG/api/v1/attention" --data-urlencode "text=$TEXT" -d format=safetensors -o attention.safetensors

# Which heads look from "it" (token 10) to "animal" (token 2)? The strongest first, each with its weight.
get "$HG/api/v1/attention/find" --data-urlencode "text=$TEXT" -d from=10 -d to=2 -o find.json

# Gates and states of the LSTM, each [token][unit], and what it expects after each token. A body instead of a query.
post "$HG/api/v1/gates" -d '{"text": "I grew up in France, so I speak fluent", "include": ["predictions"]}' -o gates.json

# The heatmap as SVG; light and dark inside. Figures take what stands in the page's address.
get "$HG/api/v1/figure.svg" --data-urlencode "text=$TEXT" -d view=heatmap -d layer=3 -d head=1 -o heatmap.svg

# The same as PNG: 600 CSS pixels wide, three pixels to each, dark.
get "$HG/api/v1/figure.png" --data-urlencode "text=$TEXT" -d view=heatmap -d layer=3 -d head=1 \
  -d width=600 -d ratio=3 -d theme=dark -o heatmap.png

# As the picture of a link preview: 1200 by 630 pixels exactly.
get "$HG/api/v1/figure.png" --data-urlencode "text=$TEXT" -d view=heatmap -d card=1200x630 -o card.png

# One file that opens from disk, without a network, and answers when you point at it.
get "$HG/api/v1/figure.html" --data-urlencode "text=$TEXT" -d view=heatmap -d layer=3 -d head=1 -o heatmap.html

# The numbers of the figure's tables in full, for a spreadsheet: UTF-8 with the mark that spreadsheets know it by.
get "$HG/api/v1/figure.csv" --data-urlencode "text=$TEXT" -d view=heatmap -d layer=3 -d head=1 -o heatmap.csv

# The figure frozen: <heads-gates src="figure.json"> plays it without this server. Posted, as long texts must be.
post "$HG/api/v1/figure.json" -d '{"view": "unit", "cell": "lstm", "text": "我在法国长大，所以我会说", "lang": "zh"}' \
  -o figure.json

# What WordPress and others ask before they embed a link: the iframe's code, its size, a thumbnail (oEmbed 1.0).
get "$HG/oembed" --data-urlencode "url=$HG/?view=arcs&layer=3&head=1" -o oembed.json
