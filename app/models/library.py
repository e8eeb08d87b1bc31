"""The models that this server lists: their states, and loading each of them once, within a limit of bytes."""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Generic, TypeVar, get_args

from ..errors import FieldError, HeadsGatesError, InvalidRequest, UnknownModel, WeightsError, WeightsMissing
from ..places import program
from ..schemas import Cell, Checkpoint, ModelInfo, ModelsAnswer, Progress, State
from ..settings import Settings
from ..tokens.scripts import has_other_letters
from . import fetch, hub
from .loading import Identity, LoadedTransformer, load_e5, load_folder
from .recurrent import shipped
from .recurrent.net import FOLDER
from .registry import NamedModel, PackagedModel, packaged_models
from .told import told

log = logging.getLogger(__name__)
Loaded = TypeVar("Loaded")
Listed = PackagedModel | NamedModel
MANY_LANGUAGES = "e5"


@dataclass
class Slot(Generic[Loaded]):
    """One listed model: what /api/v1/models says about it, and its loading, which happens once for all who wait.

    ``places`` are words for the folders that an error may name: an answer holds no path of this machine.
    """

    name: str
    state: State = "to fetch"
    progress: Progress | None = None
    problem: str | None = None
    loaded: Loaded | None = None
    was_ready: bool = False
    used: int = 0
    places: dict[Path, str] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)
    flight: Future[Loaded] | None = None

    def get(self, load: Callable[[], Loaded]) -> Loaded:
        """What was loaded before, else ``load()``. Others who ask meanwhile get the same result or error."""
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
        except (
            BaseException
        ) as error:  # anything that a library raises for a broken file; a panic in Rust is no Exception
            log.warning("%s could not be loaded: %s", self.name, error)
            problem = told(error, self.name, self.places)
            self.state, self.progress, self.problem = "failed", None, str(problem)
            self.flight = None
            flight.set_exception(problem)
            if isinstance(error, KeyboardInterrupt | SystemExit):
                raise
        else:
            self.loaded, self.was_ready = loaded, True
            self.state, self.progress = "ready", None
            self.flight = None
            flight.set_result(loaded)

    def drop(self) -> None:
        """Forget what was loaded; requests under way keep it until they are answered."""
        with self.lock:
            self.loaded = None
            self.state = "on disk"


