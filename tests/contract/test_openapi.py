"""The API keeps what its OpenAPI document says, under a fuzzer that knows only that document."""

import os
import re
from collections import Counter
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from jsonschema_rs import validator_for
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

pytestmark = pytest.mark.weights


FIGURES = ("svg", "png", "html", "json", "csv")
OPERATIONS = [
    ("GET", "/api/v1/models"),
    ("GET", "/api/v1/attention"),
    ("POST", "/api/v1/attention"),
    ("GET", "/api/v1/attention/steps"),
    ("POST", "/api/v1/attention/steps"),
    ("GET", "/api/v1/attention/find"),
    ("POST", "/api/v1/attention/find"),
    ("GET", "/api/v1/context"),
    ("POST", "/api/v1/context"),
    ("GET", "/api/v1/gates"),
    ("POST", "/api/v1/gates"),
    ("GET", "/api/v1/gates/steps"),
    ("POST", "/api/v1/gates/steps"),
    ("GET", "/api/v1/cost"),
    ("GET", "/api/v1/cards/{id}"),
    *[(method, f"/api/v1/figure.{kind}") for kind in FIGURES for method in ("GET", "POST")],
    ("GET", "/oembed"),
    ("GET", "/healthz"),
    ("GET", "/readyz"),
]
TAKES_INPUT = {
    "/api/v1/attention",
    "/api/v1/attention/steps",
    "/api/v1/attention/find",
    "/api/v1/context",
    "/api/v1/gates",
    "/api/v1/gates/steps",
}
FIGURE_PATHS = {f"/api/v1/figure.{kind}" for kind in FIGURES}
# An address that is drawn at random is not one of this server; tests/web/test_oembed.py gives its own.
ANSWERS_WITH = {"/oembed": 404}
REFUSES_WITH = {"/api/v1/cards/{id}": 404, "/oembed": 422} | dict.fromkeys(
    [*TAKES_INPUT, *FIGURE_PATHS, "/api/v1/cost"], 422
)
CACHEABLE = TAKES_INPUT | FIGURE_PATHS | {"/api/v1/cards/{id}"}
# Examples of each kind of request. A push has few, the same ones each time; `make fuzz` has many, new ones each time.
IS_LONG = "FUZZ_EXAMPLES" in os.environ
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "32"))
# each takes a second and a half, a figure a tenth of one and more
COUNTS = {"/api/v1/cost": EXAMPLES // 10} | dict.fromkeys(FIGURE_PATHS, EXAMPLES // 4)
COUNTS["/api/v1/attention/find"] = 2 * EXAMPLES  # few of them ask one question
# Refusals of what a schema cannot say: which models are listed, how many layers one has, which options exclude others.
SEMANTIC = {"unknown-model", "index-out-of-range", "empty-text", "text-too-long"}
SEMANTIC |= {"nothing-to-draw", "font-missing", "picture-too-large", "limit-passed"}  # of figures
EXCLUDING = {"/dtype", "/decimals", "/format", "/quarter", "/text_pair", "/include", "/forget_bias", "/recurrent_scale"}
# what is left to see, spans that end before they begin
EXCLUDING |= {"/mask", "/ablate", "/part", "/from", "/to", "/card"}
ONE_QUESTION = "give from and to, or habit"  # of the body as a whole


def is_semantic(response: Any) -> bool:
    """Whether a refusal is for something that the OpenAPI document cannot say."""
    if response.status_code != 422:
        return False
    problem = response.json()
    if problem["type"].removeprefix("/docs#") in SEMANTIC:
        return True
    pointers = {re.sub("/[0-9]+$", "", error["pointer"]) for error in problem.get("errors", [])}
    if pointers == {""}:
        return ONE_QUESTION in problem["detail"]
    return bool(pointers) and pointers <= EXCLUDING


@pytest.fixture(scope="module")
def document(server_url: str) -> BaseSchema:
    return schemathesis.openapi.from_url(f"{server_url}/openapi.json")


@pytest.mark.parametrize(
    ("method", "path", "mode"),
    [
        pytest.param(method, path, mode, id=f"{method} {path} {mode.value}")
        for method, path in OPERATIONS
        for mode in GenerationMode
        if mode is GenerationMode.POSITIVE or path in REFUSES_WITH
    ],
)
def test_any_request_gets_a_documented_answer(
    document: BaseSchema, method: str, path: str, mode: GenerationMode
) -> None:
    """Requests that fit the document are answered as it says, those that do not are refused as it says."""
    operation = document[path][method]
    statuses: Counter[int] = Counter()

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=COUNTS.get(path, EXAMPLES),
        deadline=None,
        derandomize=not IS_LONG,
        suppress_health_check=list(HealthCheck),
    )
    def fuzz(case: Case[Any]) -> None:
        response = case.call(timeout=120)
        statuses[response.status_code] += 1
        excluded: list[Any] = [positive_data_acceptance] if is_semantic(response) else []
        if any(isinstance(value, float) and value.is_integer() for value in (case.query or {}).values()):
            excluded.append(negative_data_rejection)  # 3.0 is read as the integer that it is
        if response.status_code == 501:  # what the specification of oEmbed asks for: no failure of the server
            excluded.append(not_a_server_error)
        case.validate_response(response, excluded_checks=excluded)

    fuzz()
    expected = ANSWERS_WITH.get(path, 200) if mode is GenerationMode.POSITIVE else REFUSES_WITH[path]
    assert statuses[expected] > 0


