"""Weights are read once, hashed from the bytes that are used, and stay as they were read."""

import hashlib
import json
import struct
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file, save_file

from app.errors import WeightsError, WrongHash
from app.forward.reading import Inputs, read_weights
from app.models import pretrained
from app.models.header import check_files, weight_files
from app.models.library import Library
from app.models.loading import Identity, load_folder
from app.models.recurrent import net as nets
from app.models.weights import Weights, read_file, read_folder
from app.settings import ModelSetting, Settings
from tests.models.tiny_models import save, tiny

pytestmark = pytest.mark.usefixtures("one_thread")
FOUND_OUT = Identity("mine", "local", "", None)
IDS = Inputs((1, 5, 6, 7, 2))


def written(head: dict[str, Any], data: bytes) -> bytes:
    text = json.dumps(head).encode()
    return struct.pack("<Q", len(text)) + text + data


def entry(dtype: str, shape: list[Any], begin: int, end: int) -> dict[str, Any]:
    return {"dtype": dtype, "shape": shape, "data_offsets": [begin, end]}


def test_every_type_is_read_as_the_formats_own_library_reads_it(tmp_path: Path) -> None:
    generator = torch.Generator().manual_seed(1)
    made = torch.randn(3, 5, generator=generator)
    types = [torch.float64, torch.float32, torch.float16, torch.bfloat16, torch.int64, torch.int8, torch.uint8]
    types += [torch.int32, torch.int16, torch.uint16, torch.uint32, torch.uint64, torch.bool]
    given = {f"{kind}": (made.abs() * 9).to(kind) for kind in types}
    given |= {"empty": torch.zeros(0, 4), "one": torch.tensor(2.5), "苹果": torch.ones(1, 1, 1, 1)}
    path = tmp_path / "model.safetensors"
    save_file(given, path, {"format": "pt"})
    found, sha256 = read_file(path)
    expected = load_file(path)
    assert sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert set(found) == set(expected) == set(given)
    for name, value in expected.items():
        wanted = value.float() if value.is_floating_point() else value
        assert found[name].dtype == wanted.dtype
        assert found[name].shape == wanted.shape
        assert torch.equal(found[name], wanted), name


FOUR = entry("F32", [1], 0, 4)
BROKEN: dict[str, bytes] = {
    "nothing": b"",
    "a length alone": struct.pack("<Q", 2),
    "a length beyond the end": struct.pack("<Q", 2**63) + b"{}",
    "no JSON": struct.pack("<Q", 2) + b"{]",
    "no UTF-8": struct.pack("<Q", 2) + b"\xff\xfe",
    "a list": struct.pack("<Q", 2) + b"[]",
    "deep": struct.pack("<Q", 200_000) + b"[" * 100_000 + b"]" * 100_000,
    "no shape": written({"a": {"dtype": "F32", "data_offsets": [0, 4]}}, bytes(4)),
    "an entry that is a word": written({"a": "F32"}, bytes(4)),
    "a negative shape": written({"a": entry("F32", [-1, -1], 0, 4)}, bytes(4)),
    "a shape of words": written({"a": entry("F32", ["1"], 0, 4)}, bytes(4)),
    "a shape of truth": written({"a": entry("F32", [True], 0, 4)}, bytes(4)),
    "a huge shape": written({"a": entry("F32", [2**40], 0, 4)}, bytes(4)),
    "an unknown type": written({"a": entry("F8_E4M3", [4], 0, 4)}, bytes(4)),
    "a type that is a list": written({"a": {**FOUR, "dtype": ["F32"]}}, bytes(4)),
    "offsets that are words": written({"a": {**FOUR, "data_offsets": ["0", "4"]}}, bytes(4)),
    "three offsets": written({"a": {**FOUR, "data_offsets": [0, 2, 4]}}, bytes(4)),
    "a gap": written({"a": FOUR, "b": entry("F32", [1], 8, 12)}, bytes(12)),
    "an overlap": written({"a": FOUR, "b": entry("F32", [1], 0, 4)}, bytes(8)),
    "bytes missing": written({"a": entry("F32", [2], 0, 8)}, bytes(4)),
    "bytes too many": written({"a": FOUR}, bytes(8)),
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=list(BROKEN))
def test_a_broken_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "model.safetensors"
    path.write_bytes(content)
    for read in (lambda: read_file(path), lambda: check_files(tmp_path)):
        with pytest.raises(WeightsError, match=r"broken model\.safetensors"):
            read()


def test_one_hash_for_several_files_and_only_for_those_that_are_used(tmp_path: Path) -> None:
    save_file({"a": torch.ones(2)}, tmp_path / "b.safetensors")
    save_file({"b": torch.ones(3)}, tmp_path / "a.safetensors")
    save_file({"c": torch.ones(3)}, tmp_path / "other.safetensors")
    index = {"weight_map": {"a": "b.safetensors", "b": "a.safetensors"}}
    (tmp_path / "model.safetensors.index.json").write_text(json.dumps(index))
    each = [hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() for name in ("a.safetensors", "b.safetensors")]
    found = read_folder(tmp_path)
    assert found.sha256 == hashlib.sha256("\n".join(each).encode()).hexdigest()
    assert set(found.tensors) == {"a", "b"}
    save_file({"a": torch.ones(1)}, tmp_path / "model.safetensors")
    assert weight_files(tmp_path) == [tmp_path / "model.safetensors"]
    assert read_folder(tmp_path).sha256 == hashlib.sha256((tmp_path / "model.safetensors").read_bytes()).hexdigest()


