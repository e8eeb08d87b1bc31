"""Which form of an answer a request wants, and the answer in that form."""

import re
from dataclasses import dataclass

from ..encode.to_json import encode_json
from ..encode.to_safetensors import MEDIA_TYPE as SAFETENSORS
from ..encode.to_safetensors import encode_safetensors
from ..errors import FieldError, InvalidRequest, NotAcceptable
from ..schemas import Answer, Dtype, Encoding, Format

MEDIA_TYPES: dict[Format, str] = {"json": "application/json", "safetensors": SAFETENSORS}


@dataclass(frozen=True)
class Form:
    """A media type with its options, resolved."""

    format: Format
    dtype: Dtype
    decimals: int | None

    @property
    def media_type(self) -> str:
        """What Content-Type says."""
        return MEDIA_TYPES[self.format]

    def encode(self, answer: Answer, max_json_bytes: int) -> bytes:
        """The body.

        Raises:
            AnswerTooLarge: the JSON would pass ``max_json_bytes``.

        """
        if self.format == "safetensors":
            return encode_safetensors(answer, dtype=self.dtype)
        return encode_json(answer, decimals=self.decimals, max_bytes=max_json_bytes)


def resolve(asked: Encoding, accept: str) -> Form:
    """The form for a request: its ``format`` field first, then its Accept header, then JSON.

    Raises:
        NotAcceptable: the Accept header allows neither form.
        InvalidRequest: an option is given that the form does not have.

    """
    form = asked.format or by_accept(accept)
    if form == "json" and asked.dtype not in {None, "float32"}:
        detail = "dtype is for format=safetensors; JSON numbers are rounded with decimals."
        raise InvalidRequest(detail, errors=[FieldError("/dtype", detail)])
    if form == "safetensors" and asked.decimals is not None:
        detail = "decimals is for format=json; safetensors take a dtype."
        raise InvalidRequest(detail, errors=[FieldError("/decimals", detail)])
    return Form(form, asked.dtype or "float32", asked.decimals)


def by_accept(accept: str) -> Format:
    """The form with the highest quality in an Accept header; JSON on a tie (RFC 9110, 12.5.1)."""
    best: tuple[float, Format | None] = (0.0, None)
    for name, media_type in MEDIA_TYPES.items():
        quality = _quality(accept or "*/*", media_type)
        if quality > best[0]:
            best = (quality, name)
    if best[1] is None:
        raise NotAcceptable(f"Accept is {accept[:200]!r}; this address gives {' or '.join(MEDIA_TYPES.values())}.")
    return best[1]


def _quality(accept: str, media_type: str) -> float:
    """Quality of a media type under an Accept header: its most specific range counts."""
    ranges = {"*/*": 0, media_type.split("/", maxsplit=1)[0] + "/*": 1, media_type: 2}
    found: tuple[int, float] = (-1, 0.0)
    for part in accept.lower().split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        if name in ranges and ranges[name] > found[0]:
            found = (ranges[name], _q(parameters))
    return found[1]


def _q(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            return float(value) if re.fullmatch(r"0(\.[0-9]{0,3})?|1(\.0{0,3})?", value.strip()) else 0.0
    return 1.0
