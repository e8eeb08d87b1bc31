"""Answers that look into a Transformer's heads: derived arrays, one head in full, heads ranked."""

from collections.abc import Callable, Sequence

import numpy as np

from ..analysis import effect, links, rollout, value_norms
from ..analysis.effect import Effects
from ..analysis.head_stats import (
    STATISTICS,
    STRONGEST,
    Sentence,
    Strongest,
    common,
    only_there,
    statistic,
    strongest_habits,
)
from ..capture.layout import Layout
from ..forward import lens as lenses
from ..forward.head import HeadReading, Norms
from ..forward.reading import Candidates, Weights
from ..models.loading import LoadedTransformer
from ..schemas import (
    IDENTITY,
    Added,
    ArrayAnswer,
    Contributions,
    Effect,
    FindAnswer,
    FindRequest,
    HeadAnswer,
    HeadHabit,
    HeadRef,
    HeadRequest,
    HeadStats,
    LayersArray,
    Lens,
    NormsArray,
    Notice,
    Part,
    Prediction,
    Scored,
    Statistic,
    Token,
)
from ..shapes import Axis, BoolArray, FloatArray

TextOf = Callable[[int], str]
ONE_HEAD = (
    "scores = cap(q·k · scale) + what is added; weights = softmax(scores) over the keys that are not masked; "
    "output = Σ weights · v (Vaswani et al. 2017, 1706.03762, section 3.2.1)."
)
ADDED = (
    "norms: ‖output_h · W_O^h‖; shares: (output_h · W_O^h) · s / ‖s‖², with s the sum over heads plus the projection's "
    "bias. Before any norm that follows."
)


def sentence_of(tokens: Sequence[Token], visible: BoolArray) -> Sentence:
    """What the formulas of habits need to know of the tokens, and of what may be seen, [L, Q, K]."""
    return Sentence([_word(token) for token in tokens], [token.special for token in tokens], visible)


def _word(token: Token) -> str | None:
    if token.special or not token.text:
        return None
    # pieces of one character share its text, without being the same word
    return token.text.casefold() + (f"\0{token.part}" if token.parts > 1 else "")


def of_rollout(weights: FloatArray, layout: Layout, ablated: Sequence[HeadRef]) -> LayersArray:
    """Rollout after every layer that attends, from weights [L, H, Q, K]."""
    numbers = layout.numbers("own")
    silent = {(numbers.index(each.layer), each.head) for each in ablated}
    values = rollout.rollout(weights, silent, layout.heads("own"))  # [L, Q, K]
    return LayersArray.of(values, ["layer", "query", "key"], definition=rollout.DEFINITION, layers=numbers)


def of_stats(weights: FloatArray, sentence: Sentence, layout: Layout) -> HeadStats:
    """Every statistic of every head, from weights [L, H, Q, K]."""
    found = []
    for name, about in STATISTICS.items():
        values, chances = statistic(name, weights, sentence, layout.heads("own"))
        found.append(
            Statistic(
                name=name,
                habit=about.habit,
                unit=about.unit,
                definition=about.definition,
                chance=common(chances),
                chance_is=about.extreme or "level",
                chance_by_layer=chances,
                values=[[None if np.isnan(value) else float(value) for value in row] for row in values],
            )
        )
    return HeadStats(layers=layout.numbers("own"), statistics=found)


def of_value_norms(
    weights: FloatArray, norms: Norms, layers: list[int], heads: list[int], places: list[int]
) -> NormsArray:
    """Value-weighted attention of some heads, from all weights [L, H, Q, K]; ``places`` are the layers' in L."""
    chosen = np.ix_(places, heads)
    values = value_norms.value_weighted(weights[chosen], norms.values[chosen])  # [layers, heads, Q, K]
    axes: list[Axis] = ["layer", "head", "query", "key"]
    return NormsArray.of(values, axes, definition=value_norms.WEIGHTED, layers=layers, heads=heads)


def of_contributions(norms: Norms, layout: Layout) -> Contributions:
    """What every head adds, and what it is added to."""
    return Contributions.of(
        norms.parts,
        ["layer", "head", "token"],
        definition=value_norms.CONTRIBUTION,
        layers=layout.numbers("own"),
        residual=ArrayAnswer.of(norms.residual, ["layer", "token"]),
    )


def predictions_of(found: Candidates, text_of: TextOf) -> list[list[Prediction]]:
    """Candidates as text, by token."""
    return [
        [
            Prediction(text=text_of(index), probability=float(probability))
            for index, probability in zip(row, probabilities, strict=True)
        ]
        for row, probabilities in zip(found.ids, found.probabilities, strict=True)
    ]


