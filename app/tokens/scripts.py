"""Tells text in Latin letters from text in other scripts."""

import unicodedata


def has_other_letters(text: str) -> bool:
    """Whether some letter of the text is not Latin: Chinese, Japanese, Korean, Cyrillic, Arabic …

    Unicode's names begin with the script. Compatibility forms (full-width Latin, ℓ, the micro sign) count as what they
    stand for.
    """
    return any(
        unicodedata.category(character)[0] == "L" and not _is_latin(character)
        for character in unicodedata.normalize("NFKC", text)
    )


def _is_latin(character: str) -> bool:
    return character.isascii() or unicodedata.name(character, "").startswith(("LATIN", "MODIFIER LETTER"))
