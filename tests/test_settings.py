"""Settings come from the environment; an empty variable is the same as none."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from app.settings import Settings


def test_an_empty_variable_is_the_same_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = Settings()
    for name in Settings.model_fields:
        monkeypatch.setenv(f"HEADS_GATES_{name.upper()}", "")
    assert Settings() == plain


def test_variables_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEADS_GATES_CACHE_DIR", "/somewhere")
    monkeypatch.setenv("HEADS_GATES_MAX_TEXT_CHARS", "7")
    assert (Settings().cache_dir, Settings().max_text_chars) == (Path("/somewhere"), 7)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("https://example.org", "https://example.org"),
        ("https://example.org/", "https://example.org"),
        ("http://[::1]:8000/heads/", "http://[::1]:8000/heads"),
        ("https://xn--fiq228c.example/a%20b", "https://xn--fiq228c.example/a%20b"),
    ],
)
def test_our_own_address_is_absolute_and_has_no_slash_at_its_end(written: str, kept: str) -> None:
    assert Settings(public_url=written).public_url == kept


@pytest.mark.parametrize(
    "written",
    [
        "example.org",
        "//example.org",
        "ftp://example.org",
        "https://",
        "https:///path",
        "https://example.org?text=a",
        "https://example.org/#top",
        "https://me@example.org",
        "https://example.org:port",
        "https://example.org:99999",
        "https://[::1",
        "https://example.org//x",
        'https://example.org/"><script>',
        "https://example.org/a b",
        "https://苹果.example",
    ],
)
def test_another_kind_of_address_is_refused(written: str) -> None:
    with pytest.raises(ValidationError, match="public_url"):
        Settings(public_url=written)


def test_every_setting_says_what_it_is_and_sizes_have_units() -> None:
    for name, field in Settings.model_fields.items():
        assert field.description, name
        assert not name.endswith(("_size", "_length", "_time")), name
