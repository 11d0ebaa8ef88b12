"""A40, MOD-01, MOD-19: who reported is nowhere but in the case store, sealed; what they wrote only where it is handled.

The reporter has a twin who reported nothing and is like them in all else. Whatever a page has of the one because people
are listed there, it has of the other too; wherever the reporter is found and the twin is not, somebody is given away.
"""

import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core import mail
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from network.live.models import Entry
from network.moderation.actions.appealing import Answer, appeal_decision, decide_appeal
from network.moderation.actions.deciding import approve_decision, refuse_decision
from network.moderation.actions.desk import answer_hearing, ask_author, claim_case, step_aside, think_through
from network.moderation.actions.reading import read_snapshots
from network.moderation.actions.reporting import ReportWords, report_content
from network.moderation.models import Appeal, Case, Decision, Hearing
from network.moderation.seals import mark_of
from network.moderation.states import Verdict
from network.notifications.models import Notification
from network.notifications.tasks import send_mail
from profiles.models import Person, Role
from tests.architecture.test_access_matrix import ADDRESSES, NUMBERS, arguments  # noqa: F401
from tests.factories import PersonFactory, comment_of, join, post_of
from tests.moderation.reported import NO, hidden, in_work, moderator

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
WORDS = "fiolettblaahval"
YES = [True, *NO[1:]]
PARTIAL = {"HX-Request": "true"}
# What a person has, by which others would know them: (of the reporter, of the twin).
KNOWN = {
    "handle": ("kanarine77", "kanarina88"), "name": ("Kanarine Fuglesang", "Kanarina Fuglesand"),
    "phone": ("+47 900 11 777", "+47 900 11 888"), "number": ("987654321", "987654320"),
}  # fmt: skip


def _one(which: int, **more: Any) -> Person:
    handle, name, phone, number = (pair[which] for pair in KNOWN.values())
    return PersonFactory(pk=int(number), handle=handle, name=name, phone=phone, department=None, **more)


@pytest.fixture
def rita(db: None, closed_group: Any) -> Person:
    """Reports; belongs to the group in which it stands."""
    person = _one(0)
    join(closed_group, person)
    return person


@pytest.fixture
def twin(rita: Person, closed_group: Any) -> Person:
    """Does not, and is like her in all else."""
    person = _one(1)
    join(closed_group, person)
    return person


def found_in(text: str) -> set[str]:
    """By what the reporter is known there, and the twin is not as often; the mark of either stands on no page."""
    found = {what for what, (reporter, other) in KNOWN.items() if text.count(reporter) > text.count(other)}
    return found | ({"mark"} if mark_of(int(KNOWN["number"][0])) in text else set())


class Crawl:
    """Every address of the house as somebody sees it, with the references of a case where it wants one."""

    def __init__(self, given: dict[str, Any], case: Case, post: Any) -> None:
        self.given, self.case = {**given, "post_id": post.pk, "thread_id": post.pk}, case

    def addresses(self) -> Iterator[tuple[str, str]]:
        """Its name and where it is."""
        decisions = list(Decision.objects.filter(case=self.case).values_list("ref", flat=True))
        for name, needs in ADDRESSES.items():
            wanted = {**self.given, "number": self.given[NUMBERS.get(name.partition(":")[2], "number")]}
            refs = [self.case.ref, *decisions] if name.startswith("moderation:") and "ref" in needs else [wanted["ref"]]
            for ref in refs:
                yield name, reverse(name, kwargs={key: {**wanted, "ref": ref}[key] for key in needs})

    def read(self, client: Client, only: str = "") -> Iterator[tuple[str, str]]:
        """What stands there, whole and in part, with every header."""
        for name, path in self.addresses():
            if not name.startswith(only) or "logout" in name:
                continue
            for headers in ({}, PARTIAL) if only else ({},):
                with transaction.atomic():
                    answer = client.get(path + ("?read=1" if name == "moderation:case" else ""), headers=headers)
                    transaction.set_rollback(True)
                body = answer.getvalue() if answer.streaming else answer.content
                yield path, f"{answer.headers}\n{body.decode(errors='replace')}"


