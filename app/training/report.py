"""A card's numbers as tables: ``docs/models/lstm.md``, ``gru.md`` and ``rnn.md`` hold exactly these."""

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
_CARRIERS = {
    "lstm": {
        "i_key": "input gate at the country",
        "i_filler": "on filler",
        "f_filler": "forget gate on filler",
        "o_filler": "output gate on filler",
    },
    "gru": {
        "write_key": "1 − z at the country",
        "write_filler": "on filler",
        "keep_filler": "z on filler",
        "reset_filler": "reset gate on filler",
    },
    "rnn": {
        "score": "variance that the language explains",
        "change_key": "half of the change of state at the country",
        "change_filler": "on filler",
    },
}


def perplexity_table(card: dict[str, Any]) -> str:
    """Perplexity a piece on held-out text, the net beside count models."""
    found = card["results"]["perplexity"]
    rows = [
        ["held-out text", card["id"].upper(), "Kneser–Ney", "Kneser–Ney, graded text only", "add-one bigram", "unigram"]
    ]
    rows += [[title, *(f"{found[part][model]:.1f}" for model in _MODELS)] for part, title in _PARTS.items()]
    return _table(rows)


def _writing(card: dict[str, Any]) -> str:
    """How decided the gate that writes is."""
    found = card["results"]["writing"]
    en, zh = ([f"{found[each][part]:.2f}" for part in ("below_0.1", "between", "above_0.9")] for each in ("en", "zh"))
    what = "The input gate" if card["id"] == "lstm" else "What is written, 1 − z,"
    return f"""\
- {what} on held-out graded sentences, over all units and pieces: below 0.1 in {en[0]} of the values (English)
  and {zh[0]} (Chinese), between 0.1 and 0.9 in {en[1]} and {zh[1]}, above 0.9 in {en[2]} and {zh[2]}."""


def chance(card: dict[str, Any]) -> str:
    """What the gaps are, and what guessing would give."""
    en, zh = (card["results"]["country_to_language"][each] for each in ("en", "zh"))
    more = [f"{each['tokens_beyond_gap']['least']} to {each['tokens_beyond_gap']['most']}" for each in (en, zh)]
    return (
        f"Always naming the language that most stories ask for would be right in {en['chance']:.3f} (English) and "
        f"{zh['chance']:.3f} (Chinese).\nBetween the country and the language lie {more[0]} pieces more than the gap "
        f"(English) and {more[1]} (Chinese): the rest of\ntheir clauses."
    )


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
    """The strongest carriers: what they do at the country and on the filler."""
    carriers, columns = card["results"]["carriers"], _CARRIERS[card["id"]]
    rows = [["unit", *columns.values()]]
    rows += [[str(u["unit"]), *(f"{u[c]:.3f}" for c in columns)] for u in carriers["strongest"][:count]]
    rows.append(["mean of all", *(f"{carriers['mean_over_units'][c]:.3f}" for c in columns)])
    return _table(rows)


def rest(card: dict[str, Any]) -> str:
    """What the tables leave out, as a list."""
    found, about, training = card["results"], card["architecture"], card["training"]
    moved = {each: found["country_to_language"][each]["total_variation_gap_20"] for each in ("en", "zh")}
    pairs = ", ".join(f"{pair} {share:.2f}" for pair, share in found["connective_pairs_zh_by_pair"].items())
    writing = f"\n{_writing(card)}" if "writing" in found else ""
    took = f"{training['wall_seconds'] / 60:.0f} minutes"
    if "cpu_seconds" in training:
        took += f", {training['cpu_seconds'] / 60:.0f} of them computing,"
    return f"""\
- Replacing the country moves the distribution at the language's place by {moved["en"]["country"]:.2f} (English) and
  {moved["zh"]["country"]:.2f} (Chinese) in total variation; replacing one filler piece, by \
{moved["en"]["filler"]:.3f} and {moved["zh"]["filler"]:.3f}.
- Verb agreement across an attractor, {found["agreement_cases"]} cases of two frames ("the keys near the cabinet are") \
with nouns
  of its training: the right one of two verbs is likelier in {found["agreement_with_attractor"]:.2f}. Chance is \
{found["chance_of_two"]:g}.
- Paired connectives over {found["connective_cases_a_pair"]} unseen clauses each, the right one of two partners \
likelier: {pairs}.
  Chance is {found["chance_of_two"]:g}, and who always prefers one of the two has 1 for one pair and 0 for the other.\
{writing}
- {about["units"]} units, embeddings of {about["embedding"]}, {about["vocab"]:,} pieces, {about["parameters"]:,} \
parameters. Training took
  {took} on one thread{training.get("note", "")}."""


def document(card: dict[str, Any], text: str) -> str:
    """``text`` with what stands between its marks, such as ``<!-- gap -->`` and ``<!-- /gap -->``, written anew."""
    parts = {"perplexity": perplexity_table, "chance": chance, "gap": gap_table, "carrier": carrier_table, "rest": rest}
    for name, make in parts.items():
        start, end = f"<!-- {name} -->", f"<!-- /{name} -->"
        before, _, after = text.partition(start)
        text = f"{before}{start}\n{make(card)}\n{end}{after.partition(end)[2]}"
    return text


def _table(rows: list[list[str]]) -> str:
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|---" * len(rows[0]) + "|", *lines[1:]])