class Library:
    """Gives loaded models by id. Its methods block unless they say otherwise: call them off the event loop.

    Args:
        settings: where weights are, which models are named, which is the default.
        may_fetch: whether a request for a listed model that is not on disk may download it.

    Raises:
        UnknownModel: the settings' default is not listed.
        InvalidRequest: the settings name a model twice.

    """

    def __init__(self, settings: Settings, *, may_fetch: bool) -> None:
        self.settings = settings
        self.may_fetch = may_fetch
        self.listed: dict[str, Listed] = dict(packaged_models())
        for each in settings.models:
            if each.id in self.listed or each.id in {"auto", *get_args(Cell)}:
                raise InvalidRequest(f"The setting models names {each.id!r}, which is taken.")
            self.listed[each.id] = NamedModel(
                each.id, each.title or each.id, each.folder, each.hub, each.revision or "local"
            )
        self.default = settings.default_model
        if self.default not in self.listed:
            raise UnknownModel(f"The setting default_model names {self.default!r}. Listed: {', '.join(self.listed)}.")
        self._slots = {
            model_id: Slot[LoadedTransformer](model_id, places=self._places(model))
            for model_id, model in self.listed.items()
        }
        nets = {FOLDER: "the folder of the nets"}
        self._nets = {
            (cell, checkpoint): Slot[shipped.LoadedNet](f"{cell} ({checkpoint})", state="on disk", places=nets)
            for cell in get_args(Cell)
            for checkpoint in get_args(Checkpoint)
        }
        self._clock = 0
        self._room = threading.Lock()

    def resolve(self, model_id: str, text: str) -> Listed:
        """The listed model for an id; for ``auto`` the text's script decides. Never blocks.

        Raises:
            UnknownModel: no such model is listed.

        """
        if model_id == "auto":
            return self.listed[MANY_LANGUAGES if has_other_letters(text) else self.default]
        model = self.listed.get(model_id)
        if model is None:
            known = ", ".join(["auto", *self.listed])
            detail = f"No model {model_id[:80]!r} here. Listed: {known}."
            raise UnknownModel(detail, errors=[FieldError("/model", detail)])
        return model

    def transformer(self, model_id: str) -> LoadedTransformer:
        """The loaded Transformer; fetches and loads it first where that is needed and allowed.

        Raises:
            UnknownModel: it is not listed; a request never loads what the settings do not list.
            WeightsMissing: not on disk, and requests may not fetch.
            WeightsError: it could not be fetched, its files are broken, or it alone passes the bound.
            NotReadable: its attention cannot be read truthfully.

        """
        listed = self.resolve(model_id, "")
        slot = self._slots[listed.id]
        loaded = slot.get(lambda: self._load(listed, slot))
        self._touch(slot)
        self._make_room(slot)
        return loaded

    def ready_transformer(self, model_id: str) -> LoadedTransformer | None:
        """The Transformer if it is loaded. Never blocks."""
        slot = self._slots[self.resolve(model_id, "").id]
        self._touch(slot)
        return slot.loaded

    def identity(self, model_id: str) -> str | None:
        """A text that changes when the numbers of a model may; None while it is not known. Never blocks."""
        listed = self.listed[model_id]
        if isinstance(listed, PackagedModel):
            return repr(listed)
        loaded = self._slots[model_id].loaded
        return None if loaded is None else repr(loaded.ref)

    def fingerprint(self) -> str | None:
        """The same for all listed models together; None while one of them is not known. Never blocks."""
        known = [self.identity(model_id) for model_id in self.listed]
        return None if None in known else repr(known)

    def _touch(self, slot: Slot[LoadedTransformer]) -> None:
        self._clock += 1
        slot.used = self._clock

    def _load(self, listed: Listed, slot: Slot[LoadedTransformer]) -> LoadedTransformer:
        folder = self._folder(listed, slot)
        slot.state, slot.progress = "loading", None
        self._make_room(slot, weight_bytes(folder))  # known before they are loaded, too
        limit = self.settings.max_capture_bytes
        if isinstance(listed, NamedModel):
            loaded = load_folder(folder, Identity(listed.id, listed.revision, "", None), limit)
        else:
            fetch.verify(listed, self.settings)
            files = fetch.expected_hashes(listed, folder)
            identity = Identity(listed.id, listed.revision, listed.weights_sha256, listed.converted_from, files)
            load = load_e5 if listed.source == "e5-blocks" else load_folder
            loaded = load(folder, identity, limit)
            loaded = replace(loaded, max_tokens=min(loaded.max_tokens, listed.max_tokens))
        if loaded.bytes > self.settings.max_model_bytes:
            raise WeightsError(
                f"{slot.name} takes {loaded.bytes:,} bytes of memory; the limit for all loaded models is "
                f"{self.settings.max_model_bytes:,}. HEADS_GATES_MAX_MODEL_BYTES raises it."
            )
        return loaded

    def _make_room(self, kept: Slot[LoadedTransformer], coming_bytes: int = 0) -> None:
        """Drop the least recently used models until the rest and the model to come fit; ``kept`` stays."""
        with self._room:
            sizes = {slot.name: slot.loaded.bytes for slot in self._slots.values() if slot.loaded}
            total = coming_bytes + sum(sizes.values())
            for slot in sorted(self._slots.values(), key=lambda slot: slot.used):
                if total <= self.settings.max_model_bytes:
                    break
                if slot is not kept and slot.name in sizes:
                    total -= sizes[slot.name]
                    slot.drop()

    def _folder(self, listed: Listed, slot: Slot[LoadedTransformer]) -> Path:
        if isinstance(listed, NamedModel) and listed.folder is not None:
            if not listed.folder.is_dir():
                raise WeightsMissing(f"{listed.folder} is not there: {listed.id} needs it, and it is not a folder.")
            return listed.folder
        if self._is_on_disk(listed):
            return self._place(listed)
        if not self.may_fetch:
            what_to_do = (
                f"Run: {program()} fetch {listed.id}"
                if isinstance(listed, PackagedModel)
                else "HEADS_GATES_FETCH_ON_DEMAND=true lets requests fetch it; or name a folder in the setting models."
            )
            raise WeightsMissing(f"The weights of {listed.id} are not on this machine. {what_to_do}")
        slot.state = "fetching"

        def report(progress: Progress) -> None:
            slot.progress = progress

        if isinstance(listed, NamedModel):
            return hub.fetch(listed, self.settings, report)
        return fetch.fetch(listed, self.settings, report)

    def _is_on_disk(self, listed: Listed) -> bool:
        if isinstance(listed, PackagedModel):
            return fetch.is_on_disk(listed, self.settings)
        return self._place(listed).is_dir()

    def _place(self, listed: Listed) -> Path:
        if isinstance(listed, PackagedModel):
            return fetch.model_dir(listed, self.settings)
        return listed.folder or hub.model_dir(listed, self.settings)

    def _places(self, listed: Listed) -> dict[Path, str]:
        """What to write in errors in place of the folders of a model."""
        found = {self.settings.cache_dir: "the cache folder", self._place(listed): f"the folder of {listed.id}"}
        return found if self.settings.wheel_dir is None else {self.settings.wheel_dir: "the wheel folder", **found}

    def recurrent_net(self, cell: Cell, checkpoint: Checkpoint) -> shipped.LoadedNet:
        """The loaded recurrent net, one of those that ship with the project."""
        return self._nets[cell, checkpoint].get(lambda: shipped.load(cell, checkpoint))

    def ready_net(self, cell: Cell, checkpoint: Checkpoint) -> shipped.LoadedNet | None:
        """The recurrent net if it is loaded. Never blocks."""
        return self._nets[cell, checkpoint].loaded

    def _shipped(self) -> list[tuple[Cell, Checkpoint]]:
        """The recurrent nets that have a card."""
        there = shipped.available()
        return [key for key in self._nets if key[0] in there]

    def warm_up(self) -> None:
        """Load in advance: the recurrent nets, and the default model if it is on disk or may be fetched."""
        for cell, checkpoint in self._shipped():
            with suppress(
                HeadsGatesError
            ):  # logged by the slot, which keeps the error; the others are loaded all the same
                self.recurrent_net(cell, checkpoint)
        with suppress(HeadsGatesError):
            self.transformer(self.default)

    def not_ready(self) -> dict[str, State]:
        """Models that are needed before the server is ready and are not loaded yet, with their states."""
        slots: list[Slot[LoadedTransformer] | Slot[shipped.LoadedNet]] = [self._slots[self.default]]
        slots += [self._nets[key] for key in self._shipped()]
        return {slot.name: slot.state for slot in slots if not slot.was_ready}

    def listing(self) -> ModelsAnswer:
        """Every listed model and its state."""
        return ModelsAnswer(
            default="auto",
            models=[self._describe(model) for model in self.listed.values()]
            + [self._describe_net(cell) for cell in shipped.available()],
        )

    def _describe(self, model: Listed) -> ModelInfo:
        slot = self._slots[model.id]
        state = slot.state
        if state in {"to fetch", "failed"} and self._is_on_disk(model):
            state = "on disk" if slot.problem is None or isinstance(model, PackagedModel) else "failed"
        loaded = slot.loaded
        packaged = model if isinstance(model, PackagedModel) else None
        return ModelInfo(
            id=model.id,
            title=model.title,
            family=packaged.family if packaged else loaded.family if loaded else None,
            languages=list(packaged.languages) if packaged else [],
            layers=packaged.layers if packaged else loaded.layers if loaded else None,
            attending=list(range(packaged.layers)) if packaged else loaded.layout.numbers("own") if loaded else None,
            heads=packaged.heads if packaged else loaded.heads if loaded else None,
            units=None,
            max_tokens=loaded.max_tokens if loaded else packaged.max_tokens if packaged else None,
            revision=model.revision,
            weights_sha256=packaged.weights_sha256 if packaged else loaded.ref.weights_sha256 if loaded else None,
            license=packaged.license if packaged else None,
            state=state,
            progress=slot.progress,
            problem=slot.problem if state == "failed" else None,
            description=packaged.description if packaged else f"Named by the settings: {model_source(model)}.",
            checkpoints=[],
            predicts=packaged.predicts if packaged else loaded.predicts if loaded else None,
            reading="everything" if packaged else loaded.reading if loaded else None,
            fetch_bytes=sum(wheel.approx_bytes for wheel in packaged.wheels) if packaged else None,
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
            attending=None,
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
            predicts="next",
            reading=None,
            fetch_bytes=None,
        )


def weight_bytes(folder: Path) -> int:
    """Bytes of the weights in a folder, about what they take in memory."""
    return sum(path.stat().st_size for pattern in ("*.safetensors", "*.bin") for path in folder.glob(pattern))


def model_source(model: Listed) -> str:
    """Where a named model comes from, without the path of the operator's machine."""
    if isinstance(model, NamedModel) and model.hub is not None:
        return f"{model.hub} at {model.revision[:12]}"
    return "a local folder"
