"""What is put together for other places: as little as a view needs, and styles that stay inside a shadow root."""

import re
from pathlib import Path

import pytest

from app.draw.kits import SHADOW, STYLES, Kits, Script, in_shadow
from app.errors import NotFound

STATIC = Path(__file__).resolve().parents[2] / "static"


@pytest.fixture(scope="module")
def kits() -> Kits:
    """The application's own."""
    return Kits(STATIC, "1.2.3")


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
    assert max(map(len, scripts.values())) < 0.8 * len(kits.element())
    for words, owner in {"attn-rollouts": "rollout", "tracks-open": "gates"}.items():  # of their parts in ui
        assert [view for view, text in scripts.items() if words in text] == [owner]


@pytest.mark.parametrize("views", [("nonsense",), ("heads", "gates", "arcs"), (), ("../main",), ("",)])
def test_no_script_of_what_is_no_view(kits: Kits, views: tuple[str, ...]) -> None:
    """An address names views, not files."""
    with pytest.raises(NotFound):
        kits.player(views)


def test_the_names_of_a_script() -> None:
    """What a content policy calls it is the digest that browsers make: of the empty text, a known one."""
    assert Script("").source == "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
    assert Script("").tag == "e3b0c44298fc1c14"


def test_styles_of_a_shadow_root(kits: Kits) -> None:
    """Nothing of the document, nothing of the window's width, every colour that may be set."""
    css = in_shadow("\n".join((STATIC / "css" / f"{name}.css").read_text("utf-8") for name in SHADOW))
    assert not re.search(r":root|(?m:^(html|body)\b)|data-theme|\dvw\b", css)
    for found in re.findall(r"@media \((?:min|max)-width[^{]*", css):
        assert "height" in found  # a container has no height to go by
    for colour in ("ink", "soft", "faint", "paper", "band", "link", "font"):
        assert f"--{colour}: var(--hg-{colour}, " in css
    assert "var(--hg-ink" not in kits.styles()
    assert set(STYLES) < set(SHADOW)


def test_rules_of_the_document() -> None:
    """Each kind of rule, as it is and as it is said inside."""
    page = (
        "html { color: red; }\nbody.embed { margin: 0; }\n:root { --ink: #123; --warn: #456; }\n"
        ':root[data-theme="dark"] { --ink: #fff; }\n:root:not([data-theme="light"]) a { top: 0; }\n'
        ":root.open b { top: 0; }\n@media (max-width: 10px) {\n  b { width: 5vw; }\n}\n.body { top: 0; }\n"
    )
    assert in_shadow(page) == (
        ":host { --ink: var(--hg-ink, #123); --warn: #456; }\n"
        ':host([theme="dark"]) { --ink: var(--hg-ink, #fff); }\n:host(:not([theme="light"])) a { top: 0; }\n'
        ":host(.open) b { top: 0; }\n@container (max-width: 10px) {\n  b { width: 5cqw; }\n}\n.body { top: 0; }\n"
    )
