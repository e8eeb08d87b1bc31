"""The parts of an answer that are derived from a recurrent net's gates: units, shares, reach, counterfactual."""

from collections.abc import Callable

import numpy as np

from .. import schemas
from ..analysis import units
from ..analysis.counterfactual import Counterfactual, Predicted
from ..analysis.reach import Reach
from ..analysis.shares import Shares
from ..forward.recurrent import Trace
from ..models.recurrent.shipped import LoadedNet

TextOf = Callable[[int], str]


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


def of_shares(found: Shares, text_of: TextOf) -> schemas.Shares:
    """Shares by token and source."""
    return schemas.Shares.of(
        found.values.astype(np.float32),  # [T, J]
        ["token", "source"],
        definition=found.definition,
        unit=found.unit,
        predicted=None if found.predicted is None else [text_of(index) for index in found.predicted],
        rivals=None if found.rivals is None else [[text_of(index) for index in row] for row in found.rivals],
        totals=found.totals.tolist(),
        rebuild_error=found.rebuild_error,
        kept=None if found.kept is None else found.kept.astype(np.float32),  # [T, J]
    )


def of_reach(found: Reach) -> schemas.Reach:
    """Norms by distance."""
    return schemas.Reach(
        token=found.token,
        axes=["distance"],
        shape=[len(found.distances)],
        distances=found.distances,
        norms=np.array(found.norms, dtype=np.float64),  # [R], NaN for None
        ratios=np.array(found.ratios, dtype=np.float64),  # [R]
        slope=found.line.slope,
        r_squared=found.line.r_squared,
        half_life=found.line.half_life,
        doubling=found.line.doubling,
        first_apart=found.first_apart,
        definition=found.definition,
    )


def of_counterfactual(found: Counterfactual, text_of: TextOf) -> schemas.Counterfactual:
    """Total variations by source, and each replacement with what is predicted then."""
    return schemas.Counterfactual(
        token=found.token,
        axes=["source"],
        shape=[len(found.values)],
        values=np.array(found.values, dtype=np.float32),  # [J]
        unknown=np.array(found.unknown, dtype=np.float32),  # [J]
        encoding=schemas.IDENTITY,
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
