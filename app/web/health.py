"""Alive, and ready."""

from fastapi import APIRouter

from ..errors import NotReady
from ..models.library import Library
from ..schemas import Health, Problem
from .openapi import problem_answers


def router(library: Library) -> APIRouter:
    """The routes that an orchestrator asks."""
    health = APIRouter(tags=["Health"])

    @health.get("/healthz")
    def healthz() -> Health:
        """The process answers."""
        return Health(status="ok")

    @health.get("/readyz", responses=problem_answers(Problem, 503))
    def readyz() -> Health:
        """The default model and the recurrent nets are loaded."""
        waiting = library.not_ready()
        if waiting:
            raise NotReady("Not loaded yet: " + "; ".join(f"{name} is {state}" for name, state in waiting.items()))
        return Health(status="ready")

    return health
