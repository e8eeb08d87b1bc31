"""The models that this server lists: what state each is in, and each loaded at most once."""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar, get_args

from app.errors import FieldError, HeadsGatesError, UnknownModel, WeightsError, WeightsMissing
from app.models import fetch
from app.models.loading import LoadedTransformer, load_transformer
from app.models.recurrent import shipped
from app.models.registry import PackagedModel, packaged_models
from app.schemas import Cell, Checkpoint, ModelInfo, ModelsAnswer, Progress, State
from app.settings import Settings

log = logging.getLogger(__name__)
Loaded = TypeVar("Loaded")


@dataclass
class Slot(Generic[Loaded]):
    """One listed model: what /api/v1/models says of it, and its loading, which happens once for all who wait."""

    name: str
    state: State = "to fetch"
    progress: Progress | None = None
    problem: str | None = None
    loaded: Loaded | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)
    flight: Future[Loaded] | None = None

    def get(self, load: Callable[[], Loaded]) -> Loaded:
        """What was loaded, or ``load()``. Whoever comes while it runs waits for the same result, or the same error."""
        with self.lock:
            if self.loaded is not None:
                return self.loaded
            flight, mine = self.flight or Future[Loaded](), self.flight is None
            self.flight = flight
        if mine:
            self._fly(flight, load)
        return flight.result()

    def _fly(self, flight: Future[Loaded], load: Callable[[], Loaded]) -> None:
        self.state, self.progress, self.problem = "loading", None, None
        try:
            loaded = load()
        except Exception as error:  # whatever a library raises for a broken file
            log.warning("%s could not be loaded: %s", self.name, error)
            known = isinstance(error, HeadsGatesError)
            problem = error if known else WeightsError(f"{self.name} could not be loaded: {error}")
            self.state, self.progress, self.problem = "failed", None, str(problem)
            self.flight = None
            flight.set_exception(problem)
        else:
            self.loaded = loaded
            self.state, self.progress = "ready", None
            self.flight = None
            flight.set_result(loaded)


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
        self._slots = {model_id: Slot[LoadedTransformer](model_id) for model_id in self.packaged}
        self._nets = {
            (cell, checkpoint): Slot[shipped.LoadedNet](f"{cell} ({checkpoint})", state="on disk")
            for cell in get_args(Cell)
            for checkpoint in get_args(Checkpoint)
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
        return slot.get(lambda: self._load(packaged, slot))

    def ready_transformer(self, model_id: str) -> LoadedTransformer | None:
        """The Transformer if it is loaded; never blocks."""
        return self._slots[self.resolve(model_id).id].loaded

    def _load(self, packaged: PackagedModel, slot: Slot[LoadedTransformer]) -> LoadedTransformer:
        folder = self._folder(packaged, slot)
        slot.state, slot.progress = "loading", None
        fetch.verify(packaged, self.settings)
        return load_transformer(
            folder,
            model_id=packaged.id,
            revision=packaged.revision,
            weights_sha256=packaged.weights_sha256,
            converted_from=packaged.converted_from,
            max_tokens=packaged.max_tokens,
        )

    def _folder(self, packaged: PackagedModel, slot: Slot[LoadedTransformer]) -> Path:
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
        return self._nets[cell, checkpoint].get(lambda: shipped.load(cell, checkpoint))

    def ready_net(self, cell: Cell, checkpoint: Checkpoint) -> shipped.LoadedNet | None:
        """The recurrent net if it is loaded; never blocks."""
        return self._nets[cell, checkpoint].loaded

    def warm_up(self) -> None:
        """Load what answers first: the recurrent nets, and the default model if it is on disk or may be fetched."""
        for cell, checkpoint in self._nets:
            with suppress(HeadsGatesError):  # the slot has logged it and says so; the others are loaded all the same
                self.recurrent_net(cell, checkpoint)
        with suppress(HeadsGatesError):
            self.transformer(self.default)

    def not_ready(self) -> dict[str, State]:
        """What must be loaded before the server is ready, and is not; empty when it is ready."""
        default = self._slots[self.default]
        states = {default.name: default.state} | {slot.name: slot.state for slot in self._nets.values()}
        return {name: state for name, state in states.items() if state != "ready"}

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
        if state in {"to fetch", "failed"} and fetch.is_on_disk(model, self.settings):
            state = "on disk"  # a command may have fetched it since
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
            problem=slot.problem if state == "failed" else None,
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
