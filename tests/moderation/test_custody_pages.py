"""The pages of custody: for whom they exist, what stands on them, and that a name stands nowhere else (A40, A83, A87)."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from network.core.clock import now
from network.live.models import Entry
from network.moderation.actions.custody import Answer, answer_request, ask_hold, ask_name, ask_to_look, end_grants
from network.moderation.actions.desk import claim_case
from network.moderation.actions.keeping import keep_periods
from network.moderation.checks import check_people
from network.moderation.models import Case, CustodyRequest, LogEntry, Report
from network.notifications.models import Notification
from profiles.models import Person, Role
from tests.factories import PersonFactory, post_of
from tests.moderation.reported import hidden, in_work, moderator, reported
from tests.moderation.test_custody import WHY, answered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
ClientOf = Callable[[Person], Client]
CANARY = "Kanarifugl Xylofonsen"
MISSING = "ZZZZ-ZZZZ"


@pytest.fixture
def client_of(db: None) -> ClientOf:
    """A browser in which the person is signed in, in English."""

    def signed_in(person: Person) -> Client:
        Person.objects.filter(pk=person.pk).update(language="en")
        client = Client(raise_request_exception=False)
        client.force_login(person)
        return client

    return signed_in


@pytest.fixture
def ida(db: None) -> Person:
    return moderator("ida", Role.Kind.CUSTODIAN, name="Ida Identitet")


@pytest.fixture
def canary(db: None) -> Person:
    """Reports, and is called like nobody else."""
    return PersonFactory(handle="xylofon", name=CANARY)


@pytest.fixture
def report(post: Any, canary: Person) -> Report:
    return reported(canary, post)


@pytest.fixture
def asked(report: Report, mo: Person) -> CustodyRequest:
    claim_case(by=mo, case=report.case)
    return ask_name(by=mo, report=report, purpose="question", motivation=WHY)


def text_of(answer: Any) -> str:
    return re.sub(r'content="\w{64}"|value="\w{64}"|data-since="\d+"|"\w{64}"', "", answer.content.decode())


def where(case: Case, *requests: CustodyRequest) -> list[str]:
    """Every page of moderation on which something of a case may stand."""
    ref = case.ref
    pages = ["/moderation/", "/moderation/approvals/", f"/moderation/{ref}/", f"/moderation/{ref}/?read=1",
             "/moderation/custody/", "/moderation/custody/log/", f"/moderation/custody/log/?ref={ref}&check=1",
             "/moderation/looks/", "/reports/", "/appeals/", "/notifications/", "/reports/file/", "/nowhere/"]  # fmt: skip
    return pages + [f"/moderation/custody/{row.ref}/" for row in requests]


def pages_of(client: Client, urls: list[str]) -> dict[str, str]:
    return {url: client.get(url).content.decode() for url in urls}


@pytest.mark.parametrize("who", ["ann", "ben", "cleo", "mona", "ada", "pia", "tor", "mo", "lead", "root", "outside"])
def test_for_whoever_is_no_custodian_the_pages_do_not_exist(
    who: str, request: Any, client_of: ClientOf, asked: CustodyRequest, ida: Person
) -> None:
    """A83: also for an administrator and for whoever Django calls a superuser."""
    made = {
        "lead": lambda: moderator("leder", Role.Kind.LEAD_MODERATOR),
        "outside": lambda: moderator("ute", Role.Kind.OUTSIDE_HANDLER),
        "root": lambda: PersonFactory(handle="root", is_administrator=True),
    }  # fmt: skip
    person = made[who]() if who in made else request.getfixturevalue(who)
    client = client_of(person)
    for name, given in (
        ("custody", ()),
        ("log", ()),
        ("custody_answer", (asked.ref,)),
        ("custody_review", (asked.ref,)),
    ):
        url = reverse(f"moderation:{name}", args=given)
        form = {"outcome": "given", "reply": "Ja.", "why": "Ja.", "days": 1}
        found = [client.get(url).status_code, client.post(url, form).status_code]
        assert set(found) <= {404, 405}, name
        assert 404 in found, name
    assert CustodyRequest.objects.get().outcome == ""


def test_an_administrator_and_a_superuser_see_no_case_and_there_is_no_admin_site(
    client_of: ClientOf, report: Report, ada: Person
) -> None:
    """A83."""
    if hasattr(ada, "is_superuser"):
        Person.objects.filter(pk=ada.pk).update(is_superuser=True)
    client, ref = client_of(ada), report.case.ref
    for url in where(report.case)[:7]:
        assert client.get(url).status_code == 404, url
    for step in ("name", "hold", "claim", "decide"):
        assert client.post(f"/moderation/{ref}/{step}/", {"report": report.ref}).status_code == 404
    assert client.get("/admin/").status_code == 404
    assert not apps.is_installed("django.contrib.admin")


def test_the_custodian_reads_why_and_neither_what_was_written_nor_who(
    client_of: ClientOf, asked: CustodyRequest, ida: Person, ann: Person
) -> None:
    client = client_of(ida)
    for page in (client.get("/moderation/custody/"), client.get(f"/moderation/custody/{asked.ref}/")):
        text = text_of(page)
        assert WHY in text
        assert asked.case_ref in text
        assert "Bullying or harassment" in text
        for word in (CANARY, "xylofon", "idiot", "Dette er ikke greit.", ann.name):
            assert word not in text
    assert client.get(f"/moderation/{asked.case_ref}/").status_code == 404
    assert client.get(f"/moderation/custody/{MISSING}/").status_code == 404


def test_a_barred_custodian_gets_the_same_as_for_a_request_that_is_not_there(
    client_of: ClientOf, asked: CustodyRequest, canary: Person
) -> None:
    near = moderator("nær", Role.Kind.CUSTODIAN)
    Person.objects.filter(pk=canary.pk).update(manager=near)
    client = client_of(near)
    for url in ("/moderation/custody/", "/moderation/custody/log/", f"/moderation/custody/log/?ref={asked.case_ref}"):
        text = text_of(client.get(url)).replace(f'value="{asked.case_ref}"', "")
        assert asked.ref not in text
        assert f">{asked.case_ref}<" not in text
    mine, nothing = (client.get(f"/moderation/custody/{ref}/") for ref in (asked.ref, MISSING))
    assert text_of(mine).replace(asked.ref, MISSING) == text_of(nothing)


def test_a_name_stands_nowhere_without_a_grant_and_only_there_with_one(
    client_of: ClientOf, report: Report, mo: Person, ida: Person, ann: Person, ben: Person, ada: Person, tor: Person,
    canary: Person, rule: Any, time_machine: Any, django_capture_on_commit_callbacks: Any, caplog: Any,
) -> None:  # fmt: skip
    """A40: a canary in every page, letter, file and log, before, during and after."""
    lead, other = moderator("leder", Role.Kind.LEAD_MODERATOR), moderator("annen")
    people = [mo, lead, other, ida, ann, ben, ada, tor]
    with django_capture_on_commit_callbacks(execute=True):
        claim_case(by=mo, case=report.case)
        asked = ask_name(by=mo, report=report, purpose="question", motivation=WHY)
        look = ask_to_look(by=ada, case_ref=report.case.ref, hours=1, motivation=WHY)
    urls = where(report.case, asked, look)

    def hits() -> set[tuple[str, str]]:
        found = set()
        for person in people:
            pages = pages_of(client_of(person), urls)
            found |= {(person.handle, url) for url, text in pages.items() if re.search("xylofon", text, re.IGNORECASE)}
        return found

    assert hits() == set()
    with django_capture_on_commit_callbacks(execute=True):
        given = answered(ida, asked)
        answered(ida, look, Answer(True, "Ja."))
    assert hits() == set()  # given, and not asked to be shown
    opened = f"/moderation/{report.case.ref}/?name={asked.ref}"
    urls.append(opened)
    urls.append(f"/moderation/{report.case.ref}/?name=1")
    assert hits() == {("mo", opened)}
    assert LogEntry.objects.filter(verb="identity-read").count() == 1
    assert client_of(lead).get(opened).status_code == 403
    for person in (other, ida, ann, ada):
        assert client_of(person).get(opened).status_code in (403, 404)
    time_machine.move_to(given.ends_at + timedelta(seconds=1), tick=False)
    assert client_of(mo).get(opened).status_code == 403
    assert hits() == set()
    with django_capture_on_commit_callbacks(execute=True):
        end_grants()
        hidden(mo, in_work(mo, report.case), rule)
    letters = [text for letter in mail.outbox for text in (letter.subject, str(letter.body), str(letter.alternatives))]
    assert not [text for text in letters if "xylofon" in text.lower()]
    assert "xylofon" not in caplog.text.lower()
    rows = [str(row) for row in Entry.objects.values()]  # what the wire has carried
    rows += [str(row) for row in LogEntry.objects.values()] + [str(row) for row in Notification.objects.values()]
    assert not [row for row in rows if "xylofon" in row.lower() or f"'{canary.pk}'" in row]


def test_whoever_has_the_case_asks_below_the_report_and_faults_keep_every_word(
    client_of: ClientOf, report: Report, mo: Person, ida: Person
) -> None:
    client, page = client_of(mo), f"/moderation/{report.case.ref}/"
    assert "Ask who made this report" not in text_of(client.get(page))
    claim_case(by=mo, case=report.case)
    assert "Ask who made this report" in text_of(client.get(page))
    field = f"name{report.pk}-"
    short = {"report": report.ref, f"{field}purpose": "question", f"{field}motivation": "Kort."}
    answer = client.post(f"{page}name/", short)
    assert (answer.status_code, "Write at least 80 characters" in text_of(answer), "Kort." in text_of(answer)) == (
        422, True, True,
    )  # fmt: skip
    assert client.post(f"{page}name/", short | {f"{field}motivation": WHY}).status_code == 303
    again = client.post(f"{page}name/", short | {f"{field}motivation": WHY})
    assert again.status_code == 422
    assert WHY in text_of(again)
    assert CustodyRequest.objects.count() == 1
    assert client.post(f"{page}name/", {"report": "x"}).status_code == 404
    assert "Ask who made this report" not in text_of(client.get(page))


def test_the_custodian_answers_once_on_the_page(client_of: ClientOf, asked: CustodyRequest, ida: Person) -> None:
    """A41."""
    client, url = client_of(ida), f"/moderation/custody/{asked.ref}/"
    for faulty in ({}, {"outcome": "given", "reply": "Ja."}, {"outcome": "given", "reply": "Ja.", "days": "15"},
                   {"outcome": "given", "reply": " ", "days": "2"}):  # fmt: skip
        assert client.post(url, faulty).status_code == 422
    assert client.post(url, {"outcome": "given", "reply": "Ja, det trengs.", "days": "2"}).status_code == 303
    page = client.post(url, {"outcome": "kept", "reply": "Nei likevel."})
    assert page.status_code == 422
    assert CustodyRequest.objects.get().outcome == "given"
    assert "Give this answer" not in text_of(client.get(url))


def test_whoever_reported_reads_in_which_role_somebody_asked_and_why(
    client_of: ClientOf, asked: CustodyRequest, ida: Person, canary: Person, cleo: Person, mo: Person
) -> None:
    assert "Your name" not in text_of(client_of(canary).get("/reports/"))
    answered(ida, asked)
    text = text_of(client_of(canary).get("/reports/"))
    assert "Your name has been opened to one person." in text
    assert "A moderator asked. The reason: Only whoever reported can answer" in text
    for word in (mo.name, ida.name, WHY):
        assert word not in text
    assert "Your name" not in text_of(client_of(cleo).get("/reports/"))
    Person.objects.filter(pk=canary.pk).update(language="nb")
    client = Client()
    client.force_login(canary)
    assert "Navnet ditt" in client.get("/reports/").content.decode()


def test_a_reason_to_wait_keeps_it_from_whoever_reported_until_the_end(
    client_of: ClientOf, asked: CustodyRequest, ida: Person, canary: Person, time_machine: Any
) -> None:
    given = answered(ida, asked, Answer(True, "Ja.", days=2, wait="Politiet ber om det."))
    client = client_of(canary)
    assert "Your name" not in text_of(client.get("/reports/"))
    assert not json.loads(client.get("/reports/file/").content)["reports"][0]["name_asked_for"]
    time_machine.move_to(given.ends_at, tick=False)
    end_grants()
    text = text_of(client_of(canary).get("/reports/"))
    assert "It is closed again." in text
    assert "You were not told at once" in text
    assert "Politiet" not in text


def test_an_administrator_reads_one_case_when_a_custodian_agrees_and_everybody_who_watches_is_told(
    client_of: ClientOf, report: Report, ada: Person, ida: Person, tor: Person, mo: Person, time_machine: Any,
    capsys: Any, django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    """A83, A87: two people, four hours at most, the fact to those who watch, and a line in the log each time."""
    lead, second = moderator("leder", Role.Kind.LEAD_MODERATOR), moderator("else", Role.Kind.CUSTODIAN)
    client, form = client_of(ada), {"case_ref": report.case.ref, "hours": "2", "motivation": WHY}
    for faulty in ({}, form | {"hours": "5"}, form | {"motivation": "Kort."}, form | {"case_ref": "x"}):
        assert client.post("/moderation/looks/", faulty).status_code == 422
    assert client.post("/moderation/looks/", form).status_code == 303
    missing = client.post("/moderation/looks/", form | {"case_ref": "2222-2222"})
    assert missing.status_code == 303  # whether there is such a case is not told
    asked, nothing = CustodyRequest.objects.order_by("pk")
    with pytest.raises(CommandError):
        call_command("custody", asked.ref)
    with django_capture_on_commit_callbacks(execute=True):
        given = answered(ida, asked, Answer(True, "Det er en hendelse."))
    told = Notification.objects.filter(subject=f"look:{asked.pk}").values_list("recipient__handle", flat=True)
    assert set(told) == {"ida", "else", "leder", "tor"}
    assert (
        client_of(ida).post(f"/moderation/custody/{nothing.ref}/", {"outcome": "given", "reply": "Ja."}).status_code
        == 422
    )
    call_command("custody", asked.ref)
    printed = capsys.readouterr().out
    assert "Du er en idiot." in printed
    for word in (CANARY, "Dette er ikke greit.", str(report.identity.mark)):
        assert word not in printed
    assert json.loads(printed)["sealed"][0]["is_as_it_was"]
    assert LogEntry.objects.filter(verb="glass-broken", object_ref=asked.ref).count() == 2
    assert "What was opened" not in text_of(client.get("/moderation/looks/"))  # who is not told is not told "nothing"
    for person in (tor, lead, second):
        text = text_of(client_of(person).get("/moderation/looks/"))
        assert "Read 1 time." in text
        assert report.case.ref not in text
    for person in (mo, PersonFactory()):
        assert client_of(person).get("/moderation/looks/").status_code == 404
    assert client.get(f"/moderation/{report.case.ref}/").status_code == 404
    time_machine.move_to(given.ends_at, tick=False)
    with pytest.raises(CommandError):
        call_command("custody", asked.ref)


def test_an_administrator_who_is_one_no_more_reads_nothing(report: Report, ada: Person, ida: Person) -> None:
    asked = ask_to_look(by=ada, case_ref=report.case.ref, hours=4, motivation=WHY)
    answered(ida, asked, Answer(True, "Ja."))
    Person.objects.filter(pk=ada.pk).update(is_administrator=False)
    with pytest.raises(CommandError):
        call_command("custody", asked.ref)


def test_the_log_is_read_page_by_page_and_says_where_it_breaks(
    client_of: ClientOf, report: Report, ida: Person, mo: Person
) -> None:
    client, ref = client_of(ida), report.case.ref
    for _turn in range(60):
        claim_case(by=mo, case=report.case)
        Case.objects.update(claimed_until=now() - timedelta(minutes=1))
    entries = LogEntry.objects.count()
    first = text_of(client.get("/moderation/custody/log/"))
    following = re.search(r'href="(\?before=\d+)"', first)[1]
    second = text_of(client.get(f"/moderation/custody/log/{following}"))
    assert first.count("The case was taken") + second.count("The case was taken") == 60
    assert "Somebody reported something" in second
    assert CANARY not in first + second
    other = reported(PersonFactory(), post_of(PersonFactory())).case.ref
    assert other not in text_of(client.get(f"/moderation/custody/log/?ref={ref.lower()}"))
    assert LogEntry.objects.count() == entries + 1  # looking at it leaves no line
    assert "The chain is whole" in text_of(client.get("/moderation/custody/log/?check=1"))
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE moderation_logentry DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE moderation_logentry SET verb = 'told' WHERE seq = (SELECT min(seq) FROM moderation_logentry)"
        )
        cursor.execute("ALTER TABLE moderation_logentry ENABLE TRIGGER USER")
    assert "The chain breaks at entry" in text_of(client.get("/moderation/custody/log/?check=1"))
    for broken in ("?before=x", "?ref=%00", "?ref=<script>", "?before=" + "9" * 30):
        assert client.get(f"/moderation/custody/log/{broken}").status_code == 200


def test_the_log_tells_a_custodian_nothing_of_a_case_in_which_they_have_a_part(
    client_of: ClientOf, report: Report, ida: Person
) -> None:
    """A37: as for handlers, to the last line."""
    own = reported(ida, post_of(PersonFactory())).case.ref
    for where_from in ("", f"?ref={own.lower()}"):
        shown = text_of(client_of(ida).get(f"/moderation/custody/log/{where_from}")).split("<main")[-1]
        assert f">{own}<" not in shown
    assert report.case.ref in text_of(client_of(ida).get("/moderation/custody/log/"))


def test_who_handles_a_case_reads_what_has_happened_in_it(client_of: ClientOf, report: Report, mo: Person) -> None:
    text = text_of(client_of(mo).get(f"/moderation/{report.case.ref}/"))
    assert "1 entry in the log" in text
    assert "Somebody reported something" in text


def test_a_hold_stands_on_the_page_of_the_case_and_the_custodian_asks_again(
    client_of: ClientOf, report: Report, mo: Person, ida: Person, time_machine: Any
) -> None:
    page, custodian = f"/moderation/{report.case.ref}/", client_of(ida)
    claim_case(by=mo, case=report.case)
    assert client_of(mo).post(f"{page}hold/", {"hold-motivation": WHY}).status_code == 303
    asked = CustodyRequest.objects.get()
    assert "Somebody has asked that it is kept." in text_of(client_of(mo).get(page))
    answered(ida, asked, Answer(True, "Ja."))
    assert "Kept beyond its time since" in text_of(client_of(mo).get(page))
    assert "Is it needed still?" not in text_of(custodian.get("/moderation/custody/"))
    time_machine.move_to(now() + timedelta(days=91), tick=False)
    assert "Is it needed still?" in text_of(client_of(ida).get("/moderation/custody/"))
    review = f"/moderation/custody/{asked.ref}/review/"
    assert client_of(ida).post(review, {"why": " "}).status_code == 422
    assert client_of(ida).post(review, {"why": "Saken er ikke avsluttet."}).status_code == 303
    assert "Is it needed still?" not in text_of(client_of(ida).get("/moderation/custody/"))


def test_the_custodian_sees_the_receipts(client_of: ClientOf, ida: Person) -> None:
    keep_periods()
    text = text_of(client_of(ida).get("/moderation/custody/"))
    assert "Nothing has been erased yet." not in text
    assert "Entries of the log: 0" in text


def test_the_pages_cost_the_same_for_few_and_for_many(
    client_of: ClientOf, asked: CustodyRequest, ida: Person, mo: Person, ann: Person, report: Report
) -> None:
    def cost(person: Person, url: str) -> int:
        client = client_of(person)
        client.get(url)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(url).status_code == 200
        return len(seen)

    urls = [(ida, "/moderation/custody/"), (ida, "/moderation/custody/log/"), (mo, f"/moderation/{asked.case_ref}/")]
    few = [cost(*given) for given in urls]
    for _turn in range(6):
        case = claim_case(by=mo, case=reported(PersonFactory(), post_of(ann)).case)
        ask_name(by=mo, report=case.reports.get(), purpose="demand", motivation=WHY)
        reported(PersonFactory(), report.case and post_of(ann))
        answered(ida, ask_hold(by=mo, case=case, motivation=WHY), Answer(True, "Ja."))
    assert [cost(*given) for given in urls] == few
    assert few[0] <= 17
    assert few[1] <= 14


def test_ones_own_file_has_ones_own_words_and_no_third_party(
    client_of: ClientOf, report: Report, mo: Person, ann: Person, canary: Person, rule: Any, cleo: Person
) -> None:
    """A84: the author gets the statement without who reported or who decided; whoever reported gets no notes."""
    case = in_work(mo, report.case)
    hidden(mo, case, rule)
    author, mine, others = (json.loads(client_of(p).get("/reports/file/").content) for p in (ann, canary, cleo))
    assert [row["facts"] for row in author["decisions"]] == ["Kaller en kollega idiot."]
    assert (author["reports"], mine["decisions"]) == ([], [])
    assert [row["words"] for row in mine["reports"]] == ["Dette er ikke greit."]
    assert others == {"reports": [], "decisions": [], "questions": [], "appeals": []}
    for found, hidden_words in (
        (author, (CANARY, mo.name, "Dette er ikke greit.")),
        (mine, (ann.name, mo.name, "Går på")),
    ):
        for word in hidden_words:
            assert word not in json.dumps(found, ensure_ascii=False)


def test_a_house_that_moderates_without_an_outsider_or_a_custodian_fails_the_check(
    mo: Person, ada: Person, client_of: ClientOf, settings: Any, report: Report
) -> None:
    """A93: and an administrator reads it on a page."""
    settings.CUSTODY_KEY = settings.CUSTODY_KEY or ""

    def ids() -> set[str]:
        return {message.id for message in check_people() if message.id != "moderation.I001"}

    assert ids() == {"moderation.E001", "moderation.E002"}
    assert "nobody who keeps identities" in text_of(client_of(ada).get("/moderation/looks/"))
    outside = moderator("ute", Role.Kind.OUTSIDE_HANDLER)
    assert ids() == {"moderation.E002", "moderation.W002"}
    assert "one handler from outside the line" in text_of(client_of(ada).get("/moderation/looks/"))
    second = moderator("utenfra", Role.Kind.OUTSIDE_HANDLER)
    assert ids() == {"moderation.E002"}
    moderator("ida", Role.Kind.CUSTODIAN)
    assert ids() == {"moderation.W001"}
    moderator("else", Role.Kind.CUSTODIAN)
    assert ids() == set()
    Role.objects.filter(person=second).delete()
    assert ids() == {"moderation.W002"}
    for change in ({"manager": mo}, {"is_top": True}):
        Person.objects.filter(pk=outside.pk).update(**change)
        assert ids() == {"moderation.E001"}
        Person.objects.filter(pk=outside.pk).update(manager=None, is_top=False)
    Person.objects.filter(pk=mo.pk).update(manager=outside)
    assert ids() == {"moderation.E001"}
    Person.objects.filter(pk=mo.pk).update(manager=None)
    settings.CUSTODY_KEY = "another key than the one with which the name was sealed"
    assert ids() == {"moderation.E003", "moderation.W002"}


def test_the_check_runs_with_the_checks_of_a_deployment(mo: Person) -> None:
    """A93."""
    told = run_checks(tags=["moderation"], include_deployment_checks=True)
    assert {"moderation.E001", "moderation.E002"} <= {message.id for message in told}
    assert run_checks(tags=["moderation"]) == []


def test_a_house_without_moderators_lacks_nobody(db: None) -> None:
    assert [message for message in check_people() if message.id != "moderation.I001"] == []


def test_a_request_is_answered_with_the_reason_given(
    asked: CustodyRequest, ida: Person, client_of: ClientOf, mo: Person
) -> None:
    answer_request(by=ida, request=asked, answer=Answer(False, "Det kan avgjøres av det som er skrevet."))
    text = text_of(client_of(mo).get(f"/moderation/{asked.case_ref}/"))
    assert "The custodian keeps the name:" in text
    assert "Det kan avgjøres av det som er skrevet." in text
