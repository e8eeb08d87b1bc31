"""The front end as it was built, for tests that ask for its files."""

from app.draw.kits import Kits
from app.places import DIST


def kits() -> Kits:
    """What the application reads at its start."""
    return Kits(DIST, "1.2.3")


def address(what: str) -> str:
    """Where a file is served, by what it is: ``main.js``, ``docs.css``."""
    return kits().addresses()[what]


def text(what: str) -> str:
    """What a file holds, by what it is."""
    return (DIST / kits().named(what)).read_text("utf-8")


VIEWS = kits().described()
