from pathlib import Path

from app.models.recurrent import net as nets
from app.models.recurrent import report

DOCUMENT = Path(__file__).parents[3] / "docs" / "models" / "lstm.md"


def test_the_document_holds_the_cards_numbers() -> None:
    text, card = DOCUMENT.read_text(encoding="utf-8"), nets.card("lstm")
    for table in (report.perplexity_table(card), report.gap_table(card), report.carrier_table(card)):
        assert table in text
    found = card["results"]
    assert f"{found['agreement_with_attractor']:.2f}" in text
    assert f"{found['connective_pairs_zh']:.2f}" in text
    assert f"{card['training']['wall_seconds'] / 60:.0f} minutes" in text
    assert f"{card['architecture']['parameters']:,} parameters" in text
    assert f"{card['architecture']['vocab']:,} pieces" in text
