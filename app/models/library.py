"""The models that this server lists: what state each is in, and each loaded at most once."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeVar, get_args

from app.errors import FieldError, HeadsGatesError, UnknownModel, WeightsError, WeightsMissing
from app.models import fetch
from app.models.loading import LoadedTransformer, library_versions, load_transformer
from app.models.recurrent import shipped
from app.models.registry import PackagedModel, packaged_models
from app.schemas import Cell, Checkpoint, ModelInfo, ModelRef, ModelsAnswer, Progress, State
from app.settings import Settings

log = logging.getLogger(__name__)
Loaded = TypeVar("Loaded")


@dataclass
class Slot:
    """One listed model: its lock makes loading single-flight, its state is what /api/v1/models says."""

    state: State = "to fetch"
    progress: Progress | None = None
    problem: str | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)
    loaded: object = None


class Library:
    """Gives loaded models by id. Its methods block: call them off the event loop.

    Args:
        settings: where weights are and which model is the default.
        may_fetch: whether a request for a listed model that is not on disk may download it.

    """

    def __init__(self, settings: Settings, *, may_fetch: bool) -> None:
        self.settings = settings
        self.may_fetch = may_fetch
        self.packaged = packaged_models()
        self.default = settings.default_model
        if self.default not in self.packaged:
            raise UnknownModel(f"The setting default_model names {self.default!r}. Listed: {', '.join(self.packaged)}.")
        self._slots = {model_id: Slot() for model_id in self.packaged}
        self._nets: dict[tuple[Cell, Checkpoint], Slot] = {
            (cell, checkpoint): Slot(state="on disk") for cell in get_args(Cell) for checkpoint in get_args(Checkpoint)
        }

    def resolve(self, model_id: str) -> PackagedModel:
        """The listed model for an id or ``auto``.

        Raises:
            UnknownModel: no such model is listed.

        """
        model = self.packaged.get(self.default if model_id == "auto" else model_id)
        if model is None:
            known = ", ".join(["auto", *self.packaged])
            detail = f"No model {model_id[:80]!r} here. Listed: {known}."
            raise UnknownModel(detail, errors=[FieldError("/model", detail)])
        return model

    def transformer(self, model_id: str) -> LoadedTransformer:
        """The loaded Transformer; fetches and loads it first where that is needed and allowed.

        Raises:
            WeightsMissing: not on disk, and requests may not fetch.
            WeightsError: it could not be fetched or its files are broken.

        """
        packaged = self.resolve(model_id)
        slot = self._slots[packaged.id]

        def load() -> LoadedTransformer:
            folder = self._folder(packaged, slot)
            slot.state = "loading"
            fetch.verify(packaged, self.settings)
            return load_transformer(
                folder,
                model_id=packaged.id,
                revision=packaged.revision,
                weights_sha256=packaged.weights_sha256,
                converted_from=packaged.converted_from,
                max_tokens=packaged.max_tokens,
            )

        return _load_once(slot, packaged.id, load)

    def _folder(self, packaged: PackagedModel, slot: Slot) -> Path:
        if fetch.is_on_disk(packaged, self.settings):
            return fetch.model_dir(packaged, self.settings)
        if not self.may_fetch:
            raise WeightsMissing(
                f"The weights of {packaged.id} are not on this machine. Run: python -m app fetch {packaged.id}"
            )
        slot.state = "fetching"

        def report(progress: Progress) -> None:
            slot.progress = progress

        return fetch.fetch(packaged, self.settings, report)

    def recurrent_net(self, cell: Cell, checkpoint: Checkpoint) -> shipped.LoadedNet:
        """The loaded recurrent net, one of those that ship with the project."""
        slot = self._nets[cell, checkpoint]
        return _load_once(slot, cell, lambda: shipped.load(cell, checkpoint))

    def warm_up(self) -> None:
        """Load what answers first: the recurrent nets, and the default model if it is on disk or may be fetched."""
        work: dict[str, Callable[[], object]] = {
            f"{cell} ({checkpoint})": partial(self.recurrent_net, cell, checkpoint) for cell, checkpoint in self._nets
        }
        for name, load in {**work, self.default: partial(self.transformer, self.default)}.items():
            try:
                load()
            except WeightsError as error:
                log.warning("%s is not loaded: %s", name, error.detail)

    def not_ready(self) -> dict[str, State]:
        """What must be loaded before the server is ready, and is not; empty when it is ready."""
        slots = {self.default: self._slots[self.default]} | {
            f"{cell} ({checkpoint})": slot for (cell, checkpoint), slot in self._nets.items()
        }
        return {name: slot.state for name, slot in slots.items() if slot.state != "ready"}

    def listing(self) -> ModelsAnswer:
        """Every listed model and its state."""
        return ModelsAnswer(
            default="auto",
            models=[self._describe(model) for model in self.packaged.values()]
            + [self._describe_net(cell) for cell in get_args(Cell)],
        )

    def _describe(self, model: PackagedModel) -> ModelInfo:
        slot = self._slots[model.id]
        state = slot.state
        if state == "to fetch" and fetch.is_on_disk(model, self.settings):
            state = "on disk"
        return ModelInfo(
            id=model.id,
            title=model.title,
            family=model.family,
            languages=list(model.languages),
            layers=model.layers,
            heads=model.heads,
            units=None,
            max_tokens=model.max_tokens,
            revision=model.revision,
            weights_sha256=model.weights_sha256,
            license=model.license,
            state=state,
            progress=slot.progress,
            problem=slot.problem,
            description=model.description,
            checkpoints=[],
        )

    def _describe_net(self, cell: Cell) -> ModelInfo:
        card = shipped.card(cell)
        slot = self._nets[cell, "trained"]
        return ModelInfo(
            id=cell,
            title=card.title,
            family="recurrent",
            languages=list(card.languages),
            layers=1,
            heads=None,
            units=card.units,
            max_tokens=self.settings.max_recurrent_tokens,
            revision=card.sha256["trained"][:12],
            weights_sha256=card.sha256["trained"],
            license=card.license,
            state=slot.state,
            progress=None,
            problem=slot.problem,
            description=card.description,
            checkpoints=list(get_args(Checkpoint)),
        )


def net_ref(cell: Cell, checkpoint: Checkpoint) -> ModelRef:
    """What an answer says of a recurrent net."""
    card = shipped.card(cell)
    return ModelRef(
        id=cell,
        revision=card.sha256[checkpoint][:12],
        weights_sha256=card.sha256[checkpoint],
        converted_from=None,
        dtype="float32",
        libraries=library_versions(),
    )


def _load_once(slot: Slot, name: str, load: Callable[[], Loaded]) -> Loaded:
    """Load under the slot's lock; whoever comes meanwhile waits and gets the same object."""
    if slot.loaded is None:
        with slot.lock:
            if slot.loaded is None:
                try:
                    slot.state = "loading"
                    loaded = load()
                except (HeadsGatesError, OSError, ValueError, RuntimeError) as error:
                    slot.state, slot.progress, slot.problem = "failed", None, str(error)
                    if isinstance(error, HeadsGatesError):
                        raise
                    raise WeightsError(f"{name} could not be loaded: {error}") from error
                slot.loaded = loaded
                slot.state, slot.progress, slot.problem = "ready", None, None
    return slot.loaded  # type: ignore[return-value]  # the slot holds what its own load returned
