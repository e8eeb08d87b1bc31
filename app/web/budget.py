"""A bound on the bytes of answers that are being encoded or sent: slow readers must not fill the memory."""

from fastapi.responses import Response
from starlette.types import Receive, Scope, Send

from ..errors import Busy


class AnswerBudget:
    """Counts the bytes of answers under way. Used on the event loop only."""

    def __init__(self, max_bytes: int) -> None:
        self.max_bytes = max_bytes
        self.used_bytes = 0

    def reserve(self, count: int) -> "Reservation":
        """Room for an answer of about ``count`` bytes; one answer alone always has room.

        Raises:
            Busy: other answers take the room.

        """
        if self.used_bytes and self.used_bytes + count > self.max_bytes:
            raise Busy(
                f"Answers of {self.used_bytes:,} bytes are being sent and this one has about {count:,}; "
                f"{self.max_bytes:,} may be under way. Try again in a second, or ask for fewer layers or heads."
            )
        return Reservation(self, count)


class Reservation:
    """Room that one answer takes until it is released."""

    def __init__(self, budget: AnswerBudget, count: int) -> None:
        self.budget, self.count = budget, count
        budget.used_bytes += count

    def resize(self, count: int) -> None:
        """Take as much as the answer turned out to have."""
        self.budget.used_bytes += count - self.count
        self.count = count

    def release(self) -> None:
        """Give the room back; a second time does nothing."""
        self.resize(0)


class ReservedResponse(Response):
    """An answer that gives its room back when it has been sent, or when its reader has gone."""

    def __init__(
        self, content: bytes, reservation: Reservation, media_type: str, headers: dict[str, str] | None = None
    ) -> None:
        super().__init__(content, media_type=media_type, headers=headers)
        self.reservation = reservation

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self.reservation.release()
