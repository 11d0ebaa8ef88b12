"""Word by word: nothing that was there is lost, nothing is made up, and it stays quick."""

from hypothesis import given
from hypothesis import strategies as st

from network.core.text import render_markdown
from network.policy.differences import MOST, Run, differing, plain_blocks

WORDS = st.lists(st.lists(st.sampled_from(["vi", "du", "ikke", "hører", "hjemme", "<b>"]), min_size=1), max_size=5)


def told(before: list[str], after: list[str], kinds: str) -> list[str]:
    runs = [run for part in differing(before, after) for run in part if run.kind in kinds]
    return " ".join(run.words for run in runs).split()


@given(WORDS, WORDS)
def test_what_stayed_and_went_is_the_old_text_and_what_stayed_and_came_the_new(one, other) -> None:
    before, after = [" ".join(part) for part in one], [" ".join(part) for part in other]
    assert told(before, after, "=-") == " ".join(before).split()
    assert told(before, after, "=+") == " ".join(after).split()


def test_a_word_that_is_replaced_is_the_only_thing_that_differs() -> None:
    assert differing(["Du må rette feilen"], ["Du kan rette feilen"]) == [
        [Run("=", "Du"), Run("-", "må"), Run("+", "kan"), Run("=", "rette feilen")]
    ]


def test_paragraphs_stay_paragraphs() -> None:
    found = differing(["Først dette.", "Så det."], ["Først dette.", "Og midt i.", "Så det."])
    assert [[run.kind for run in part] for part in found] == [["="], ["+"], ["="]]


def test_equal_texts_do_not_differ_and_no_text_is_all_new() -> None:
    assert {run.kind for part in differing(["Likt"], ["Likt"]) for run in part} == {"="}
    assert differing([], ["Nytt"]) == [[Run("+", "Nytt")]]
    assert differing([], []) == []


def test_a_text_of_any_length_is_compared_as_a_whole_beyond_the_bound() -> None:
    before, after = ["ord " * MOST], ["ord " * MOST + "til"]
    assert [run.kind for part in differing(before, after) for run in part] == ["-", "+"]


def test_markdown_becomes_the_lines_that_one_reads() -> None:
    html = render_markdown("Vi er **uenige** & glade.\n\n- ett\n- to\n\n<script>x</script>")
    assert plain_blocks(html) == ["Vi er uenige & glade.", "ett", "to", "<script>x</script>"]
