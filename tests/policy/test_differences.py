"""Word by word: nothing that was there is lost, nothing is made up, and it stays quick."""

from difflib import SequenceMatcher
from itertools import combinations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network.core.text import render_markdown
from network.policy.differences import MOST, Patience, Run, differing, moved, plain_blocks

WORDS = st.lists(st.lists(st.sampled_from(["vi", "du", "ikke", "hører", "hjemme", "<b>"]), min_size=1), max_size=5)


def told(before: list[str], after: list[str], kinds: str) -> list[str]:
    runs = [run for part in differing(before, after) for run in part if run.kind in kinds]
    return " ".join(run.words for run in runs).split()


@pytest.mark.wide
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


class Counting(SequenceMatcher):
    """Counts the pairs of equal words that it looks at: what its time is made of."""

    looked = 0

    def find_longest_match(self, alo, ahi, blo, bhi):
        Counting.looked += sum(len(self.b2j.get(word, ())) for word in self.a[alo:ahi])
        return super().find_longest_match(alo, ahi, blo, bhi)


def prose(seed: int, words: int = 6_000, a_paragraph: int = 80) -> list[str]:
    """Words as often as in a language, the commonest one in twenty."""
    chosen = Random(seed).choices(range(1, 900), [1 / (n + 9) for n in range(1, 900)], k=words)  # noqa: S311
    return [" ".join(f"o{n}" for n in chosen[at : at + a_paragraph]) for at in range(0, words, a_paragraph)]


LONG = prose(1)
HARD = {
    "another text": (LONG, prose(2)),
    "another text, in one paragraph": ([" ".join(LONG)], [" ".join(prose(2))]),
    "one word": (["a " * 6_000], ["b " + "a " * 6_000 + "b"]),
    "two words in turn": (["a b " * 3_000], ["b a " * 3_000 + "c"]),
    "a word on each line": (["a", "b"] * 3_000, ["b", "a"] * 3_000 + ["c"]),
    "no word in common": (["a"] * 6_000, ["b"] * 6_000),
}


@pytest.mark.wide
@pytest.mark.parametrize("name", HARD)
def test_two_sections_of_six_thousand_words_are_compared_within_the_bound_and_lose_nothing(name, monkeypatch) -> None:
    before, after = HARD[name]
    monkeypatch.setattr("network.policy.differences.SequenceMatcher", Counting)
    monkeypatch.setattr(Counting, "looked", 0)
    assert told(before, after, "=-") == " ".join(before).split()
    once, Counting.looked = Counting.looked, 0
    assert told(before, after, "=+") == " ".join(after).split()
    assert Counting.looked == once <= MOST


@pytest.mark.wide
def test_the_bound_is_one_that_such_sections_would_pass(monkeypatch) -> None:
    """With less text than that already: otherwise the test above would show nothing."""
    monkeypatch.setattr("network.policy.differences.SequenceMatcher", Counting)
    monkeypatch.setattr(Counting, "looked", 0)
    monkeypatch.setattr(Patience, "allows", lambda *given: True)
    differing(["a b " * 1_300], ["b a " * 1_300 + "c"])
    assert Counting.looked > MOST


def test_a_word_in_each_paragraph_of_a_long_section_is_found_paragraph_by_paragraph() -> None:
    after = [f"{paragraph} ny" for paragraph in LONG]
    found = differing(LONG, after)
    assert [[run.kind for run in part] for part in found] == [["=", "+"]] * len(LONG)


def test_a_long_section_with_a_few_changes_is_cheap(monkeypatch) -> None:
    monkeypatch.setattr("network.policy.differences.SequenceMatcher", Counting)
    monkeypatch.setattr(Counting, "looked", 0)
    after = [*LONG[:20], "Et nytt avsnitt.", *LONG[20:50], f"nytt {LONG[50]} ord", *LONG[51:]]
    assert told(LONG, after, "+") == ["Et", "nytt", "avsnitt.", "nytt", "ord"]
    assert Counting.looked < 1_000


@pytest.mark.parametrize(
    ("before", "after", "went"),
    [
        ("abc", "abc", ""), ("", "abc", ""), ("abc", "", ""), ("", "", ""),
        ("abcde", "abdec", "c"),  # from the third place to the fifth
        ("abcde", "eabcd", "e"),
        ("abc", "xabc", ""),  # what is new moves nobody
        ("abc", "bc", ""),  # nor does what is gone
        ("abc", "cxab", "c"),
    ],
)  # fmt: skip
def test_the_fewest_that_explain_the_new_order_have_moved(before: str, after: str, went: str) -> None:
    assert sorted(moved(before, after)) == sorted(went)


@given(st.permutations(range(7)), st.sets(st.integers(0, 6)), st.sets(st.integers(0, 6)))
def test_what_has_not_moved_stands_in_the_same_order_and_no_fewer_could_have(order, gone, new) -> None:
    before, after = [n for n in range(7) if n not in new], [n for n in order if n not in gone]
    went = set(moved(before, after))
    both = [n for n in after if n in before]
    stayed = [n for n in both if n not in went]
    assert stayed == sorted(stayed)
    longest = max(
        len(run) for size in range(len(both) + 1) for run in combinations(both, size) if list(run) == sorted(run)
    )
    assert len(stayed) == longest


def test_markdown_becomes_the_lines_that_one_reads() -> None:
    html = render_markdown("Vi er **uenige** & glade.\n\n- ett\n- to\n\n<script>x</script>")
    assert plain_blocks(html) == ["Vi er uenige & glade.", "ett", "to", "<script>x</script>"]
