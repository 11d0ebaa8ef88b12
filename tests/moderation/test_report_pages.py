"""Reporting on a page: who gets it, what it tells beforehand, what it keeps, and where one finds one's own reports."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from network.conversations.actions import delete_comment
from network.core.clock import now
from network.feed.actions import delete_post
from network.moderation.access import can_appeal
from network.moderation.actions.reporting import ReportWords, report_content
from network.moderation.forms.reporting import EXPLAINED, ReportForm
from network.moderation.models import Appeal, Decision, Report
from network.moderation.queries.reports import Standing, report_of, reports_of
from network.moderation.queries.ways import ways_out
from network.moderation.reasons import Reason, due
from network.moderation.seals import mark_of
from network.moderation.states import Level
from network.moderation.templatetags.moderation import by_day, by_when
from network.policy.models import Document, Snippet
from profiles.models import Person, Role
from tests.factories import PersonFactory, comment_of, idea_of, post_of
from tests.moderation.reported import hidden, in_work, moderator, reported
from tests.policy.adopted import document_of, mandate_of, version_at

pytestmark = [pytest.mark.django_db, pytest.mark.wide]
HTMX = {"HX-Request": "true"}


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page(person: Person, kind: str, pk: int) -> Any:
    return signed_in(person).get(reverse("moderation:report", args=[kind, pk]))


def send(person: Person, post: Any, **typed: object) -> Any:
    address = reverse("moderation:report", args=["post", post.pk])
    headers = typed.pop("headers", {})
    return signed_in(person).post(address, typed, headers=headers)


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


# Who gets it


def test_everybody_who_sees_it_reports_it_and_nobody_else_learns_that_it_exists(
    secret_group: Any, ann: Person, ben: Person, cleo: Person, mona: Person, mo: Person, ada: Person, gone: Person
) -> None:
    post = post_of(ann, secret_group)
    found = {person.handle: page(person, "post", post.pk) for person in (ben, cleo, mona, mo, ada, gone)}
    assert {handle: answer.status_code for handle, answer in found.items()} == {
        "ben": 200, "cleo": 404, "mona": 200, "mo": 404, "ada": 404, "gone": 302,
    }  # fmt: skip
    missing = page(cleo, "post", 4711)
    assert text_of(found["cleo"]) == text_of(missing)
    assert send(cleo, post, reason="spam").status_code == 404
    assert Client().get(reverse("moderation:report", args=["post", post.pk])).status_code == 302
    assert not Report.objects.exists()


def test_a_secret_group_cannot_be_told_from_one_that_is_not_there(secret_group: Any, cleo: Person) -> None:
    there, missing = page(cleo, "group", secret_group.pk), page(cleo, "group", 4711)
    assert (there.status_code, text_of(there)) == (404, text_of(missing))


@pytest.mark.parametrize("kind", ["nothing", "case", "9"])
def test_nothing_else_can_be_reported(kind: str, ann: Person) -> None:
    assert page(ann, kind, 1).status_code == 404


def test_what_its_author_deleted_is_not_there(post: Any, ann: Person, ben: Person) -> None:
    said = comment_of(ann, post)
    delete_comment(by=ann, comment=said)
    delete_post(by=ann, post=post)
    assert {page(ben, "comment", said.pk).status_code, page(ben, "post", post.pk).status_code} == {404}


def test_each_kind_has_its_page(post: Any, open_group: Any, ann: Person, cleo: Person) -> None:
    said, idea = comment_of(ann, post), idea_of(ann)
    for kind, pk in (
        ("post", post.pk), ("comment", said.pk), ("idea", idea.pk), ("person", ann.pk), ("group", open_group.pk),
    ):  # fmt: skip
        assert page(cleo, kind, pk).status_code == 200


def test_ones_own_is_changed_and_not_reported(post: Any, ann: Person) -> None:
    said, idea = comment_of(ann, post), idea_of(ann)
    wanted = {
        ("post", post.pk): [f"/posts/{post.pk}/edit/", f"/posts/{post.pk}/delete/"],
        ("comment", said.pk): [f"/comments/{said.pk}/edit/", f"/comments/{said.pk}/delete/"],
        ("idea", idea.pk): [idea.get_absolute_url()],
        ("person", ann.pk): [reverse("profiles:edit")],
    }
    for (kind, pk), links in wanted.items():
        answer = page(ann, kind, pk)
        main = answer.content.decode().partition("<main")[2]
        assert answer.status_code == 200
        assert all(f'href="{link}"' in main for link in links)
        assert 'name="reason"' not in main
    assert send(ann, post, reason="spam").status_code == 403
    assert not Report.objects.exists()


# What it tells beforehand


def test_every_reason_has_a_line_that_explains_it() -> None:
    assert set(EXPLAINED) == set(Reason)


def test_the_page_says_for_each_reason_by_when_somebody_looks(post: Any, ben: Person, time_machine: Any) -> None:
    time_machine.move_to(timezone.datetime(2026, 11, 27, 15, 0, tzinfo=timezone.get_default_timezone()), tick=False)
    ben.language = "nb"
    ben.save()
    told = text_of(page(ben, "post", post.pk))
    assert "Noen ser på det senest i dag kl. 16.00." in told  # danger: an hour
    assert "Noen ser på det senest i dag kl. 17.00." in told  # identity: two
    assert "Noen ser på det senest mandag 30. november kl. 11.00." in told  # secret: four hours of work
    assert "Svaret kommer som regel senest fredag 4. desember." in told


def test_in_danger_one_calls_first(post: Any, ben: Person) -> None:
    text = page(ben, "post", post.pk).content.decode()
    assert 'href="tel:113"' in text
    assert 'href="tel:112"' in text
    assert text.index("tel:113") < text.index('name="reason"')


def test_the_page_shows_one_sentence_from_the_rules_in_force(post: Any, rule: Any, ben: Person) -> None:
    assert 'id="hint"' not in page(ben, "post", post.pk).content.decode()
    sentence = {"nb": "Et menneske ser på det.", "en": "A human being is there."}
    Snippet.objects.create(document=rule.version.document, key=rule.key, context="report", text=sentence)
    assert "A human being is there." in text_of(page(ben, "post", post.pk))


def test_a_day_is_said_as_one_says_it(time_machine: Any) -> None:
    zone = timezone.get_default_timezone()
    time_machine.move_to(timezone.datetime(2026, 11, 27, 23, 30, tzinfo=zone), tick=False)
    moments = [timezone.datetime(2026, 11, day, 0, 5, tzinfo=zone) for day in (27, 28, 30)]
    with translation.override("nb"):
        assert [by_day(moment) for moment in moments] == ["i dag", "i morgen", "mandag 30. november"]
        assert by_when(moments[2]) == "mandag 30. november kl. 00.05"
    with translation.override("en"):
        assert [by_day(moment) for moment in moments] == ["today", "tomorrow", "Monday 30 November"]
        assert by_when(moments[0]) == "today at 00:05"


# Other ways


def routine(*sections: Any) -> Document:
    document = document_of(Document.Kind.WHISTLEBLOWING, name={"nb": "Rutine for varsling", "en": "Whistleblowing"})
    version_at(document=document, sections=sections)
    return document


def test_a_house_that_has_no_other_way_shows_none(post: Any, ben: Person) -> None:
    assert not ways_out(ben)
    assert 'id="ways-title"' not in page(ben, "post", post.pk).content.decode()


def test_the_routine_counts_only_while_it_is_in_force(ben: Person) -> None:
    document = document_of(Document.Kind.WHISTLEBLOWING)
    version_at("draft", document=document, sections=[])
    assert ways_out(ben).routine is None


def test_occupational_health_is_linked_where_the_routine_tells_of_it(post: Any, ben: Person) -> None:
    silent = ("how", {"nb": ("Slik varsler du", "Si fra.", "Til lederen din.")})
    routine(silent)
    assert (ways_out(ben).routine is not None, ways_out(ben).health) == (True, "")
    routine(silent, ("support", {"nb": ("Støtte", "Du er ikke alene.", "Ring bedriftshelsetjenesten.")}))
    assert ways_out(ben).health == "/policy/whistleblowing/#section-support"
    assert 'href="/policy/whistleblowing/#section-support"' in page(ben, "post", post.pk).content.decode()


def test_the_safety_representatives_of_today_are_named(ben: Person, ann: Person, tor: Person, gone: Person) -> None:
    mandate_of(tor, Role.Body.SAFETY, "")
    mandate_of(gone, Role.Body.SAFETY, "")
    mandate_of(PersonFactory(), Role.Body.UNION)
    mandate_of(PersonFactory(), Role.Body.SAFETY, "", ends_on=timezone.localdate() - timedelta(days=1))
    assert ways_out(ben).safety == [tor]


def test_nobody_is_led_to_whom_they_report_or_to_themselves(ben: Person, tor: Person, ann: Person) -> None:
    mandate_of(tor, Role.Body.SAFETY, "")
    assert ways_out(ben, [tor.pk]).safety == []
    assert ways_out(tor).safety == []
    post = post_of(tor)
    assert 'id="ways-title"' not in page(ann, "post", post.pk).content.decode()


# Sending it


def test_without_script_the_report_is_made_and_the_receipt_stands_on_top(post: Any, ben: Person) -> None:
    answer = send(ben, post, reason="harassment", text="Han  \r\nplager.", is_about_me="on", key=str(uuid4()))
    made = Report.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/reports/?new={made.ref}")
    assert (made.reason, made.text, made.is_about_me) == ("harassment", "Han  \nplager.", True)
    shown = signed_in(ben).get(answer["Location"]).content.decode()
    assert shown.index('id="receipt-title"') < shown.index(f'id="report-{made.ref}"')
    assert shown.count(made.ref) >= 3


def test_with_script_the_browser_is_sent_on(post: Any, ben: Person) -> None:
    answer = send(ben, post, reason="spam", headers=HTMX)
    assert (answer.status_code, answer["HX-Redirect"]) == (204, f"/reports/?new={Report.objects.get().ref}")


def test_the_same_form_sent_twice_is_one_report_and_one_receipt(post: Any, ben: Person) -> None:
    key = str(uuid4())
    ways = {send(ben, post, reason="spam", key=key)["Location"] for _time in range(2)}
    assert (len(ways), Report.objects.count()) == (1, 1)


def test_a_faulty_form_says_why_beside_the_field_and_keeps_everything(post: Any, ben: Person) -> None:
    key = str(uuid4())
    answer = send(ben, post, text="Bare dette", is_about_me="on", key=key)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="id_reason_error"' in text
    assert "Bare dette</textarea>" in text
    assert key in text
    assert re.search(r'name="is_about_me"[^>]*checked', text)
    answer = send(ben, post, reason="other", text="  ", key=key)
    assert 'id="id_text_error"' in answer.content.decode()
    assert re.search(r'value="other"[^>]*checked', answer.content.decode())
    assert not Report.objects.exists()


def test_what_the_rule_refuses_stands_beside_the_reason_and_nothing_is_lost(
    post: Any, ben: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("network.moderation.actions.reporting.A_DAY", 0)
    answer = send(ben, post, reason="spam", text="Reklame")
    assert answer.status_code == 422
    assert 'id="id_reason_error"' in answer.content.decode()
    assert "Reklame</textarea>" in answer.content.decode()
    assert send(ben, post, reason="danger").status_code == 303


def test_a_line_break_counts_once() -> None:
    longest = "a\r\n" * 1_000
    assert ReportForm({"reason": "spam", "text": longest[:-2]}).is_valid()
    assert "text" in ReportForm({"reason": "spam", "text": "a" * 2_001}).errors


# One's own reports


def test_nobody_sees_the_reports_of_others(post: Any, ann: Person, ben: Person, cleo: Person, mo: Person) -> None:
    made = reported(ben, post)
    assert [row.report for row in reports_of(ben, None).items] == [made]
    for person in (ann, cleo, mo):
        assert reports_of(person, None).items == []
        assert report_of(person, made.ref) is None
        assert made.ref not in text_of(signed_in(person).get(f"/reports/?new={made.ref}"))


def test_whoever_has_reported_nothing_is_told_how(ann: Person) -> None:
    assert "You have reported nothing" in text_of(in_english(ann))


def in_english(person: Person, query: str = "") -> Any:
    Person.objects.filter(pk=person.pk).update(language="en")
    return signed_in(person).get(f"/reports/{query}")


def test_a_report_is_received_looked_at_and_answered(post: Any, ben: Person, rule: Any) -> None:
    handler, made = moderator("mod"), reported(ben, post)
    assert report_of(ben, made.ref).standing == Standing.RECEIVED
    case = in_work(handler, made.case)
    assert report_of(ben, made.ref).standing == Standing.LOOKING
    hidden(handler, case, rule)
    assert report_of(ben, made.ref).standing == Standing.ANSWERED
    told = text_of(in_english(ben))
    assert "It is hidden." in told
    assert not re.search(r"Sorted|Waiting for|Decided|Kaller en kollega|mod\b", told)


def test_hidden_for_the_time_being_is_no_answer_yet(post: Any, ben: Person, rule: Any) -> None:
    handler, made = moderator("mod"), reported(ben, post)
    hidden(handler, in_work(handler, made.case), rule, Level.INTERIM)
    assert report_of(ben, made.ref).standing == Standing.LOOKING


def test_the_times_are_those_of_ones_own_reason_whatever_others_report(post: Any, ben: Person, cleo: Person) -> None:
    reported(cleo, post, "danger")
    made = reported(ben, post, "misplaced")
    mine = report_of(ben, made.ref)
    assert (mine.look_by, mine.answer_by) == due("misplaced", made.made_at)
    assert made.case.look_by < mine.look_by


def test_when_nobody_has_looked_in_time_the_page_says_so(post: Any, ben: Person, time_machine: Any) -> None:
    made = reported(ben, post, "danger")
    assert not report_of(ben, made.ref).is_late
    time_machine.move_to(now() + timedelta(hours=2), tick=False)
    assert report_of(ben, made.ref).is_late
    assert "We are late" in text_of(in_english(ben))


def test_what_one_can_no_longer_see_is_not_named(ann: Person, ben: Person, secret_group: Any) -> None:
    made = reported(ben, post_of(ann, secret_group, "Nordlys er hemmelig"))
    assert "Nordlys" in report_of(ben, made.ref).title
    secret_group.memberships.filter(person=ben).delete()
    assert (report_of(ben, made.ref).title, report_of(ben, made.ref).url) == ("", "")
    assert "Nordlys" not in text_of(signed_in(ben).get("/reports/"))


def test_each_kind_is_named_and_linked(post: Any, ann: Person, ben: Person, open_group: Any) -> None:
    said, idea = comment_of(ann, post, "Tull."), idea_of(ann)
    for kind, pk in (("comment", said.pk), ("idea", idea.pk), ("person", ann.pk), ("group", open_group.pk)):
        report_content(by=ben, kind=kind, pk=pk, words=ReportWords("spam"))
    rows = {row.report.case.kind: row for row in reports_of(ben, None).items}
    assert {kind: row.title for kind, row in rows.items()} == {
        "comment": "Tull.", "idea": idea.title, "person": ann.name, "group": open_group.name,
    }  # fmt: skip
    assert rows["comment"].url == f"/posts/{post.pk}/#comment-{said.pk}"


def test_an_appeal_is_offered_exactly_where_the_rule_allows_it(
    post: Any, ben: Person, cleo: Person, rule: Any, time_machine: Any
) -> None:
    handler, made = moderator("mod"), reported(ben, post)
    assert report_of(ben, made.ref).appealable is None
    decision = hidden(handler, in_work(handler, made.case), rule)
    asked = report_of(ben, made.ref)
    assert asked.appealable == decision
    assert can_appeal(ben, decision)
    time_machine.move_to(now() + timedelta(days=60), tick=False)
    assert report_of(ben, made.ref).appealable is None
    assert not can_appeal(ben, decision)


def test_whoever_has_appealed_finds_it_and_is_offered_no_second(
    post: Any, ben: Person, cleo: Person, rule: Any
) -> None:
    handler, made, other = moderator("mod"), reported(ben, post), reported(cleo, post)
    decision = hidden(handler, in_work(handler, made.case), rule)
    Appeal.objects.create(decision=decision, side=Appeal.Side.REPORTER, mark=mark_of(ben.pk), text="Mer.", due_at=now())
    mine, hers = report_of(ben, made.ref), report_of(cleo, other.ref)
    assert (mine.appealable, mine.appealed) == (None, decision)
    assert (hers.appealable, hers.appealed) == (decision, None)
    assert (can_appeal(ben, decision), can_appeal(cleo, decision)) == (False, True)


def test_a_decision_that_an_appeal_reversed_is_not_offered(post: Any, ben: Person, rule: Any) -> None:
    handler, made = moderator("mod"), reported(ben, post)
    decision = hidden(handler, in_work(handler, made.case), rule)
    Decision.objects.filter(pk=decision.pk).update(standing=Decision.Standing.OVERTURNED)
    assert report_of(ben, made.ref).appealable is None


def test_older_reports_come_on_the_next_page_with_and_without_script(ann: Person, ben: Person) -> None:
    made = [reported(ben, post_of(ann, text=f"Nummer {n}"), "danger") for n in range(22)]
    client = signed_in(ben)
    first = client.get("/reports/").content.decode()
    following = re.search(r'href="(\?before=\d+)"', first)
    assert following is not None
    assert first.index(made[-1].ref) < first.index(made[-2].ref)
    assert made[1].ref not in first
    part = client.get(f"/reports/{following[1]}", headers=HTMX).content.decode()
    whole = client.get(f"/reports/{following[1]}").content.decode()
    for text in (part, whole):
        assert made[0].ref in text
        assert made[1].ref in text
        assert 'href="?before=' not in text
    assert "<html" not in part
    assert "<html" in whole


# Menus


def test_menus_lead_to_the_report_but_never_from_ones_own(
    post: Any, ann: Person, ben: Person, cleo: Person, mona: Person, open_group: Any
) -> None:
    said, idea = comment_of(ann, post), idea_of(ann)
    for kind, pk, where in (
        ("post", post.pk, f"/posts/{post.pk}/menu/"), ("comment", said.pk, f"/comments/{said.pk}/menu/"),
        ("idea", idea.pk, idea.get_absolute_url()), ("person", ann.pk, ann.get_absolute_url()),
    ):  # fmt: skip
        link = f'href="/report/{kind}/{pk}/"'
        assert link in signed_in(ben).get(where).content.decode()
        assert link not in signed_in(ann).get(where).content.decode()
    link, where = f'href="/report/group/{open_group.pk}/"', open_group.get_absolute_url()
    assert [link in signed_in(one).get(where).content.decode() for one in (ben, cleo, mona)] == [True, True, False]


def test_settings_lead_to_ones_own_reports(ann: Person) -> None:
    assert 'href="/reports/"' in signed_in(ann).get(reverse("profiles:settings")).content.decode()


# Both languages, and what it costs


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nb", ("Meld fra om innlegget", "Hva er galt?", "Send meldingen")),
        ("en", ("Report the post", "What is wrong?")),
    ],
)
def test_the_page_speaks_the_language_of_its_reader(language: str, words: Any, post: Any, cleo: Person) -> None:
    Person.objects.filter(pk=cleo.pk).update(language=language)
    told = text_of(page(cleo, "post", post.pk))
    assert all(word in told for word in words)


@pytest.mark.parametrize("count", [3, 30])
def test_ones_reports_cost_the_same_for_many(count, ann, ben, open_group, django_assert_num_queries):
    posts = [post_of(ann, text=f"Nummer {n}") for n in range(count - 2)]
    for post in posts:
        reported(ben, post, "danger")
    for kind, pk in (("person", ann.pk), ("group", open_group.pk)):
        report_content(by=ben, kind=kind, pk=pk, words=ReportWords("danger"))
    client = signed_in(ben)
    client.get("/reports/")
    with django_assert_num_queries(10):
        client.get("/reports/")


@pytest.mark.parametrize("count", [0, 10])
def test_the_page_of_a_report_costs_the_same_however_much_was_said(
    count, post, ann, ben, tor, django_assert_num_queries
):
    mandate_of(tor, Role.Body.SAFETY, "")
    routine(("support", {"nb": ("Støtte", "Du er ikke alene.", "Ring bedriftshelsetjenesten.")}))
    for number in range(count):
        comment_of(ann, post, f"Svar {number}")
        mandate_of(PersonFactory(), Role.Body.SAFETY, "")
    client = signed_in(ben)
    address = reverse("moderation:report", args=["post", post.pk])
    client.get(address)
    with django_assert_num_queries(12):
        client.get(address)
