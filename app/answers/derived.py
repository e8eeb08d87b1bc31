"""The parts of an answer that are derived from a recurrent net's gates: units, shares, reach, counterfactual."""

from collections.abc import Callable

import numpy as np

from .. import schemas
from ..analysis import units
from ..analysis.counterfactual import Counterfactual, Predicted
from ..analysis.reach import Reach
from ..analysis.shares import Shares
from ..encode.payload import Placed
from ..encode.quantise import IDENTITY
from ..forward.recurrent import Trace
from ..models.recurrent.shipped import LoadedNet

TextOf = Callable[[int], str]
Arrays = dict[str, Placed]


def of_units(net: LoadedNet, traced: Trace) -> schemas.Units:
    """Carrier order, from the card; saturation and half-life over this sentence."""
    return schemas.Units(
        order=net.card.carrier_order,
        definition=f"{net.card.carrier_definition} Measured on the trained net, whatever the checkpoint.",
        saturation={
            name: schemas.Saturation(low=found.low, high=found.high) for name, found in units.saturation(traced).items()
        },
        saturation_definition=units.SATURATION_DEFINITION,
        half_life=units.half_life(traced),
        half_life_definition=units.HALF_LIFE_DEFINITION,
    )


def of_shares(found: Shares, text_of: TextOf, arrays: Arrays) -> schemas.Shares:
    """Shares by token and source."""
    arrays["shares"] = Placed(found.values.astype(np.float32), ("shares", "values"), ("shares",))  # [T, J]
    if found.kept is not None:
        arrays["shares.kept"] = Placed(found.kept.astype(np.float32), ("shares", "kept"), ("shares",))  # [T, J]
    return schemas.Shares(
        axes=["token", "source"],
        shape=list(found.values.shape),
        values=None,
        encoding=IDENTITY,
        max_abs_error=0.0,
        definition=found.definition,
        unit=found.unit,
        predicted=None if found.predicted is None else [text_of(index) for index in found.predicted],
        rivals=None if found.rivals is None else [[text_of(index) for index in row] for row in found.rivals],
        totals=found.totals.tolist(),
        rebuild_error=found.rebuild_error,
        kept=None,
    )


def of_reach(found: Reach, arrays: Arrays) -> schemas.Reach:
    """Norms by distance; in safetensors beside the document, which holds them as they are."""
    for name in ("norms", "ratios"):
        values = np.array(getattr(found, name), dtype=np.float64)  # [R], NaN for None
        with np.errstate(over="ignore"):  # what float32 cannot hold is infinite there, and right in the document
            arrays[f"reach.{name}"] = Placed(values.astype(np.float32), ("reach", name), ("reach",), beside=True)
    return schemas.Reach(
        token=found.token,
        axes=["distance"],
        shape=[len(found.distances)],
        distances=found.distances,
        norms=found.norms,
        ratios=found.ratios,
        slope=found.line.slope,
        r_squared=found.line.r_squared,
        half_life=found.line.half_life,
        doubling=found.line.doubling,
        first_apart=found.first_apart,
        definition=found.definition,
    )


def of_counterfactual(found: Counterfactual, text_of: TextOf, arrays: Arrays) -> schemas.Counterfactual:
    """Total variations by source, and each replacement with what is predicted then."""
    for name, values, part in [
        ("counterfactual", found.values, "values"),
        ("counterfactual.unknown", found.unknown, "unknown"),
    ]:
        arrays[name] = Placed(np.array(values, dtype=np.float32), ("counterfactual", part), ("counterfactual",))  # [J]
    return schemas.Counterfactual(
        token=found.token,
        axes=["source"],
        shape=[len(found.values)],
        values=None,
        unknown=None,
        encoding=IDENTITY,
        max_abs_error=0.0,
        replacements=[
            [
                schemas.Replacement(
                    id=each.id,
                    text=text_of(each.id),
                    total_variation=each.total_variation,
                    predictions=_predictions(each.predicted, text_of),
                )
                for each in row
            ]
            for row in found.replacements
        ],
        baseline=_predictions(found.baseline, text_of),
        definition=found.definition,
    )


def _predictions(found: Predicted, text_of: TextOf) -> list[schemas.Prediction]:
    return [
        schemas.Prediction(text=text_of(index), probability=probability)
        for index, probability in zip(found.ids, found.probabilities, strict=True)
    ]
