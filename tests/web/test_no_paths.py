"""Folders broken in many ways: every answer that follows names the model's id, and none a path of this machine."""

import json
import random
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import save_file

from app.settings import ModelSetting
from tests.models.tiny_models import save, tiny
from tests.web.asgi import Client

pytestmark = pytest.mark.usefixtures("one_thread")
NAME = "se cret+苹果 (1)"
ASKED = [
    ("/api/v1/attention", {"text": "the apple", "model": "mine"}),
    ("/api/v1/attention/steps", {"text": "the apple", "model": "mine", "layer": 0, "head": 0, "query": 1}),
    ("/api/v1/attention/find", {"text": "the apple", "model": "mine", "habit": "previous"}),
    ("/api/v1/context", {"text_a": "the", "token_a": 1, "text_b": "the", "token_b": 1, "model": "mine"}),
    ("/api/v1/figure.svg", {"text": "the apple", "model": "mine", "view": "heatmap"}),
    ("/embed", {"text": "the apple", "model": "mine", "view": "heatmap"}),
]
ALWAYS: list[tuple[str, dict[str, Any]]] = [("/api/v1/models", {}), ("/readyz", {})]
# an absolute path, by another rule than the code's own
ABSOLUTE = re.compile(r"""(?:^|[\s'"(`])/(?!docs#|api/v1/|readyz)[\w.-]+/[\w.-]""")


def config_with(**values: Any) -> Callable[[Path], Any]:
    def change(folder: Path) -> object:
        path = folder / "config.json"
        return path.write_text(json.dumps(json.loads(path.read_text()) | values))

    return change


def content(name: str, written: bytes) -> Callable[[Path], Any]:
    return lambda folder: (folder / name).write_bytes(written)


