"""The card's numbers as tables: ``docs/models/lstm.md`` holds exactly these."""

from typing import Any

_MODELS = ("net", "kneser_ney_bigram", "kneser_ney_bigram_graded_only", "add_one_bigram", "unigram")
_PARTS = {
    "mix": "the mix that it was trained on",
    "graded": "graded sentences",
    "graded_en": "graded, English",
    "graded_zh": "graded, Chinese",
    "templates": "grammar sentences",
    "stories": "stories with unseen filler",
}
_GROUPS = (
    ("en", "all", "English"),
    ("zh", "all", "Chinese"),
    ("zh", "shared_character", "Chinese, names share a character"),
    ("zh", "no_shared_character", "Chinese, names share none"),
)


def perplexity_table(card: dict[str, Any]) -> str:
    """Perplexity a piece on held-out text, the net beside count models."""
    found = card["results"]["perplexity"]
    rows = [["held-out text", "LSTM", "Kneser–Ney", "Kneser–Ney, graded text only", "add-one bigram", "unigram"]]
    rows += [[title, *(f"{found[part][model]:.1f}" for model in _MODELS)] for part, title in _PARTS.items()]
    return _table(rows)


def gap_table(card: dict[str, Any]) -> str:
    """Accuracy of country → language over the gap, in pieces."""
    found = card["results"]["country_to_language"]
    gaps = list(found["en"]["accuracy_by_gap"])
    rows = [["gap", *gaps]]
    for language, group, title in _GROUPS:
        rows.append([title, *(f"{found[language]['accuracy_by_gap'][gap][group]:.2f}" for gap in gaps)])
    for language, title in (("en", "English, half of the filler random"), ("zh", "Chinese, half of the filler random")):
        noisy = found[language]["accuracy_by_gap_half_of_filler_random"]
        rows.append([title, *(f"{noisy[gap]['all']:.2f}" if gap in noisy else "" for gap in gaps)])
    return _table(rows)


def carrier_table(card: dict[str, Any], count: int = 6) -> str:
    """The strongest carriers: gates at the country and on the filler."""
    carriers = card["results"]["carriers"]
    rows = [["unit", "input gate at the country", "on filler", "forget gate on filler", "output gate on filler"]]
    columns = ("i_key", "i_filler", "f_filler", "o_filler")
    rows += [[str(u["unit"]), *(f"{u[c]:.3f}" for c in columns)] for u in carriers["strongest"][:count]]
    rows.append(["mean of all", *(f"{carriers['mean_over_units'][c]:.3f}" for c in columns)])
    return _table(rows)


def _table(rows: list[list[str]]) -> str:
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|---" * len(rows[0]) + "|", *lines[1:]])
