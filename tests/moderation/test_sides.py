"""What the two sides read and say outside the desk: the author the reasons, the reporter the outcome, nobody else anything."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from network.core.access import Refused
from network.feed.models import Post
from network.groups.actions import Charter, edit_group
from network.groups.models import Group, Membership
from network.moderation.actions.appealing import Answer, appeal_decision, decide_appeal, withdraw_appeal
from network.moderation.actions.deciding import approve_decision, decide_case, note_change
from network.moderation.actions.desk import ask_author, claim_case, is_changed
from network.moderation.actions.grounds import Plan
from network.moderation.actions.log import first_break
from network.moderation.actions.reporting import ReportWords, report_content
from network.moderation.models import Appeal, Case, Decision, Hearing, LogEntry
from network.moderation.queries.content import content_of
from network.moderation.queries.ladder import offer_of
from network.moderation.states import Level, State, Verdict
from network.notifications.models import Kind, Notification
from profiles.actions import edit_profile
from profiles.models import Person, Role
from tests.factories import post_of
from tests.moderation.reported import NO, hidden, in_work, moderator, reported, stepped

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
ClientOf = Callable[[Person], Client]
# What would tell a reporter of a person, or of what was done to one.
SANCTIONS = {
    "en": ("remind", "warn", "sanction", "suspend", "limit", "guidance", "moderator says", "employ", "interim"),
    "nb": ("påminn", "advar", "sanksjon", "sperre", "utesteng", "begrens", "veiled", "arbeidsforhold", "inntil videre"),
}


@pytest.fixture
def client_of(db: None) -> ClientOf:
    """A browser in which the person is signed in, in English."""

    def signed_in(person: Person) -> Client:
        Person.objects.filter(pk=person.pk).update(language="en")
        client = Client()
        client.force_login(person)
        return client

    return signed_in


@pytest.fixture
def case(post: Any, cleo: Person) -> Case:
    return reported(cleo, post).case


@pytest.fixture
def decision(case: Case, mo: Person, rule: Any) -> Decision:
    return hidden(mo, in_work(mo, case), rule)


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def main_of(page: Any) -> str:
    found = re.search(r"<main.*</main>", page.content.decode(), re.DOTALL)
    assert found
    return found[0]


def asked(mo: Person, case: Case, kind: Hearing.Kind, rule: Any) -> Hearing:
    case = in_work(mo, case)
    text = "Vil du ta ut ordet «idiot»?"
    return ask_author(by=mo, case=case, kind=kind, text=text, section=rule, version=case.version)


def proposed(mo: Person, case: Case, rule: Any) -> Decision:
    return hidden(mo, in_work(mo, case, answers=[True, *NO[1:]]), rule)


# Who reads what.


def test_the_author_reads_the_statement_the_reporter_the_outcome_and_nobody_else_anything(
    decision: Decision, client_of: ClientOf, ann: Person, ben: Person, cleo: Person, mona: Person, mo: Person,
    ada: Person, gone: Person, pia: Person, tor: Person,
) -> None:  # fmt: skip
    url = f"/appeals/{decision.ref}/"
    assert "Kaller en kollega idiot." in main_of(client_of(ann).get(url))
    assert "It is hidden." in main_of(client_of(cleo).get(url))
    for person in (ben, mona, mo, ada, pia, tor):
        assert client_of(person).get(url).status_code == 404, person
        assert client_of(person).post(url, {"text": "x"}).status_code == 404, person
    assert client_of(gone).get(url).status_code == 302
    assert Client().get(url).status_code == 302
    assert client_of(ann).get("/appeals/AAAA-AAAA/").status_code == 404
    assert not Appeal.objects.exists()


def test_what_is_refused_looks_like_what_is_not_there(decision: Decision, client_of: ClientOf, mona: Person) -> None:
    seen, missing = (client_of(mona).get(f"/appeals/{ref}/") for ref in (decision.ref, "AAAA-AAAA"))
    assert main_of(seen) == main_of(missing)


def test_before_it_counts_and_where_nothing_is_done_the_author_reads_nothing(
    case: Case, mo: Person, rule: Any, client_of: ClientOf, ann: Person, cleo: Person
) -> None:
    waiting = proposed(mo, case, rule)
    for person in (ann, cleo):
        assert client_of(person).get(f"/appeals/{waiting.ref}/").status_code == 404
    approve_decision(by=moderator("annen"), decision=waiting)
    assert client_of(ann).get(f"/appeals/{waiting.ref}/").status_code == 200
    other = in_work(mo, reported(cleo, post_of(ann, text="Noe annet.")).case)
    plan = Plan(Level.NOTHING, reasoning="Ikke brudd.")
    nothing = decide_case(by=mo, case=other, plan=plan, version=other.version)
    assert client_of(ann).get(f"/appeals/{nothing.ref}/").status_code == 404
    assert "no breach" in main_of(client_of(cleo).get(f"/appeals/{nothing.ref}/"))


def test_the_statement_says_everything_it_must(
    decision: Decision, client_of: ClientOf, ann: Person, rule: Any, tor: Person, mo: Person, cleo: Person
) -> None:
    text = main_of(client_of(ann).get(f"/appeals/{decision.ref}/"))
    for said in (
        "Your post is hidden", "It was open to everybody here", "It has no end date", "Du er en idiot.",
        "Kaller en kollega idiot.", "Går på person.", "Prøvd.", "version 1",
        rule.get_absolute_url(), "No automation decided", "We do not tell who", "What still works",
        "not an employment warning", "Another person than the one who decided", "until", decision.ref,
        decision.case.ref, tor.name, tor.get_absolute_url(), "deleted 1 year after it is closed",
    ):  # fmt: skip
        assert said in text, said
    for secret in (mo.name, cleo.name, cleo.handle):
        assert secret not in text


def test_a_law_stands_in_place_of_a_section_and_two_people_are_called_two(
    case: Case, mo: Person, client_of: ClientOf, ann: Person
) -> None:
    case = in_work(mo, case, answers=[True, *NO[1:]])
    plan = Plan(Level.HIDE, law="Straffeloven § 266 (2026-01-01)", facts="a", reasoning="b", milder="c", quote="idiot")
    waiting = decide_case(by=mo, case=case, plan=plan, version=case.version)
    approve_decision(by=moderator("annen"), decision=waiting)
    text = main_of(client_of(ann).get(f"/appeals/{waiting.ref}/"))
    assert "Straffeloven § 266 (2026-01-01)" in text
    assert "<q>idiot</q>" in text
    assert "Two moderators" in text


def test_the_text_is_shown_as_it_was_when_it_was_reported(
    case: Case, mo: Person, rule: Any, post: Any, client_of: ClientOf, ann: Person
) -> None:
    Post.objects.filter(pk=post.pk).update(text="Noe ganske annet.")
    decision = hidden(mo, in_work(mo, case), rule)
    text = main_of(client_of(ann).get(f"/appeals/{decision.ref}/"))
    assert "Du er en idiot." in text
    assert "Noe ganske annet." not in text


def test_reading_is_noted_once_and_only_the_authors(
    decision: Decision, client_of: ClientOf, ann: Person, cleo: Person, mona: Person
) -> None:
    url = f"/appeals/{decision.ref}/"
    for person in (cleo, mona):
        client_of(person).get(url)
    assert Decision.objects.get().read_at is None
    client_of(ann).get(url)
    first = Decision.objects.get().read_at
    assert first is not None
    client_of(ann).get(url)
    assert Decision.objects.get().read_at == first


@pytest.mark.parametrize("lang", ["en", "nb"])
@pytest.mark.parametrize("level", [Level.NOTHING, Level.GUIDANCE, Level.HIDE])
def test_the_reporter_reads_nothing_about_a_person_or_a_sanction(
    case: Case, mo: Person, rule: Any, client_of: ClientOf, ann: Person, cleo: Person, lang: str, level: Level
) -> None:
    case = in_work(mo, case)
    plan = Plan(level, section=rule, facts="Faktaene.", reasoning="Grunnene.", milder="Mildere.", quote="idiot")
    decision = decide_case(by=mo, case=case, plan=plan, version=case.version)
    client = client_of(cleo)
    Person.objects.filter(pk=cleo.pk).update(language=lang)
    page = client.get(f"/appeals/{decision.ref}/")
    text = main_of(page)
    assert f'<html lang="{lang}' in page.content.decode()
    for word in SANCTIONS[lang]:
        assert word not in text.lower(), word
    for secret in ("Faktaene.", "Grunnene.", "Mildere.", "idiot", ann.name, mo.name, rule.slug):
        assert secret not in text, secret


def test_what_is_hidden_for_the_time_being_is_told_to_its_author_alone(
    case: Case, mo: Person, rule: Any, client_of: ClientOf, ann: Person, cleo: Person
) -> None:
    decision = hidden(mo, in_work(mo, case), rule, Level.INTERIM)
    url = f"/appeals/{decision.ref}/"
    text = main_of(client_of(ann).get(url))
    assert "hidden for the time being" in text
    assert "It comes back by itself on" in text
    assert 'name="text"' not in text
    assert client_of(cleo).get(url).status_code == 404
    last = hidden(mo, fresh(case), rule)
    assert client_of(cleo).get(f"/appeals/{last.ref}/").status_code == 200
    assert client_of(cleo).get(url).status_code == 404


def test_guidance_is_a_word_and_no_sanction_and_there_is_nothing_to_appeal(
    case: Case, mo: Person, rule: Any, client_of: ClientOf, ann: Person
) -> None:
    case = in_work(mo, case)
    plan = Plan(Level.GUIDANCE, section=rule, reasoning="Skriv om saken, ikke om personen.")
    decision = decide_case(by=mo, case=case, plan=plan, version=case.version)
    url = f"/appeals/{decision.ref}/"
    text = main_of(client_of(ann).get(url))
    assert "A word from a moderator" in text
    assert "This is no sanction" in text
    assert "Appeal" not in text
    assert client_of(ann).post(url, {"text": "Nei."}).status_code == 422
    assert not Appeal.objects.exists()


# Appealing.


def test_the_author_appeals_once_and_sees_what_becomes_of_it(
    decision: Decision, client_of: ClientOf, ann: Person, cleo: Person
) -> None:
    client, url = client_of(ann), f"/appeals/{decision.ref}/"
    assert client.post(url, {"text": "Det var en spøk mellom oss."}).status_code == 303
    text = main_of(client.get(url))
    assert "Det var en spøk mellom oss." in text
    assert Appeal.objects.get().ref in text
    assert "Send the appeal" not in text
    assert client.post(url, {"text": "En gang til."}).status_code == 422
    decide_appeal(by=moderator("annen"), appeal=Appeal.objects.get(), answer=Answer(Verdict.OVERTURNED, "Det var det."))
    text = main_of(client.get(url))
    assert "The decision is reversed" in text
    assert "Det var det." in text
    assert "Your post was hidden" in text
    assert "It is there again since" in text
    assert "It was hidden. It has been looked at again" in main_of(client_of(cleo).get(url))


@pytest.mark.parametrize(("text", "fault"), [(" ", "Write why you want"), ("x" * 2001, "at most 2000 characters")])
def test_a_faulty_appeal_is_kept_with_the_fault_beside_it(
    decision: Decision, client_of: ClientOf, ann: Person, text: str, fault: str
) -> None:
    page = client_of(ann).post(f"/appeals/{decision.ref}/", {"text": text})
    assert page.status_code == 422
    assert fault in main_of(page)
    assert text.strip() in main_of(page)
    assert not Appeal.objects.exists()


def test_the_reporter_appeals_too_and_the_author_is_not_told(
    decision: Decision, client_of: ClientOf, ann: Person, cleo: Person
) -> None:
    url = f"/appeals/{decision.ref}/"
    assert client_of(cleo).post(url, {"text": "Det er mer der."}).status_code == 303
    assert "Det er mer der." in main_of(client_of(cleo).get(url))
    text = main_of(client_of(ann).get(url))
    assert "Det er mer der." not in text
    assert Appeal.objects.get().ref not in text


def test_after_the_last_day_there_is_no_form_any_more(
    decision: Decision, client_of: ClientOf, ann: Person, time_machine: Any
) -> None:
    time_machine.move_to(timezone.now() + timedelta(days=45), tick=False)
    text = main_of(client_of(ann).get(f"/appeals/{decision.ref}/"))
    assert "The last day for an appeal was" in text
    assert 'name="text"' not in text


def test_whoever_was_right_reads_what_was_decided_anew(
    case: Case, mo: Person, rule: Any, client_of: ClientOf, cleo: Person
) -> None:
    case = in_work(mo, case)
    plan = Plan(Level.NOTHING, reasoning="Ikke brudd.")
    first = decide_case(by=mo, case=case, plan=plan, version=case.version)
    appeal = appeal_decision(by=cleo, decision=first, text="Les en gang til.")
    other = moderator("annen")
    decide_appeal(by=other, appeal=appeal, answer=Answer(Verdict.OVERTURNED, "Det går på person."))
    second = hidden(other, in_work(other, fresh(case)), rule)
    client = client_of(cleo)
    assert f"/appeals/{second.ref}/" in main_of(client.get(f"/appeals/{first.ref}/"))
    assert "It is hidden." in main_of(client.get(f"/appeals/{second.ref}/"))


# Withdrawing.


def test_an_appeal_is_withdrawn_while_it_waits_and_never_made_again(
    decision: Decision, ann: Person, told: list[Any]
) -> None:
    appeal = appeal_decision(by=ann, decision=decision, text="Nei.")
    withdraw_appeal(by=ann, appeal=appeal)
    assert Case.objects.get().state == State.DECIDED
    assert Appeal.objects.get().withdrawn_at is not None
    assert [type(event).__name__ for event in told][-1] == "AppealWithdrawn"
    assert LogEntry.objects.latest("seq").verb == "withdrawn"
    assert LogEntry.objects.latest("seq").actor == ""
    assert first_break() is None
    for act in (
        lambda: withdraw_appeal(by=ann, appeal=appeal),
        lambda: appeal_decision(by=ann, decision=Decision.objects.get(), text="Jo."),
        lambda: decide_appeal(by=moderator("annen"), appeal=appeal, answer=Answer(Verdict.UPHELD, "x")),
    ):
        with pytest.raises(Refused):
            act()


def test_nobody_withdraws_the_appeal_of_another_and_none_that_is_answered(
    decision: Decision, ann: Person, cleo: Person, mo: Person, mona: Person, ada: Person, client_of: ClientOf
) -> None:
    appeal = appeal_decision(by=ann, decision=decision, text="Nei.")
    url = f"/appeals/{decision.ref}/withdraw/"
    for person in (cleo, mo, mona, ada):
        assert client_of(person).post(url).status_code == 404, person
        with pytest.raises(Refused):
            withdraw_appeal(by=person, appeal=appeal)
    assert client_of(ann).get(url).status_code == 405
    decide_appeal(by=moderator("annen"), appeal=appeal, answer=Answer(Verdict.UPHELD, "Det står seg."))
    assert client_of(ann).post(url).status_code == 303
    assert Appeal.objects.get().withdrawn_at is None


def test_an_answered_appeal_takes_nothing_back_from_the_other_side(
    decision: Decision, ann: Person, cleo: Person
) -> None:
    first = appeal_decision(by=cleo, decision=decision, text="Det er mer der.")
    decide_appeal(by=moderator("annen"), appeal=first, answer=Answer(Verdict.UPHELD, "Nei."))
    appeal_decision(by=ann, decision=Decision.objects.get(), text="Det var en spøk.")
    with pytest.raises(Refused):
        withdraw_appeal(by=cleo, appeal=first)
    assert Case.objects.get().state == State.APPEAL_OPEN


def test_handlers_wait_for_nothing_after_an_appeal_is_withdrawn(
    decision: Decision, ann: Person, client_of: ClientOf, django_capture_on_commit_callbacks: Any
) -> None:
    other = moderator("annen")
    with django_capture_on_commit_callbacks(execute=True):
        appeal_decision(by=ann, decision=decision, text="Nei.")
    assert Notification.objects.filter(recipient=other, kind=Kind.CASE).exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert client_of(ann).post(f"/appeals/{decision.ref}/withdraw/").status_code == 303
    assert not Notification.objects.filter(recipient=other, kind=Kind.CASE).exists()
    assert "You withdrew it" in main_of(client_of(ann).get(f"/appeals/{decision.ref}/"))


# The author's word.


def test_only_the_author_is_asked(
    case: Case, mo: Person, rule: Any, client_of: ClientOf, ann: Person, ben: Person, cleo: Person, mona: Person,
    ada: Person, gone: Person,
) -> None:  # fmt: skip
    asked(mo, case, Hearing.Kind.REPLY, rule)
    url = f"/appeals/{case.ref}/word/"
    text = main_of(client_of(ann).get(url))
    for said in ("Vil du ta ut ordet «idiot»?", "Du er en idiot.", rule.get_absolute_url(), "Answer by", case.ref):
        assert said in text, said
    for person in (ben, cleo, mona, mo, ada):
        assert client_of(person).get(url).status_code == 404, person
        assert client_of(person).post(url, {"text": "Nei."}).status_code == 404, person
    assert client_of(gone).get(url).status_code == 302
    assert Hearing.objects.get().answered_at is None


def test_the_author_answers_in_words(case: Case, mo: Person, rule: Any, client_of: ClientOf, ann: Person) -> None:
    asked(mo, case, Hearing.Kind.REPLY, rule)
    client, url = client_of(ann), f"/appeals/{case.ref}/word/"
    empty = client.post(url, {"text": " "})
    assert empty.status_code == 422
    assert "Write what you think of it." in main_of(empty)
    assert client.post(url, {"text": "Jeg var sint."}).status_code == 303
    assert (fresh(case).state, Hearing.objects.get().answer) == (State.IN_REVIEW, "Jeg var sint.")
    text = main_of(client.get(url))
    assert "Jeg var sint." in text
    assert 'name="text"' not in text
    late = client.post(url, {"text": "Og en ting til."})
    assert late.status_code == 422
    assert Hearing.objects.get().answer == "Jeg var sint."


def test_the_author_changes_it_and_only_then_that_is_the_end(
    case: Case, mo: Person, rule: Any, post: Any, client_of: ClientOf, ann: Person
) -> None:
    asked(mo, case, Hearing.Kind.EDIT, rule)
    client, url = client_of(ann), f"/appeals/{case.ref}/word/"
    assert f"/posts/{post.pk}/edit/" in main_of(client.get(url))
    early = client.post(url, {"changed": "1"})
    assert early.status_code == 422
    assert "It has not been changed since you were asked." in main_of(early)
    Post.objects.filter(pk=post.pk).update(edited_at=timezone.now() + timedelta(seconds=1))
    done = client.post(url, {"changed": "1"})
    assert (done.status_code, fresh(case).state) == (303, State.DECIDED)
    assert "You changed what you wrote" in main_of(client.get(done["Location"]))


def test_what_was_asked_last_is_what_stands_there(
    case: Case, mo: Person, rule: Any, client_of: ClientOf, ann: Person
) -> None:
    asked(mo, case, Hearing.Kind.REPLY, rule)
    client, url = client_of(ann), f"/appeals/{case.ref}/word/"
    client.post(url, {"text": "Jeg var sint."})
    again = claim_case(by=mo, case=fresh(case))
    ask_author(by=mo, case=again, kind=Hearing.Kind.EDIT, text="Og nå?", section=None, version=again.version)
    text = main_of(client.get(url))
    assert "Og nå?" in text
    assert "I have changed it" in text


# The list.


def test_the_list_shows_ones_own_and_nothing_else(
    decision: Decision, client_of: ClientOf, ann: Person, cleo: Person, mo: Person, mona: Person, rule: Any
) -> None:
    waiting = asked(mo, reported(cleo, post_of(ann, text="Noe annet.")).case, Hearing.Kind.REPLY, rule)
    text = main_of(client_of(ann).get("/appeals/"))
    assert f"/appeals/{decision.ref}/" in text
    assert f"/appeals/{waiting.case.ref}/word/" in text
    assert "Not read" in text
    for person in (cleo, mo, mona):
        text = main_of(client_of(person).get("/appeals/"))
        assert decision.ref not in text
        assert waiting.case.ref not in text
        assert "Nothing here" in text
    assert "/appeals/" in client_of(ann).get("/settings/").content.decode()


def test_the_list_goes_on_where_it_ended(decision: Decision, client_of: ClientOf, ann: Person) -> None:
    rows = [
        Decision(case=decision.case, level=Level.GUIDANCE, standing="replaced", reasoning="x", outcome="no-breach",
                 by=decision.by, stands_at=timezone.now())
        for _ in range(24)
    ]  # fmt: skip
    Decision.objects.bulk_create(rows)
    client, seen, url = client_of(ann), [], "/appeals/"
    for _ in range(2):
        page = client.get(url)
        seen += re.findall(r'id="decision-([^"]+)"', page.content.decode())
        more = re.search(r'href="(\?before=\d+)"', main_of(page))
        url = f"/appeals/{more[1]}" if more else ""
    assert url == ""
    newest_first = list(Decision.objects.order_by("-pk").values_list("ref", flat=True))
    assert seen == newest_first


@pytest.mark.parametrize(("path", "most"), [("", 6), ("{decision}/", 14), ("{case}/word/", 11)])
def test_the_pages_cost_what_they_cost(
    decision: Decision, client_of: ClientOf, ann: Person, cleo: Person, mo: Person, rule: Any, path: str, most: int
) -> None:
    waiting = asked(mo, reported(cleo, post_of(ann, text="Noe annet.")).case, Hearing.Kind.REPLY, rule)
    client, url = client_of(ann), "/appeals/" + path.format(decision=decision.ref, case=waiting.case.ref)
    client.get(url)

    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(url).status_code == 200
        return len(seen)

    few = cost()
    for number in range(9):
        hidden(mo, in_work(mo, reported(cleo, post_of(ann, text=f"Nummer {number}")).case), rule)
        asked(mo, reported(cleo, post_of(ann, text=f"Spørsmål {number}")).case, Hearing.Kind.REPLY, rule)
        Role.objects.create(
            person=moderator(f"valgt{number}"), kind=Role.Kind.REPRESENTATIVE, body="union", starts_on="2020-01-01"
        )
    assert (cost(), few) == (few, most)


def test_every_heading_is_said_in_both_languages(decision: Decision, client_of: ClientOf, ann: Person) -> None:
    client = client_of(ann)
    Person.objects.filter(pk=ann.pk).update(language="nb")
    text = main_of(client.get(f"/appeals/{decision.ref}/"))
    assert "Innlegget ditt er skjult" in text
    assert "Dette er ikke en advarsel i arbeidsforholdet." in text


@pytest.mark.parametrize("kind", ["person", "group"])
def test_whoever_keeps_a_profile_or_a_group_changes_it_and_says_so(
    kind: str, rule: Any, open_group: Group, mona: Person, ann: Person, cleo: Person, client_of: ClientOf
) -> None:
    pk, keeper = (ann.pk, ann) if kind == "person" else (open_group.pk, mona)
    handler = moderator("annen")
    case = Case.objects.get(pk=report_content(by=cleo, kind=kind, pk=pk, words=ReportWords("misleading")).case_id)
    case = in_work(handler, case)
    hearing = ask_author(by=handler, case=case, kind=Hearing.Kind.EDIT, text="Stemmer dette?", section=rule,
                         version=case.version)  # fmt: skip
    page = main_of(client_of(keeper).get(f"/appeals/{case.ref}/word/"))
    assert (reverse("profiles:edit") if kind == "person" else f"/groups/{open_group.slug}/edit/") in page
    with pytest.raises(Refused):
        note_change(by=keeper, hearing=hearing)
    if kind == "person":
        edit_profile(person=keeper, changes={"about": "Jeg er vikar."})
    else:
        charter = Charter(name=open_group.name, about="Om felt.", kind=open_group.kind)
        edit_group(by=keeper, group=open_group, charter=charter)
    assert is_changed(hearing)
    note_change(by=keeper, hearing=hearing)
    assert fresh(case).state == State.DECIDED


@pytest.mark.parametrize("kind", ["person", "group"])
def test_a_profile_and_a_group_are_never_hidden_and_nobody_is_offered_to(
    kind: str, rule: Any, open_group: Group, ann: Person, cleo: Person
) -> None:
    pk = ann.pk if kind == "person" else open_group.pk
    handler = moderator("annen")
    case = Case.objects.get(pk=report_content(by=cleo, kind=kind, pk=pk, words=ReportWords("misleading")).case_id)
    case = in_work(handler, case)
    offer = offer_of(handler, case, content_of(kind, pk))
    assert offer.levels == (Level.NOTHING, Level.GUIDANCE)
    with pytest.raises(Refused):
        hidden(handler, case, rule)


def test_where_a_group_has_no_host_there_is_no_word_to_give(
    rule: Any, open_group: Group, cleo: Person, english: None
) -> None:
    Membership.objects.filter(group=open_group, role=Membership.Role.HOST).delete()
    handler = moderator("annen")
    words = ReportWords("misleading")
    case = in_work(handler, report_content(by=cleo, kind="group", pk=open_group.pk, words=words).case)
    assert offer_of(handler, case, content_of("group", open_group.pk)).levels == (Level.NOTHING,)
    with pytest.raises(Refused, match="Nobody would get the word"):
        stepped(handler, case, rule, Level.GUIDANCE)
    assert not case.decisions.exists()
