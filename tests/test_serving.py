import io
import logging
import logging.config

import pytest

from app.serving import is_loopback, log_config


@pytest.mark.parametrize(
    ("host", "expected"),
    [("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("::", False)],  # noqa: S104
)
def test_loopback(host: str, expected: bool) -> None:
    assert is_loopback(host) is expected


def test_the_access_log_holds_no_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    config = log_config()
    config["handlers"]["access"]["stream"] = stream
    monkeypatch.setattr(logging.getLogger("uvicorn.access"), "handlers", [])
    logging.config.dictConfig(config)
    logging.getLogger("uvicorn.access").info(
        '%s - "%s %s HTTP/%s" %d', "127.0.0.1:5", "GET", "/api/v1/attention?text=a%20secret", "1.1", 200
    )
    assert '"GET /api/v1/attention HTTP/1.1" 200' in stream.getvalue()
    assert "secret" not in stream.getvalue()
