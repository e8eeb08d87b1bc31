"""Links: what the page's address holds when the sentence is too long for one."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Open

pytestmark = [pytest.mark.browser, pytest.mark.weights]

# More than six thousand characters, which no compression makes short, with what addresses and sentences trip over.
LONG = "".join(f"{i * 7919 % 10007:x} & 苹果=+%#? “🍎”\n" for i in range(330))


def test_a_long_sentence_stands_in_the_fragment_and_survives_a_reload(open_page: Open) -> None:
    # The models refuse so long a sentence: that is not what is looked at.
    page = open_page(refused=True, view="gates").page
    box = page.get_by_label("Sentence", exact=True)
    box.fill(LONG)
    expect(page).to_have_url(re.compile(r"/\?text=&view=gates#t=[\w-]+$"))
    page.reload()
    expect(box).to_have_value(LONG)
    expect(page.locator(".notices .notice", has_text="The link is damaged")).to_have_count(0)
    # A place on the page is not another sentence.
    page.evaluate("location.hash = '#pictures'")
    expect(page).to_have_url(re.compile(r"#t=[\w-]+$"))
    expect(box).to_have_value(LONG)
    # What is cut off on its way is said, and a new sentence takes the address back.
    page.evaluate("location.hash = location.hash.slice(0, 40)")
    notice = page.get_by_role("alert").filter(has_text="The link is damaged")
    expect(notice).to_be_visible()
    expect(box).to_have_value("")
    box.fill("I ate an apple.")
    expect(notice).to_have_count(0)
    expect(page).to_have_url(re.compile(r"/\?text=I\+ate\+an\+apple\.&view=gates$"))
    page.go_back()
    expect(notice).to_be_visible()
    page.go_back()
    expect(box).to_have_value(LONG)
