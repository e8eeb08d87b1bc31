"""Which layers of a model attend, and with how many heads: observed in a forward pass, not configured.

Some models attend in some of their layers only (Jamba, LFM2, Qwen3-Next); some have layers with different numbers of
heads; one module may serve every layer (ALBERT). So the number of a layer is its place in the stack of layers that was
being run when attention was computed, and the number of its heads is that of the tensors.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any, Literal

from torch import Tensor, nn

Kind = Literal["own", "target", "cross"]  # of the encoder or the only stack; the decoder's own; decoder to encoder


@dataclass(frozen=True)
class Place:
    """An element of a stack of layers: the stack's qualified name, its length, and the element's index."""

    stack: str
    size: int
    index: int

    @property
    def block(self) -> str:
        """The qualified name of the module that is this element."""
        return f"{self.stack}.{self.index}"


@dataclass(frozen=True)
class AttendingLayer:
    """One call of attention: of which kind, in which layer, with how many heads, inside which module."""

    kind: Kind
    number: int
    heads: int
    block: str | None


@dataclass(frozen=True)
class Layout:
    """The calls of attention in their order; and how many layers there are, attending or not.

    ``totals`` are those of the encoder or the only stack, and of the decoder beside an encoder (0 without one).
    """

    calls: tuple[AttendingLayer, ...]
    totals: tuple[int, int]

    def of(self, kind: Kind) -> list[AttendingLayer]:
        """The calls of one kind, by layer."""
        return [each for each in self.calls if each.kind == kind]

    def numbers(self, kind: Kind) -> list[int]:
        """The layers that attend in this way, ascending."""
        return [each.number for each in self.of(kind)]

    def heads(self, kind: Kind) -> list[int]:
        """How many heads each of them has."""
        return [each.heads for each in self.of(kind)]

    def total(self, kind: Kind) -> int:
        """How many layers the stack has, those without attention included."""
        return self.totals[0 if kind == "own" else 1]

    def call(self, kind: Kind, number: int) -> int:
        """Which call of attention, counted from 0, is a layer's.

        Raises:
            LookupError: that layer does not attend in this way.

        """
        return {(each.kind, each.number): call for call, each in enumerate(self.calls)}[kind, number]


@dataclass
class Watch:
    """Follows a forward pass: the running elements of stacks, outermost first, and the tensors given to each."""

    running: list[Place] = field(default_factory=list)
    ran: dict[str, set[Place]] = field(default_factory=lambda: defaultdict(set))
    seen: dict[int, tuple[Tensor, Place | None]] = field(default_factory=dict)

    @property
    def here(self) -> Place | None:
        """The layer that is being run: blocks inside a layer, such as T5's, have stacks of their own."""
        return self.running[0] if self.running else None

    def note(self, output: Any) -> None:
        """Note where each 4-dimensional tensor appeared first. The tensors are kept, so that no id is reused."""
        for each in output if isinstance(output, tuple | list) else (output,):
            if isinstance(each, Tensor) and each.dim() == 4:
                self.seen.setdefault(id(each), (each, self.here))

    def place_of(self, tensor: Tensor) -> Place | None:
        """Where a tensor appeared first; None if unknown."""
        found = self.seen.get(id(tensor))
        return None if found is None else found[1]


@contextmanager
def watching(model: nn.Module) -> Iterator[Watch]:
    """Follow the forward pass made inside through the model's stacks of layers."""
    watch = Watch()
    with ExitStack() as hooks:
        for block, places in _elements(model).items():
            # a module that stands in a stack more than once is run once a place, in order
            turns = cycle(places)

            def enter(_module: nn.Module, _given: Any, turns: Iterator[Place] = turns) -> None:
                place = next(turns)
                watch.running.append(place)
                watch.ran[place.stack].add(place)

            def leave(_module: nn.Module, _given: Any, _output: Any) -> None:
                watch.running.pop()

            hooks.callback(block.register_forward_pre_hook(enter, prepend=True).remove)
            hooks.callback(block.register_forward_hook(leave).remove)
        for module in model.modules():
            # before `leave` of the same module: what a layer itself gives is given in that layer
            hook = module.register_forward_hook(lambda _module, _given, output: watch.note(output), prepend=True)
            hooks.callback(hook.remove)
        yield watch


def _elements(model: nn.Module) -> dict[nn.Module, list[Place]]:
    """Every module that is an element of a stack, with its place."""
    found: dict[nn.Module, list[Place]] = defaultdict(list)
    for name, stack in model.named_modules():
        if isinstance(stack, nn.ModuleList | nn.Sequential):
            for index, element in enumerate(stack):
                found[element].append(Place(name, len(stack), index))
    return found


@dataclass
class BlockInputs:
    """What the layer of each call of attention was given, [B, T, D] in order of calls; None where that is not known."""

    by_call: list[Tensor | None] = field(default_factory=list)
    latest: Tensor | None = None

    def entered(self) -> None:
        """Attention is called. A second call in the same run of a block reads something else than the block does."""
        self.by_call.append(self.latest)
        self.latest = None


@contextmanager
def inputs_of_blocks(model: nn.Module, layout: Layout) -> Iterator[BlockInputs]:
    """Keep what each layer that attends is given in the forward pass made inside."""
    found = BlockInputs()

    def enter(_module: nn.Module, given: Any, named: dict[str, Any]) -> None:
        first = given[0] if given else named.get("hidden_states")
        found.latest = first if isinstance(first, Tensor) and first.dim() == 3 else None

    with ExitStack() as hooks:
        for block in {each.block for each in layout.calls if each.block is not None}:
            module = model.get_submodule(block)
            hooks.callback(module.register_forward_pre_hook(enter, with_kwargs=True).remove)
        yield found


def numbered(places: Sequence[Place | None]) -> tuple[list[int], int, list[str | None]]:
    """The layers' numbers, how many layers their stack has, and the names of their blocks.

    Where places do not tell layers apart, because one module serves several or because they stand in several stacks,
    layers are counted in the order in which they attend.
    """
    known = [place for place in places if place is not None]
    indices = [place.index for place in known]
    blocks = [None if place is None else place.block for place in places]
    apart = len(known) == len(places) and len({place.stack for place in known}) == 1
    if known and apart and indices == sorted(set(indices)):
        return indices, known[0].size, blocks
    return list(range(len(places))), len(places), blocks


def layout_of(found: Sequence[tuple[Kind, int, Place | None]]) -> Layout:
    """The layout, from the kind, the number of heads and the place of every call of attention, in order."""
    calls: list[AttendingLayer | None] = [None] * len(found)
    totals = {"own": 0, "target": 0, "cross": 0}
    kinds: list[Kind] = ["own", "target", "cross"]
    for kind in kinds:
        turns = [turn for turn, each in enumerate(found) if each[0] == kind]
        numbers, totals[kind], blocks = numbered([found[turn][2] for turn in turns])
        for turn, number, block in zip(turns, numbers, blocks, strict=True):
            calls[turn] = AttendingLayer(kind, number, found[turn][1], block)
    made = tuple(each for each in calls if each is not None)
    return Layout(made, (totals["own"], max(totals["target"], totals["cross"])))


def listed(numbers: Sequence[int]) -> str:
    """Numbers in a sentence: 1, 3 and 5."""
    *most, last = (str(number) for number in numbers)
    return f"{', '.join(most)} and {last}" if most else last
