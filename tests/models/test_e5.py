"""The reader of 4-bit blocks, against a slow loop over a made-up file and over the published one."""

import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from app.capture.attention import IMPLEMENTATION
from app.capture.probe import probe
from app.errors import WeightsError
from app.forward.reading import Inputs, read_weights
from app.models import e5
from app.models.library import Library
from app.models.loading import Identity, LoadedTransformer, load_e5
from app.models.registry import packaged_models
from app.settings import Settings

pytestmark = pytest.mark.usefixtures("one_thread")

HIDDEN, LAYERS, HEADS, FEED_FORWARD, VOCABULARY, POSITIONS, TYPES = 32, 2, 2, 64, 12, 16, 2


def slowly(row: bytes) -> list[float]:
    """One packed row, weight by weight."""
    found: list[float] = []
    for start in range(0, len(row), 18):
        (scale,) = struct.unpack("<e", row[start : start + 2])
        block = [0.0] * 32
        for j in range(16):
            byte = row[start + 2 + j]
            block[j] = (byte % 16 - 8) * scale
            block[j + 16] = (byte // 16 - 8) * scale
        found += block
    return found


def packed_rows(rows: int, columns: int, generator: np.random.Generator) -> bytes:
    made = b""
    for _ in range(rows * columns // 32):
        made += struct.pack("<e", generator.uniform(0.01, 0.05)) + generator.integers(0, 256, 16, np.uint8).tobytes()
    return made


def tensors(generator: np.random.Generator) -> dict[str, tuple[bool, int, bytes]]:
    """Name → whether it is packed, elements, bytes: every tensor of a model of the size above."""

    def plain(count: int) -> tuple[bool, int, bytes]:
        return False, count, generator.normal(size=count).astype("<f4").tobytes()

    def packed(rows: int, columns: int) -> tuple[bool, int, bytes]:
        return True, rows * columns, packed_rows(rows, columns, generator)

    found = {"emb.word": packed(VOCABULARY, HIDDEN), "emb.pos": packed(POSITIONS, HIDDEN)}
    found |= {"emb.type": plain(TYPES * HIDDEN), "emb.ln.w": plain(HIDDEN), "emb.ln.b": plain(HIDDEN)}
    for layer in range(LAYERS):
        shapes = dict.fromkeys(("q", "k", "v", "ao"), (HIDDEN, HIDDEN))
        shapes |= {"fi": (FEED_FORWARD, HIDDEN), "fo": (HIDDEN, FEED_FORWARD)}
        for name, (rows, columns) in shapes.items():
            found |= {f"l{layer}.{name}.w": packed(rows, columns), f"l{layer}.{name}.b": plain(rows)}
        for name in ("aln", "oln"):
            found |= {f"l{layer}.{name}.w": plain(HIDDEN), f"l{layer}.{name}.b": plain(HIDDEN)}
    return found


def write_file(
    path: Path, content: dict[str, tuple[bool, int, bytes]], magic: bytes = b"E5S1", block: int = 32
) -> Path:
    head = magic + struct.pack("<I", 1)
    head += struct.pack("<7i", HIDDEN, LAYERS, HEADS, FEED_FORWARD, VOCABULARY, POSITIONS, TYPES)
    head += struct.pack("<fi", 1e-12, block)
    pieces, blob, more = 3, b"abcdef", b"more"
    head += struct.pack("<5iQ", pieces, 0, 2, 1, 3, len(blob)) + bytes(4 * (pieces + 1) + 4 * pieces) + blob
    head += struct.pack("<iI", 0, len(more)) + more
    table = sum(2 + len(name) + 1 + 4 + 8 + 8 for name in content)
    at = len(head) + 4 + table
    head += struct.pack("<i", len(content))
    for name, (is_packed, elements, data) in content.items():
        head += struct.pack("<H", len(name)) + name.encode() + struct.pack("<BIQQ", is_packed, elements, at, len(data))
        at += len(data)
    path.write_bytes(head + b"".join(data for _, _, data in content.values()))
    return path


def values_of(content: dict[str, tuple[bool, int, bytes]], name: str) -> np.ndarray:
    is_packed, _, data = content[name]
    return np.array(slowly(data) if is_packed else struct.unpack(f"<{len(data) // 4}f", data), np.float32)


def test_dequantise_equals_a_slow_loop() -> None:
    data = packed_rows(5, 96, np.random.default_rng(1))
    rows = np.frombuffer(data, np.uint8).reshape(5, -1)
    expected = np.array([slowly(row.tobytes()) for row in rows], np.float32)
    np.testing.assert_array_equal(e5.dequantise(rows), expected)
    assert expected.min() < 0 < expected.max()


def test_a_whole_file_becomes_a_bert(tmp_path: Path) -> None:
    content = tensors(np.random.default_rng(2))
    model = e5.load(write_file(tmp_path / "made.bin", content), "eager")
    config = model.config
    assert (config.num_hidden_layers, config.num_attention_heads, config.hidden_size) == (LAYERS, HEADS, HIDDEN)
    assert config.max_position_embeddings == POSITIONS
    assert config.layer_norm_eps == pytest.approx(1e-12)
    names = {name: e5.source_name(name) for name in model.state_dict()}
    assert sorted(names.values()) == sorted(set(content) - {"emb.word"})
    for name, value in model.state_dict().items():
        np.testing.assert_array_equal(value.numpy().ravel(), values_of(content, names[name]))
    words = model.embeddings.word_embeddings
    table = values_of(content, "emb.word").reshape(VOCABULARY, HIDDEN)
    ids = torch.tensor([[3, 0, 11], [3, 3, 1]])
    np.testing.assert_array_equal(words(ids).numpy(), table[ids.numpy()])
    assert not any(parameter.requires_grad for parameter in model.parameters())
    assert probe(model).reading == "everything"


def test_what_is_no_such_file_is_refused(tmp_path: Path) -> None:
    content = tensors(np.random.default_rng(3))
    with pytest.raises(WeightsError, match="does not begin with E5S1"):
        e5.read(write_file(tmp_path / "magic", content, magic=b"E5S2"))
    with pytest.raises(WeightsError, match="blocks of 64"):
        e5.read(write_file(tmp_path / "blocks", content, block=64))
    whole = write_file(tmp_path / "whole", content).read_bytes()
    for length in [0, 3, 6, 40, 90, 400]:
        (tmp_path / "short").write_bytes(whole[:length])
        with pytest.raises(WeightsError):
            e5.read(tmp_path / "short")


@pytest.fixture(scope="module")
def loaded(e5_dir: Path) -> LoadedTransformer:
    return load_e5(e5_dir, Identity("e5", "", "", None), 300_000_000)


def pooled(loaded: LoadedTransformer, text: str) -> torch.Tensor:
    ids = torch.tensor([loaded.tokenizer.encode(text).ids])
    with torch.inference_mode():
        states: torch.Tensor = loaded.model(input_ids=ids, attention_mask=torch.ones_like(ids)).last_hidden_state
    return states[0].mean(0)


@pytest.mark.weights
@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("苹果很好吃", "the apple is delicious", 0.86),
        ("我买了一部手机", "I bought a phone", 0.90),
        ("苹果很好吃", "I bought a phone", 0.76),
    ],
)
def test_sentences_that_mean_the_same_are_alike(loaded: LoadedTransformer, a: str, b: str, expected: float) -> None:
    found = torch.cosine_similarity(pooled(loaded, f"query: {a}"), pooled(loaded, f"query: {b}"), dim=0)
    assert float(found) == pytest.approx(expected, abs=0.01)


