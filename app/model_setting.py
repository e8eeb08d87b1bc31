"""The setting ``models``: a JSON list of models that the operator adds, and messages that say how to correct it."""

import ast
import json
import re
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

MODEL_ID = r"^[a-z0-9][a-z0-9._-]{0,63}$"
EXAMPLE = '[{"id": "mine", "folder": "/models/mine"}]'


def _whole(path: Path) -> Path:
    """The absolute path, with ``~`` expanded: it names the same folder whatever the working directory is."""
    if "\0" in str(path):
        raise ValueError(f"{str(path)!r} is not a path: it holds a NUL character")
    try:
        return path.expanduser().absolute()
    except RuntimeError as error:
        raise ValueError(f"there is no home folder for {str(path)!r}: write an absolute path") from error


def _written(path: Any) -> Any:
    """Refuse an empty path, which pydantic would take for the working directory, and what is not text."""
    if not isinstance(path, str | Path) or path == "":
        raise ValueError(f"write the path of a folder, as text; got {path!r}")
    return path


def _characters(text: str) -> str:
    """Refuse characters that a page or a log cannot show: control characters and lone surrogates."""
    if found := re.search("[\x00-\x1f\x7f\ud800-\udfff]", text):
        raise ValueError(f"character {found.start()} (U+{ord(found[0]):04X}) cannot be shown")
    return text


Folder = Annotated[Path, BeforeValidator(_written), AfterValidator(_whole)]
Shown = Annotated[str, AfterValidator(_characters)]


class ModelSetting(BaseModel):
    """A model that the operator names, beside the packaged ones."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=MODEL_ID, description="What requests call it.")
    title: Shown | None = Field(
        default=None, min_length=1, max_length=200, description="What the page calls it; the id if left out."
    )
    folder: Folder | None = Field(
        default=None, description="A local folder with safetensors, config and tokenizer.json."
    )
    hub: str | None = Field(
        default=None,
        pattern=r"^[A-Za-z0-9][\w.-]{0,95}(/[A-Za-z0-9][\w.-]{0,95})?$",
        description="Or an id on the model hub, such as owner/name …",
    )
    revision: str | None = Field(
        default=None, pattern="^[0-9a-f]{40}$", description="… with the commit that is wanted, 40 hexadecimal digits."
    )

    @model_validator(mode="after")
    def _one_source(self) -> "ModelSetting":
        if (self.folder is None) == (self.hub is None):
            raise ValueError(f"model {self.id}: name either a folder or a hub id")
        if self.hub is not None and self.revision is None:
            raise ValueError(f"model {self.id}: a hub id needs its revision, 40 hexadecimal digits")
        return self


def models_of(written: str) -> Any:
    """The list in the setting ``models``; its entries are not validated yet.

    Raises:
        ValueError: the text is not a JSON list of objects; the message says what to write.

    """
    try:
        found = json.loads(written, object_pairs_hook=_keys_once)
    except RecursionError as error:
        raise ValueError(f"it is nested too deeply; write {EXAMPLE}") from error
    except json.JSONDecodeError as error:
        raise ValueError(_no_json(written, error)) from error
    if isinstance(found, dict):
        raise ValueError(f"it is an object, but must be a list: {_as_list(found)}")  # noqa: TRY004 - pydantic reports a ValueError
    if not isinstance(found, list):
        raise ValueError(f"it is not a list; write {EXAMPLE}, or serve --model FOLDER")  # noqa: TRY004 - pydantic reports a ValueError
    for place, each in enumerate(found):
        if not isinstance(each, dict):
            raise ValueError(f"item {place} is {json.dumps(each)[:60]}, but must be an object, as in {EXAMPLE}")  # noqa: TRY004 - pydantic reports a ValueError
    return found


def _keys_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"an object has the key {twice[:60]!r} twice")
    return found


def _no_json(written: str, error: json.JSONDecodeError) -> str:
    """Why a text is not JSON, and what to write."""
    if written.strip()[:1] not in {"[", "{"}:
        return f"it is not JSON; write {EXAMPLE}, or serve --model FOLDER"
    try:
        meant = ast.literal_eval(written.strip())
        better = json.dumps(meant if isinstance(meant, list) else [meant], ensure_ascii=False)
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return f"it is not JSON from character {error.pos} on ({error.msg}); write {EXAMPLE}"
    return f"it is Python, not JSON, which has double quotes: write {better}"


def _as_list(found: dict[str, Any]) -> str:
    if "id" in found:
        return f"write {json.dumps([found], ensure_ascii=False)}"
    if found and all(isinstance(value, str) for value in found.values()):  # id → folder
        entries = [{"id": name, "folder": folder} for name, folder in found.items()]
        return f"write {json.dumps(entries, ensure_ascii=False)}"
    return f"write {EXAMPLE}"
