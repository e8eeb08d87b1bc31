import io
import json
from pathlib import Path

import torch
from safetensors.torch import save_file

from app.training import check


def folder(path: Path, weight: float, accuracy: float, seconds: int) -> Path:
    path.mkdir()
    save_file({"a": torch.ones(3), "b": torch.tensor([1.0, weight])}, path / "gru.safetensors")
    card = {"id": "gru", "training": {"wall_seconds": seconds}, "results": {"accuracy": [1.0, accuracy]}}
    (path / "gru.json").write_text(json.dumps(card), encoding="utf-8")
    (path / "tokenizer.json").write_text("{}", encoding="utf-8")
    return path


def test_the_same_nets_are_said_to_be_the_same_whatever_time_they_took(tmp_path: Path) -> None:
    out = io.StringIO()
    assert check.compare(folder(tmp_path / "a", 2, 0.9, 100), folder(tmp_path / "b", 2, 0.9, 170), out)
    assert out.getvalue().count("the same, sha256") == 3
    assert out.getvalue().endswith("Everything is the same.\n")


def test_what_differs_is_named_with_its_largest_difference(tmp_path: Path) -> None:
    out = io.StringIO()
    first, second = folder(tmp_path / "a", 2, 0.9, 1), folder(tmp_path / "b", 2.25, 0.8, 1)
    (first / "tokenizer.json").write_text("{} ", encoding="utf-8")
    assert not check.compare(first, second, out)
    said = out.getvalue()
    assert "gru.safetensors: differs" in said
    assert "largest difference 0.25, in b" in said
    assert "results.accuracy.1: 0.9 → 0.8" in said
    assert "tokenizer.json: differs" in said
    assert said.endswith("Not everything is the same.\n")


def test_other_shapes_and_missing_files_differ(tmp_path: Path) -> None:
    first, second = folder(tmp_path / "a", 2, 0.9, 1), folder(tmp_path / "b", 2, 0.9, 1)
    save_file({"a": torch.ones(4)}, second / "gru.safetensors")
    (first / "gru.json").unlink()
    out = io.StringIO()
    assert not check.compare(first, second, out)
    assert "the tensors have other names or shapes" in out.getvalue()
    assert "gru.json: differs" in out.getvalue()
    assert "is not in the shipped folder" in out.getvalue()
