"""What the API asks of a query string beyond its fields: one value each, UTF-8, the form of a POST's answer."""

from collections import Counter
from typing import Annotated, TypeVar
from urllib.parse import unquote_to_bytes

from fastapi import Query, Request
from pydantic import BaseModel, ConfigDict, Field

from ..errors import FieldError, InvalidRequest, LimitPassed
from ..schemas import Dtype, Encoding, Format

GET_CACHE = "public, max-age=86400, stale-while-revalidate=604800"
MAX_PARAMETERS = 200
REPEATABLE = {"layers", "heads", "include", "mask", "ablate"}
Asked = TypeVar("Asked", bound=Encoding)


class PostForm(BaseModel):
    """The fields that POST takes in its query as well as in its body."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: Format | None = Field(default=None, description="As in the body.")
    dtype: Dtype | None = Field(default=None, description="As in the body.")


FormInQuery = Annotated[PostForm, Query()]


def with_form(asked: Asked, form: PostForm) -> Asked:
    """The request with the form that its query names.

    Raises:
        InvalidRequest: body and query both name one, and not the same.

    """
    given = form.model_dump(exclude_none=True)
    for name, value in given.items():
        if getattr(asked, name) not in {None, value}:
            detail = f"The body says {getattr(asked, name)}, the query {value}."
            raise InvalidRequest(detail, errors=[FieldError(f"/{name}", detail)])
    return asked.model_copy(update=given) if given else asked


def readable_query(request: Request) -> None:
    """Refuse what would have to be guessed at, in one pass over the query.

    Raises:
        LimitPassed: there are more than 200 parameters.
        InvalidRequest: a field that is no list stands twice, or the query is not UTF-8.

    """
    written: bytes = request.scope["query_string"]
    count = written.count(b"&") + 1
    if count > MAX_PARAMETERS:  # counted before anything is read
        detail = f"The query has {count:,} parameters; the limit is {MAX_PARAMETERS}. Lists may be written with commas."
        raise LimitPassed(detail, limit=MAX_PARAMETERS, got=count)
    times = Counter(name for name, _ in request.query_params.multi_items())
    for name, standing in times.items():
        if standing > 1 and name not in REPEATABLE:
            detail = f"{name[:80]} stands {standing} times; one value is wanted."
            raise InvalidRequest(detail, errors=[FieldError(f"/{name[:80]}", detail)])
    try:
        unquote_to_bytes(written).decode()
    except UnicodeDecodeError as error:
        raise InvalidRequest(
            f"The query is not UTF-8 (byte {error.start} after decoding the percent signs)."
        ) from error
