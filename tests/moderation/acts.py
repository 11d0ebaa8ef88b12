"""What people and the clock do to a case, by references alone: a process of its own has nothing else of a test."""

from uuid import UUID

from django.db import transaction
from django.test import Client
from django.urls import reverse

from network.core.access import Refused
from network.moderation.actions.appealing import Answer, decide_appeal
from network.moderation.actions.clock import turn_cases as turn_cases  # noqa: PLC0414  (for the processes)
from network.moderation.actions.deciding import approve_decision, refuse_decision
from network.moderation.actions.log import Verb, note
from network.moderation.actions.reporting import ReportWords, report_content
from network.moderation.models import Appeal, Decision
from network.moderation.states import Verdict
from profiles.models import Person
from tests.policy.acts import linger as linger  # noqa: PLC0414
from tests.racing import at_once


def person(handle: str) -> Person:
    """By handle."""
    return Person.objects.get_queryset().get(handle=handle)


def report(post: int, *handles: str, key: str = "") -> None:
    """Each of them reports it in the same moment, on a connection of their own."""
    people = [person(handle) for handle in handles]
    given = {"kind": "post", "pk": post, "words": ReportWords("harassment"), "key": UUID(key) if key else None}
    assert all(at_once(*[lambda by=by: report_content(by=by, **given) for by in people]))


def decide(handle: str, ref: str, version: int, words: str, *, first: str = "") -> None:
    """Sends the form of the page, as it stood for that version; with 409 every word must be there still."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(person(handle))
    if first:  # such as taking it over
        taken = client.post(reverse(f"moderation:{first}", args=[ref]))
        if taken.status_code == 409:
            raise Refused("taken")
        version += 1
    form = {"decide-level": "nothing", "decide-reasoning": words, "version": version}
    answer = client.post(reverse("moderation:decide", args=[ref]), form)
    if answer.status_code == 409:
        assert words in answer.content.decode(), "the words are lost"
        raise Refused("conflict")
    assert answer.status_code == 303, answer.status_code


def approve(handle: str, ref: str) -> None:
    """The second person agrees."""
    approve_decision(by=person(handle), decision=Decision.objects.get(ref=ref))


def refuse(handle: str, ref: str) -> None:
    """The second person does not."""
    refuse_decision(by=person(handle), decision=Decision.objects.get(ref=ref), reason="Nei.")


def overturn(handle: str, ref: str) -> None:
    """Whoever appealed was right."""
    appeal = Appeal.objects.select_related("decision__case").get(ref=ref)
    decide_appeal(by=person(handle), appeal=appeal, answer=Answer(Verdict.OVERTURNED, "Det var en spøk."))


def log_lines(number: int) -> None:
    """Ten entries, each in a transaction of its own."""
    for turn in range(10):
        with transaction.atomic():
            note(Verb.CLOSED, f"AAA{number}-AAA{turn}", by=None)
