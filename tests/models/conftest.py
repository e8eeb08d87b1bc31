"""Fixtures of models that the settings name."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from transformers import (
    PreTrainedModel,
)

from app.encode.document import arrays_of
from app.models.library import Library
from app.pipeline import Pipeline
from app.requests import AttentionRequest
from app.schemas import AttentionAnswer
from app.timing import Timing
from tests.models.named import SENTENCE, Ask, naming
from tests.models.tiny_models import save


@pytest.fixture
def pipelines() -> Iterator[list[Pipeline]]:
    opened: list[Pipeline] = []
    yield opened
    for pipeline in opened:
        pipeline.close()


@pytest.fixture
def ask(tmp_path: Path, pipelines: list[Pipeline]) -> Callable[[PreTrainedModel], Ask]:
    """Save a model as a named one and answer requests with it, all the way from the settings."""

    def named(model: PreTrainedModel) -> Ask:
        save(model, tmp_path / "model")
        settings = naming(tmp_path)
        pipelines.append(Pipeline(Library(settings, may_fetch=False), settings))

        def answered(text: str = SENTENCE, **asked: Any) -> tuple[AttentionAnswer, dict[str, np.ndarray]]:
            request = AttentionRequest(text=text, model="mine", **asked)
            answer = asyncio.run(pipelines[-1].attention(request, Timing()))
            return answer, {each.name: np.asarray(each.values) for each in arrays_of(answer)}

        return answered

    return named
