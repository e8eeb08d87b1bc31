"""Reads multilingual-e5-small from its file of 4-bit blocks into transformers' BertModel.

The file, little-endian: magic ``E5S1``, u32 version; i32 hidden, layers, heads, feed-forward, vocabulary, positions,
token types; f32 layer-norm epsilon; i32 block size; a tokenizer section, passed over; i32 entry count and, for each
tensor, u16 name length, name, u8 type (0 float32, 1 4-bit), u32 element count, u64 offset, u64 bytes.
A 4-bit row is blocks of 18 bytes: float16 scale d and 16 bytes, byte j with weight j in its low nibble and weight
j + 16 in its high one; weight = (nibble − 8) · d.
"""

import hashlib
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from ..errors import WeightsError, WrongHash
from ..shapes import ByteArray, FloatArray

FILE = "e5-small-q4.bin"
MAGIC = b"E5S1"
BLOCK_WEIGHTS, BLOCK_BYTES = 32, 18
EMBEDDINGS = {
    "embeddings.position_embeddings.weight": "emb.pos",
    "embeddings.token_type_embeddings.weight": "emb.type",
    "embeddings.LayerNorm.weight": "emb.ln.w",
    "embeddings.LayerNorm.bias": "emb.ln.b",
}
LAYER_PARTS = {
    "attention.self.query": "q",
    "attention.self.key": "k",
    "attention.self.value": "v",
    "attention.output.dense": "ao",
    "attention.output.LayerNorm": "aln",
    "intermediate.dense": "fi",
    "output.dense": "fo",
    "output.LayerNorm": "oln",
}
WORDS = "embeddings.word_embeddings.weight"


@dataclass(frozen=True)
class Entry:
    """Where a tensor's bytes are."""

    quantised: bool
    offset: int
    bytes: int


@dataclass(frozen=True)
class BlockFile:
    """A file of 4-bit blocks in memory, and its parsed header."""

    config: BertConfig
    vocabulary: int
    entries: dict[str, Entry]
    data: ByteArray

    def raw(self, name: str) -> ByteArray:
        """A tensor's bytes."""
        entry = self.entries[name]
        return self.data[entry.offset : entry.offset + entry.bytes]

    def tensor(self, name: str, shape: torch.Size) -> Tensor:
        """A tensor as float32."""
        if self.entries[name].quantised:
            return torch.from_numpy(dequantise(self.raw(name).reshape(shape[0], -1)))
        return torch.from_numpy(self.raw(name).copy().view(np.float32)).reshape(shape)


def dequantise(rows: ByteArray) -> FloatArray:
    """Weights of packed rows. [rows, blocks · 18] → [rows, blocks · 32]."""
    blocks = rows.reshape(len(rows), -1, BLOCK_BYTES)
    scale = np.ascontiguousarray(blocks[:, :, :2]).view(np.float16).astype(np.float32)  # [rows, blocks, 1]
    codes = blocks[:, :, 2:]
    nibbles = np.concatenate([codes & 15, codes >> 4], axis=-1).astype(np.float32)  # [rows, blocks, 32]
    found: FloatArray = ((nibbles - 8) * scale).reshape(len(rows), -1)
    return found


class PackedEmbedding(nn.Module):
    """An embedding table that stays packed: only the rows that a sentence needs become float32.

    Unpacked, the table of 250,037 pieces would take 384 MB.
    """

    packed: Tensor

    def __init__(self, packed: Tensor) -> None:
        super().__init__()
        self.register_buffer("packed", packed, persistent=False)  # [V, blocks · 18] uint8

    def forward(self, ids: Tensor) -> Tensor:
        """Embeddings, [..., D], of vocabulary indices, [...]."""
        rows = self.packed[ids.reshape(-1)].numpy()  # [n, blocks · 18]
        return torch.from_numpy(dequantise(rows)).reshape(*ids.shape, -1)


