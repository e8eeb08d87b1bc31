"""``python -m benchmarks``: print every comparison and, where there is a browser, what the page costs in it."""

import importlib.util
import os
import platform

import torch

from benchmarks import server


def in_browser() -> None:
    """Print what is measured in Chromium, or what is missing for it."""
    if importlib.util.find_spec("playwright") is None:
        print("Not measured in a browser: playwright is not installed (`pip install -e .[test]`).")
        return
    from benchmarks import browser  # noqa: PLC0415  # playwright is only there for tests and benchmarks

    if browser.chromium() is None:
        print("Not measured in a browser: no Chromium on the path; CHROMIUM=path names one.")
        return
    for measured in browser.run():
        print(measured, flush=True)


if __name__ == "__main__":
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, torch {torch.__version__}")
    for comparison in server.run():
        print(comparison, flush=True)
    in_browser()
