"""The words that a remark is about are found again, or are said to be gone; a remark is never lost (A08)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from network.policy.anchors import CONTEXT, context_of, find_quote, replaced

BODY = "Du kan være **uenig**, også med ledere. Si det her eller si det i møtet.\n\nDu kan være uenig uten grunn."
QUOTE = "Si det her"


def kept(text: str, quote: str, start: int = 0):
    place = text.index(quote, start)
    return (quote, *context_of(text, place, place + len(quote)))


def found(text: str, anchor) -> str | None:
    place = find_quote({"body": text}, *anchor)
    return place and text[place.start : place.end]


def test_the_anchor_follows_when_text_is_inserted_before_it():
    anchor = kept(BODY, QUOTE)
    changed = "Et helt nytt avsnitt.\n\n" + BODY
    place = find_quote({"body": changed}, *anchor)
    assert place
    assert place.start == changed.index(QUOTE)


def test_a_quote_that_was_deleted_is_not_found():
    assert find_quote({"body": BODY.replace(QUOTE, "")}, *kept(BODY, QUOTE)) is None


def test_of_two_like_places_the_one_with_the_same_surroundings_is_meant():
    text = "Alle kan være uenige. Ingen må være uenige. Alle må være uenige."
    second = text.index("være", text.index("være") + 1)
    anchor = kept(text, "være", second)
    changed = "Noe nytt. " + text
    place = find_quote({"body": changed}, *anchor)
    assert place
    assert place.start == second + len("Noe nytt. ")


def test_spaces_line_breaks_and_marks_do_not_hide_a_quote():
    anchor = ("være uenig, også med ledere", "", "")  # as it is read, without the stars
    assert found(BODY, anchor) == "være **uenig**, også med ledere"
    assert found(BODY.replace("også med", "også\n  med"), anchor) == "være **uenig**, også\n  med ledere"


@pytest.mark.parametrize("quote", ["", "   ", "**", "\n"])
def test_a_quote_without_a_letter_is_no_place(quote):
    assert find_quote({"body": BODY}, quote) is None


def test_other_words_are_put_where_the_quote_stands():
    place = find_quote({"heading": "Uenig", "body": BODY}, QUOTE)
    assert replaced({"heading": "Uenig", "body": BODY}, place, "Si det")["body"].startswith(
        "Du kan være **uenig**, også med ledere. Si det eller"
    )


words = st.text(alphabet="abc æø*\n.", max_size=40)


@pytest.mark.wide
@settings(max_examples=300, deadline=None)
@given(before=words, after=words, head=words, tail=words)
def test_edits_around_a_quote_never_lose_it(before, after, head, tail):
    """Whatever is written before and after: the very same words are found, in the place that was meant."""
    quote = "Zebra-setningen"
    old = f"{before}{quote}{after}"
    new = f"{head}{before}{quote}{after}{tail}"
    place = find_quote({"body": new}, *kept(old, quote))
    assert place
    assert new[place.start : place.end] == quote
    assert place.start == len(head) + len(before)


@pytest.mark.wide
@settings(max_examples=300, deadline=None)
@given(text=words, cuts=st.lists(st.tuples(st.integers(0, 60), st.integers(0, 8), words), max_size=4))
def test_random_edits_find_the_same_words_or_none(text, cuts):
    old = f"{text} Kolleger snakker sammen {text}"
    anchor = kept(old, "Kolleger snakker sammen")
    new = old
    for place, length, put in cuts:
        new = new[:place] + put + new[place + length :]
    got = found(new, anchor)
    if got is None:
        assert "Kolleger snakker sammen" not in new
    else:
        assert " ".join(got.replace("*", "").split()) == "Kolleger snakker sammen"
    assert len(anchor[1]) <= CONTEXT