@pytest.fixture
def handlers(mo: Person) -> dict[str, Person]:
    return {
        "mo": mo, "lea": moderator("lea", Role.Kind.LEAD_MODERATOR), "odd": moderator("utenfra", Role.Kind.OUTSIDE_HANDLER)
    }  # fmt: skip


@pytest.fixture
def viewers(  # noqa: PLR0913
    client_of: Callable[[Person], Client], handlers: dict[str, Person], ann: Person, ben: Person, mona: Person,
    ada: Person, cleo: Person,
) -> dict[str, Client]:  # fmt: skip
    """Who wrote it, who handles it, a member, the manager who is host too, an administrator and others."""
    people = {**handlers, "ann": ann, "ben": ben, "mona": mona, "ada": ada, "cleo": cleo}
    return {who: client_of(person) for who, person in people.items()}


@pytest.fixture
def begun(
    arguments: dict[str, Any],  # noqa: F811
    rule: Any, rita: Person, twin: Person, ann: Person, closed_group: Any,
) -> Crawl:  # fmt: skip
    """What ann wrote in the closed group, and rita reports; the rule is of after what stands at every address."""
    post = post_of(ann, closed_group, text="Du er en idiot, @ben.")
    comment_of(ann, post, "Og du.")
    report = report_content(by=rita, kind="post", pk=post.pk, words=ReportWords("harassment", WORDS))
    return Crawl(arguments, report.case, post)


def kept_quiet(crawl: Crawl, viewers: dict[str, Client], only: str = "") -> None:
    """Nobody finds the reporter, and nobody but who handles the case what they wrote."""
    for who, client in viewers.items():
        for path, text in crawl.read(client, only):
            assert found_in(text) == set(), (who, path)
            if WORDS in text:
                assert who in ("mo", "lea", "odd"), (who, path)
                assert path.startswith(f"/moderation/{crawl.case.ref}/"), (who, path)


def letters() -> None:
    """Every piece of news is mailed as well."""
    for row in Notification.objects.all():
        send_mail(row.recipient_id, row.kind, row.subject)


