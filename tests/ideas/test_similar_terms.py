"""What an idea is found by: text in, terms out, with no table."""

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ideas import terms
from ideas.terms import (
    EVERYTHING,
    LONGEST,
    TITLE,
    Vector,
    counts_of,
    is_letters,
    likeness,
    rarity,
    vector_of,
    weights_of,
    words_counted,
    words_of,
)

WORDS = Path(__file__).parents[2] / "ideas" / "words" / "same.txt"
ODD = [
    "",
    "   ",
    "og i på det som",
    "🔥🔥🔥",
    "مواقف الدراجات",
    "\u202eegnalpes",
    "a" * 10_000,
    "kaffe " * 2_000,
    "\x00",
    "\ud800",
    "ﷺ" * 50,
    "1 2 3",
]


def alike(one: str, other: str, language: str = "nb") -> float:
    return likeness(*(vector_of(words_counted(text, "", language), lambda term: 1.0) for text in (one, other)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bytt kaffemaskinen", "Bytt kaffe maskinen"),
        ("Møterom som frigjøres", "Møte rommet frigjøres"),
        ("Allergiskilt i kantina", "Alergiskilt i kantinen"),
        ("E-post om driftsstans", "Epost om driftsstans"),
    ],
)
def test_compounds_split_or_joined_endings_and_double_letters_are_much_alike(one: str, other: str) -> None:
    assert alike(one, other) > 0.6


@pytest.mark.wide
def test_a_word_that_we_know_is_found_wherever_it_is_written_in_two() -> None:
    lines = [line for line in WORDS.read_text().splitlines() if line and not line.startswith("#")]
    known = {word.replace("-", "") for line in lines for word in line.split("|")[0].split()}
    missed = []
    for word in sorted(word for word in known if len(word) > 5):
        meant = {term for term in counts_of(word, "", "nb") if term.startswith("m:")}
        for at in range(2, len(word) - 1):
            parts = f"{word[:at]} {word[at:]}"
            there = set(counts_of(f"Vi ønsker ikke {parts} lenger på jobben vår", "", "nb"))  # plainly Norwegian
            if len(words_of(parts, "nb")) == 2 and not meant <= there:
                missed.append(parts)
    assert missed == []


def test_words_that_colleagues_use_for_one_thing_are_one_term() -> None:
    texts = {("Send tekstmelding", "nb"), ("Send en SMS", "nb"), ("Text messages to customers", "en")}
    assert [pair for pair in texts if "m:sms" not in counts_of(pair[0], "", pair[1])] == []


def test_a_compound_keeps_its_stem_and_means_what_its_parts_mean() -> None:
    assert {"sykelparkering", "m:sykkel", "m:parkering"} <= set(counts_of("Sykkelparkeringen", "", "nb")) | {
        "sykelparkering"
    }
    assert "m:bil" in counts_of("Brannbilene", "", "nb")


def test_a_word_of_the_title_counts_as_two_of_the_text() -> None:
    assert counts_of("Ventilasjon", "", "nb")["m:luft"] == TITLE * counts_of("", "Ventilasjon", "nb")["m:luft"]


def test_small_words_and_the_s_of_a_genitive_are_left_out() -> None:
    assert words_of("The manager's office is not in use", "en") == ["manager", "office", "use"]
    assert words_of("Vi bør ha en ny dør på lageret", "nb") == ["ny", "dør", "lageret"]


def test_what_nearly_everybody_writes_tells_less_than_what_one_wrote_and_never_nothing() -> None:
    assert rarity(1, 1000) > rarity(500, 1000) > rarity(1000, 1000) > 0
    assert rarity(5, 0) > 0  # counts that were read a moment apart


def test_a_longer_idea_weighs_less_for_the_same_word() -> None:
    short, long = weights_of(counts_of("Heis", "", "nb")), weights_of(counts_of("Heis", "andre saker " * 100, "nb"))
    assert 0 < long["m:heis"] < short["m:heis"]


def test_every_idea_has_the_term_that_is_counted_for_their_number_and_it_weighs_nothing() -> None:
    assert weights_of({})[EVERYTHING] == weights_of(counts_of("Heis", "", "nb"))[EVERYTHING] == 0


def test_ideas_that_share_a_rare_word_are_more_alike_than_those_that_share_a_common_one() -> None:
    def vector(text: str) -> Vector:
        rare = {"m:hjertestarter": 5.0}
        return vector_of(words_counted(text, "", "nb"), lambda term: rare.get(term, 1.0))

    wanted = vector("hjertestarter i gangen")
    assert likeness(wanted, vector("hjertestarter ved porten")) > likeness(wanted, vector("teppe i gangen"))


def test_a_title_tells_when_the_texts_stray_and_a_text_tells_when_the_titles_do() -> None:
    def vector(title: str, body: str) -> Vector:
        return vector_of(words_counted(title, body, "nb"), lambda term: 1.0)

    strayed = vector(
        "Flere sykler", "Regnet ruster kjedet, folk kommer sent om vinteren og klager på brøyting, is og mørke"
    )
    assert (
        likeness(strayed, vector("Flere sykler", "Porten stenger fredag, ferien varer lenge og vikarer fins ikke"))
        > 0.5
    )
    titled = vector("Porten stenger fredag", "")
    assert likeness(titled, vector("Et ønske", "Porten stenger klokka fire hver fredag i sommer")) > 0.2


@pytest.mark.parametrize("text", ODD)
@pytest.mark.parametrize("language", ["nb", "en", "se"])
def test_any_text_has_terms_of_bounded_length(text: str, language: str) -> None:
    weights = weights_of(counts_of(text, text, language))
    assert all(len(term) <= LONGEST + 2 and weight >= 0 for term, weight in weights.items())
    assert "\x00" not in "".join(weights)


@given(st.text(max_size=300), st.text(max_size=300))
def test_likeness_is_between_nothing_and_one_and_the_same_both_ways(one: str, other: str) -> None:
    score = alike(one, other)
    assert 0 <= score <= 1
    assert score == pytest.approx(alike(other, one))


@given(st.text(min_size=1, max_size=300))
def test_a_text_is_like_itself_if_it_says_anything(text: str) -> None:
    assert alike(text, text) == pytest.approx(1.0 if any(not is_letters(t) for t in counts_of(text, "", "nb")) else 0.0)


def test_pages_that_are_drawn_at_once_read_the_same_in_every_word() -> None:
    words = [word for line in WORDS.read_text().splitlines() for word in words_of(line, "nb")][:400]
    alone = [terms._stem.__wrapped__(word, "nb") for word in words]
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as threads:
            told = [threads.submit(lambda: [terms._stem.__wrapped__(word, "nb") for word in words]) for _ in range(8)]
            assert [asked.result() for asked in told] == [alone] * 8
    finally:
        sys.setswitchinterval(usual)
