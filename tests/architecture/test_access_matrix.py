"""Every named address × every kind of visitor, for a thing in a secret group. An address missing here fails.

access_matrix.txt holds one line an address: what GET answers and what an empty POST answers, for each visitor in the
order of VISITORS. 2 = shown, 3 = sent on (signed out: to sign-in), b = 400, u = 401, f = 403 with a sentence, 4 = as if it did
not exist, 5 = method not allowed, v = the form with its faults (422), g = gone (409/410).
"""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.timezone import localdate

from ideas.models import Campaign
from network import wiring
from network.conversations.models import Attachment
from network.core.clock import now
from network.feed.models import Topic
from network.moderation.actions.reporting import ReportWords, report_content
from network.moderation.models import (
    Attendance,
    Decision,
    HandOver,
    Hearing,
    Meeting,
    Report,
    TransparencyReport,
)
from network.moderation.periods import Period
from network.moderation.queries.figures import figures_of
from network.moderation.seals import seal
from network.policy.models import Channel, ControlMeasure
from profiles.models import Person
from tests.factories import comment_of, idea_of, post_of
from tests.ideas.awarded import grant_of, nominated, round_at
from tests.policy.adopted import document_of, version_at

TABLE = Path(__file__).with_name("access_matrix.txt")
VISITORS = ("nobody", "ann", "ben", "cleo", "mona", "ada", "gone")
LETTERS = {
    200: "2",
    201: "2",
    204: "2",
    302: "3",
    303: "3",
    400: "b",
    401: "u",
    403: "f",
    404: "4",
    405: "5",
    409: "g",
    422: "v",
}

# Addresses whose number is not that of the idea.
NUMBERS = {
    **dict.fromkeys(("nomination", "conflict", "ballot", "award_news"), "nomination_id"),
    **dict.fromkeys(("category_edit", "category_winners"), "category_id"),
    "grant_revoke": "grant_id",
    **dict.fromkeys(("version", "paper"), "b"),
    "report": "post_id",
    "evidence": "post_id",
}

Needs = frozenset[str]
Address = tuple[str, Needs]


def addresses(resolver: URLResolver, spaces: str = "", before: Needs = frozenset()) -> Iterator[Address]:
    """Every named address with its namespace, and the names of what it needs."""
    for pattern in resolver.url_patterns:
        needs = before | set(pattern.pattern.converters) | set(pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, f"{spaces}{pattern.namespace}:" if pattern.namespace else spaces, needs)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield f"{spaces}{pattern.name}", needs


ADDRESSES = dict(addresses(get_resolver("network.urls")))


def expected() -> dict[str, tuple[str, str]]:
    """The table: address to what GET and POST answer."""
    rows = (line.split() for line in TABLE.read_text().splitlines() if line.strip() and not line.startswith("#"))
    return {name: (get, post) for name, get, post in rows}


@pytest.fixture
def arguments(ann, ben, mona, secret_group):
    """One thing of each kind, all of ann's and all in the secret group."""
    post = post_of(ann, secret_group, "Om #nordlys, @ben", title="Nordlys")
    comment = comment_of(ann, post)
    attachment = Attachment.objects.create(
        owner=ann, thread=post.thread, kind="file", name="plan.txt", stored="none", media_type="text/plain", size=1
    )
    ideas = Campaign.objects.create(slug=secret_group.slug, title="Nye nordlys", group=secret_group, owner=mona)
    for _ in range(3):  # so that the number of no other thing is that of the idea
        idea_of(ann, ideas)
    idea, running = idea_of(ann, ideas), round_at("nominating", mona, secret_group.slug)
    category = running.categories.get()
    grant = grant_of(idea, round_at("announced", mona, "over").categories.get())
    rules = document_of(slug=secret_group.slug)
    for _ in range(2):
        version_at(document=rules, sections=[(secret_group.slug, {"nb": ("Nordlys", "Se opp.", "")})])
    Channel.objects.create(slug=secret_group.slug, platform="Nordlys", handle="nordlys", purpose="Se opp.")
    ControlMeasure.objects.create(code=secret_group.slug, name={}, purpose={}, ground={}, consequences={})
    return {
        "a": 1, "b": 2, "language": "nb", "kind": "privacy", "number": idea.pk, "state": "open", "category_id": category.pk, "grant_id": grant.pk, "code": grant.code,
        "nomination_id": nominated(idea, category, mona).pk,
        "post_id": post.pk, "thread_id": post.pk, "comment_id": comment.pk, "emotion": "thanks", "handle": "ann",
        "slug": secret_group.slug, "pk": 1, "size": 96, "name": "plan.txt", "width": 480, "attachment_id": attachment.pk,
        "word_id": 1, "ref": decided(ann, mona, post).ref, "report_ref": "x", "step": "rules",
        "token": "x", "what": "post",
        "meeting": handed_over(ann, mona), "period": "2026-1",
        "organization_slug": "saml", "key": "x-y", "uidb36": "1", "rest": "x",
    }  # fmt: skip


