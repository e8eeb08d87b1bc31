import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.models.recurrent.tokenizer import START_ID, UNKNOWN, display, load
from app.training.templates import LANGUAGES, grammar

EVERYDAY = """
苹果很好吃,我买了三斤。
我在法国学习了十年法语
我爱人工智能
我吃苹果
苹果吃我
The apple was delicious, so I bought three pounds.
I grew up in France, so I speak fluent French.
The animal didn't cross the street because it was too tired.
When Mary and John went to the store, John gave a drink to
the apple was sweet
apple released a phone
the keys near the old cabinet are
not good at all
一点也不好
我在法国长大,昨天下雨了,所以我会说法语。
今天天气怎么样?
你吃饭了吗?
我想喝一杯热咖啡。
他昨天晚上十一点才睡觉。
妈妈做的菜最好吃。
虽然下雨了,但是我们还是去了公园。
因为路上堵车,所以我迟到了。
如果明天有时间,我就去看你。
这件衣服多少钱?
请问,去火车站怎么走?
他说:「我不知道。」
我的手机没电了。
周末我们一起看电影吧!
她正在图书馆学习。
这个问题太难了,我不会做。
Could you please tell me where the nearest subway station is?
My sister is two years older than me.
We're having dinner at seven o'clock tonight.
He has never been to the United States.
"What are you doing?" she asked.
I don't think it's going to rain tomorrow.
The movie wasn't as good as the book.
They've lived here since 2019.
Would you like a cup of tea or coffee?
The children were playing football in the park.
If I had more time, I would learn to play the piano.
My phone is broken (again).
She's reading a book about the history of China.
It costs $12.50, which is too much!
There are seven days in a week.
Thank you very much for your help.
""".strip().splitlines()


@pytest.mark.parametrize("text", EVERYDAY)
def test_everyday_sentences_have_no_unknown_pieces(text: str) -> None:
    encoding = load().encode(text)
    assert encoding.ids[0] == START_ID
    assert encoding.special_tokens_mask == [1] + [0] * (len(encoding.ids) - 1)
    assert UNKNOWN not in encoding.tokens
    assert not [t for t in encoding.tokens if t.startswith("<0x")]
    covered = {at for start, end in encoding.offsets for at in range(start, end)}
    assert covered == {at for at, c in enumerate(text) if not c.isspace()}


@pytest.mark.parametrize("name", sorted({n for each in LANGUAGES for pair in grammar(each).pairs for n in pair}))
def test_every_country_and_language_is_one_piece(name: str) -> None:
    before, after = ("in ", ".") if name.isascii() else ("我在", "学习。")
    encoding = load().encode(before + name + after)
    spans = [(before + name + after)[start:end] for start, end in encoding.offsets]
    assert name in spans
    assert [display(t) for t in load().encode(name).tokens[1:]] == [name.lower()]


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("ＴＨＥ，苹果。", ["ＴＨＥ", "，", "苹果", "。"]),
        ("好😀好", ["好", *["😀"] * 4, "好"]),
        ("龘龘", [*["龘"] * 3, *["龘"] * 3]),
        ("the\r\nthe", ["the", "the"]),
        ("the ½", ["the", *["½"] * 5]),
        ("don’t", ["don’t"]),
        ("我爱coffee", ["我", "爱", "coffee"]),
        ("", []),
        (" \t\u3000", []),
    ],
)
def test_spans_are_of_the_text_as_given(text: str, spans: list[str]) -> None:
    encoding = load().encode(text)
    assert [text[start:end] for start, end in encoding.offsets[1:]] == spans


def test_the_start_piece_in_a_text_is_only_text() -> None:
    assert START_ID not in load().encode("<s> the </s>").ids[1:]


@given(st.text(max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_in_order(text: str) -> None:
    encoding = load().encode(text)
    assert UNKNOWN not in encoding.tokens
    assert encoding.ids[0] == START_ID
    starts = [start for start, _ in encoding.offsets[1:]]
    assert starts == sorted(starts)
    for start, end in encoding.offsets[1:]:
        assert 0 <= start < end <= len(text)
