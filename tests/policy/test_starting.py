"""A house begins with the starter as a draft, once, and only its policy editors do."""

import pytest
from django.db import IntegrityError

from network.core.access import Refused
from network.policy.access import can_begin_document
from network.policy.actions.starting import begin_document, key_of
from network.policy.models import Document, QuizQuestion, Section, SectionText, Snippet
from network.policy.queries.texts import source_hash
from network.policy.starter import DOCUMENTS, load
from network.policy.states import State
from profiles.models import Person


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_a_document_begins_as_a_draft_with_all_of_the_starter(kind: str, pia: Person) -> None:
    version = begin_document(by=pia, starter=kind)
    assert (version.state, version.number, version.made_by) == (State.DRAFT, 1, pia)
    wanted = load(kind)
    assert version.document.audience == wanted.audience
    slugs = list(Section.objects.filter(version=version).values_list("slug", flat=True))
    assert slugs == [section.slug for section in wanted.sections]
    texts = SectionText.objects.filter(section__version=version)
    assert {(text.section.slug, text.language, text.heading, text.short, text.body) for text in texts} == {
        (section.slug, language, text.heading, text.short, text.body)
        for section in wanted.sections
        for language, text in section.texts.items()
    }


def test_quiz_and_snippets_belong_to_sections_of_the_draft(pia: Person) -> None:
    version = begin_document(by=pia, starter="house-rules")
    keys = set(Section.objects.filter(version=version).values_list("key", flat=True))
    assert set(QuizQuestion.objects.filter(version=version).values_list("key", flat=True)) <= keys
    assert set(Snippet.objects.filter(document=version.document).values_list("key", flat=True)) <= keys
    assert QuizQuestion.objects.count() == len(load("house-rules").quiz)
    assert Snippet.objects.count() == len(load("house-rules").snippets)


def test_only_the_translation_remembers_what_it_translates(pia: Person) -> None:
    version = begin_document(by=pia, starter="privacy")
    assert set(SectionText.objects.filter(language="nb").values_list("source_hash", flat=True)) == {""}
    for section in version.sections.all():
        source, translation = section.texts.get(language="nb"), section.texts.get(language="en")
        assert translation.source_hash == source_hash(source)


def test_laws_come_along_with_their_dates(pia: Person) -> None:
    begin_document(by=pia, starter="house-rules")
    assert Section.objects.get(slug="leaders").laws[0] == {
        "law": "arbeidsmiljøloven", "place": "§ 4-1 om et trygt arbeidsmiljø", "read_on": "2026-01-01",
        "other": "Working Environment Act (arbeidsmiljøloven)", "there": "section 4-1 on a safe working environment",
    }  # fmt: skip


def test_a_section_has_the_same_key_in_every_house(pia: Person) -> None:
    begin_document(by=pia, starter="house-rules")
    assert Section.objects.get(slug="tone").key == key_of("house-rules", "tone")
    assert key_of("house-rules", "why") != key_of("privacy", "why")


@pytest.mark.parametrize("handle", ["ann", "tor", "ada", "mo"])
def test_nobody_but_a_policy_editor_begins_one(handle: str, request: pytest.FixtureRequest) -> None:
    person = request.getfixturevalue(handle)
    assert not can_begin_document(person, "house-rules")
    with pytest.raises(Refused):
        begin_document(by=person, starter="house-rules")
    assert not Document.objects.exists()


def test_each_kind_is_begun_once(pia: Person) -> None:
    assert can_begin_document(pia, "privacy")
    begin_document(by=pia, starter="privacy")
    assert not can_begin_document(pia, "privacy")
    with pytest.raises(Refused):
        begin_document(by=pia, starter="privacy")
    assert Document.objects.count() == 1


def test_two_who_begin_at_once_make_one_and_the_second_hears_why(pia: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    begin_document(by=pia, starter="privacy")
    monkeypatch.setattr("network.policy.actions.starting.can_begin_document", lambda person, kind: True)
    with pytest.raises(Refused):
        begin_document(by=pia, starter="privacy")
    with pytest.raises(IntegrityError):  # it is the database that knows
        Document.objects.create(slug="other", kind="privacy", name={})
