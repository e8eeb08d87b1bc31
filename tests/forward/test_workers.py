"""A queue that refuses rather than grows, and a thread count of its own."""

import asyncio
import threading

import pytest
import torch

from app.errors import Busy
from app.forward.workers import Worker


def test_work_runs_in_one_thread_with_its_own_count_of_torch_threads() -> None:
    async def scenario() -> set[tuple[str, int]]:
        worker = Worker("gates", torch_threads=3, max_queue=10)  # nobody's default
        found = await asyncio.gather(
            *[worker.run(lambda: (threading.current_thread().name, torch.get_num_threads())) for _ in range(5)]
        )
        worker.close()
        return set(found)

    assert asyncio.run(scenario()) == {("gates_0", 3)}


def test_a_full_queue_refuses_at_once_and_takes_work_again_later() -> None:
    async def scenario() -> None:
        worker = Worker("attention", torch_threads=1, max_queue=2)
        release = threading.Event()
        waiting = [asyncio.create_task(worker.run(release.wait)) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(Busy, match="2 requests wait for attention"):
            await worker.run(lambda: True)
        release.set()
        assert await asyncio.gather(*waiting) == [True, True]
        assert await worker.run(lambda: 7) == 7
        worker.close()

    asyncio.run(scenario())


def test_an_error_in_the_work_reaches_the_caller() -> None:
    async def scenario() -> None:
        worker = Worker("attention", torch_threads=1, max_queue=2)
        with pytest.raises(ZeroDivisionError):
            await worker.run(lambda: 1 // 0)
        assert worker.waiting == 0
        worker.close()

    asyncio.run(scenario())