def chance_of(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311


def cut(name: str, seed: int) -> Callable[[Path], Any]:
    def change(folder: Path) -> object:
        whole = (folder / name).read_bytes()
        return (folder / name).write_bytes(whole[: chance_of(seed).randrange(len(whole))])

    return change


def flipped(name: str, seed: int) -> Callable[[Path], Any]:
    def change(folder: Path) -> object:
        whole, chance = bytearray((folder / name).read_bytes()), chance_of(seed)
        for _ in range(5):
            whole[chance.randrange(min(len(whole), 3000))] = chance.randrange(256)
        return (folder / name).write_bytes(whole)

    return change


def without(*names: str) -> Callable[[Path], Any]:
    def change(folder: Path) -> None:
        for name in names:
            (folder / name).unlink()

    return change


def folder_instead(name: str) -> Callable[[Path], Any]:
    def change(folder: Path) -> None:
        (folder / name).unlink()
        (folder / name).mkdir()

    return change


TOKENIZER = "tokenizer.json"
BREAKS: dict[str, Callable[[Path], Any]] = {
    **{f"no {name}": without(name) for name in ("config.json", "model.safetensors", TOKENIZER)},
    **{f"a folder for {name}": folder_instead(name) for name in ("config.json", "model.safetensors", TOKENIZER)},
    **{f"{name} with {written[:12]!r}": content(name, written)
       for name in ("config.json", "model.safetensors", TOKENIZER, "tokenizer_config.json", "generation_config.json")
       for written in (b"", b"[]", b"null", b"\xff\xfe\x00", b'{"a": NaN', b"[" * 5000)},
    **{f"{name} cut, {seed}": cut(name, seed)
       for name in ("config.json", "model.safetensors", TOKENIZER) for seed in range(2)},
    **{f"{name} flipped, {seed}": flipped(name, seed)
       for name in ("config.json", "model.safetensors", TOKENIZER) for seed in range(2)},
    "an unknown type": config_with(model_type="/etc/passwd"),
    "a type that is a number": config_with(model_type=5),
    "code of its own": config_with(model_type="mine", auto_map={"AutoConfig": "configuration_mine.Mine"}),
    "no heads": config_with(num_attention_heads=0),
    "heads that do not divide": config_with(num_attention_heads=5),
    "heads that are words": config_with(num_attention_heads="four"),
    "heads below none": config_with(num_attention_heads=-4),
    "no layers": config_with(num_hidden_layers=0),
    "more layers than weights": config_with(num_hidden_layers=9),
    "layers that are a list": config_with(num_hidden_layers=[3]),
    "another width": config_with(hidden_size=48),
    "another vocabulary": config_with(vocab_size=7),
    "an activation that nobody knows": config_with(hidden_act="/usr/lib/gelu"),
    "an attention that is not installed": config_with(_attn_implementation="flash_attention_9"),
    "quantised by nobody": config_with(quantization_config={"quant_method": "/opt/none"}),
    "an architecture that nobody knows": config_with(architectures=["/home/x/MineModel"]),
    "architectures that are a number": config_with(architectures=5),
    "a null type": config_with(model_type=None),
    "no attention": config_with(model_type="mamba"),
    "weights of something else": lambda folder: save_file({"x": torch.ones(2)}, folder / "model.safetensors"),
    "weights that are not numbers": lambda folder: save_file(
        {name: torch.full_like(value, float("nan")) for name, value in tiny("bert").state_dict().items()},
        folder / "model.safetensors"),
    "an index to nowhere": lambda folder: (
        (folder / "model.safetensors").rename(folder / "moved"),
        (folder / "model.safetensors.index.json").write_text('{"weight_map": {"a": "/etc/none.safetensors"}}')),
    "a tokenizer of another kind": content("tokenizer_config.json", b'{"tokenizer_class": "T5Tokenizer"}'),
    "a tokenizer of no kind": content("tokenizer_config.json", b'{"tokenizer_class": "/opt/Mine"}'),
    "a tokenizer without a model": content(TOKENIZER, b'{"version": "1.0", "model": {"type": "/opt/BPE"}}'),
    "nothing at all": without("config.json", "model.safetensors", TOKENIZER),
    "not there": lambda folder: folder.rename(folder.with_name("moved")),
}  # fmt: skip


# what is broken there may be done without
NOT_NEEDED = ("generation_config", "tokenizer_config", "quantised", "an architecture", "an attention", "a tokenizer of")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = save(tiny("bert"), tmp_path_factory.mktemp("whole"))
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("how", BREAKS)
def test_a_broken_folder_is_named_by_its_id(whole: dict[str, bytes], tmp_path: Path, how: str) -> None:
    folder = tmp_path / NAME
    folder.mkdir()
    for name, written in whole.items():
        (folder / name).write_bytes(written)
    BREAKS[how](folder)
    named = (ModelSetting(id="mine", folder=folder),)
    client = Client(tmp_path / "empty", models=named, default_model="mine", torch_threads=1)
    # each tries to load it anew: one is enough for each way of breaking
    asked = ASKED[list(BREAKS).index(how) % len(ASKED)]
    details = []
    for path, params in [asked, *ALWAYS]:
        response = client.get(path, params=params)
        said = response.text + str(dict(response.headers))
        said += json.dumps(response.json(), ensure_ascii=False) if "json" in response.headers["content-type"] else ""
        for secret in (str(tmp_path), NAME, "cret+", str(Path.home()), str(Path.cwd()), sys.prefix):
            assert secret not in said, (path, response.text)
        if path == "/api/v1/models":
            (mine,) = [model for model in response.json()["models"] if model["id"] == "mine"]
            assert mine["state"] == "failed" or (how.startswith(NOT_NEEDED) and mine["problem"] is None), mine
            assert "mine" in (mine["problem"] or "mine")
            details.append(mine["problem"] or "")
        elif response.status_code >= 400 and path != "/embed":
            details.append(response.json()["detail"])
    for detail in details:
        assert ABSOLUTE.search(detail) is None, detail
        assert "\n" not in detail