@pytest.mark.weights
def test_rows_of_the_published_table(loaded: LoadedTransformer, e5_dir: Path) -> None:
    file = e5.read(e5_dir / "e5-small-q4.bin")
    assert file.vocabulary == 250_037
    table = file.raw("emb.word").reshape(file.vocabulary, -1)
    ids = torch.tensor([0, 3, 6, 250_036])
    model: Any = loaded.model
    words = model.embeddings.word_embeddings
    assert isinstance(words, e5.PackedEmbedding)
    expected = np.array([slowly(table[i].tobytes()) for i in ids.tolist()], np.float32)
    np.testing.assert_array_equal(words(ids).numpy(), expected)
    query = model.encoder.layer[7].attention.self.query.weight[5].numpy()
    row = file.raw("l7.q.w").reshape(384, -1)[5]
    np.testing.assert_array_equal(query, np.array(slowly(row.tobytes()), np.float32))


@pytest.mark.weights
def test_what_is_rounded_is_what_the_table_says(e5_dir: Path) -> None:
    """The table of pieces and the layers' matrices in blocks; positions, norms and biases as they were."""
    entries = e5.read(e5_dir / "e5-small-q4.bin").entries
    rounded = {name for name, entry in entries.items() if entry.quantised}
    layers = {f"l{layer}.{part}.w" for layer in range(12) for part in ("q", "k", "v", "ao", "fi", "fo")}
    assert rounded == {"emb.word"} | layers
    assert "table of pieces and its layers' matrices" in packaged_models()["e5"].description


def test_captured_weights_equal_an_eager_forward(loaded: LoadedTransformer) -> None:
    ids = loaded.tokenizer.encode("苹果很好吃,我买了三斤。").ids
    loaded.model.set_attn_implementation("eager")
    with torch.inference_mode():
        output = loaded.model(input_ids=torch.tensor([ids]), output_attentions=True)
    loaded.model.set_attn_implementation(IMPLEMENTATION)
    got = torch.from_numpy(read_weights(loaded, Inputs(tuple(ids))).own)
    torch.testing.assert_close(got, torch.stack(output.attentions)[:, 0], rtol=0, atol=1e-6)


@pytest.mark.weights
def test_the_table_says_what_e5_is(loaded: LoadedTransformer) -> None:
    model = packaged_models()["e5"]
    assert (loaded.layers, loaded.heads, loaded.max_tokens) == (model.layers, model.heads, model.max_tokens)
    assert (loaded.family, loaded.predicts, loaded.reading) == (model.family, model.predicts, "everything")
    assert loaded.unknown_id == 3
    assert loaded.bytes < 400_000_000  # its table unpacked would take 384 MB alone


@pytest.mark.weights
def test_a_changed_file_is_never_loaded(e5_dir: Path, tmp_path: Path) -> None:
    found = Library(Settings(cache_dir=tmp_path), may_fetch=False)
    folder = tmp_path / "models" / "e5" / packaged_models()["e5"].revision
    folder.mkdir(parents=True)
    (folder / "tokenizer.json").symlink_to(e5_dir / "tokenizer.json")
    data = bytearray((e5_dir / "e5-small-q4.bin").read_bytes())
    data[-1] ^= 1
    (folder / "e5-small-q4.bin").write_bytes(data)
    with pytest.raises(WeightsError, match="sha256"):
        found.transformer("e5")
