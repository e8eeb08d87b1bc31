import pytest

from app.tokens.scripts import has_other_letters


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The cat.",
        "Ærø, naïve, Łódź, Đà Nẵng",
        "cafe\u0301",
        "12 % + 3!",
        "👩\u200d👧 ❤\ufe0f",
        "ＡＢＣ",
        "ℓ µm Å ª",
        "「, 」。",
        "ﬁne",
    ],
)
def test_latin_letters_only(text: str) -> None:
    assert has_other_letters(text) == ("µ" in text)  # the micro sign stands for a Greek letter


@pytest.mark.parametrize(
    "text",
    [
        "苹果",
        "I like 苹果.",
        "ひらがな",
        "カタカナ",
        "ｶﾅ",
        "한국어",
        "мама",
        "Ελλάδα",
        "שלום",
        "مرحبا",
        "नमस्ते",
        "ไทย",
        "𠮷",
        "ﷺ",
    ],
)
def test_other_letters(text: str) -> None:
    assert has_other_letters(text)
