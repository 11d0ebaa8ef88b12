"""The starter policy is whole in both languages, plain, and ready to be filled in."""

import re

import pytest

from network.policy import starter
from network.policy.models import Document, Snippet
from network.policy.models.present import LONGEST
from network.policy.starter import DOCUMENTS, PLACEHOLDERS, StarterDocument, StarterText, load, placeholders_in
from network.policy.states import LANGUAGES

LIX_AT_MOST = 35  # easy to read
HOUSE_RULES = [
    "why", "who", "tone", "respect", "confidential", "freedom", "private", "channels",
    "leaders", "report", "reactions", "rights", "seen", "made", "version",
]  # fmt: skip
EXAMPLES = {"nb": ("## Slik", "## Ikke slik"), "en": ("## Do", "## Don't")}


def _texts(document: StarterDocument, language: str) -> dict[str, StarterText]:
    return {section.slug: section.texts[language] for section in document.sections}


def _lix(text: str) -> float:
    """Björnsson 1968: words per sentence, and the share of words of more than six letters in percent."""
    words = re.findall(r"[^\W\d_]+", text)
    sentences = [part for part in re.split(r"[.!?:]\s|\n", text) if re.search(r"\w", part)]
    return len(words) / len(sentences) + 100 * sum(len(word) > 6 for word in words) / len(words)


def test_every_kind_of_document_has_a_starter() -> None:
    assert set(DOCUMENTS) == set(Document.Kind.values)


def test_a_document_that_nobody_has_written_is_refused() -> None:
    with pytest.raises(KeyError):
        load("../house-rules")


def test_the_house_rules_have_their_fifteen_sections_in_order() -> None:
    assert [section.slug for section in load("house-rules").sections] == HOUSE_RULES


@pytest.mark.parametrize("document", DOCUMENTS)
def test_both_languages_have_the_same_files(document: str) -> None:
    names = [sorted(path.name for path in (starter.HERE / document / language).iterdir()) for language in LANGUAGES]
    assert names[0] == names[1]
    assert [int(name[:2]) for name in names[0]] == list(range(1, len(names[0]) + 1))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("document", DOCUMENTS)
def test_no_section_is_empty_and_each_fits_its_place(document: str, language: str) -> None:
    for slug, text in _texts(load(document), language).items():
        assert 0 < len(text.heading) <= 60, slug
        assert 20 < len(text.short) <= 140, slug
        assert len(text.body) > 200, slug
        assert not text.short.startswith(("#", "-", "*")), slug


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("document", DOCUMENTS)
def test_each_section_shows_how_and_how_not(document: str, language: str) -> None:
    for slug, text in _texts(load(document), language).items():
        headings = tuple(line for line in text.body.splitlines() if line.startswith("#"))
        assert headings == EXAMPLES[language], slug


@pytest.mark.parametrize("document", DOCUMENTS)
def test_both_languages_rest_on_the_same_laws(document: str) -> None:
    for section in load(document).sections:
        by_language = [section.texts[language].laws for language in LANGUAGES]
        assert len(by_language[0]) == len(by_language[1]), section.slug
        for first, second in zip(*by_language, strict=True):
            assert first.read_on == second.read_on
            assert re.findall(r"\d+", first.place) == re.findall(r"\d+", second.place), section.slug
        for text in section.texts.values():
            assert not re.search(r"^(Lov|Law):", text.body, re.MULTILINE), section.slug


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_placeholder_is_one_of_ours(document: str, language: str) -> None:
    for slug, text in _texts(load(document), language).items():
        found = placeholders_in(f"{text.heading} {text.short} {text.body}")
        assert set(found) <= set(PLACEHOLDERS[language]), slug


@pytest.mark.parametrize("document", DOCUMENTS)
def test_both_languages_ask_for_the_same_placeholders(document: str) -> None:
    place = {name: number for names in PLACEHOLDERS.values() for number, name in enumerate(names)}
    for section in load(document).sections:
        asked = [
            sorted({place[name] for name in placeholders_in(text.short + text.body)}) for text in section.texts.values()
        ]
        assert asked[0] == asked[1], section.slug


def test_the_house_rules_use_every_placeholder() -> None:
    body = " ".join(text.body + text.short for text in _texts(load("house-rules"), "nb").values())
    assert set(placeholders_in(body)) == set(PLACEHOLDERS["nb"])


def test_a_link_is_no_placeholder() -> None:
    assert placeholders_in("Se [reglene](/policy/) eller spør [verneombud].") == ["[verneombud]"]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_norwegian_is_easy_to_read(document: str) -> None:
    for slug, text in _texts(load(document), "nb").items():
        assert _lix(f"{text.short}\n{text.body}") <= LIX_AT_MOST, slug


@pytest.mark.parametrize("document", DOCUMENTS)
def test_it_is_said_that_it_is_no_legal_advice(document: str) -> None:
    found = load(document)
    assert "ikke juridisk råd" in found.advice[0]["nb"]
    assert "not legal advice" in found.advice[0]["en"]


def test_the_house_rules_themselves_say_so_too() -> None:
    version = load("house-rules").sections[-1].texts
    assert "ikke juridisk råd" in version["nb"].body
    assert "not legal advice" in version["en"].body


def test_every_question_belongs_to_a_section_and_has_one_right_answer() -> None:
    quiz = load("house-rules").quiz
    assert 3 <= len(quiz) <= 5
    for question in quiz:
        assert question.section in HOUSE_RULES
        assert [option.is_right for option in question.options].count(True) == 1
        assert len(question.options) == 3
        for words in (question.text, *(said for option in question.options for said in (option.text, option.why))):
            assert all(words[language].strip() for language in LANGUAGES)


def test_the_right_answer_does_not_always_stand_in_the_same_place() -> None:
    assert len({[o.is_right for o in question.options].index(True) for question in load("house-rules").quiz}) > 1


def test_snippets_are_short_and_belong_to_a_section() -> None:
    snippets = load("house-rules").snippets
    assert {snippet.context for snippet in snippets} == set(Snippet.Context.values)
    for snippet in snippets:
        assert snippet.section in HOUSE_RULES
        for language in LANGUAGES:
            assert 0 < len(snippet.text[language]) <= LONGEST


def test_laws_are_read_as_dated_references() -> None:
    respect = _texts(load("house-rules"), "nb")["respect"]
    law = respect.laws[0]
    assert (law.law, law.place) == ("arbeidsmiljøloven", "§ 4-3 om psykososialt arbeidsmiljø")
    assert law.read_on.isoformat() == "2026-01-01"


def test_a_last_paragraph_that_is_no_law_stays_text() -> None:
    text = starter.read_text("# A\n\nShort.\n\nBody.\n\nLovlig er det.")
    assert (text.body, text.laws) == ("Body.\n\nLovlig er det.", ())


def test_a_law_without_a_date_is_refused() -> None:
    with pytest.raises(ValueError, match="not a reference"):
        starter.read_text("# A\n\nS.\n\nB.\n\nLov: loven, § 1 om noe (lest 2026-01-01)\nLov: loven, § 2")
