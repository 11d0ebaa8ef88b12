"""What the database itself refuses (invariants P1, P2, P3, P5), whoever asks it: past every action and form."""

import itertools
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Field
from django.utils import timezone

from network.core.clock import now
from network.policy.models import (
    Acknowledgement,
    ChangeNote,
    Section,
    SectionText,
    SignOff,
    Version,
    VersionText,
)
from network.policy.states import MOVES, PUBLISHED, State
from tests.factories import PersonFactory
from tests.policy.adopted import WAY, _move, document_of, mandate_of, signed, version_at

pytestmark = [pytest.mark.django_db, pytest.mark.wide]


def refused(statement: str, *values: object) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.mark.parametrize("state", [State.SIGN_OFF, *PUBLISHED])
@pytest.mark.parametrize("field", ["heading", "short", "body", "language"])
def test_no_word_of_a_signed_or_adopted_version_changes(state: State, field: str) -> None:
    version = version_at(state)
    text = SectionText.objects.filter(section__version=version).first()
    with pytest.raises(IntegrityError), transaction.atomic():
        SectionText.objects.filter(pk=text.pk).update(**{field: "en"})
    refused("DELETE FROM policy_sectiontext WHERE id = %s", text.pk)


@pytest.mark.parametrize("state", [State.SIGN_OFF, *PUBLISHED])
def test_no_section_comes_goes_or_moves_in_a_signed_or_adopted_version(state: State) -> None:
    version = version_at(state)
    section = version.sections.last()
    refused("UPDATE policy_section SET position = 9 WHERE id = %s", section.pk)
    refused("UPDATE policy_section SET slug = 'other' WHERE id = %s", section.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Section.objects.create(version=version, slug="new", position=7)
    with pytest.raises(IntegrityError), transaction.atomic():
        section.delete()


@pytest.mark.parametrize("state", [State.SIGN_OFF, *PUBLISHED])
def test_a01_no_word_is_carried_into_a_signed_or_adopted_version(state: State) -> None:
    version, draft = version_at(state), version_at(State.DRAFT, document_of("privacy"))
    section, loose = version.sections.first(), SectionText.objects.filter(section__version=draft).first()
    with pytest.raises(IntegrityError), transaction.atomic():
        SectionText.objects.create(section=section, language="en", heading="The tone")
    with pytest.raises(IntegrityError), transaction.atomic():
        SectionText.objects.filter(pk=loose.pk).update(section=section, language="en")
    with pytest.raises(IntegrityError), transaction.atomic():
        Section.objects.filter(pk=loose.section_id).update(version=version, position=9, slug="new")


@pytest.mark.parametrize("state", PUBLISHED)
def test_a01_no_section_or_word_is_carried_out_of_an_adopted_version(state: State) -> None:
    version, draft = version_at(state), version_at(State.DRAFT, document_of("privacy"), [])
    section, mine = version.sections.first(), Section.objects.create(version=draft, slug="mine", position=1)
    refused("UPDATE policy_section SET version_id = %s, position = 2 WHERE id = %s", draft.pk, section.pk)
    refused("UPDATE policy_sectiontext SET section_id = %s WHERE section_id = %s", mine.pk, section.pk)


@pytest.mark.parametrize("state", [State.SIGN_OFF, *PUBLISHED])
def test_a01_the_notes_of_a_signed_or_adopted_version_stay(state: State) -> None:
    draft = version_at(State.DRAFT)
    key = draft.sections.first().key
    note = ChangeNote.objects.create(version=draft, key=key, kind="changed", text={"nb": "Nytt."})
    _move(draft, WAY[: WAY.index(state) + 1], {})
    refused("UPDATE policy_changenote SET kind = 'new' WHERE id = %s", note.pk)
    refused("DELETE FROM policy_changenote WHERE id = %s", note.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        ChangeNote.objects.create(version=draft, key=draft.sections.last().key, kind="new", text={"nb": "Nytt."})


@pytest.mark.parametrize("state", PUBLISHED)
def test_a01_the_hashes_of_an_adopted_version_stay(state: State) -> None:
    version = version_at(state)
    refused("UPDATE policy_versiontext SET content_hash = '0' WHERE version_id = %s", version.pk)
    refused("DELETE FROM policy_versiontext WHERE version_id = %s", version.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        VersionText.objects.create(version=version, language="en", content_hash="0" * 64)


DAY = date(2031, 1, 1)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("effective_on", DAY), ("published_on", DAY), ("acknowledge_by", DAY), ("content_hash", "0"),
        ("materiality", "editorial"), ("needs_quiz", True), ("short_notice_reason", "Ny lov"), ("number", 9),
    ],
)  # fmt: skip
def test_what_was_said_of_an_adopted_version_never_changes(field: str, value: object) -> None:
    version = version_at(State.SCHEDULED)
    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.filter(pk=version.pk).update(**{field: value})


OTHER = {
    "CharField": "x", "TextField": "x", "DateField": DAY, "DateTimeField": now(), "BooleanField": True,
    "PositiveSmallIntegerField": 7, "PositiveIntegerField": 77,
}  # fmt: skip
MAY_CHANGE = {"id", "state", "in_force_at", "superseded_at", "withdrawn_reason"}


@pytest.mark.parametrize("state", PUBLISHED)
@pytest.mark.parametrize("field", [f for f in Version._meta.concrete_fields if f.name not in MAY_CHANGE], ids=str)
def test_a01_no_field_of_an_adopted_version_changes(state: State, field: Field) -> None:
    """Whatever fields a version has, or will have: those that may change are named here."""
    version = version_at(state)
    value = OTHER.get(field.get_internal_type())
    if field.name == "document":
        value = document_of("privacy").pk
    elif field.is_relation:
        value = PersonFactory().pk
    assert value is not None
    refused(f"UPDATE policy_version SET {field.column} = %s WHERE id = %s", value, version.pk)  # noqa: S608


@pytest.mark.parametrize("state", [state for state in State if state != State.DRAFT])
def test_a01_what_people_were_asked_about_is_never_deleted(state: State) -> None:
    version = version_at(State.DRAFT if state == State.WITHDRAWN else state)
    if state == State.WITHDRAWN:
        Version.objects.filter(pk=version.pk).update(state=State.WITHDRAWN)
    refused("DELETE FROM policy_version WHERE id = %s", version.pk)


def test_the_moments_in_which_a_version_counted_never_change() -> None:
    version = version_at(State.SUPERSEDED)
    refused("UPDATE policy_version SET in_force_at = in_force_at - interval '1 day' WHERE id = %s", version.pk)
    refused("UPDATE policy_version SET superseded_at = superseded_at + interval '1 day' WHERE id = %s", version.pk)


def test_a_draft_is_open_to_change_and_may_go() -> None:
    version = version_at(State.DRAFT)
    SectionText.objects.filter(section__version=version).update(body="Noe annet.")
    version.delete()
    assert not Version.objects.exists()


@pytest.mark.parametrize(
    ("before", "after"), [pair for pair in itertools.permutations(State, 2) if pair not in MOVES], ids=str
)
def test_a_move_that_is_not_in_the_table_is_refused(before: State, after: State) -> None:
    version = version_at(State.DRAFT if before == State.WITHDRAWN else before)
    if before == State.WITHDRAWN:
        Version.objects.filter(pk=version.pk).update(state=State.WITHDRAWN)
    moment = now() - timedelta(days=3)
    refused(
        "UPDATE policy_version SET state = %s, in_force_at = COALESCE(in_force_at, %s), "
        "superseded_at = COALESCE(superseded_at, %s) WHERE id = %s",
        after.value, moment, now() + timedelta(days=1) if after == State.SUPERSEDED else None, version.pk,
    )  # fmt: skip


def test_no_two_versions_count_at_the_same_moment() -> None:
    first = version_at(State.IN_FORCE)
    second = version_at(State.SCHEDULED)
    refused("UPDATE policy_version SET state = 'in-force', in_force_at = %s WHERE id = %s", now(), second.pk)
    first.state, first.superseded_at = State.SUPERSEDED, now()
    first.save()
    refused(
        "UPDATE policy_version SET state = 'in-force', in_force_at = %s WHERE id = %s",
        first.superseded_at - timedelta(seconds=1), second.pk,
    )  # fmt: skip
    second.state, second.in_force_at = State.IN_FORCE, first.superseded_at
    second.save()


def test_versions_of_two_documents_count_side_by_side() -> None:
    version_at(State.IN_FORCE)
    version_at(State.IN_FORCE, document_of("privacy"))
    assert Version.objects.in_force().count() == 2


def test_a_document_has_one_version_on_its_way() -> None:
    version_at(State.IN_FORCE)
    version_at(State.CONSULTATION)
    with pytest.raises(IntegrityError), transaction.atomic():
        version_at(State.DRAFT)


def test_nobody_adopts_alone() -> None:
    version, alone = version_at(State.SIGN_OFF), PersonFactory()
    days = {"published_on": timezone.localdate(), "effective_on": timezone.localdate() + timedelta(days=14)}
    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.filter(pk=version.pk).update(
            state=State.SCHEDULED, published_by=alone, approved_by=alone, **days
        )
    Version.objects.filter(pk=version.pk).update(
        state=State.SCHEDULED, published_by=alone, approved_by=PersonFactory(), **days
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [("published_on", None), ("effective_on", None), ("published_by", None), ("approved_by", None), ("content_hash", "")],
)  # fmt: skip
def test_a03_a_version_is_adopted_with_a_day_a_text_and_two_people(field: str, value: object) -> None:
    version = version_at(State.SIGN_OFF)
    plan = {
        "state": State.SCHEDULED, "published_by": PersonFactory(), "approved_by": PersonFactory(),
        "published_on": timezone.localdate(), "effective_on": timezone.localdate() + timedelta(days=14),
    }  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.filter(pk=version.pk).update(**{**plan, field: value})
    assert Version.objects.filter(pk=version.pk).update(**plan) == 1


def test_a03_the_language_that_counts_is_among_those_that_are_adopted() -> None:
    version = version_at(State.SIGN_OFF)
    VersionText.objects.filter(version=version).update(language="en")
    with pytest.raises(IntegrityError), transaction.atomic():
        _move(version, [State.SCHEDULED], {})


@pytest.mark.parametrize(("days", "reason", "holds"), [(13, "", False), (14, "", True), (13, "Ny lov", True)])
def test_notice_is_given_in_time_or_with_a_reason(days: int, reason: str, holds: bool) -> None:
    version = version_at(State.SIGN_OFF)
    plan = {
        "state": State.SCHEDULED, "published_by": PersonFactory(), "approved_by": PersonFactory(),
        "published_on": timezone.localdate(), "effective_on": timezone.localdate() + timedelta(days=days),
        "short_notice_reason": reason,
    }  # fmt: skip
    if holds:
        assert Version.objects.filter(pk=version.pk).update(**plan) == 1
        return
    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.filter(pk=version.pk).update(**plan)


def test_only_the_text_that_lies_with_the_representatives_is_signed(tor) -> None:
    version, mandate = version_at(State.SIGN_OFF), mandate_of(tor)
    row = {"version": version, "mandate": mandate, "person": tor, "body": "Fagforbundet", "outcome": "agreed"}
    with pytest.raises(IntegrityError), transaction.atomic():
        SignOff.objects.create(**row, content_hash="0" * 64)
    said = signed(version, mandate)
    refused("UPDATE policy_signoff SET outcome = 'disagreed', remarks = 'Nei.' WHERE id = %s", said.pk)
    refused("DELETE FROM policy_signoff WHERE id = %s", said.pk)


def test_what_is_acknowledged_is_the_text_as_it_was_shown(ann) -> None:
    version = version_at(State.IN_FORCE)
    digest = version.texts.get(language="nb").content_hash
    for row in ({"language": "nb", "content_hash": "0" * 64}, {"language": "en", "content_hash": digest}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Acknowledgement.objects.create(person=ann, version=version, **row)
    kept = Acknowledgement.objects.create(person=ann, version=version, language="nb", content_hash=digest)
    refused("UPDATE policy_acknowledgement SET at = now() WHERE id = %s", kept.pk)


def test_a_superseded_version_is_not_acknowledged_any_more(ann) -> None:
    version = version_at(State.SUPERSEDED)
    digest = version.texts.get(language="nb").content_hash
    with pytest.raises(IntegrityError), transaction.atomic():
        Acknowledgement.objects.create(person=ann, version=version, language="nb", content_hash=digest)
