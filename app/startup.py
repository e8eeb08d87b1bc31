"""Checks the settings before anything starts. A wrong one is reported on one line that says what to write instead.

Only whoever started the program reads that line, so it may show full paths. Needs neither torch nor transformers.
"""

import difflib
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import get_args

from pydantic import ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from .model_setting import ModelSetting
from .models.folders import NoFolder, check_folder, check_model
from .models.registry import packaged_models
from .schemas import Cell
from .settings import Settings

PREFIX = "HEADS_GATES_"
MISSPELT = re.compile(r"HEADS?_?(AND_|N_)?GATES?_?(?=[A-Z])")  # the prefix, or a misspelling of it
TAKEN = ("auto", *packaged_models(), *get_args(Cell))
ID_RULE = "write lowercase letters, digits, dots, hyphens or underscores, at most 64, a letter or digit first"
RULES = {
    "id": ID_RULE,
    "hub": "write an id such as owner/name, without an address before it",
    "revision": "write the commit, 40 hexadecimal digits: a branch would change",
}


class WrongSettings(Exception):
    """Wrong settings; the message names all of them on one line."""

    def __init__(self, faults: Iterable[str]) -> None:
        super().__init__("; ".join(" ".join(fault.split()) for fault in faults))


def read_settings(added: Sequence[str] = (), environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings from the environment, with the models that the command line adds as ``FOLDER`` or ``id=FOLDER``.

    Raises:
        WrongSettings: a value is invalid, or names a file or folder that is missing or unreadable.

    """
    if misspelt := list(_misspelt(environment)):
        raise WrongSettings(misspelt)
    try:
        settings = Settings()
    except ValidationError as error:
        raise WrongSettings(f"{_place(one['loc'])}: {_words(one)}" for one in error.errors()) from error
    named = [named_folder(written) for written in added]
    settings = settings.model_copy(update={"models": (*settings.models, *named)})
    if faults := list(faults_of(settings)):
        raise WrongSettings(faults)
    return settings


def named_folder(written: str) -> ModelSetting:
    """A model given on the command line. Its id is made from the folder's name, unless the text begins with ``id=``.

    Raises:
        WrongSettings: no id can be made of the name, or the folder is missing from the text.

    """
    name, equals, folder = written.partition("=")
    if not equals or "/" in name or os.sep in name:
        name, folder = "", written
    try:
        whole = Path(folder).expanduser()
        name = name or re.sub("[^a-z0-9._-]+", "-", whole.resolve().name.lower()).strip("-._")[:64]
        if not folder or not name:
            raise WrongSettings([f"--model {written!r}: write FOLDER, or id=FOLDER to name it"])
        return ModelSetting(id=name, folder=whole)
    except ValidationError as error:
        raise WrongSettings(f"--model {written!r}: {_words(one)}" for one in error.errors()) from error
    except (OSError, ValueError, RuntimeError) as error:  # a NUL character, or no home folder
        raise WrongSettings([f"--model {written!r}: {error}; write FOLDER, or id=FOLDER to name it"]) from error


def faults_of(settings: Settings) -> Iterator[str]:
    """What the settings name but cannot be used: missing folders, ids that clash. One sentence each."""
    for name in ("cache_dir", "wheel_dir"):
        folder: Path | None = getattr(settings, name)
        try:
            if folder is not None:
                check_folder(folder, needed=name == "wheel_dir")
        except NoFolder as error:
            yield f"{PREFIX}{name.upper()}: {error}"
    seen: set[str] = set()
    for each in settings.models:
        if each.id in TAKEN:
            yield f"the model id {each.id!r} is reserved; write another, such as 'my-{each.id}'"
        elif each.id in seen:
            yield f"two models have the id {each.id!r}; write another for one of them"
        seen.add(each.id)
        try:
            if each.folder is not None:
                check_model(each.folder)
        except NoFolder as error:
            yield f"model {each.id!r}: {error}"
    listed = [*packaged_models(), *seen]
    if settings.default_model not in listed:
        near = _near(settings.default_model, listed)
        wrong = f"there is no model {settings.default_model!r}{near}"
        yield f"{PREFIX}DEFAULT_MODEL: {wrong}; write one of {', '.join(listed)}"


def _misspelt(environment: Mapping[str, str]) -> Iterator[str]:
    """Environment variables that look like settings but are not; empty ones are ignored."""
    known = [name.upper() for name in Settings.model_fields]
    for name in sorted(environment):
        upper = name.upper()
        if environment[name] and MISSPELT.match(upper) and upper.removeprefix(PREFIX) not in known:
            close = difflib.get_close_matches(MISSPELT.sub("", upper, count=1), known, 1, 0.5)
            yield f"{name} is not a setting; " + (f"write {PREFIX}{close[0]}" if close else "/docs#settings lists them")


def _near(name: str, known: Sequence[str]) -> str:
    close = difflib.get_close_matches(name, known, 1)
    return f" (did you mean {close[0]}?)" if close else ""


def _place(loc: tuple[int | str, ...]) -> str:
    """The variable's name, and the place in its value."""
    first, *rest = loc
    return ", ".join(
        [PREFIX + str(first).upper(), *(f"item {part}" if isinstance(part, int) else part for part in rest)]
    )


def _words(error: ErrorDetails) -> str:
    """What is wrong with one value, and what to write instead."""
    last, kind, given = error["loc"][-1] if error["loc"] else "", error["type"], repr(error["input"])[:80]
    if kind == "extra_forbidden":
        keys = list(ModelSetting.model_fields)
        return f"there is no such key{_near(str(last), keys)}; the keys are {', '.join(keys)}"
    if kind == "missing":
        return f'it is missing; write "{last}": …'
    said = error["msg"].removeprefix("Value error, ")
    if kind == "value_error":
        return said
    if kind == "string_pattern_mismatch":
        return f"{RULES[str(last)]}; got {given}"
    if kind in {"string_too_short", "too_short"}:
        return "it is empty; write something, or leave it out"
    field = Settings.model_fields.get(str(last))
    return f"{_wanted(field) if field else said}; got {given}"


def _wanted(field: FieldInfo) -> str:
    """What a setting accepts."""
    bounds = {name: getattr(one, name) for one in field.metadata for name in ("ge", "gt", "le") if hasattr(one, name)}
    if bounds:
        kind = "a whole number" if field.annotation is int else "a number"
        low = f"from {bounds['ge']}" if "ge" in bounds else f"above {bounds['gt']}"
        return f"write {kind} {low} to {bounds['le']:,}".replace(",", "_")
    return "write true or false" if field.annotation == bool | None else "write text"
