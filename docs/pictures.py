"""Takes the README's pictures again: ``python docs/pictures.py http://127.0.0.1:8000``, with the app running there."""

import shutil
import sys
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import sync_playwright

HERE = Path(__file__).resolve().parent
SENTENCE = "I grew up in France, so I speak fluent French."
WIDTH, HEIGHT = 1440, 1240
POINTED_AT = "France"


def main(address: str) -> None:
    """Write page-light.png and page-dark.png, with the token ``POINTED_AT`` lit in every panel."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for theme in ("light", "dark"):
            page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
            page.goto(f"{address}/?{urlencode({'text': SENTENCE, 'theme': theme, 'lang': 'en'})}")
            page.wait_for_load_state("networkidle")
            page.get_by_text(POINTED_AT, exact=True).first.click()  # pins the token
            page.mouse.move(WIDTH - 4, HEIGHT - 4)
            page.screenshot(path=HERE / f"page-{theme}.png")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
