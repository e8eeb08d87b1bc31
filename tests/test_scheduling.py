"""A queue that refuses rather than grows, and a thread count of its own."""

import asyncio
import threading

import pytest
import torch

from app.errors import Busy
from app.scheduling import Worker
from app.timing import Timing


def test_work_runs_in_one_thread_with_its_own_count_of_torch_threads() -> None:
    async def scenario() -> set[tuple[str, int]]:
        worker = Worker("gates", torch_threads=3, max_queue=10)  # nobody's default
        found = await asyncio.gather(
            *[
                worker.run(lambda: (threading.current_thread().name, torch.get_num_threads()), Timing())
                for _ in range(5)
            ]
        )
        worker.close()
        return set(found)

    assert asyncio.run(scenario()) == {("gates_0", 3)}


def test_a_full_queue_refuses_at_once_and_takes_work_again_later() -> None:
    async def scenario() -> None:
        worker = Worker("attention", torch_threads=1, max_queue=2)
        release = threading.Event()
        waiting = [asyncio.create_task(worker.run(release.wait, Timing())) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(Busy, match="2 requests wait for attention"):
            await worker.run(lambda: True, Timing())
        release.set()
        assert await asyncio.gather(*waiting) == [True, True]
        assert await worker.run(lambda: 7, Timing()) == 7
        worker.close()

    asyncio.run(scenario())


def test_an_error_in_the_work_reaches_the_caller() -> None:
    async def scenario() -> None:
        worker = Worker("attention", torch_threads=1, max_queue=2)
        timing = Timing()
        with pytest.raises(ZeroDivisionError):
            await worker.run(lambda: 1 // 0, timing)
        assert worker.waiting == 0
        assert list(timing.stages_ms) == ["queue", "forward"]
        worker.close()

    asyncio.run(scenario())