def of_lens(found: list[Candidates], text_of: TextOf) -> Lens:
    """The candidates of every layer."""
    return Lens(definition=lenses.DEFINITION, layers=[predictions_of(layer, text_of) for layer in found])


def of_effect(found: Effects, text_of: TextOf) -> Effect:
    """What an intervention changed."""
    before, after = found.candidates_before, found.candidates_after
    return Effect(
        moved=found.moved.tolist(),
        definition_moved=effect.MOVED,
        distance=found.distance.tolist(),
        definition_distance=effect.DISTANCE,
        total_variation=None if found.total_variation is None else found.total_variation.tolist(),
        definition_variation=effect.VARIATION,
        predictions_before=None if before is None else predictions_of(before, text_of),
        predictions_after=None if after is None else predictions_of(after, text_of),
    )


def head_answer(
    request: HeadRequest,
    model: LoadedTransformer,
    part: Part,
    texts: tuple[str, str | None],
    tokens: tuple[list[Token], list[Token] | None],
    notices: list[Notice],
    found: HeadReading,
) -> HeadAnswer:
    """One query of one head: every number between it and its output."""
    is_on = HeadRef(layer=request.layer, head=request.head) not in request.ablate
    contributions = None
    if found.norms is not None and found.shares is not None and found.bias_share is not None:
        contributions = Added(
            definition=ADDED,
            norms=found.norms.tolist(),
            shares=found.shares.tolist(),
            bias_share=found.bias_share,
        )
    return HeadAnswer(
        model=model.ref,
        family=model.family,
        text=texts[0],
        text_pair=texts[1],
        tokens=tokens[0],
        target_tokens=tokens[1],
        notices=notices,
        layer=request.layer,
        head=request.head,
        query_token=request.query,
        part=part,
        query=found.query,
        keys=found.keys,
        values=found.values,
        raw_scores=found.raw_scores,
        scale=found.scale,
        cap=found.cap,
        masked=found.masked,
        added=None if found.added is None else _unmasked(found.added, found.masked),
        scores=_unmasked(found.scores, found.masked),
        weights=found.weights,
        weighted_values=found.weights[:, None] * found.values * is_on,  # [K, D]
        output=found.output,
        mask=request.mask,
        ablate=request.ablate,
        contributions=contributions,
        definition=ONE_HEAD,
        encoding=IDENTITY,
        max_abs_error=0.0,
    )


def _unmasked(values: FloatArray, masked: list[bool]) -> list[float | None]:
    return [None if hidden else float(value) for hidden, value in zip(masked, values, strict=True)]


def find_answer(
    request: FindRequest, model: LoadedTransformer, tokens: list[Token], notices: list[Notice], weights: Weights
) -> FindAnswer:
    """Every head by the strength of a link, or of a habit."""
    sentence, layout = sentence_of(tokens, weights.visible), model.layout
    numbers = layout.numbers("own")
    chances: list[float | None]
    habits: list[list[Strongest | None]] | None = None
    if request.habit is not None:
        scores, chances = statistic(request.habit, weights.own, sentence, layout.heads("own"))
        definition, extreme = STATISTICS[request.habit].definition, STATISTICS[request.habit].extreme
    else:
        looking, to = (range(span[0], span[1] + 1) for span in (request.looking or [0, 0], request.to or [0, 0]))
        scores = only_there(links.link_scores(weights.own, looking, to), layout.heads("own"))
        chances = links.link_scores(sentence.even, looking, to).tolist()
        definition, extreme = links.DEFINITION, None
        habits = strongest_habits(weights.own, sentence, layout.heads("own"))
    return FindAnswer(
        model=model.ref,
        text=request.text,
        text_pair=request.text_pair,
        tokens=tokens,
        notices=notices,
        looking=request.looking,
        to=request.to,
        habit=request.habit,
        mask=request.mask,
        ablate=request.ablate,
        chance=common(chances),
        chance_is=extreme or "level",
        chance_by_layer=chances,
        layers=numbers,
        definition=definition,
        definition_habit=None if habits is None else STRONGEST,
        heads=[
            Scored(layer=numbers[row], head=head, score=score, strongest_habit=_habit(habits, row, head))
            for row, head, score in links.ranked(scores)
        ],
    )


def _habit(found: list[list[Strongest | None]] | None, row: int, head: int) -> HeadHabit | None:
    one = None if found is None else found[row][head]
    if one is None:
        return None
    return HeadHabit.model_validate({"name": one.name, "share": one.share, "chance": one.chance})
