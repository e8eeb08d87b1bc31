"""Answers that look into a Transformer's heads: one head in full, heads ranked."""

from ..analysis import links
from ..analysis.head_stats import (
    STATISTICS,
    STRONGEST,
    Strongest,
    common,
    only_there,
    sentence_of,
    statistic,
    strongest_habits,
)
from ..forward.head import HeadSteps
from ..forward.reading import Weights
from ..models.loading import LoadedTransformer
from ..schemas import (
    IDENTITY,
    Added,
    FindAnswer,
    FindRequest,
    HeadAnswer,
    HeadHabit,
    HeadRef,
    HeadRequest,
    Notice,
    Part,
    Scored,
    Token,
)
from ..shapes import FloatArray

ONE_HEAD = (
    "scores = cap(q·k · scale) + what is added; weights = softmax(scores) over the keys that are not masked; "
    "output = Σ weights · v (Vaswani et al. 2017, 1706.03762, section 3.2.1)."
)
ADDED = (
    "norms: ‖output_h · W_O^h‖; shares: (output_h · W_O^h) · s / ‖s‖², with s the sum over heads plus the projection's "
    "bias. Before any norm that follows."
)


def head_steps_answer(
    request: HeadRequest,
    model: LoadedTransformer,
    part: Part,
    texts: tuple[str, str | None],
    tokens: tuple[list[Token], list[Token] | None],
    notices: list[Notice],
    found: HeadSteps,
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
