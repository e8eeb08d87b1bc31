"""Work for a client that may close its connection before the work is done."""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

from fastapi import Request
from starlette.types import Receive

Result = TypeVar("Result")


class ClientLeft(Exception):
    """The client has closed its connection: nobody reads the answer."""


async def while_connected(request: Request, work: Awaitable[Result]) -> Result:
    """What ``work`` gives. It is cancelled when the client leaves. The request's body must have been read before.

    Raises:
        ClientLeft: the client has left.

    """
    working = asyncio.ensure_future(work)
    leaving = asyncio.ensure_future(_left(request.receive))
    try:
        await asyncio.wait({working, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise ClientLeft
        return working.result()
    finally:
        for task in (working, leaving):
            task.cancel()


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
