"""Every extra, by the registry: its example is answered, it is documented, and what passes its limit is refused."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient

from app.analysis.attention import ATTENTION
from app.analysis.extra import Extra, Extras
from app.analysis.gates import GATES
from app.main import create_app
from app.schemas import AttentionAnswer, GatesAnswer
from app.settings import Settings
from app.web.in_query import query_of

EXTRAS = [(path, extra) for path, extras in (("attention", ATTENTION), ("gates", GATES)) for extra in extras]
LIMITED = [each for each in EXTRAS if each[1].limit]
AnyExtra = Extra[Any, Any]


def named(each: tuple[str, AnyExtra]) -> str:
    return f"{each[0]}-{each[1].name}"


@pytest.fixture(scope="module")
def strict() -> Iterator[TestClient]:
    """A server whose limits are all passed by two tokens."""
    smallest = dict.fromkeys({extra.limit for _, extra in LIMITED if extra.limit}, 1)
    with TestClient(create_app(Settings().model_copy(update=smallest), warm_up=False)) as client:
        yield client


def test_they_are_found_in_their_order() -> None:
    assert ATTENTION.names[:2] == ("thumbnails", "predictions")
    assert GATES.names[:5] == ("predictions", "units", "shares", "reach", "counterfactual")


def test_two_of_a_name_are_refused() -> None:
    with pytest.raises(ValueError, match="twice: units"):
        Extras([GATES.by_name["units"], GATES.by_name["reach"], GATES.by_name["units"]])


@pytest.mark.parametrize(
    ("answer", "extras"), [(AttentionAnswer, ATTENTION), (GatesAnswer, GATES)], ids=["attention", "gates"]
)
def test_its_fields_are_those_of_the_answer(answer: type[AttentionAnswer | GatesAnswer], extras: Any) -> None:
    for extra in extras:
        assert {extra.name, *extra.fields} <= set(answer.model_fields)


@pytest.mark.weights
@pytest.mark.usefixtures("minilm_dir", "smollm2_dir")
@pytest.mark.parametrize(("path", "extra"), EXTRAS, ids=map(named, EXTRAS))
def test_its_example_is_answered(client: httpx.Client, path: str, extra: AnyExtra) -> None:
    posted = client.post(f"/api/v1/{path}", json=extra.example).raise_for_status().json()
    got = client.get(f"/api/v1/{path}?{query_of(extra.example)}").raise_for_status().json()
    assert posted == got
    assert extra.example["include"] == [extra.name]
    others = {field for _, each in EXTRAS if each is not extra for field in (each.name, *each.fields)}
    for field in extra.fields or (extra.name,):
        assert posted[field]
        others.discard(field)
    assert all(posted.get(field) is None for field in others)


@pytest.mark.parametrize(("path", "extra"), EXTRAS, ids=map(named, EXTRAS))
def test_it_is_documented(client: httpx.Client, path: str, extra: AnyExtra) -> None:
    document = client.get("/openapi.json").json()
    include = document["components"]["schemas"][f"{path.title()}Request"]["properties"]["include"]
    assert extra.name in include["items"]["enum"]
    assert f"`{extra.name}`, {extra.description}" in include["description"]
    parameters = document["paths"][f"/api/v1/{path}"]["get"]["parameters"]
    in_query = next(each for each in parameters if each["name"] == "include")
    assert in_query["description"] == include["description"]
    assert extra.name in in_query["schema"]["items"]["pattern"]
    row = client.get("/docs").text.partition('id="extras"')[2].partition("</table>")[0]
    assert f"<code>{extra.name}</code> of <code>/api/v1/{path}</code>" in row
    assert len(extra.needs) > 3
    assert len(extra.cost) > 3


@pytest.mark.weights
@pytest.mark.usefixtures("minilm_dir", "smollm2_dir")
@pytest.mark.parametrize(("path", "extra"), LIMITED, ids=map(named, LIMITED))
def test_a_longer_text_than_its_limit_is_refused(strict: TestClient, path: str, extra: AnyExtra) -> None:
    asked = extra.example if extra.name != "effect" else {**extra.example, "model": "smollm2"}
    answer = strict.post(f"/api/v1/{path}", json=asked)
    assert answer.status_code == 422
    problem = answer.json()
    assert problem["type"].endswith("#text-too-long")
    assert extra.name in problem["detail"]
    assert problem["limit"] <= 1
    assert problem["got"] > problem["limit"]
    without = strict.post(f"/api/v1/{path}", json={**asked, "include": []})
    assert without.status_code == 200
