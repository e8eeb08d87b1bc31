"""The API, version 1: its resources."""

from typing import Any

from fastapi import APIRouter, Depends

from ..models.library import Library
from ..models.recurrent import shipped
from ..pipeline import Pipeline
from ..requests import AttentionRequest, GatesRequest
from ..schemas import (
    AttentionAnswer,
    ContextAnswer,
    ContextRequest,
    FindAnswer,
    FindRequest,
    GatesAnswer,
    HeadAnswer,
    HeadRequest,
    ModelsAnswer,
    NetRequest,
    Problem,
    StepsAnswer,
    StepsRequest,
)
from ..settings import Settings
from . import cards, cost
from .budget import AnswerBudget
from .openapi import problem_answers
from .query import readable_query
from .resource import Resource

ABOUT_GATES = """Gates and states of a recurrent net after each token, and how far they are from torch's fused layer.

`include` adds what is derived from them, each with its formula and source in `definition`: surviving shares,
the reach of gradients, counterfactuals. Before training (checkpoint=initial) the forget bias and the scale of
the recurrent matrix may be changed."""


def resources(library: Library, pipeline: Pipeline) -> list[Resource[Any]]:
    """What is computed from a sentence, by GET and POST."""

    def transformer(asked: AttentionRequest | HeadRequest | FindRequest) -> str | None:
        return library.identity(library.resolve(asked.model, asked.text + (asked.text_pair or "")).id)

    def context(asked: ContextRequest) -> str | None:
        return library.identity(library.resolve(asked.model, asked.text_a + asked.text_b).id)

    def net(asked: NetRequest) -> str:
        return repr(shipped.card(asked.cell))

    return [
        Resource(
            "/attention",
            AttentionRequest,
            AttentionAnswer,
            "Attention weights of every head, or of those asked for: a row of weights over the keys sums to 1.",
            pipeline.attention,
            transformer,
            lists="a list is comma-separated or repeated",
        ),
        Resource(
            "/context",
            ContextRequest,
            ContextAnswer,
            "One word in two sentences: the cosine of its vectors at every layer.",
            pipeline.context,
            context,
        ),
        Resource(
            "/gates",
            GatesRequest,
            GatesAnswer,
            ABOUT_GATES,
            pipeline.gates,
            net,
        ),
        Resource(
            "/gates/steps",
            StepsRequest,
            StepsAnswer,
            "One unit of a recurrent net at one token: every weight, product and sum that made its new state.",
            pipeline.unit_step,
            net,
        ),
        Resource(
            "/attention/steps",
            HeadRequest,
            HeadAnswer,
            "One head as one token of it looks: q, every k and v, scores, weights, output, and what all heads add.",
            pipeline.head_steps,
            transformer,
        ),
        Resource(
            "/attention/find",
            FindRequest,
            FindAnswer,
            "Every head of a model, ranked by how much these tokens look at those, or by a habit, on this sentence.",
            pipeline.find,
            transformer,
            lists="a span is written first,last",
        ),
    ]


def router(library: Library, pipeline: Pipeline, settings: Settings) -> APIRouter:
    """The routes under /api/v1."""
    api = APIRouter(prefix="/api/v1", tags=["API, version 1"], dependencies=[Depends(readable_query)])

    @api.get("/models", responses=problem_answers(Problem, 500, 503))
    def models() -> ModelsAnswer:
        """List the models, with the state of each: ready, on disk, to fetch, fetching, loading or failed."""
        return library.listing()

    budget = AnswerBudget(settings.max_answers_bytes)
    for each in resources(library, pipeline):
        each.add_to(api, budget, settings)
    api.include_router(cost.router(pipeline))
    api.include_router(cards.router())
    return api
