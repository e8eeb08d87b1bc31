"""What the page says of a number, read off its accessible layer, and the same number from the API."""

import re
from typing import Any

import httpx
from playwright.sync_api import Locator, Page

CHINESE = "苹果很好吃,我买了三斤。"
LONG = "When the old keeper told the children about the storm, they did not believe him, because the sea was calm. " * 9


def attention(client: httpx.Client, text: str, layer: int, head: int, **params: str) -> dict[str, Any]:
    """One head from the API."""
    answer = client.get("/api/v1/attention", params={"text": text, "layers": layer, "heads": head, **params})
    found: dict[str, Any] = answer.raise_for_status().json()
    return found


def gates(client: httpx.Client, text: str, **params: str) -> dict[str, Any]:
    """The gates from the API, with predictions and the carrier order."""
    answer = client.get("/api/v1/gates", params={"text": text, "include": "predictions,units", **params})
    found: dict[str, Any] = answer.raise_for_status().json()
    return found


def percent(value: float) -> str:
    """Three significant digits, as the page prints a share."""
    hundredth = value * 100
    if hundredth == 0:
        return "0 %"
    if hundredth < 0.001:
        digits, power = f"{hundredth:.1e}".split("e")
        return f"{digits}e{int(power)} %"
    return f"{float(f'{hundredth:.3g}'):.10g} %"


def shown(token: dict[str, Any]) -> str:
    """What the page calls a token: its text, a piece of a character with its number, or the raw piece."""
    if token["special"] or token["unknown"] or token["text"].strip() == "":
        return str(token["piece"])
    return str(token["text"]).strip() + (chr(0x2460 + token["part"]) if token["parts"] > 1 else "")


def focus_grid(page: Page, label: str) -> Locator:
    """Moves the focus into the grid whose name begins so, to its first cell."""
    grid = page.get_by_role("grid", name=re.compile(f"^{re.escape(label)}"))
    grid.get_by_role("gridcell").focus()
    page.keyboard.press("Control+Home")
    return grid


def announced(page: Page) -> str:
    """What a screen reader is told about the cell in focus."""
    return page.locator(":focus").get_attribute("aria-label") or ""


def row_said(page: Page, label: str, row: int, count: int) -> list[str]:
    """What is announced along one row of a grid."""
    focus_grid(page, label)
    for _ in range(row):
        page.keyboard.press("ArrowDown")
    said = []
    for _ in range(count):
        said.append(announced(page))
        page.keyboard.press("ArrowRight")
    return said
