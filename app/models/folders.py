"""Checks that a path is a folder, and that the folder looks like a model; of weight files only the header is read.

Used when the program starts, so the messages tell whoever started it what to write instead.
"""

import difflib
import json
import os
from pathlib import Path
from typing import Any

from ..errors import HeadsGatesError
from .header import check_files

VOCABULARIES = ("vocab.txt", "vocab.json", "*.model")  # what a tokenizer.json can be made of


class NoFolder(ValueError):
    """What is wrong with a path, and what to write instead."""


def check_folder(folder: Path, *, needed: bool) -> None:
    """Check that a path is a readable folder. Unless ``needed``, it may also be absent.

    Raises:
        NoFolder: it is not.

    """
    try:
        if folder.is_dir():
            with os.scandir(folder):
                return
        if folder.exists():
            raise NoFolder(f"{folder} is a file; write the folder, such as {folder.parent}")
        above = next(path for path in folder.parents if path.exists())
        if not above.is_dir():
            raise NoFolder(f"{above} is a file, so that there can be no {folder}; write another folder")
        if needed:
            raise NoFolder(f"there is no folder {folder}; write {_like(folder, above)}")
    except OSError as error:
        raise NoFolder(f"{folder} cannot be read ({error.strerror}); change its owner or rights") from error


def _like(folder: Path, above: Path) -> str:
    """An existing folder whose name is like that of the missing one."""
    there = [path.name for path in above.iterdir() if path.is_dir()]
    close = difflib.get_close_matches(folder.relative_to(above).parts[0], there, 1)
    return f"one that is there, perhaps {above / close[0]}" if close else "one that is there"


def check_model(folder: Path) -> None:
    """Check that a folder has a configuration, complete safetensors and a tokenizer.

    Raises:
        NoFolder: it has not.

    """
    check_folder(folder, needed=True)
    try:
        config = _json(folder / "config.json")
        if config is None:
            inside = [path.parent for path in sorted(folder.glob("*/config.json"))]
            hint = f"write {inside[0]}" if inside else "write a folder that save_pretrained made"
            raise NoFolder(f"{folder} holds no config.json; {hint}")
        if not isinstance(config, dict) or not isinstance(config.get("model_type"), str):
            raise NoFolder(f"{folder / 'config.json'} names no model_type; write a folder that save_pretrained made")
        check_files(folder)
        made_of = [path for pattern in VOCABULARIES for path in folder.glob(pattern)]
        if _json(folder / "tokenizer.json") is None and not (made_of and (folder / "tokenizer_config.json").exists()):
            how = "a fast tokenizer's save_pretrained, called with this folder, writes it"
            raise NoFolder(f"{folder} holds no tokenizer.json; {how}")
    except HeadsGatesError as error:
        how = "the model's save_pretrained, called with this folder, writes what is needed"
        raise NoFolder(f"{error.detail.removesuffix('.')}; {how}") from error
    except OSError as error:
        where = error.filename or folder
        raise NoFolder(f"{where} cannot be read ({error.strerror}); change its owner or rights") from error


def _json(path: Path) -> Any:
    """The content of a JSON file; None if there is no such file."""
    if not path.exists():
        return None
    try:
        return json.loads(path.read_bytes().decode())  # transformers reads no byte order mark either
    except (ValueError, RecursionError) as error:
        raise NoFolder(f"{path} is no whole JSON; copy it anew, or let save_pretrained write it") from error
