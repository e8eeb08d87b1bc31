"""What `include` may name: a class each, from which documentation, checks, order and the answer's field follow."""

import pkgutil
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Iterator
from importlib import import_module
from typing import Any, ClassVar, Generic, TypeVar

from ..settings import Settings

Read = TypeVar("Read")
Model = TypeVar("Model")
AnyExtra = TypeVar("AnyExtra", bound="Extra[Any, Any]")


class Extra(ABC, Generic[Read, Model]):
    """Something that an answer holds only where it is asked for.

    ``Read`` is what was read of a sentence, ``Model`` what read it. Attributes:
        name: its value of ``include``, and the field of the answer that it fills.
        description: what it is; follows the name in the documentation.
        needs: of which models and sentences it can be had, as the documentation says it.
        cost: what it takes beside the rest of the answer, in words that end no sentence.
        example: a request that gives it.
        order: its place among the others, in the documentation, in refusals and in the queue.
        limit: the setting that limits the sentence, where there is one beside the model's own.
        fields: those that it fills in the answer, where that is more than ``name``.
        works: what it needs computed in a turn of its own of the model's worker. Extras that name the same function
            share its result.
    """

    name: ClassVar[str]
    description: ClassVar[str]
    needs: ClassVar[str]
    cost: ClassVar[str]
    example: ClassVar[dict[str, Any]]
    order: ClassVar[int] = 1000
    limit: ClassVar[str | None] = None
    fields: ClassVar[tuple[str, ...]] = ()
    works: ClassVar[tuple[Callable[[Any], object], ...]] = ()

    def most_tokens(self, model: Model, settings: Settings) -> int | None:  # noqa: ARG002 - some depend on the model
        """The longest sentence, in tokens; None: as long as the model reads."""
        if self.limit is None:
            return None
        most: int = getattr(settings, self.limit)
        return most

    @abstractmethod
    def answer(self, read: Read) -> dict[str, Any]:
        """The fields of the answer that it fills, by name."""


class Extras(Generic[AnyExtra]):
    """The extras of one resource, by name, in their order."""

    def __init__(self, extras: Iterable[AnyExtra]) -> None:
        found = sorted(extras, key=lambda each: (each.order, each.name))
        self.by_name = {each.name: each for each in found}
        if len(found) > len(self.by_name):
            names = [each.name for each in found]
            raise ValueError(f"extras stand twice: {', '.join(name for name in self.by_name if names.count(name) > 1)}")

    def __iter__(self) -> Iterator[AnyExtra]:
        return iter(self.by_name.values())

    @property
    def names(self) -> tuple[str, ...]:
        """The values of ``include``."""
        return tuple(self.by_name)

    def included(self, names: Collection[str]) -> list[AnyExtra]:
        """Those that a request names, in their own order."""
        return [each for name, each in self.by_name.items() if name in names]

    def answer(self, names: Collection[str], read: Any) -> dict[str, Any]:
        """The fields of every extra, null for those that a request does not name."""
        found: dict[str, Any] = {field: None for each in self for field in (each.fields or (each.name,))}
        for each in self.included(names):
            found |= each.answer(read)
        return found

    @property
    def described(self) -> str:
        """What the documentation of ``include`` says of them."""
        return f"Extras: {'; '.join(f'`{each.name}`, {each.description}' for each in self)}."

    @property
    def costs(self) -> str:
        """What each takes beside the rest of the answer, in one sentence."""
        return f"Beside the rest they take: {'; '.join(f'`{e.name}`, {e.cost}' for e in self)}."


def extras_in(package: str, kind: type[AnyExtra]) -> Extras[AnyExtra]:
    """Every class of this kind in the modules of a package, which is named."""
    found: list[AnyExtra] = []
    for each in pkgutil.iter_modules(import_module(package).__path__):
        module = import_module(f"{package}.{each.name}")
        classes = [value for value in vars(module).values() if isinstance(value, type)]
        found += [one() for one in classes if issubclass(one, kind) and one.__module__ == module.__name__]
    return Extras(found)
