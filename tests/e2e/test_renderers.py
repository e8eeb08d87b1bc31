"""One SVG, two renderers that share no code: resvg's PNG and Chromium's picture look alike."""

import base64
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.weights]

SHRINK = 4  # times smaller: how letters are smoothed does not count, where they stand does
# Both pictures side by side on canvases: size of the first, mean and 99th percentile of the differences of their
# pixels, 0 to 255, and how many pixels are not of the commonest colour.
COMPARE = """async ([svg, png, shrink]) => {
  const load = (src) => new Promise((done, failed) => {
    const image = new Image();
    image.onload = () => done(image);
    image.onerror = () => failed(new Error("not a picture: " + src.slice(0, 40)));
    image.src = src;
  });
  const images = await Promise.all([load(svg), load(png)]);
  const [first] = images;
  const [width, height] = [Math.floor(first.width / shrink), Math.floor(first.height / shrink)];
  const pixels = images.map((image) => {
    const full = new OffscreenCanvas(first.width, first.height);  // a vector picture is drawn at its own size first
    full.getContext("2d").drawImage(image, 0, 0);
    const context = new OffscreenCanvas(width, height).getContext("2d");
    context.imageSmoothingQuality = "high";
    context.drawImage(full, 0, 0, width, height);
    return context.getImageData(0, 0, width, height).data;
  });
  const differences = pixels[0].map((value, i) => Math.abs(value - pixels[1][i])).sort();
  const paper = pixels[0].slice(-4).join();
  let drawn = 0;
  for (let i = 0; i < pixels[0].length; i += 4) drawn += pixels[0].slice(i, i + 4).join() !== paper;
  const mean = differences.reduce((sum, value) => sum + value, 0) / differences.length;
  const size = [first.width, first.height, images[1].width, images[1].height];
  return { size, mean, most: differences[Math.floor(0.99 * differences.length)], drawn: drawn / (width * height) };
}"""


def data_url(kind: str, body: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(body).decode()}"


@pytest.mark.parametrize(
    "query",
    [
        {"view": "heatmap", "text": "The animal didn't cross the street because it was too tired.", "theme": "light"},
        {"view": "gates", "text": "I grew up in France, so I speak fluent", "theme": "dark"},
        {"view": "arcs", "text": "我在法国长大,所以我说流利的 French ‖", "theme": "light", "lang": "zh"},
        {"view": "reach", "text": "The cat sat on the mat.", "theme": "dark"},
    ],
    ids=lambda query: f"{query['view']} {query['theme']}",
)
def test_two_renderers_agree(browser: Browser, client: httpx.Client, query: dict[str, Any]) -> None:
    found = {}
    for kind in ("svg", "png"):
        answer = client.get(f"/api/v1/figure.{kind}", params={"lang": "en", "ratio": "1", **query})
        assert answer.status_code == 200, answer.text
        found[kind] = answer.content
    other = "dark" if query["theme"] == "light" else "light"
    wrong = client.get("/api/v1/figure.png", params={"lang": "en", "ratio": "1", **query, "theme": other}).content
    page = browser.new_page()
    try:
        svg = data_url("image/svg+xml", found["svg"])
        alike = page.evaluate(COMPARE, [svg, data_url("image/png", found["png"]), SHRINK])
        unlike = page.evaluate(COMPARE, [svg, data_url("image/png", wrong), SHRINK])
    finally:
        page.close()
    width, height, *other_size = alike["size"]
    assert other_size == [width, height]
    assert alike["drawn"] > 0.05, "something is drawn at all"
    assert alike["mean"] < 1.5
    assert alike["most"] < 30
    assert unlike["mean"] > 40
