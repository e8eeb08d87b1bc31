"""What is put together for other places: as little as a view needs."""

from pathlib import Path

import pytest

from app.draw.kits import Kits, NotBuilt, Script
from app.errors import NotFound
from tests import built


@pytest.fixture(scope="module")
def kits() -> Kits:
    """The application's own."""
    return built.kits()


@pytest.mark.parametrize(
    ("query", "views"),
    [
        ({}, ("heads", "gates")),
        ({"view": "arcs"}, ("arcs",)),
        ({"attend": "arcs", "lab": "reach"}, ("arcs", "reach")),
        ({"view": "nonsense", "lab": "<script>"}, ("heads", "gates")),
    ],
)
def test_views_of_a_state(kits: Kits, query: dict[str, str], views: tuple[str, ...]) -> None:
    """One, or one of either panel; what is no value is the default, as on the page."""
    assert kits.views(query) == views


def test_a_player_brings_its_view_alone(kits: Kits) -> None:
    """What a view's part is called stands in its own script alone; the element has every view."""
    views = [view for view in kits.keys()["view"]["enum"] if view]
    scripts = {view: kits.player((view,)).text for view in views}
    assert max(map(len, scripts.values())) < 0.8 * len(built.text("element.js"))
    for words, owner in {"attn-rollouts": "rollout", "tracks-open": "gates"}.items():  # of their parts in ui
        assert [view for view, text in scripts.items() if words in text] == [owner]


def test_a_player_brings_the_words_of_one_language_or_of_both(kits: Kits) -> None:
    """A frame has one; an address that names none, as it was in earlier pages, has both."""
    said = {"en": "Each square is one head of", "zh": "每个方块是"}
    for lang, has in {"en": ["en"], "zh": ["zh"], None: ["en", "zh"], "fr": ["en", "zh"]}.items():
        script = kits.player(("heads", "gates"), lang).text
        assert [each for each, words in said.items() if words in script] == has


def test_without_a_build_it_is_said_what_to_do(tmp_path: Path) -> None:
    """Whether or not there is a folder."""
    for folder in (tmp_path, tmp_path / "none"):
        with pytest.raises(NotBuilt, match="run `make setup`"):
            Kits(folder, "1.2.3")


@pytest.mark.parametrize("views", [("nonsense",), ("heads", "gates", "arcs"), (), ("../main",), ("",)])
def test_no_script_of_what_is_no_view(kits: Kits, views: tuple[str, ...]) -> None:
    """An address names views, not files."""
    with pytest.raises(NotFound):
        kits.player(views)


def test_the_names_of_a_script() -> None:
    """What a content policy calls it is the digest that browsers make: of the empty text, a known one."""
    assert Script("").source == "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
    assert Script("").tag == "e3b0c44298fc1c14"
