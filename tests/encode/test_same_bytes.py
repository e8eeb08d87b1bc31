"""The same question has the same bytes, in another process too: a file's hash says what is in it."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import safetensors.numpy

from app.encode.to_safetensors import write
from tests.web.asgi import Client

TEXT = "I grew up in France, so I speak fluent French."
EXTRAS = "predictions,units,shares,reach,counterfactual"
QUESTIONS: list[tuple[str, dict[str, Any]]] = [
    ("/api/v1/gates", {"format": "safetensors", "include": EXTRAS}),
    ("/api/v1/gates", {"format": "safetensors", "dtype": "float16", "cell": "gru"}),
    ("/api/v1/gates", {"include": EXTRAS}),
    ("/api/v1/gates/steps", {"token": 3, "unit": 8, "format": "safetensors"}),
    *((f"/api/v1/figure.{kind}", {"view": "gates"}) for kind in ("svg", "png", "html", "json", "csv")),
    ("/api/v1/figure.html", {"view": "reach", "lang": "zh"}),
    ("/oembed", {"url": "http://127.0.0.1:8000/?view=gates&text=Hi"}),
    ("/heads-gates.js", {}),
    ("/openapi.json", {}),
    ("/docs", {}),
]


def answered(folder: Path) -> dict[str, str]:
    """The sha256 of every answer of an application that keeps its files in that folder."""
    client = Client(folder)
    found = {}
    for path, params in QUESTIONS:
        answer = client.get(path, params={"text": TEXT, **params})
        assert answer.status_code == 200, (path, answer.text[:500])
        found[f"{path} {params}"] = hashlib.sha256(answer.content).hexdigest()
    return found


def test_another_process_answers_with_the_same_bytes(tmp_path: Path) -> None:
    """One whose sets have another order."""
    code = f"import json, pathlib, sys; from {__name__} import answered\n"
    code += "print(json.dumps(answered(pathlib.Path(sys.argv[1]))))"
    environment = {**os.environ, "PYTHONHASHSEED": "7"}
    done = subprocess.run(
        [sys.executable, "-c", code, tmp_path], capture_output=True, text=True, check=False, env=environment
    )
    assert done.returncode == 0, done.stderr[-2000:]
    other: dict[str, str] = json.loads(done.stdout)
    here = answered(tmp_path)
    assert len(here) == len(QUESTIONS)
    assert [question for question, sha256 in here.items() if other[question] != sha256] == []


def test_the_order_in_which_things_are_given_is_none_of_the_files() -> None:
    arrays = {name: np.arange(6, dtype=kind).reshape(2, 3) for name, kind in
              {"b": np.float16, "a": np.float32, "c": np.uint8, "d": np.float16}.items()}  # fmt: skip
    said = {"text": "苹果", "a": "1", "Z": "null"}
    assert write(arrays, said) == write(dict(reversed(arrays.items())), dict(reversed(said.items())))


@pytest.mark.parametrize("count", range(9))
def test_the_formats_own_library_writes_the_same_but_for_the_metadata(count: int) -> None:
    """Layout and padding are its own; with one entry of metadata there is but one order of it."""
    generator = np.random.default_rng(count)
    kinds = [np.float32, np.float16, np.uint8]
    arrays = {f"t{i}": (generator.random((i, 3)) * 9).astype(kinds[i % 3]) for i in range(count)}
    arrays["turned"] = np.arange(12, dtype=np.float32).reshape(3, 4).T
    said = {"text": "x" * count + '"\\ \u2028苹果'}
    expected = safetensors.numpy.save({name: np.ascontiguousarray(each) for name, each in arrays.items()}, said)
    assert write(arrays, said) == expected
