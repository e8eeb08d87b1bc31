"""Makes the post ready to publish: one folder of plain files.

    python examples/blog/build.py --server https://figures.example
    python -m http.server 8080 --directory examples/blog/site

It puts the server's address where the post has that of a server on this machine, fetches the element's script, and
has the frozen figures made anew; once both lie beside the post, they need no server. `--frozen` makes those figures
alone, in this folder.

Needs Python's standard library only, and a running server.
"""

import argparse
import shutil
import sys
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import urlopen

HERE = Path(__file__).parent
WRITTEN = "http://127.0.0.1:8000"  # the server's address, as it stands in index.html
SCRIPT = "heads-gates.js"
UNIT = {"view": "unit", "cell": "lstm", "unit": "8"}
FRANCE = {**UNIT, "text": "I grew up in France, so I speak fluent", "lang": "en", "width": "400"}
FROZEN = {
    "figure.json": {**UNIT, "text": "我在法国长大，所以我会说", "lang": "zh"},
    "france-light.svg": {**FRANCE, "theme": "light"},
    "france-dark.svg": {**FRANCE, "theme": "dark"},
}


def fetch(server: str, path: str) -> bytes:
    """What the server has at ``path``. Raises URLError where it does not answer, or not with 200."""
    with urlopen(server + path, timeout=120) as answer:  # noqa: S310 - main() lets http and https through
        body: bytes = answer.read()
    return body


def freeze(server: str, folder: Path) -> None:
    """Writes the frozen figures into ``folder``."""
    for name, state in FROZEN.items():
        kind = name.rpartition(".")[2]
        (folder / name).write_bytes(fetch(server, f"/api/v1/figure.{kind}?{urlencode(state)}"))


def build(server: str, folder: Path) -> None:
    """Writes the whole post into ``folder``, which is made where it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    post = (HERE / "index.html").read_text(encoding="utf-8")
    post = post.replace(f"{WRITTEN}/{SCRIPT}", SCRIPT).replace(WRITTEN, server)
    (folder / "index.html").write_text(post, encoding="utf-8")
    for name in ("blog.css", "post.js"):
        shutil.copy(HERE / name, folder / name)
    (folder / SCRIPT).write_bytes(fetch(server, f"/{SCRIPT}"))
    freeze(server, folder)


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Make the post ready to publish: one folder of plain files.")
    parser.add_argument("--server", default=WRITTEN, help="address of Heads & Gates (default: %(default)s)")
    parser.add_argument("--out", type=Path, default=HERE / "site", help="folder to write (default: %(default)s)")
    parser.add_argument("--frozen", action="store_true", help="only fetch the frozen figures again, beside the post")
    options = parser.parse_args()
    server = options.server.rstrip("/")
    if urlsplit(server).scheme not in {"http", "https"} or any(mark in server for mark in "\"'<>;, "):
        parser.error(f"--server is an address such as {WRITTEN}; got {options.server!r}")
    try:
        if options.frozen:
            freeze(server, HERE)
        else:
            build(server, options.out)
    except URLError as error:
        sys.stderr.write(f"{server} did not give what was asked for: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
