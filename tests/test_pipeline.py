"""The pipeline's own decisions: what is refused, what is selected. Its numbers are held in tests/web/test_api_v1.py."""

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app import pipeline as pipeline_module
from app.analysis.gates import counterfactual, reach
from app.errors import Busy, DownloadFailed
from app.models import fetch
from app.models.library import Library
from app.pipeline import Pipeline
from app.requests import AttentionRequest, GatesRequest
from app.schemas import CostAnswer, CostRequest, GatesAnswer
from app.settings import Settings
from app.timing import Timing


@pytest.mark.weights
def test_answers_do_not_depend_on_what_was_asked_before(minilm_dir: Path, settings: Settings) -> None:
    pipeline = Pipeline(Library(settings, may_fetch=False), settings)

    async def ask(text: str, layer: int) -> np.ndarray:
        answer = await pipeline.attention(AttentionRequest(text=text, layers=[layer]), Timing())
        return answer.attention.values

    async def scenario() -> None:
        texts = ["The cat sat.", "A dog ran away."]
        alone = [await ask(text, 3) for text in texts]
        together = await asyncio.gather(*[ask(text, 3) for text in texts * 3])
        for i, found in enumerate(together):
            np.testing.assert_array_equal(found, alone[i % 2])

    asyncio.run(scenario())
    pipeline.close()


@pytest.mark.weights
def test_a_full_queue_is_refused(minilm_dir: Path, settings: Settings) -> None:
    small = settings.model_copy(update={"max_queue": 1})
    pipeline = Pipeline(Library(small, may_fetch=False), small)

    async def scenario() -> list[object]:
        requests = [pipeline.gates(GatesRequest(text=f"number {i} of several"), Timing()) for i in range(8)]
        return list(await asyncio.gather(*requests, return_exceptions=True))

    results = asyncio.run(scenario())
    pipeline.close()
    assert any(isinstance(result, GatesAnswer) for result in results)
    assert any(isinstance(result, Busy) for result in results)
    assert all(isinstance(result, GatesAnswer | Busy) for result in results)


def test_waiting_for_weights_holds_up_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many requests wait for a slow download that fails: one attempt, one error for all; gates answer meanwhile."""
    fresh = Settings(cache_dir=tmp_path)
    pipeline = Pipeline(Library(fresh, may_fetch=True), fresh)
    attempts, release = [], threading.Event()

    def slow(*_: object) -> Path:
        attempts.append(1)
        assert release.wait(30)
        raise DownloadFailed("no network")

    monkeypatch.setattr(fetch, "fetch", slow)

    async def scenario() -> list[object]:
        waiting = [asyncio.create_task(pipeline.attention(AttentionRequest(text="a"), Timing())) for _ in range(20)]
        await asyncio.sleep(0)
        for i in range(3):
            assert isinstance(await pipeline.gates(GatesRequest(text=f"sentence {i}"), Timing()), GatesAnswer)
        assert not any(task.done() for task in waiting)
        release.set()
        return list(await asyncio.gather(*waiting, return_exceptions=True))

    results = asyncio.run(scenario())
    pipeline.close()
    assert attempts == [1]
    assert [str(result) for result in results] == ["no network"] * 20


def test_a_short_request_waits_for_one_part_of_a_long_one(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The long one asks for shares, reach and a counterfactual; the short one comes while its reach is computed."""
    pipeline = Pipeline(Library(settings, may_fetch=False), settings)
    order: list[str] = []
    begun, release = threading.Event(), threading.Event()
    modules = {"trace": pipeline_module, "reach": reach, "counterfactual": counterfactual}
    real = {name: getattr(module, name) for name, module in modules.items()}

    def noted(name: str) -> Callable[..., object]:
        def run(*args: Any, **more: Any) -> object:
            order.append(name)
            if name == "reach":
                begun.set()
                assert release.wait(30)
            return real[name](*args, **more)

        return run

    for name, module in modules.items():
        monkeypatch.setattr(module, name, noted(name))

    async def scenario() -> None:
        extras = GatesRequest(text="the cat sat", include=["shares", "reach", "counterfactual"])
        long = asyncio.create_task(pipeline.gates(extras, Timing()))
        await asyncio.to_thread(begun.wait, 30)
        short = asyncio.create_task(pipeline.gates(GatesRequest(text="a dog"), Timing()))
        while pipeline.scheduler.gates.waiting < 2:
            await asyncio.sleep(0.01)
        release.set()
        await asyncio.gather(long, short)

    asyncio.run(scenario())
    pipeline.close()
    assert order == ["trace", "reach", "trace", "counterfactual"]


@pytest.mark.weights
def test_who_asks_for_the_same_cost_gets_the_same_measurement(minilm_dir: Path, settings: Settings) -> None:
    pipeline = Pipeline(Library(settings, may_fetch=False), settings)

    async def scenario() -> list[CostAnswer]:
        asked = [CostRequest(lengths=[2]), CostRequest(lengths=[2]), CostRequest(lengths=[3])]
        return list(await asyncio.gather(*[pipeline.cost(each) for each in asked]))

    first, second, other = asyncio.run(scenario())
    pipeline.close()
    assert first is second
    assert (first.lengths, other.lengths) == ([2], [3])
