"""The recurrent nets that ship with the project, each with its tokenizer and what its card says."""

from dataclasses import dataclass
from functools import cache

from tokenizers import Tokenizer

from app.models.loading import library_versions
from app.models.recurrent import net as nets
from app.models.recurrent import tokenizer as pieces
from app.schemas import Cell, Checkpoint, ModelRef
from app.tokens.spans import prepare


@dataclass(frozen=True)
class NetCard:
    """What a listing says of a net. ``sha256`` is by checkpoint, ``carrier_order`` lists units, strongest first."""

    title: str
    languages: tuple[str, ...]
    units: int
    license: str
    description: str
    sha256: dict[Checkpoint, str]
    carrier_order: list[int]
    carrier_definition: str


@dataclass(frozen=True)
class LoadedNet:
    """A net in memory."""

    ref: ModelRef
    net: nets.RecurrentNet
    tokenizer: Tokenizer
    card: NetCard

    def text_of(self, vocabulary_index: int) -> str:
        """What to print for a piece that the net predicts."""
        return pieces.display(self.tokenizer.id_to_token(vocabulary_index) or "")


@cache
def card(cell: Cell) -> NetCard:
    """The card of a shipped net.

    Raises:
        WeightsMissing: it is not there; it belongs to the repository.

    """
    found = nets.card(cell)
    recipe, carriers = found["recipe"], found["results"]["carriers"]
    checkpoints: tuple[Checkpoint, ...] = ("trained", "initial")
    return NetCard(
        title=found["title"],
        languages=tuple(found["languages"]),
        units=found["architecture"]["units"],
        license=found["license"],
        description=recipe["disclosure"],
        sha256={each: found["files"][nets.weights_file(cell, each)]["sha256"] for each in checkpoints},
        carrier_order=carriers["order"],
        carrier_definition=carriers["definition"],
    )


def load(cell: Cell, checkpoint: Checkpoint) -> LoadedNet:
    """A shipped net, its files held against the card.

    Raises:
        WeightsMissing, WrongHash: a file is absent or not the one that the card describes.

    """
    described = card(cell)
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
        tokenizer=prepare(pieces.load()),
        card=described,
    )