@pytest.mark.long
def test_who_reported_is_found_on_no_page_at_any_step(  # noqa: PLR0913
    begun: Crawl, viewers: dict[str, Client], handlers: dict[str, Person], rita: Person, ann: Person, rule: Any,
    caplog: pytest.LogCaptureFixture, django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    caplog.set_level(logging.DEBUG)
    mo, lea, case = handlers["mo"], handlers["lea"], begun.case
    desk = "moderation:"

    def fresh() -> Case:
        return Case.objects.get(pk=case.pk)

    with django_capture_on_commit_callbacks(execute=True):
        in_work(mo, case, answers=YES)
        hearing = ask_author(by=mo, case=case, kind=Hearing.Kind.REPLY, text="Hva mente du?", section=rule,
                             version=fresh().version)  # fmt: skip
    kept_quiet(begun, viewers, desk)
    with django_capture_on_commit_callbacks(execute=True):
        answer_hearing(by=ann, hearing=hearing, answer="En spøk.")
        refuse_decision(by=lea, decision=hidden(mo, claim_case(by=mo, case=fresh()), rule), reason="Tenk igjen.")
        decision = hidden(mo, claim_case(by=mo, case=fresh()), rule)
    kept_quiet(begun, viewers, desk)
    with django_capture_on_commit_callbacks(execute=True):
        approve_decision(by=lea, decision=decision)
        decision.refresh_from_db()
        appeal_decision(by=rita, decision=decision, text="Det er for lite.")
        appeal_decision(by=ann, decision=decision, text="Det var en spøk.")
    kept_quiet(begun, viewers)
    other = moderator("annen")
    with django_capture_on_commit_callbacks(execute=True):
        for side in ("author", "reporter"):
            appeal = Appeal.objects.select_related("decision__case").get(side=side)
            decide_appeal(by=other, appeal=appeal, answer=Answer(Verdict.UPHELD, "Det står."))
        letters()
    kept_quiet(begun, viewers, desk)
    for letter in mail.outbox:
        said = f"{letter.subject}{letter.body}{letter.alternatives}{letter.extra_headers}{letter.from_email}"
        assert rita.email in letter.to or not any(reporter in said for reporter, _twin in KNOWN.values()), letter.to
        assert WORDS not in said
    assert {address for letter in mail.outbox for address in letter.to} >= {rita.email, ann.email}
    logged = caplog.text
    assert not any(reporter in logged for reporter, _twin in KNOWN.values())
    assert mark_of(rita.pk) not in logged
    assert WORDS not in logged


def test_whoever_handles_it_from_outside_finds_them_no_more_than_others(
    begun: Crawl, viewers: dict[str, Client], handlers: dict[str, Person]
) -> None:
    for who in ("mo", "lea"):
        step_aside(by=handlers[who], case=begun.case)
    case = in_work(handlers["odd"], begun.case)
    kept_quiet(begun, viewers, "moderation:")
    assert any(WORDS in text for _path, text in begun.read(viewers["odd"], "moderation:case"))
    assert read_snapshots(by=handlers["odd"], case=case)


def test_frames_news_and_the_tables_of_cases_tell_of_nobody(
    begun: Crawl, handlers: dict[str, Person], rita: Person, django_capture_on_commit_callbacks: Any, rule: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        case = in_work(handlers["mo"], begun.case)
        case = think_through(by=handlers["mo"], case=case, answers=NO, view="Går på person.", version=case.version)
        hidden(handlers["mo"], case, rule)
    others = Entry.objects.exclude(topic=f"person:{rita.pk}")
    assert others.exists()
    assert not others.filter(subject_id=rita.pk).exists()
    assert not [entry for entry in others if str(rita.pk) in f"{entry.topic}{entry.target}{entry.fragment}"]
    news = Notification.objects.exclude(recipient=rita)
    assert news.exists()
    assert not [row for row in news if rita.pk in row.actors]
    tables = [name for name in connection.introspection.table_names() if name.startswith("moderation_")]
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT string_agg(t::text, ' ') FROM {table} t")  # noqa: S608
            said = cursor.fetchone()[0] or ""
            assert not any(reporter in said for reporter, _twin in KNOWN.values()), table
            is_kept = table in ("moderation_reportidentity", "moderation_party", "moderation_bar")
            assert is_kept or mark_of(rita.pk) not in said, table


@pytest.mark.parametrize(
    "broken", ["network.moderation.views.desk.case_page", "network.moderation.views.desk.queue_of"]
)
def test_a_page_that_breaks_tells_of_nobody(
    broken: str, begun: Crawl, handlers: dict[str, Person], monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture, settings: Any,
) -> None:  # fmt: skip
    settings.DEBUG = False
    caplog.set_level(logging.DEBUG)

    def breaks(*_given: object, **_more: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(broken, breaks)
    in_work(handlers["mo"], begun.case)
    client = Client(raise_request_exception=False)
    client.force_login(handlers["mo"])
    answers = [client.get(path) for path in (f"/moderation/{begun.case.ref}/?read=1", "/moderation/")]
    assert 500 in [answer.status_code for answer in answers]
    for text in (*(answer.content.decode() for answer in answers), caplog.text):
        assert found_in(text) == set()
        assert not (WORDS in text and "Traceback" in text)


def test_a_report_that_breaks_logs_neither_the_words_nor_who_said_them(
    begun: Crawl, rita: Person, ann: Person, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    def breaks(*_given: object, **_more: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("network.moderation.actions.reporting.note", breaks)
    client = Client(raise_request_exception=False)
    client.force_login(rita)
    post = post_of(ann, text="Noe annet.")
    answer = client.post(f"/report/post/{post.pk}/", {"reason": "spam", "text": WORDS})
    assert answer.status_code == 500
    assert WORDS not in answer.content.decode()
    assert "RuntimeError" in caplog.text
    assert WORDS not in caplog.text
    assert not any(reporter in caplog.text for reporter, _twin in KNOWN.values())
    assert Case.objects.count() == 2  # of the table of addresses, and of rita's first report


def test_a_report_that_is_made_is_logged_without_who_made_it(
    begun: Crawl, rita: Person, ann: Person, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    client = Client()
    client.force_login(rita)
    post = post_of(ann, text="Noe annet.")
    assert client.post(f"/report/post/{post.pk}/", {"reason": "spam", "text": WORDS}).status_code == 303
    assert caplog.records
    for secret in (WORDS, mark_of(rita.pk), *(reporter for reporter, _twin in KNOWN.values())):
        assert secret not in caplog.text
