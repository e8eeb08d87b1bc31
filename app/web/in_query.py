"""Requests as query parameters: the same fields, strings parsed, lists split at commas."""

import re
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin
from urllib.parse import urlencode

from annotated_types import MaxLen
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic.fields import FieldInfo

from ..schemas import HeadRef, Span, Whole

Asked = TypeVar("Asked", bound=BaseModel)


def names(values: Any) -> Any:
    """On GET a list is comma-separated, repeated, or both; an empty one is written ``layers=``."""
    if not isinstance(values, list):
        return values
    return [part for value in values for part in value.split(",") if part]


def indices(values: Any) -> Any:
    """As names, for indices: plain digits, where int() alone would take "+1", " 1" and "1_0" too."""
    parts = names(values)
    if not isinstance(parts, list):
        return parts
    for part in parts:
        if not re.fullmatch("-?[0-9]{1,9}", part):
            raise ValueError(f"items must be whole numbers with commas between them; got {part[:20]!r}")
    return parts


def head_refs(values: Any) -> Any:
    """Heads as layer.head, with commas between them: 3.1,4.0."""
    parts = names(values)
    if not isinstance(parts, list):
        return parts
    for part in parts:
        if not re.fullmatch(r"[0-9]{1,9}\.[0-9]{1,9}", part):
            raise ValueError(f"items must be layer.head, such as 3.1, with commas between them; got {part[:20]!r}")
    return [dict(zip(("layer", "head"), map(int, part.split(".")), strict=True)) for part in parts]


def span(values: Any) -> Any:
    """A span is written first,last, or as one token."""
    parts = indices(values)
    return parts * 2 if isinstance(parts, list) and len(parts) == 1 else parts


def _listed(item: str) -> WithJsonSchema:
    """What the OpenAPI document says of such a list: each repetition holds items with commas between them."""
    pattern = f"^({item})?(,({item})?)*$"
    return WithJsonSchema({"type": "array", "items": {"type": "string", "pattern": pattern}})


_INDICES = (BeforeValidator(indices), _listed("[0-9]{1,9}"))
_SPAN = WithJsonSchema({"type": "string", "pattern": "^[0-9]{1,6}(,[0-9]{1,6})?$"})
_TwoIndices = Annotated[list[int], Field(min_length=2, max_length=2)]
# a field's type in a request, and in its query
TYPES: list[tuple[Any, Any]] = [
    (list[Whole], Annotated[list[int], *_INDICES]),
    (list[Whole] | None, Annotated[list[int] | None, *_INDICES]),
    (list[HeadRef], Annotated[list[HeadRef], BeforeValidator(head_refs), _listed("[0-9]{1,9}[.][0-9]{1,9}")]),
    (Span | None, Annotated[_TwoIndices | None, BeforeValidator(span), _SPAN]),
]


def as_query(request: type[Asked]) -> type[Asked]:
    """The request as query parameters, called AttentionQuery of an AttentionRequest.

    Raises:
        TypeError: a field is a list of something that has no way to be written in a query.

    """
    changed = {name: kind for name, field in request.model_fields.items() if (kind := _type_in_query(field))}
    body: dict[str, Any] = {
        "__module__": __name__,
        "__doc__": f"{request.__name__} as query parameters.",
        "__annotations__": changed,
        "model_config": ConfigDict(strict=False),
        **{name: _as_in(request.model_fields[name]) for name in changed},
    }
    made: Any = type(request)
    query: type[Asked] = made(request.__name__.replace("Request", "Query"), (request,), body)
    return query


def query_of(fields: dict[str, Any]) -> str:
    """The fields of a request as a query, without its question mark."""
    return urlencode({name: _written(value) for name, value in fields.items()})


def _written(value: Any) -> str:
    if isinstance(value, list):
        return ",".join(map(_written, value))
    return f"{value['layer']}.{value['head']}" if isinstance(value, dict) else str(value)


def _type_in_query(field: FieldInfo) -> Any:
    """The type of a list in a query; None for what is written as it is."""
    kind = field.annotation
    for in_body, in_query in TYPES:
        if kind == in_body:
            return in_query
    if get_origin(kind) is list and get_origin(get_args(kind)[0]) is Literal:
        return Annotated[kind, BeforeValidator(names), _listed("|".join(get_args(get_args(kind)[0])))]
    if "list" in str(kind):
        raise TypeError(f"{kind} has no way to be written in a query")
    return None


def _as_in(field: FieldInfo) -> Any:
    """The same default, limit, name and description as a request's own field."""
    longest = next((each.max_length for each in field.metadata if isinstance(each, MaxLen)), None)
    if field.default_factory is list:
        return Field(default_factory=list, max_length=longest, description=field.description)
    return Field(default=field.default, alias=field.alias, max_length=longest, description=field.description)
