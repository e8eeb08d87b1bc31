"""The recurrent nets that ship with the project, each with its tokenizer and what its card says."""

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from typing import Any, get_args

from tokenizers import Tokenizer

from ...errors import FieldError, NotFound, UnknownModel, WrongHash
from ...schemas import CardId, Cell, Checkpoint, ModelRef
from ...tokens.spans import prepare
from ..loading import library_versions
from . import net as nets
from . import tokenizer as pieces


@dataclass(frozen=True)
class NetCard:
    """What a listing says about a net. ``sha256`` is by checkpoint, ``carrier_order`` lists units, strongest first."""

    title: str
    languages: tuple[str, ...]
    units: int
    license: str
    description: str
    sha256: dict[Checkpoint, str]
    carrier_order: list[int]
    carrier_definition: str
    tokenizer_file: str
    tokenizer_sha256: str


@dataclass(frozen=True)
class LoadedNet:
    """A net in memory. ``unknown_id`` is null where the tokenizer can read everything."""

    ref: ModelRef
    net: nets.RecurrentNet
    tokenizer: Tokenizer
    card: NetCard
    unknown_id: int | None

    def text_of(self, vocabulary_index: int) -> str:
        """What to print for a piece that the net predicts."""
        return pieces.display(self.tokenizer.id_to_token(vocabulary_index) or "")


def available() -> list[Cell]:
    """The nets that have a card."""
    return [cell for cell in get_args(Cell) if (nets.FOLDER / f"{cell}.json").exists()]


@cache
def card(cell: Cell) -> NetCard:
    """The card of a shipped net.

    Raises:
        UnknownModel: it is not there.

    """
    if cell not in available():
        detail = f"The net {cell} is not on this machine. Recurrent nets: {', '.join(available())}."
        raise UnknownModel(detail, errors=[FieldError("/cell", detail)])
    found = nets.card(cell)
    recipe, carriers, files = found["recipe"], found["results"]["carriers"], found["files"]
    checkpoints: tuple[Checkpoint, ...] = get_args(Checkpoint)
    (tokenizer_file,) = (name for name in files if name.endswith("tokenizer.json"))
    return NetCard(
        title=found["title"],
        languages=tuple(found["languages"]),
        units=found["architecture"]["units"],
        license=found["license"],
        description=recipe["disclosure"],
        sha256={each: files[nets.weights_file(cell, each)]["sha256"] for each in checkpoints},
        carrier_order=carriers["order"],
        carrier_definition=carriers["definition"],
        tokenizer_file=tokenizer_file,
        tokenizer_sha256=files[tokenizer_file]["sha256"],
    )


def card_json(card_id: str) -> bytes:
    """A card's file as it is, JSON.

    Raises:
        NotFound: there is no such card.

    """
    path = nets.FOLDER / f"{card_id}.json"
    if card_id not in get_args(CardId) or not path.exists():
        known = ", ".join(each for each in get_args(CardId) if (nets.FOLDER / f"{each}.json").exists())
        raise NotFound(f"There is no card for {card_id[:80]!r}. Cards: {known}.")
    return path.read_bytes()


def load(cell: Cell, checkpoint: Checkpoint) -> LoadedNet:
    """A shipped net, after its files were checked against the card.

    Raises:
        UnknownModel: there is no such net.
        WeightsMissing, WrongHash: a file is absent or not the one that the card describes.

    """
    described = card(cell)
    tokenizer, unknown_id = _tokenizer(described)
    return LoadedNet(
        ref=ModelRef(
            id=cell,
            revision=described.sha256[checkpoint][:12],
            weights_sha256=described.sha256[checkpoint],
            converted_from=None,
            dtype="float32",
            libraries=library_versions(),
        ),
        net=nets.load(cell, checkpoint),
        tokenizer=tokenizer,
        card=described,
        unknown_id=unknown_id,
    )


def _tokenizer(described: NetCard) -> tuple[Tokenizer, int | None]:
    """The tokenizer that a card names, and the id of its unknown token, if it has one that can occur."""
    path = nets.FOLDER / described.tokenizer_file
    written = path.read_bytes()
    if (got := hashlib.sha256(written).hexdigest()) != described.tokenizer_sha256:
        raise WrongHash(f"{path.name} has sha256 {got}, its card says {described.tokenizer_sha256}.")
    model: dict[str, Any] = json.loads(written)["model"]
    tokenizer = prepare(Tokenizer.from_str(written.decode()))
    return tokenizer, None if model.get("byte_fallback") else tokenizer.token_to_id(pieces.UNKNOWN)
