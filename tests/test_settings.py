"""Settings come from the environment; an empty variable is the same as none."""

from pathlib import Path

import pytest

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


def test_every_setting_says_what_it_is_and_sizes_have_units() -> None:
    for name, field in Settings.model_fields.items():
        assert field.description, name
        assert not name.endswith(("_size", "_length", "_time")), name
