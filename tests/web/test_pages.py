"""The documentation cannot drift from the code, and every answer carries its headers."""

import re

import httpx
import pytest

from app.settings import Settings
from tests.built import address

pytestmark = pytest.mark.weights


def test_the_documentation_names_every_operation_and_setting(client: httpx.Client) -> None:
    page = client.get("/docs").text
    for path, methods in client.get("/openapi.json").json()["paths"].items():
        for method in methods:
            assert f'<span class="method">{method.upper()}</span> <code>{path}</code>' in page
    for name, setting in Settings.model_fields.items():
        assert setting.description
        assert f"HEADS_GATES_{name.upper()}" in page
    assert "None</" not in page


def test_links_of_the_documentation_lead_somewhere(client: httpx.Client) -> None:
    page = client.get("/docs").text
    anchors = set(re.findall(r'id="([^"]+)"', page))
    links = set(re.findall(r'(?:href|src)="([^"]+)"', page))
    assert len(links) > 20
    for link in links:
        if link.startswith("#"):
            assert link[1:] in anchors, link
        else:
            assert client.get(link).status_code == 200, link


@pytest.mark.parametrize("path", ["/", "/docs", "/docs/models/minilm", "/docs/models/lstm", "/favicon.ico"])
def test_pages_are_there(client: httpx.Client, path: str) -> None:
    assert client.get(path).status_code == 200


def test_the_examples_of_the_documentation_can_be_typed(client: httpx.Client, server_url: str) -> None:
    for line in re.findall(r"curl [^\n]+", client.get("/docs").text):
        assert server_url in line
        address = re.search(r"http://[^ ]+", line)
        assert address is not None
        assert address[0].isascii()


def test_a_page_may_run_only_its_own_scripts(client: httpx.Client) -> None:
    policy = client.get("/").headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert "default-src 'none'" in client.get("/api/v1/models").headers["content-security-policy"]
    assert client.get("/").headers["x-content-type-options"] == "nosniff"


def test_any_page_may_read_the_api_and_the_scripts(client: httpx.Client) -> None:
    for path in ["/api/v1/models", address("docs.css")]:
        answer = client.get(path, headers={"Origin": "https://blog.example"})
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in answer.headers
    preflight = client.options(
        "/api/v1/attention",
        headers={
            "Origin": "null",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "content-type",
        },
    )
    assert preflight.status_code == 200


def test_text_is_compressed_and_tensors_are_not(client: httpx.Client) -> None:
    params = {"text": "The cat sat on the mat.", "layers": "0"}
    as_json = client.get("/api/v1/attention", params=params, headers={"Accept-Encoding": "gzip"})
    assert as_json.headers["content-encoding"] == "gzip"
    tensors = client.get(
        "/api/v1/attention", params={**params, "format": "safetensors"}, headers={"Accept-Encoding": "gzip"}
    )
    assert "content-encoding" not in tensors.headers


def test_health(client: httpx.Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    client.get("/api/v1/gates", params={"text": "a", "checkpoint": "initial"}).raise_for_status()
    client.get("/api/v1/gates", params={"text": "a"}).raise_for_status()
    client.get("/api/v1/attention", params={"text": "a"}).raise_for_status()
    assert client.get("/readyz").json() == {"status": "ready"}
