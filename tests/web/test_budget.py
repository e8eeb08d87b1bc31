"""Answers under way are bounded in bytes."""

import asyncio

import pytest
from starlette.types import Message

from app.errors import Busy
from app.web.budget import AnswerBudget, ReservedResponse


def test_room_is_refused_while_others_take_it() -> None:
    budget = AnswerBudget(100)
    first = budget.reserve(70)
    with pytest.raises(Busy, match="70 bytes are being sent and this one has about 40"):
        budget.reserve(40)
    first.resize(50)
    second = budget.reserve(40)
    first.release()
    first.release()
    assert budget.used_bytes == 40
    second.release()
    assert budget.used_bytes == 0


def test_one_answer_alone_always_has_room() -> None:
    assert AnswerBudget(100).reserve(1000).count == 1000


@pytest.mark.parametrize("fails", [False, True])
def test_an_answer_gives_its_room_back_when_it_is_sent_or_its_reader_has_gone(fails: bool) -> None:
    budget = AnswerBudget(100)
    seen = []

    async def send(message: Message) -> None:
        seen.append((message["type"], budget.used_bytes))
        if fails:
            raise OSError("gone")

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    response = ReservedResponse(b"x" * 30, budget.reserve(30), "text/plain")
    sending = response({"type": "http", "method": "GET", "headers": []}, receive, send)
    if fails:
        with pytest.raises(OSError, match="gone"):
            asyncio.run(sending)
    else:
        asyncio.run(sending)
    assert seen[0] == ("http.response.start", 30)
    assert budget.used_bytes == 0
