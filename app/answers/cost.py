"""What was measured of attention and of a recurrent cell."""

from datetime import UTC, datetime

from ..forward.cells import kind_of
from ..forward.cost import DEFINITION, Race, visible_pairs, what_of
from ..models.loading import LoadedTransformer
from ..models.recurrent.shipped import LoadedNet
from ..schemas import CostAnswer, CostRequest, CostSeries


def cost_answer(request: CostRequest, model: LoadedTransformer, net: LoadedNet, race: Race) -> CostAnswer:
    """The medians of a race, with the depth and the pairs that follow from the lengths alone."""
    cell_unrolled, cell_fused = (
        CostSeries(
            what=what_of(net.net, request.cell, way),
            sequential_depth=request.lengths,
            pairs=None,
            visible_pairs=None,
            milliseconds=race.milliseconds(way),
            multiply_adds=race.multiply_adds(way),
        )
        for way in ("cell_unrolled", "cell_fused")
    )
    return CostAnswer(
        model=model.ref,
        net=net.ref,
        cell=request.cell,
        kind=kind_of(net.net),
        lengths=request.lengths,
        repeats=len(race.rounds),
        threads=race.threads,
        measured_at=datetime.now(UTC).isoformat(timespec="seconds"),
        attention=CostSeries(
            what=race.head.what,
            sequential_depth=[1] * len(request.lengths),
            pairs=[length**2 for length in request.lengths],
            visible_pairs=[visible_pairs(length, causal=model.family == "decoder") for length in request.lengths],
            milliseconds=race.milliseconds("attention"),
            multiply_adds=race.multiply_adds("attention"),
        ),
        cell_unrolled=cell_unrolled,
        cell_fused=cell_fused,
        definition=DEFINITION,
    )
