import json
from pathlib import Path

import pytest

from app.__main__ import main
from app.main import create_app
from app.web.openapi import file_text

FILE = Path(__file__).resolve().parents[2] / "openapi.json"


def test_the_file_is_what_the_command_writes(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["openapi"]) == 0
    is_new = FILE.read_bytes() == capsysbinary.readouterr().out
    assert is_new, "openapi.json is old; renew it with: make openapi"


def test_figures_alone_are_left_out() -> None:
    served = create_app(warm_up=False).openapi()
    kept = json.loads(file_text(served))
    left_out = set(served["paths"]) - set(kept["paths"])
    assert left_out == {f"/api/v1/figure.{kind}" for kind in ("svg", "png", "html", "json", "csv")}
    assert kept["components"] == served["components"]
    assert all(kept["paths"][path] == served["paths"][path] for path in kept["paths"])