class Reader:
    """Reads little-endian values one after the other."""

    def __init__(self, data: ByteArray) -> None:
        self.view, self.at = data.data, 0

    def take(self, form: str) -> tuple[int, ...]:
        """The values of a ``struct`` format."""
        found = struct.unpack_from("<" + form, self.view, self.at)
        self.at += struct.calcsize("<" + form)
        return found

    def bytes(self, count: int) -> bytes:
        """The next ``count`` bytes."""
        self.at += count
        return bytes(self.view[self.at - count : self.at])


def read(path: Path, expected_sha256: str | None = None) -> BlockFile:
    """Read the file into memory and parse its header. It is not mapped: overwriting it must not change the weights.

    Raises:
        WeightsError: it is not such a file.
        WrongHash: it is not the expected one.

    """
    try:
        data: ByteArray = np.fromfile(path, dtype=np.uint8)
        if expected_sha256 is not None and (got := hashlib.sha256(data.data).hexdigest()) != expected_sha256:
            raise WrongHash(f"{path} has the sha256 {got}, but it should be {expected_sha256}.")
        return _read(path, data)
    except (struct.error, ValueError, OSError) as error:
        raise WeightsError(f"{path} is no whole file of 4-bit blocks: {error}") from error


def _read(path: Path, data: ByteArray) -> BlockFile:
    reader = Reader(data)
    if reader.bytes(4) != MAGIC:
        raise WeightsError(f"{path} does not begin with {MAGIC.decode()}: it is no file of 4-bit blocks.")
    reader.take("I")
    hidden, layers, heads, feed_forward, vocabulary, positions, types = reader.take("7i")
    epsilon, block = reader.take("fi")
    if block != BLOCK_WEIGHTS:
        raise WeightsError(f"{path} has blocks of {block} weights; this reader knows {BLOCK_WEIGHTS}.")
    pieces, *_, blob = reader.take("5iQ")
    reader.at += (pieces + 1) * 4 + pieces * 4 + blob + 4
    (more,) = reader.take("I")
    reader.at += more
    config = BertConfig(
        vocab_size=1,  # the table is replaced by a packed one
        hidden_size=hidden,
        num_hidden_layers=layers,
        num_attention_heads=heads,
        intermediate_size=feed_forward,
        max_position_embeddings=positions,
        type_vocab_size=types,
        layer_norm_eps=epsilon,
        pad_token_id=0,
    )
    return BlockFile(config, vocabulary, dict(_entries(reader)), data)


def _entries(reader: Reader) -> Iterator[tuple[str, Entry]]:
    (count,) = reader.take("i")
    for _ in range(count):
        (length,) = reader.take("H")
        name = reader.bytes(length).decode()
        kind, _elements, offset, size = reader.take("BIQQ")
        yield name, Entry(bool(kind), offset, size)


def source_name(parameter: str) -> str:
    """The file's name for a parameter of BertModel."""
    if parameter in EMBEDDINGS:
        return EMBEDDINGS[parameter]
    layer, part = parameter.removeprefix("encoder.layer.").split(".", 1)
    part, kind = part.rsplit(".", 1)
    return f"l{layer}.{LAYER_PARTS[part]}.{'w' if kind == 'weight' else 'b'}"


def load(path: Path, implementation: str, expected_sha256: str | None = None) -> BertModel:
    """A BertModel in evaluation mode, without a pooler, its word embeddings packed.

    Raises:
        WeightsError: the file is broken.
        WrongHash: it is not the expected one.

    """
    file = read(path, expected_sha256)
    model = BertModel(file.config, add_pooling_layer=False)
    found = {
        name: file.tensor(source_name(name), value.shape) for name, value in model.state_dict().items() if name != WORDS
    }
    model.load_state_dict(found, strict=False)
    words = torch.from_numpy(file.raw("emb.word").reshape(file.vocabulary, -1).copy())  # [V, blocks · 18]
    model.embeddings.word_embeddings = PackedEmbedding(words)  # type: ignore[assignment]
    model.set_attn_implementation(implementation)
    model.eval().requires_grad_(requires_grad=False)
    return model
