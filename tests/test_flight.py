"""One computation for all waiting, bounded in bytes."""

import asyncio

import pytest

from app.flight import SingleFlightCache


class Source:
    """Counts how often a value is really computed."""

    def __init__(self) -> None:
        self.calls = 0

    async def make(self, value: bytes = b"x" * 10) -> bytes:
        self.calls += 1
        await asyncio.sleep(0.01)
        return value

    async def fail(self) -> bytes:
        self.calls += 1
        await asyncio.sleep(0.01)
        raise OSError("no")


def test_identical_requests_in_flight_share_one_computation() -> None:
    async def scenario() -> int:
        cache, source = SingleFlightCache[bytes](100, len), Source()
        assert await asyncio.gather(*[cache.get("a", source.make) for _ in range(5)]) == [b"x" * 10] * 5
        await cache.get("a", source.make)
        return source.calls

    assert asyncio.run(scenario()) == 1


def test_least_recently_used_goes_first() -> None:
    async def scenario() -> list[int]:
        cache, source = SingleFlightCache[bytes](25, len), Source()
        calls = []
        for key in ["a", "b", "a", "c", "a", "b"]:  # c drops b, because a was used after it
            await cache.get(key, source.make)
            calls.append(source.calls)
        assert cache.used_bytes == 20
        return calls

    assert asyncio.run(scenario()) == [1, 2, 2, 3, 3, 4]


def test_what_is_larger_than_the_cache_is_given_but_not_kept() -> None:
    async def scenario() -> int:
        cache, source = SingleFlightCache[bytes](5, len), Source()
        assert await cache.get("a", source.make) == b"x" * 10
        assert cache.used_bytes == 0
        await cache.get("a", source.make)
        return source.calls

    assert asyncio.run(scenario()) == 2


def test_a_failure_reaches_everyone_who_waits_and_is_not_kept() -> None:
    async def scenario() -> int:
        cache, source = SingleFlightCache[bytes](100, len), Source()
        results = await asyncio.gather(*[cache.get("a", source.fail) for _ in range(3)], return_exceptions=True)
        assert [type(result) for result in results] == [OSError] * 3
        with pytest.raises(OSError, match="no"):
            await cache.get("a", source.fail)
        return source.calls

    assert asyncio.run(scenario()) == 2


def test_one_client_that_leaves_does_not_take_the_result_from_the_others() -> None:
    async def scenario() -> None:
        cache, source = SingleFlightCache[bytes](100, len), Source()
        first = asyncio.create_task(cache.get("a", source.make))
        second = asyncio.create_task(cache.get("a", source.make))
        await asyncio.sleep(0.001)
        first.cancel()
        assert await second == b"x" * 10
        assert source.calls == 1

    asyncio.run(scenario())


def test_a_computation_that_may_be_abandoned_ends_with_the_last_who_waits() -> None:
    async def scenario() -> None:
        cache, ended = SingleFlightCache[bytes](100, len), []

        async def long() -> bytes:
            try:
                await asyncio.Event().wait()
            finally:
                ended.append(True)
            return b""

        waiting = [asyncio.create_task(cache.get("a", long, abandon=True)) for _ in range(2)]
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        waiting[0].cancel()
        await asyncio.gather(waiting[0], return_exceptions=True)
        assert not ended
        waiting[1].cancel()
        await asyncio.gather(waiting[1], return_exceptions=True)
        # whoever comes now starts anew, and is not cancelled with what is just ending
        source = Source()
        assert await cache.get("a", source.make, abandon=True) == b"x" * 10
        assert ended == [True]
        assert source.calls == 1

    asyncio.run(scenario())
