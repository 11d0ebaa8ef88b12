"""What people and the clock do to a version, by number alone: a process of its own has nothing else of a test."""

import time
from datetime import date
from importlib import import_module

from django.db import IntegrityError, OperationalError, connection, transaction

from network.policy.actions.clock import let_count
from network.policy.actions.moving import approve_step, move_version
from network.policy.actions.plans import Plan
from network.policy.actions.signing import sign_off
from network.policy.actions.writing import start_draft, write_section
from network.policy.models import Approval, Document, SectionText, SignOffRequest, Version
from network.policy.queries.texts import hash_of_text
from network.policy.states import State
from profiles.models import Person

MOMENT = 0.4  # seconds


def linger(name: str) -> None:
    """This process takes its time after that function, so that another comes in between wherever nothing keeps it out."""
    place, _, function = name.rpartition(".")
    real = getattr(import_module(place), function)

    def slow(*given: object, **more: object) -> object:
        found = real(*given, **more)
        time.sleep(MOMENT)
        return found

    setattr(import_module(place), function, slow)


def person(handle: str) -> Person:
    """By handle."""
    return Person.objects.get_queryset().get(handle=handle)


def version(pk: int) -> Version:
    """By number."""
    return Version.objects.select_related("document").get(pk=pk)


def turn(*pks: int) -> None:
    """The clock lets each of them count, if its day has come."""
    linger("network.policy.actions.clock.is_as_adopted")
    for one in [version(pk) for pk in pks]:
        let_count(version=one)


def turn_past_everything(pk: int) -> None:
    """Ends what counts and lets this one count, in SQL alone. Where two wait for each other the database refuses one."""
    end = (
        "UPDATE policy_version SET state = 'superseded', superseded_at = clock_timestamp() "
        "WHERE state = 'in-force' AND document_id = (SELECT document_id FROM policy_version WHERE id = %s)"
    )
    begin = "UPDATE policy_version SET state = 'in-force', in_force_at = clock_timestamp() WHERE id = %s"
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(end, [pk])
            cursor.execute(begin, [pk])
    except OperationalError as refused:
        if "deadlock detected" not in str(refused):
            raise
        raise IntegrityError from refused


def sign(pk: int, by: str, digest: str) -> None:
    """The representative says yes to the text with this hash."""
    request = SignOffRequest.objects.get(version=pk, mandate__person__handle=by)
    sign_off(by=person(by), request=request, digest=digest, outcome="agreed")


def write(pk: int, by: str, body: str) -> None:
    """An editor writes other words in the first section, which read so a moment ago."""
    text = SectionText.objects.select_related("section__version__document").filter(section__version=pk, language="nb")
    first = text.order_by("section__position")[0]
    words = {"heading": first.heading, "short": first.short, "body": body}
    write_section(by=person(by), section=first.section, language="nb", words=words, read=hash_of_text(first))


def approve(pk: int, by: str) -> None:
    """Another editor approves what was asked."""
    linger("network.policy.actions.moving.hash_now")
    approve_step(by=person(by), approval=Approval.objects.select_related("version").get(pk=pk))


def lay_before(pk: int, by: str, mandate: int, sign_by: str) -> None:
    """Out of consultation and with the representatives."""
    linger("network.policy.actions.moving.hashes")
    plan = Plan(mandates=(mandate,), sign_by=date.fromisoformat(sign_by))
    move_version(by=person(by), version=version(pk), to=State.SIGN_OFF, plan=plan)


def begin(document: int, by: str) -> None:
    """A new draft."""
    linger("network.policy.actions.writing.version_before")
    start_draft(by=person(by), document=Document.objects.get(pk=document))
