"""Acknowledging a version, answering what people ask with it, and reminding those who have not."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy as _

from network.core.access import require
from network.core.clock import now
from network.core.events import announce
from network.policy.access.knowing import can_acknowledge, can_answer_questions
from network.policy.events import AcknowledgementGiven, PeopleReminded, QuestionAnswered
from network.policy.models import Acknowledgement, Answer, Version, VersionText
from profiles.models import Person

NOT_ASKED = _("This version is not one that you are asked to acknowledge.")
NOT_EDITOR = _("Only policy editors answer questions about the rules.")
OTHER_TEXT = _("The rules have changed since you opened the page. Nothing was written down: this is how they read now.")
SAID_BEFORE = _("You have acknowledged this version already. Your words were not sent: ask a policy editor directly.")
ANSWERED = _("A colleague has answered this already.")


class NotTaken(ValueError):
    """What was said cannot be written down; the sentence says why, and the words are still the person's."""


@dataclass(frozen=True)
class Shown:
    """What stood before the person's eyes."""

    language: str
    content_hash: str


@dataclass(frozen=True)
class Reply:
    """What somebody says of a version: received; with a question; with an objection, perhaps to one section."""

    form: str = Acknowledgement.Form.ACKNOWLEDGED
    text: str = ""
    key: UUID | None = None


@transaction.atomic
def acknowledge(*, by: Person, version: Version, shown: Shown, reply: Reply) -> Acknowledgement:
    """Received, and had the opportunity to read; twice is once. Raises NotTaken where another text was shown."""
    require(can_acknowledge(by, version), NOT_ASKED)
    texts = VersionText.objects.filter(version=version, language=shown.language)
    if not shown.content_hash or not texts.filter(content_hash=shown.content_hash).exists():
        raise NotTaken(OTHER_TEXT)
    said = {"form": reply.form, "text": reply.text, "key": reply.key}
    known = {"language": shown.language, "content_hash": shown.content_hash}
    try:
        with transaction.atomic():
            row, is_new = Acknowledgement.objects.get_or_create(person=by, version=version, defaults={**known, **said})
    except IntegrityError as refused:  # it ceased to count between the page and this moment
        raise NotTaken(OTHER_TEXT) from refused
    if is_new:
        announce(AcknowledgementGiven(row.pk, by.pk, bool(row.text)))
    elif reply.text and reply.text != row.text:
        raise NotTaken(SAID_BEFORE)
    return row


@transaction.atomic
def answer_question(*, by: Person, acknowledgement: Acknowledgement, text: str) -> Answer:
    """A policy editor answers a question or an objection, once; the person gets a letter."""
    require(can_answer_questions(by), NOT_EDITOR)
    answer, is_new = Answer.objects.get_or_create(acknowledgement=acknowledgement, defaults={"text": text, "by": by})
    if is_new:
        announce(QuestionAnswered(acknowledgement.pk, acknowledgement.person_id, by.pk))
    elif answer.text != text:
        raise NotTaken(ANSWERED)
    return answer


_CLAIM = """
INSERT INTO policy_reminder (person_id, version_id, number, at)
SELECT person, %(version)s, %(number)s, %(now)s FROM unnest(%(people)s::bigint[]) person ORDER BY person
ON CONFLICT (person_id, version_id, number) DO NOTHING RETURNING person_id
"""


@transaction.atomic
def remind_people(*, version: Version, number: int, person_ids: Collection[int]) -> list[int]:
    """Claims the reminder for each of them and tells those who had not got it; whom it told. Run by time, by nobody."""
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, {"version": version.pk, "number": number, "now": now(), "people": sorted(person_ids)})
        told = sorted(row[0] for row in cursor.fetchall())
    if told:
        announce(PeopleReminded(version.pk, tuple(told)))
    return told
