"""Every resource of the API, by its declaration: GET and POST give the same; what a client has is not sent again."""

from typing import Any

import httpx
import pytest
from pydantic import BaseModel

from app.models.library import Library
from app.pipeline import Pipeline
from app.settings import Settings
from app.web.api_v1 import resources
from app.web.in_query import as_query, query_of
from app.web.resource import Resource

SETTINGS = Settings()
LIBRARY = Library(SETTINGS, may_fetch=False)
RESOURCES = resources(LIBRARY, Pipeline(LIBRARY, SETTINGS))
EXAMPLES = [(each, example) for each in RESOURCES for example in each.request.model_json_schema()["examples"]]

pytestmark = [pytest.mark.weights, pytest.mark.usefixtures("minilm_dir")]


def test_each_has_an_example() -> None:
    assert {each.path for each, _ in EXAMPLES} == {each.path for each in RESOURCES}
    assert len({each.path for each in RESOURCES}) == len(RESOURCES) >= 6


@pytest.mark.parametrize(("resource", "example"), EXAMPLES, ids=[each.path for each, _ in EXAMPLES])
def test_both_methods_give_the_same_and_what_is_known_is_not_sent(
    client: httpx.Client, resource: Resource[Any], example: dict[str, Any]
) -> None:
    path = f"/api/v1{resource.path}"
    posted = client.post(path, json=example).raise_for_status()
    got = client.get(f"{path}?{query_of(example)}").raise_for_status()
    assert got.content == posted.content
    assert got.json().keys() == {
        each.serialization_alias or name for name, each in resource.answer.model_fields.items()
    }
    assert (posted.headers["cache-control"], "etag" in posted.headers) == ("no-store", False)
    assert got.headers["cache-control"].startswith("public, max-age=")
    for answer in (posted, got):
        assert answer.headers["vary"].startswith("Accept, " if resource.has_arrays else "Accept-Encoding")
    tag = got.headers["etag"]
    again = client.get(f"{path}?{query_of(example)}", headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    other = client.get(f"{path}?{query_of(example)}", headers={"If-None-Match": f'{tag[:-1]}x"'})
    assert other.status_code == 200


@pytest.mark.parametrize("resource", RESOURCES, ids=[each.path for each in RESOURCES])
def test_what_is_allowed_is_said(client: httpx.Client, resource: Resource[Any]) -> None:
    refused = client.put(f"/api/v1{resource.path}")
    assert (refused.status_code, refused.headers["allow"]) == (405, "GET, HEAD, POST")


@pytest.mark.parametrize("resource", RESOURCES, ids=[each.path for each in RESOURCES])
def test_arrays_come_as_safetensors_where_there_are_some(client: httpx.Client, resource: Resource[Any]) -> None:
    example = next(example for each, example in EXAMPLES if each is resource)
    asked = {name: value for name, value in example.items() if name != "decimals"}
    accepts = {"Accept": "application/vnd.safetensors"}
    answer = client.post(f"/api/v1{resource.path}", json=asked, headers=accepts).raise_for_status()
    is_tensors = answer.headers["content-type"] == "application/vnd.safetensors"
    assert is_tensors == resource.has_arrays == ("encoding" in str(resource.answer.model_json_schema()))


class OddRequest(BaseModel):
    numbers: list[float] = []


def test_a_list_without_a_way_to_be_written_is_refused() -> None:
    with pytest.raises(TypeError, match="no way to be written"):
        as_query(OddRequest)


def test_a_query_is_what_its_reader_reads() -> None:
    for resource, example in EXAMPLES:
        query = as_query(resource.request)
        pairs = httpx.QueryParams(query_of(example))
        lists = {name for name, value in example.items() if isinstance(value, list)} | {"from", "to"}
        given = {name: [value] if name in lists else value for name, value in pairs.items()}
        read = query.model_validate(given)
        assert read.model_dump() == resource.request.model_validate(example).model_dump()
