"""The demo company's rules: made together, known, and on their way."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from pytest_django.plugin import DjangoDbBlocker

from network.core.clock import working_days_between
from network.demo.company import Size
from network.demo.hearing import remarks
from network.demo.rulebook import hashes_of
from network.policy.models import (
    Acknowledgement,
    ChangeNote,
    Channel,
    ChannelRepresentative,
    Consultation,
    EmployerReply,
    QuizQuestion,
    Remark,
    Section,
    SectionText,
    SignOff,
    Snippet,
    Version,
    Workshop,
)
from network.policy.queries.texts import source_hash
from network.policy.starter import placeholders_in
from network.policy.states import CONSULTATION_DAYS, FIRST_CONSULTATION_DAYS, State
from profiles.models import Person
from tests.demo.built import standing

UNTIL = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def _company(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), standing(Size(people=60, posts=60, seed=5), UNTIL):
        yield


@pytest.fixture
def company(_company: None, db: None) -> None:
    """Built once for this file."""


def version(number: int, kind: str = "house-rules") -> Version:
    return Version.objects.get(document__kind=kind, number=number)


def test_one_version_counted_one_counts_and_one_is_talked_about(company: None) -> None:
    states = list(
        Version.objects.filter(document__kind="house-rules").order_by("number").values_list("state", flat=True)
    )
    assert states == [State.SUPERSEDED, State.IN_FORCE, State.CONSULTATION]
    assert version(1, "whistleblowing").state == version(1, "social-media").state == State.IN_FORCE


def test_no_name_of_the_house_is_left_open(company: None) -> None:
    for text in SectionText.objects.all():
        assert placeholders_in(text.short + text.body) == []


def test_every_consultation_gave_people_their_days(company: None) -> None:
    for held in Consultation.objects.select_related("version"):
        least = FIRST_CONSULTATION_DAYS if held.version.number == 1 else CONSULTATION_DAYS
        assert working_days_between(held.opens_on, held.closes_on) >= least, held.version
        assert (held.closed_at is None) == (held.version.state == State.CONSULTATION)
        assert held.invited.count() == 3


def test_a_change_has_its_note_and_nothing_else_has(company: None) -> None:
    for number in (2, 3):
        then, now = _texts(number - 1), _texts(number)
        changed = {slug for slug, _l in now if any(now[key] != then.get(key) for key in now if key[0] == slug)}
        keys = dict(Section.objects.filter(version=version(number)).values_list("key", "slug"))
        noted = {keys[key] for key in ChangeNote.objects.filter(version=version(number)).values_list("key", flat=True)}
        assert noted == changed


def _texts(number: int) -> dict[tuple[str, str], str]:
    rows = SectionText.objects.filter(section__version=version(number))
    return {(row.section.slug, row.language): row.heading + row.short + row.body for row in rows}


def test_sections_stand_in_order_without_a_gap(company: None) -> None:
    for one in Version.objects.all():
        places = list(one.sections.values_list("position", flat=True))
        assert places == list(range(1, len(places) + 1))
    assert version(1).sections.count() == 14
    assert version(2).sections.count() == version(3).sections.count() == 15


def test_one_signed_one_had_remarks_and_one_disagreed_and_was_answered(company: None) -> None:
    said = SignOff.objects.filter(version=version(2))
    assert Counter(said.values_list("outcome", flat=True)) == {"agreed": 1, "with-remarks": 1, "disagreed": 1}
    assert EmployerReply.objects.get().sign_off == said.get(outcome="disagreed")
    assert said.get(outcome="with-remarks").mandate.body == "safety"


def test_most_have_acknowledged_what_counts_and_cleo_has_it_to_do(company: None) -> None:
    received = Acknowledgement.objects.filter(version=version(2))
    share = received.count() / Person.objects.active().count()
    assert 0.6 < share < 0.97
    assert not received.filter(person__handle="cleo").exists()
    assert received.filter(person__handle="ann").exists()
    assert received.exclude(form="acknowledged").exists()
    due = version(2).acknowledge_by
    assert due
    assert due > UNTIL.date()
    hashes = hashes_of(version(2))
    assert all(row.content_hash == hashes[row.language] for row in received)


def test_the_draft_is_talked_about_and_what_was_taken_in_is_remembered(company: None) -> None:
    said = Remark.objects.filter(version=version(3))
    assert said.count() == 12
    assert said.exclude(outcome="").count() >= 4
    assert said.filter(outcome="", is_proposal=True).exists()
    assert sum(remark.replies.count() for remark in said) >= 6
    assert Workshop.objects.get().consultation.version == version(3)
    assert not Remark.objects.filter(version=version(2), outcome="", is_proposal=True).exists()


def test_a_quote_stands_in_the_text_unless_the_text_was_changed_for_it(company: None) -> None:
    lost = []
    for remark in Remark.objects.exclude(quote=""):
        text = SectionText.objects.get(
            section__version=remark.version, section__key=remark.key, language=remark.language
        )
        if remark.quote not in text.body:
            lost.append(remark)
            continue
        assert remark.prefix + remark.quote + remark.suffix in text.body
    assert {remark.outcome for remark in lost} == {"accepted"}
    assert len(lost) == 2


def test_nothing_is_said_after_now_or_by_one_person_to_themselves(company: None) -> None:
    for remark in Remark.objects.all():
        moments = [reply.made_at for reply in remark.replies.all()] + [remark.made_at]
        assert max(moments) <= UNTIL
        assert remark.replied_at is None or remark.made_at < remark.replied_at <= UNTIL
        assert remark.author != remark.replied_by


def test_every_snippet_and_question_is_tied_to_what_counts(company: None) -> None:
    keys = set(Section.objects.filter(version=version(2)).values_list("key", flat=True))
    assert set(Snippet.objects.values_list("key", flat=True)) <= keys
    assert set(QuizQuestion.objects.filter(version=version(2)).values_list("key", flat=True)) <= keys
    assert QuizQuestion.objects.filter(version=version(2)).count() == 5


def test_every_written_remark_names_a_section_of_its_version(company: None) -> None:
    assert len(remarks()) == 16
    assert Remark.objects.count() == len(remarks())


def test_four_channels_speak_to_the_world_and_five_tasks_are_named(company: None) -> None:
    assert Counter(Channel.objects.values_list("status", flat=True)) == {"active": 3, "resting": 1}
    named = ChannelRepresentative.objects.select_related("person", "backup")
    assert named.count() == 5
    assert named.current().filter(trained_on=None).count() == 1
    assert {"mo", "pia"} <= {row.person.handle for row in named}
    assert all(row.backup and row.backup != row.person for row in named)


def test_no_translation_is_older_than_the_text_that_counts(company: None) -> None:
    texts = SectionText.objects.all()
    source = {text.section_id: source_hash(text) for text in texts.filter(language="nb")}
    assert all(text.source_hash == source[text.section_id] for text in texts.filter(language="en"))
