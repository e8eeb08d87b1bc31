"""Lists in a query string: what a field that is a list in a body is there, and what the OpenAPI document says of it."""

from typing import Annotated, Any

from annotated_types import MaxLen
from pydantic import BaseModel, BeforeValidator, Field, WithJsonSchema

from ..schemas import HeadRef
from .query import head_refs, indices


def listed(item: str) -> WithJsonSchema:
    """What the OpenAPI document says of such a list: each repetition holds items with commas between them."""
    pattern = f"^({item})?(,({item})?)*$"
    return WithJsonSchema({"type": "array", "items": {"type": "string", "pattern": pattern}})


INDEX_LIST = listed("[0-9]{1,9}")
Indices = Annotated[list[int], BeforeValidator(indices), INDEX_LIST]
HeadRefs = Annotated[list[HeadRef], BeforeValidator(head_refs), listed("[0-9]{1,9}[.][0-9]{1,9}")]


def as_in(model: type[BaseModel], name: str) -> Any:
    """The same default, limit and description as a request's own field."""
    field = model.model_fields[name]
    longest = next(each.max_length for each in field.metadata if isinstance(each, MaxLen))
    if field.default_factory is list:
        return Field(default_factory=list, max_length=longest, description=field.description)
    return Field(default=field.default, max_length=longest, description=field.description)