def test_the_examples_work(client: httpx.Client) -> None:
    """Every example of the document is sent as it stands."""
    found = client.get("/openapi.json").json()
    sent = 0
    paths = {
        "AttentionRequest": "attention",
        "HeadRequest": "attention/steps",
        "FindRequest": "attention/find",
        "ContextRequest": "context",
        "GatesRequest": "gates",
        "StepsRequest": "gates/steps",
    }
    for name, path in paths.items():
        for example in found["components"]["schemas"][name]["examples"]:
            answer = client.post(f"/api/v1/{path}", json=example)
            assert answer.status_code == 200, answer.text
            sent += 1
    assert sent >= 10


@pytest.mark.parametrize(
    ("path", "params"),
    [
        ("/api/v1/models", {}),
        ("/api/v1/attention", {"text": "苹果 Hi", "layers": "0", "include": "thumbnails"}),
        ("/api/v1/attention", {"text": "Hi", "text_pair": "苹果", "quarter": "ab", "include": "words"}),
        ("/api/v1/attention", {"text": "Hi", "quarter": "ab"}),
        (
            "/api/v1/attention",
            {"text": "苹果 Hi", "layers": "0", "include": "rollout,head_stats,value_norms,contributions"},
        ),
        ("/api/v1/attention", {"text": "Hi", "text_pair": "苹果", "mask": "1", "ablate": "3.1", "include": "effect"}),
        ("/api/v1/attention", {"text": "Hi", "include": "lens"}),
        ("/api/v1/attention", {"text": "Hi", "mask": "0,1,2"}),
        ("/api/v1/attention/steps", {"text": "苹果 Hi", "layer": 1, "head": 2, "query": 3}),
        ("/api/v1/attention/steps", {"text": "Hi", "layer": 1, "head": 2, "query": 9}),
        ("/api/v1/attention/find", {"text": "苹果 Hi", "from": "1,2", "to": "3"}),
        ("/api/v1/attention/find", {"text": "Hi", "habit": "same-word"}),
        ("/api/v1/attention/find", {"text": "Hi"}),
        ("/api/v1/context", {"text_a": "Hi", "token_a": 1, "text_b": "苹果", "token_b": 1}),
        ("/api/v1/context", {"text_a": "Hi", "token_a": 9, "text_b": "苹果", "token_b": 1}),
        ("/api/v1/gates", {"text": "苹果 Hi", "include": "predictions,units"}),
        ("/api/v1/gates", {"text": "苹果 Hi", "cell": "gru", "include": "units,shares,reach,counterfactual"}),
        ("/api/v1/gates", {"text": "苹果 Hi", "include": "shares", "unit": 1}),
        ("/api/v1/gates", {"text": "苹果 Hi", "cell": "rnn", "include": "units,reach,counterfactual"}),
        ("/api/v1/gates", {"text": "Hi", "cell": "rnn", "include": "shares"}),
        ("/api/v1/gates", {"text": "cat " * 70, "include": "reach"}),
        ("/api/v1/gates/steps", {"text": "苹果 Hi", "token": 1, "unit": 1}),
        ("/api/v1/gates/steps", {"text": "苹果 Hi", "cell": "rnn", "token": 1, "unit": 1000}),
        ("/api/v1/cost", {"lengths": "1,8"}),
        ("/api/v1/cost", {"lengths": "513"}),
        ("/api/v1/cards/lstm", {}),
        ("/api/v1/cards/bert", {}),
        ("/api/v1/attention", {"text": ""}),
        ("/api/v1/attention", {"text": "cat " * 600}),
        ("/oembed", {"url": "http://elsewhere.example/?text=Hi"}),
        ("/oembed", {"url": "x", "format": "yaml"}),
        ("/oembed", {"url": "x" * 5000}),
        ("/oembed", {}),
        ("/healthz", {}),
    ],
)
def test_answers_fit_their_schema(client: httpx.Client, path: str, params: dict[str, Any]) -> None:
    found = client.get("/openapi.json").json()
    answer = client.get(path, params=params)
    described = found["paths"][re.sub("/cards/.*", "/cards/{id}", path)]["get"]["responses"][str(answer.status_code)][
        "content"
    ]
    kind = answer.headers["content-type"]
    whole = {**described[kind]["schema"], "components": found["components"]}
    errors = [str(error) for error in validator_for(whole).iter_errors(answer.json())]
    assert not errors


def test_every_operation_is_described_and_answers_errors_as_problems(client: httpx.Client) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    assert {path for _, path in OPERATIONS} == set(paths)
    for path, methods in paths.items():
        for method, operation in methods.items():
            assert ("304" in operation["responses"]) == (method == "get" and path in CACHEABLE)
            assert operation["description"], (method, path)
            for status, answer in operation["responses"].items():
                if status not in {"200", "304"}:
                    assert list(answer["content"]) == ["application/problem+json"], (method, path, status)
