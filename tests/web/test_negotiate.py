"""Accept headers, as RFC 9110 section 12.5.1 reads them."""

import pytest

from app.errors import InvalidRequest, NotAcceptable
from app.schemas import Encoding
from app.web.negotiate import Form, by_accept, resolve

TENSORS = "application/vnd.safetensors"


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("", "json"),
        ("*/*", "json"),
        ("application/*", "json"),
        (TENSORS, "safetensors"),
        (f"{TENSORS}, application/json", "json"),
        (f"{TENSORS}, */*;q=0.1", "safetensors"),
        (f"*/*, {TENSORS};q=0.5", "json"),
        ("application/json;q=0, */*", "safetensors"),
        ("text/html, application/xhtml+xml, */*;q=0.8", "json"),
        (f"APPLICATION/VND.SAFETENSORS; q=0.9, application/json; q=0.8; {TENSORS}", "safetensors"),
    ],
)
def test_the_best_quality_wins(accept: str, expected: str) -> None:
    assert by_accept(accept) == expected


@pytest.mark.parametrize("accept", ["image/png", "application/json;q=0", "text/*", "application/json;q=x", ","])
def test_nothing_acceptable(accept: str) -> None:
    with pytest.raises(NotAcceptable, match=r"application/json or application/vnd\.safetensors"):
        by_accept(accept)


def test_the_format_field_comes_before_the_header() -> None:
    assert resolve(Encoding(format="json", decimals=3), TENSORS) == Form("json", "float32", 3)
    assert resolve(Encoding(format="safetensors", dtype="uint8"), "application/json") == Form(
        "safetensors", "uint8", None
    )
    assert resolve(Encoding(dtype="float16"), TENSORS) == Form("safetensors", "float16", None)


def test_options_of_the_other_form_are_refused() -> None:
    with pytest.raises(InvalidRequest, match="dtype is for"):
        resolve(Encoding(dtype="float16"), "*/*")
    with pytest.raises(InvalidRequest, match="decimals is for"):
        resolve(Encoding(decimals=2), TENSORS)