@pytest.mark.parametrize(
    "index",
    [b"", b"[]", b"{}", b'{"weight_map": []}', b'{"weight_map": {}}', b'{"weight_map": {"a": 5}}', b"[" * 50_000,
     b'{"weight_map": {"a": "../model.safetensors"}}', b'{"weight_map": {"a": "none.safetensors"}}',
     b'{"weight_map": {"a": "config.json"}}'],
)  # fmt: skip
def test_an_index_that_names_no_weights_is_refused(tmp_path: Path, index: bytes) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    save_file({"a": torch.ones(1)}, tmp_path / "model.safetensors")
    (folder / "config.json").write_text("{}")
    (folder / "model.safetensors.index.json").write_bytes(index)
    with pytest.raises(WeightsError, match=r"model\.safetensors\.index\.json"):
        weight_files(folder)


def test_two_files_with_the_same_tensor_are_refused(tmp_path: Path) -> None:
    for name in "ab":
        save_file({"same": torch.ones(1)}, tmp_path / f"{name}.safetensors")
    index = {"weight_map": {"same": "a.safetensors", "x": "b.safetensors"}}
    (tmp_path / "model.safetensors.index.json").write_text(json.dumps(index))
    with pytest.raises(WeightsError, match="same"):
        read_folder(tmp_path)


def test_another_file_than_the_expected_one_is_never_used(tmp_path: Path) -> None:
    folder = save(tiny("bert"), tmp_path)
    right = {"model.safetensors": hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()}
    named = Identity("mine", "local", "of its source", None, right)
    assert load_folder(folder, named, 10**8).ref.weights_sha256 == "of its source"
    with pytest.raises(WrongHash, match="0" * 64):
        load_folder(folder, Identity("mine", "local", "", None, {"model.safetensors": "0" * 64}), 10**8)


@pytest.mark.parametrize("sharded", [False, True])
def test_what_happens_to_a_file_after_loading_changes_nothing(tmp_path: Path, sharded: bool) -> None:
    """A mapped file would give other numbers under the same hash, or end the process with a bus error."""
    model = tiny("bert")
    folder = save(model, tmp_path)
    if sharded:
        (folder / "model.safetensors").unlink()
        model.save_pretrained(folder, max_shard_size="20KB")
    loaded = load_folder(folder, FOUND_OUT, 10**8)
    before = read_weights(loaded, IDS).own
    files = weight_files(folder)
    assert len(files) > 1 or not sharded
    hashes = [hashlib.sha256(path.read_bytes()).hexdigest() for path in files]
    expected = hashes[0] if len(hashes) == 1 else hashlib.sha256("\n".join(hashes).encode()).hexdigest()
    assert loaded.ref.weights_sha256 == expected
    for path in files:
        with path.open("r+b") as file:
            file.write(b"\xff" * path.stat().st_size)
    assert (read_weights(loaded, IDS).own == before).all()
    for path in files:
        path.write_bytes(b"")
    assert (read_weights(loaded, IDS).own == before).all()
    maps = Path("/proc/self/maps")
    assert not maps.exists() or str(folder) not in maps.read_text()


def test_nothing_that_ships_stays_mapped(tmp_path: Path) -> None:
    library = Library(Settings(cache_dir=tmp_path), may_fetch=False)
    library.warm_up()
    library.recurrent_net("lstm", "trained")
    maps = Path("/proc/self/maps")
    assert not maps.exists() or str(nets.FOLDER) not in maps.read_text()


@pytest.mark.weights
def test_no_packaged_model_stays_mapped(minilm_dir: Path, e5_dir: Path, settings: Settings) -> None:
    library = Library(settings, may_fetch=False)
    for name, folder in {"minilm": minilm_dir, "e5": e5_dir}.items():
        library.transformer(name)
        maps = Path("/proc/self/maps")
        assert not maps.exists() or str(folder) not in maps.read_text()


def test_half_precision_is_read_as_float32(tmp_path: Path) -> None:
    model = tiny("bert").bfloat16()
    loaded = load_folder(save(model, tmp_path), FOUND_OUT, 10**8)
    for name, value in model.state_dict().items():
        if "pooler" not in name:
            assert torch.equal(loaded.model.state_dict()[name], value.float()), name


def test_a_folder_that_the_settings_name_is_hashed_as_it_is_read(tmp_path: Path) -> None:
    folder = save(tiny("bert"), tmp_path / "mine")
    settings = Settings(cache_dir=tmp_path / "cache", models=(ModelSetting(id="mine", folder=folder),))
    loaded = Library(settings, may_fetch=False).transformer("mine")
    assert loaded.ref.weights_sha256 == hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()


def test_a_model_takes_its_weights_without_a_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory holds them once: the parameters are the very tensors that were read."""
    given: list[Weights] = []

    def remembered(*asked: Any) -> Weights:
        given.append(read_folder(*asked))
        return given[-1]

    monkeypatch.setattr(pretrained, "read_folder", remembered)
    model = load_folder(save(tiny("bert"), tmp_path), FOUND_OUT, 10**8).model
    places = {value.data_ptr() for value in given[0].tensors.values()}
    assert [name for name, value in model.named_parameters() if value.data_ptr() not in places] == []
