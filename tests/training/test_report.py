from pathlib import Path

import pytest

from app.models.recurrent import net as nets
from app.training import report

FOLDER = Path(__file__).parents[2] / "docs" / "models"


@pytest.mark.parametrize("cell", nets.CELLS)
def test_the_document_holds_the_cards_numbers(cell: str) -> None:
    text, card = (FOLDER / f"{cell}.md").read_text(encoding="utf-8"), nets.card(cell)
    for part in (report.perplexity_table, report.chance, report.gap_table, report.carrier_table):
        assert part(card) in text
    assert report.rest(card) in text
