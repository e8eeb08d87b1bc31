"""examples/notebook.ipynb, run by a kernel of its own against the real application."""

import html
import re
from copy import deepcopy
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import nbformat
import pytest
from nbclient import NotebookClient

pytestmark = pytest.mark.weights

NOTEBOOK = Path(__file__).parents[2] / "examples" / "notebook.ipynb"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def written() -> Any:
    return nbformat.read(NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]


@pytest.fixture(scope="module")
def shown(written: Any, server_url: str, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, str]]:
    """What each cell of code shows, by media type; nothing of the machine's own Jupyter is read or written."""
    folder = str(tmp_path_factory.mktemp("jupyter"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HG", server_url)
        for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR"):
            patch.setenv(name, folder)
        run = NotebookClient(deepcopy(written), kernel_name="python3", timeout=60).execute()
    cells = [cell for cell in run.cells if cell.cell_type == "code"]
    outputs = [output for cell in cells for output in cell.outputs]
    assert {output.output_type for output in outputs} == {"execute_result"}, "a warning or an error"
    return [dict(output.data) for output in outputs]


def of_kind(shown: list[dict[str, str]], kind: str) -> list[str]:
    return [data[kind] for data in shown if kind in data]


def test_it_is_valid_and_kept_without_output(written: Any) -> None:
    nbformat.validate(written)
    code = [cell for cell in written.cells if cell.cell_type == "code"]
    assert [cell.outputs for cell in code] == [[] for _ in code]
    assert {cell.execution_count for cell in code} == {None}


def test_its_arithmetic_holds(shown: list[dict[str, str]]) -> None:
    """The shape, rows that sum to 1, and a cell state rebuilt from its gates."""
    plain = [data["text/plain"] for data in shown if data.keys() == {"text/plain"}]
    shape, off, arrays, rebuilt = plain
    assert shape == "(6, 12, 16, 16)"
    assert 0 <= float(off) < 1e-5
    assert "'gates.forget': (11, 96)" in arrays
    assert 0 <= float(rebuilt) < 1e-6


def test_its_tables(shown: list[dict[str, str]]) -> None:
    heads, countries = of_kind(shown, "text/markdown")
    assert heads.splitlines()[2].startswith("| 3 | 1 | 0.67")
    words = [line.split(" | ")[2] for line in countries.splitlines()[2:]]
    assert words == ["french", "german", "japanese", "italian"]
    opened = {line.split(" | ")[0][2:]: float(line.split(" | ")[1]) for line in countries.splitlines()[2:]}
    assert opened["France"] > 0.9
    assert opened["Japan"] < 0.1


def test_its_pictures_are_svg(shown: list[dict[str, str]]) -> None:
    titles = []
    for picture in of_kind(shown, "image/svg+xml"):
        root = ElementTree.fromstring(picture)  # noqa: S314 - our own server's
        assert root.tag == f"{SVG}svg"
        titles.append(root.findtext(f"{SVG}title") or "")
    assert len(titles) == 2
    assert all(titles)


def test_its_frames(shown: list[dict[str, str]], server_url: str) -> None:
    """One asks the server; one is whole in itself and may do nothing but run its own scripts."""
    live, frozen = of_kind(shown, "text/html")
    (source,) = re.findall(r'src="([^"]*)"', live)
    address = urlsplit(html.unescape(source))
    assert f"{address.scheme}://{address.netloc}{address.path}" == f"{server_url}/embed"
    assert parse_qs(address.query)["view"] == ["heatmap"]
    (page,) = re.findall(r'srcdoc="([^"]*)"', frozen)
    assert 'sandbox="allow-scripts"' in frozen
    unpacked = html.unescape(page)
    assert unpacked.startswith("<!doctype html>")
    assert "<svg" in unpacked
    assert not re.findall(r'\b(?:src|srcset)="(?!data:)', unpacked)