def decided(ann, mona, post):
    """A decision about ann's post, which ben reported, and a question to her, under one reference."""
    reporter = Person.objects.get(handle="ben")
    case = report_content(by=reporter, kind="post", pk=post.pk, words=ReportWords("harassment")).case
    Hearing.objects.create(case=case, kind="reply", text="Hva mente du?", asked_by=mona, due_at=now())
    Report.objects.update(told_at=now(), outcome="restricted")
    return Decision.objects.create(
        case=case, ref=case.ref, level="hide", standing="stands", law="Loven", facts="a", reasoning="b", milder="c",
        outcome="restricted", by=mona, stands_at=now(), appeal_by=localdate() + timedelta(days=9),
    )  # fmt: skip


def handed_over(ann, mona):
    """The same case with mona, and a talk to which ann is invited, under the same reference; and published figures."""
    ref = Decision.objects.get().ref
    made = HandOver.objects.create(
        case=Decision.objects.get().case, ref=ref, standing="sent", purpose="a", ground="b", receiver=mona,
        proposed_by=mona, approved_by=ann, sent_at=now(), digest="0",
    )  # fmt: skip
    talk = Meeting.objects.create(
        ref=ref, handover=made, starts_at=now(), invitation=seal('{"purpose": "", "place": ""}')
    )
    Attendance.objects.create(meeting=talk, person=ann, part="employee")
    TransparencyReport.objects.create(
        period="2026-1", figures=figures_of(Period(2026, 1)), made_by=mona, discussed_on=localdate(), discussed_with="a",
        published_at=now(), published_by=mona,
    )  # fmt: skip
    return ref


@pytest.fixture
def cookies(ann, ben, cleo, mona, ada, gone) -> dict[str, str]:
    """The session cookie of each visitor."""
    people = {"ann": ann, "ben": ben, "cleo": cleo, "mona": mona, "ada": ada, "gone": gone}
    found = {"nobody": ""}
    for visitor, person in people.items():
        client = Client()
        client.force_login(person)
        found[visitor] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return found


def answers(name: str, needs: frozenset[str], arguments, cookies) -> tuple[str, str]:
    """The letters that each visitor gets, for GET and for an empty POST; what a POST did is taken back."""
    wanted = dict(arguments)
    if name.startswith("feed:topic"):
        wanted["slug"] = Topic.objects.get().slug
    wanted["number"] = arguments[NUMBERS.get(name.partition(":")[2], "number")]
    url = reverse(name, kwargs={key: wanted[key] for key in needs})
    found = {"get": "", "post": ""}
    for visitor in VISITORS:
        for method in found:
            client = Client()
            client.cookies[settings.SESSION_COOKIE_NAME] = cookies[visitor]
            with transaction.atomic():
                found[method] += LETTERS[getattr(client, method)(url).status_code]
                transaction.set_rollback(True)
    return found["get"], found["post"]


def test_the_table_names_every_address_and_no_other() -> None:
    assert set(expected()) == set(ADDRESSES)


@pytest.mark.slow
@pytest.mark.long
def test_each_visitor_gets_what_the_table_says(arguments, cookies) -> None:
    table = expected()
    found = {name: answers(name, needs, arguments, cookies) for name, needs in ADDRESSES.items()}
    assert {name: letters for name, letters in found.items() if letters != table.get(name)} == {}


def test_every_socket_topic_is_listed() -> None:
    """Who may ask for it is in tests/live; a new kind of topic must be added there and here."""
    assert set(wiring.TOPICS) == {"home", "group", "thread", "awards"}
