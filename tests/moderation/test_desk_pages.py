"""The desk: for whom it exists, what stands in the queue, what a case shows, and that no words are lost."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from network.core.clock import now
from network.feed.actions import Words, delete_post, edit_post
from network.feed.models import Post
from network.moderation.actions.appealing import appeal_decision
from network.moderation.actions.deciding import approve_decision
from network.moderation.actions.desk import claim_case, sort_case, step_aside
from network.moderation.actions.reporting import ReportWords, report_content
from network.moderation.models import Case, Decision, Hearing, LogEntry
from network.moderation.queries.handlers import handlers_of
from network.moderation.states import Level, State
from profiles.models import Person, Role
from tests.factories import PersonFactory, comment_of, idea_of, post_of
from tests.moderation.reported import NO, hidden, in_work, moderator, reported

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
STEPS = ("claim", "let_go", "take_over", "step_aside", "sort", "think", "ask", "decide", "approve", "refuse", "appeal")
MISSING = "ZZZZ-ZZZZ"


@pytest.fixture
def case(post: Any, ben: Person) -> Case:
    return reported(ben, post).case


@pytest.fixture
def page(client: Any) -> Any:
    def got(person: Person, name: str, *given: Any, form: Any = None, **query: Any) -> Any:
        if person.language != "en":
            person.language = "en"
            person.save(update_fields=["language"])
        client.force_login(person)
        url = reverse(f"moderation:{name}", args=given)
        return client.get(url, query) if form is None else client.post(url, form)

    return got


def text_of(answer: Any) -> str:
    """The page without what differs each time it is drawn."""
    return re.sub(r'content="\w{64}"|value="\w{64}"|data-since="\d+"|"\w{64}"', "", answer.content.decode())


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def opened() -> int:
    return LogEntry.objects.filter(verb="opened").count()


@pytest.mark.parametrize("who", ["ann", "ben", "cleo", "mona", "ada", "pia", "tor", "barred", "aside", "top"])
def test_whoever_may_not_handle_a_case_gets_the_same_as_for_one_that_is_not_there(
    who: str, request: Any, page: Any, case: Case, ann: Person
) -> None:
    made = {
        "barred": lambda: moderator("barred", manager=ann), "aside": lambda: moderator("aside"),
        "top": lambda: moderator("top", is_top=True),
    }  # fmt: skip
    person = made[who]() if who in made else request.getfixturevalue(who)
    if who == "aside":
        step_aside(by=person, case=case)
    for name in ("case", *STEPS):
        form = None if name == "case" else {}
        mine, nothing = page(person, name, case.ref, form=form), page(person, name, MISSING, form=form)
        assert (mine.status_code, nothing.status_code) == (404, 404), name
        assert text_of(mine).replace(case.ref, MISSING) == text_of(nothing), name
    assert page(person, "queue").status_code == (200 if who in made else 404)
    assert case.ref not in text_of(page(person, "queue"))


def test_the_queue_tells_what_presses_first_and_never_who_reported(
    page: Any, mo: Person, ann: Person, ben: Person, case: Case
) -> None:
    urgent = reported(ben, post_of(ann, text="Jeg vet hvor du bor."), "danger").case
    answer = text_of(page(mo, "queue"))
    assert answer.index(urgent.ref) < answer.index(case.ref)
    assert "Now" in answer
    assert "Nobody has it" in answer
    for name in (ben.name, ben.handle, ann.name, "idiot"):
        assert name not in answer


def test_the_filters_and_their_counts_are_of_the_same_cases(
    page: Any, mo: Person, ann: Person, ben: Person, rule: Any, case: Case
) -> None:
    mine = in_work(mo, reported(ben, post_of(ann)).case)
    other = moderator("annen")
    second = in_work(other, reported(ben, post_of(ann)).case, answers=[True, *NO[1:]])
    hidden(other, second, rule)
    appealed = hidden(other, in_work(other, reported(ben, post_of(ann)).case), rule)
    appeal_decision(by=ann, decision=Decision.objects.get(pk=appealed.pk), text="Se en gang til.")
    barred = reported(moderator("nær"), post_of(mo)).case
    shown = {"free": case.ref, "mine": mine.ref, "second": second.ref, "appeals": appealed.case.ref}
    for kind, ref in shown.items():
        context = page(mo, "queue", show=kind).context
        assert [row.case.ref for row in context["queue"].rows] == [ref], kind
        assert context["queue"].counts == {"all": 4, **dict.fromkeys(shown, 1)}
    assert barred.ref not in text_of(page(mo, "queue"))
    # whoever proposed or decided is neither the second person nor the one who answers
    counts = page(other, "queue").context["queue"].counts
    assert (counts["second"], counts["appeals"]) == (0, 0)


def test_pages_of_the_queue_follow_each_other_and_nothing_is_left_out(page: Any, mo: Person, ann: Person) -> None:
    queue_of_many(45, ann)
    seen: list[str] = []
    after = ""
    for _turn in range(5):
        queue = page(mo, "queue", after=after).context["queue"]
        seen += [row.case.ref for row in queue.rows]
        after = queue.after
        if not after:
            break
    assert len(seen) == 45
    assert set(seen) == set(Case.objects.values_list("ref", flat=True))
    assert [c.ref for c in Case.objects.order_by("priority", "due_at", "pk")] == seen
    for broken in ("x", "1.2", "9.9.9", "1.999999999999999999.1", f"1.1.{'9' * 19}", "1.1.1.1"):
        assert page(mo, "queue", after=broken).context["queue"].rows[0].case.ref == seen[0]


def queue_of_many(count: int, author: Person) -> None:
    """Cases as plain rows; what costs is their number."""
    first = now()
    moments = [first + timedelta(hours=n // 9) for n in range(count)]  # several are due in the same moment
    Case.objects.bulk_create(
        Case(kind="post", subject_id=n + 1, author=author, reason="spam", priority=n % 4, look_by=moment, due_at=moment)
        for n, moment in enumerate(moments)
    )


def test_the_queue_costs_the_same_for_three_cases_and_for_three_hundred(
    client: Any, mo: Person, ann: Person, rule: Any
) -> None:
    client.force_login(mo)

    def cost() -> int:
        client.get("/moderation/")
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/moderation/").status_code == 200
        return len(asked)

    queue_of_many(3, ann)
    few = cost()
    Case.objects.all().delete()
    queue_of_many(300, ann)
    assert cost() == few <= 12  # two of them are what the person has read and chosen


def test_a_case_is_looked_at_without_a_line_in_the_log_and_each_reading_leaves_one(
    page: Any, mo: Person, case: Case, ben: Person
) -> None:
    looked = text_of(page(mo, "case", case.ref))
    assert "idiot" not in looked
    assert "Dette er ikke greit." in looked  # the words of the report
    assert ben.name not in looked
    assert ben.handle not in looked
    assert page(mo, "case", case.ref, read="1").status_code == 403
    assert opened() == 0
    claim_case(by=mo, case=case)
    assert "Du er en idiot." in text_of(page(mo, "case", case.ref, read="1"))
    assert opened() == 1
    page(mo, "case", case.ref, read="1")
    assert opened() == 2
    page(mo, "case", MISSING, read="1")
    page(ben, "case", case.ref, read="1")
    assert opened() == 2


def test_a_lead_the_second_person_and_who_answers_the_appeal_read_it_and_other_moderators_do_not(
    page: Any, mo: Person, ann: Person, case: Case, rule: Any
) -> None:
    lead, other = moderator("leder", Role.Kind.LEAD_MODERATOR), moderator("annen")

    def reads(person: Person) -> bool:
        return page(person, "case", case.ref, read="1").status_code == 200

    work = in_work(mo, case, answers=[True, *NO[1:]])
    assert (reads(mo), reads(lead), reads(other)) == (True, True, False)
    decision = hidden(mo, work, rule)
    assert (reads(mo), reads(other)) == (False, True)
    approve_decision(by=other, decision=decision)
    assert (reads(mo), reads(other)) == (False, False)
    appeal_decision(by=ann, decision=Decision.objects.get(), text="Nei.")
    assert (reads(mo), reads(other), reads(moderator("tredje"))) == (False, False, True)


def test_reading_in_place_brings_only_what_was_reported(client: Any, mo: Person, case: Case) -> None:
    claim_case(by=mo, case=case)
    client.force_login(mo)
    part = client.get(reverse("moderation:case", args=[case.ref]), {"read": "1"}, headers={"HX-Request": "true"})
    assert "Du er en idiot." in text_of(part)
    assert "<html" not in text_of(part)
    assert opened() == 1


def test_what_changed_and_what_is_gone_stands_beside_what_was_reported(
    page: Any, mo: Person, ann: Person, cleo: Person, case: Case, post: Any
) -> None:
    claim_case(by=mo, case=case)
    assert "The same as when it was reported." in text_of(page(mo, "case", case.ref, read="1"))
    edit_post(by=ann, post=post, words=Words("Du tar feil."))
    reported(cleo, post, "misplaced")
    text = text_of(page(mo, "case", case.ref, read="1"))
    for words in ("Du er en idiot.", "As it stood when it was reported again", "Du tar feil.", "Changed since"):
        assert words in text
    delete_post(by=ann, post=post)
    assert "Its author has deleted it." in text_of(page(mo, "case", case.ref, read="1"))


def test_the_steps_of_a_case_lead_to_a_decision(page: Any, mo: Person, case: Case, rule: Any) -> None:
    assert page(mo, "claim", case.ref, form={}).status_code == 303
    assert page(mo, "sort", case.ref, form={"reason": "privacy", "version": fresh(case).version}).status_code == 303
    answers = {f"q{n}": "no" for n in range(1, 6)}
    faulty = page(mo, "think", case.ref, form={**answers, "view": "", "version": fresh(case).version})
    assert faulty.status_code == 422
    assert "decide" not in faulty.context  # nothing is decided before the first view
    form = {**answers, "view": "Går på person.", "version": fresh(case).version}
    assert page(mo, "think", case.ref, form=form).status_code == 303
    stated = {"decide-level": "hide", "decide-facts": "Kaller en kollega idiot.", "decide-reasoning": "Går på person."}
    faulty = page(mo, "decide", case.ref, form={**stated, "version": fresh(case).version})
    assert faulty.status_code == 422
    assert set(faulty.context["decide"].errors) == {"milder", "section"}
    assert "Kaller en kollega idiot." in text_of(faulty)
    whole = {**stated, "decide-milder": "Spurt før.", "decide-section": rule.pk, "version": fresh(case).version}
    assert page(mo, "decide", case.ref, form=whole).status_code == 303
    decision = Decision.objects.get()
    assert (decision.level, decision.section, decision.standing) == (Level.HIDE, rule, "stands")
    assert "Kaller en kollega idiot." in text_of(page(mo, "case", case.ref))


def test_only_rules_that_counted_when_it_was_written_can_be_chosen(
    page: Any, mo: Person, ben: Person, rule: Any, post: Any
) -> None:
    Post.objects.filter(pk=post.pk).update(edited_at=now() - timedelta(days=900))
    case = in_work(mo, reported(ben, post).case)
    Post.objects.filter(pk=post.pk).update(edited_at=now())  # after the report: the same rules
    context = page(mo, "case", case.ref).context
    assert list(context["desk"].sections) == []
    assert [value for value, _name in context["decide"]["section"].field.choices] == [""]


def test_two_at_once_and_the_second_keeps_every_word(page: Any, mo: Person, case: Case, rule: Any) -> None:
    case = in_work(mo, case)
    stated = {"decide-level": "nothing", "decide-reasoning": "Kanari sang lenge.", "version": case.version}
    sort_case(by=mo, case=case, reason="privacy", version=case.version)
    answer = page(mo, "decide", case.ref, form=stated)
    assert answer.status_code == 409
    assert "Kanari sang lenge." in text_of(answer)
    assert "Somebody has changed this case" in text_of(answer)
    assert f'name="version" value="{fresh(case).version}"' in text_of(answer)
    lead = moderator("leder", Role.Kind.LEAD_MODERATOR)
    assert page(lead, "take_over", case.ref, form={}).status_code == 303
    # the form is gone for whoever had it: their words stand by themselves
    answer = page(mo, "decide", case.ref, form={**stated, "version": fresh(case).version})
    assert answer.status_code == 409
    assert "Kanari sang lenge." in text_of(answer)
    assert "decide" not in answer.context
    assert page(mo, "claim", case.ref, form={}).status_code == 409
    assert not Decision.objects.exists()


def test_a_draft_begins_a_text_and_is_not_sent_as_it_is(page: Any, mo: Person, case: Case, ann: Person) -> None:
    case = in_work(mo, case)
    text = page(mo, "case", case.ref, draft="person-word").context["ask"]["text"].value()
    assert "[sitat]" in text  # ann reads Norwegian
    bare = re.sub(r"\[[^\]]+\]", "", text)
    for unsent, why in (
        (text, "This is the draft as it was."),
        (bare.upper() + " !", "This is the draft as it was."),
        (text + " Og litt til.", "Fill in what stands in square brackets"),
    ):
        answer = page(mo, "ask", case.ref, form={"ask-kind": "reply", "ask-text": unsent, "version": case.version})
        assert answer.status_code == 422
        assert why in text_of(answer)
        assert answer.context["ask"]["text"].value() == unsent
    why_text = page(mo, "case", case.ref, draft="person-stays").context["decide"]["reasoning"].value()
    form = {"decide-level": "nothing", "decide-reasoning": why_text, "version": case.version}
    assert page(mo, "decide", case.ref, form=form).status_code == 422
    assert not Hearing.objects.exists()
    assert not Decision.objects.exists()
    own = {"ask-kind": "reply", "ask-text": "Hei Ann. Hva mente du med setningen?", "version": case.version}
    assert page(mo, "ask", case.ref, form=own).status_code == 303
    assert fresh(case).state == State.AWAITING_AUTHOR


def test_earlier_decisions_are_told_after_the_first_view_and_only_those_that_count(
    page: Any, mo: Person, ann: Person, ben: Person, rule: Any, case: Case
) -> None:
    for number, reason in enumerate(("harassment", "spam")):
        made = hidden(mo, in_work(mo, reported(ben, post_of(ann, text=f"Gammelt {number}"), reason).case), rule)
        Decision.objects.filter(pk=made.pk).update(facts=f"Kanari {reason}")
    old = hidden(mo, in_work(mo, reported(ben, post_of(ann, text="Eldre")).case), rule)
    Decision.objects.filter(pk=old.pk).update(facts="Kanari for lenge siden", stands_at=now() - timedelta(days=366))
    undone = hidden(mo, in_work(mo, reported(ben, post_of(ann, text="Feil")).case), rule)
    Decision.objects.filter(pk=undone.pk).update(facts="Kanari omgjort", standing=Decision.Standing.OVERTURNED)
    kept = step_aside_of(mo, hidden(moderator("x"), in_work(person_of("x"), reported(ben, post_of(ann)).case), rule))
    Decision.objects.filter(pk=kept.pk).update(facts="Kanari ikke for deg")
    claim_case(by=mo, case=case)
    before = page(mo, "case", case.ref)
    assert "Kanari" not in text_of(before)
    assert list(before.context["desk"].earlier) == []
    in_work(mo, fresh(case))
    text = text_of(page(mo, "case", case.ref))
    assert re.findall(r"Kanari [\w ]+", text) == ["Kanari harassment"]


def step_aside_of(person: Person, decision: Decision) -> Decision:
    step_aside(by=person, case=decision.case)
    return decision


def person_of(handle: str) -> Person:
    return Person.objects.get(handle=handle)


def test_the_second_person_sees_the_reasons_and_agrees_or_sends_it_back(
    page: Any, mo: Person, rule: Any, case: Case, ben: Person
) -> None:
    decision = hidden(mo, in_work(mo, case, answers=[True, *NO[1:]]), rule)
    assert "refuse" not in page(mo, "case", case.ref).context
    assert page(mo, "approve", case.ref, form={"decision": decision.ref}).status_code == 422
    other = moderator("annen")
    assert "Kaller en kollega idiot." in text_of(page(other, "case", case.ref))
    assert page(other, "approve", case.ref, form={"decision": MISSING}).status_code == 409
    assert page(other, "refuse", case.ref, form={"decision": decision.ref, "reason": " "}).status_code == 422
    assert page(other, "refuse", case.ref, form={"decision": decision.ref, "reason": "Om saken."}).status_code == 303
    again = hidden(mo, claim_case(by=mo, case=fresh(case)), rule)
    assert page(other, "approve", case.ref, form={"decision": again.ref}).status_code == 303
    assert page(other, "approve", case.ref, form={"decision": again.ref}).status_code == 409
    assert not Post.objects.visible_to(ben).filter(pk=case.subject_id).exists()


def test_an_appeal_is_answered_by_somebody_who_did_not_decide(
    page: Any, mo: Person, rule: Any, case: Case, ann: Person, ben: Person
) -> None:
    appeal_decision(by=ann, decision=hidden(mo, in_work(mo, case), rule), text="Kanari mener noe annet.")
    assert "answer" not in page(mo, "case", case.ref).context
    form = {"answer-verdict": "overturned", "answer-reasons": "Det var om saken."}
    assert page(mo, "appeal", case.ref, form=form).status_code == 422
    other = moderator("annen")
    assert "Kanari mener noe annet." in text_of(page(other, "case", case.ref))
    assert page(other, "appeal", case.ref, form={**form, "answer-reasons": ""}).status_code == 422
    assert page(other, "appeal", case.ref, form=form).status_code == 303
    assert page(other, "appeal", case.ref, form=form).status_code == 409
    assert Post.objects.visible_to(ben).filter(pk=case.subject_id).exists()


def test_a_case_can_be_let_go_and_handed_on_without_a_word(page: Any, mo: Person, case: Case) -> None:
    page(mo, "claim", case.ref, form={})
    assert page(mo, "let_go", case.ref, form={}).status_code == 303
    assert fresh(case).claimed_by is None
    assert page(mo, "step_aside", case.ref, form={}).status_code == 303
    assert page(mo, "case", case.ref).status_code == 404


def test_every_kind_of_content_has_a_page(page: Any, mo: Person, ann: Person, ben: Person, post: Any) -> None:
    said = comment_of(ann, post, "Idiot.")
    things = {"comment": said.pk, "person": ann.pk, "idea": idea_of(ann).pk}
    for kind, pk in things.items():
        case = report_content(by=ben, kind=kind, pk=pk, words=ReportWords("harassment")).case
        in_work(mo, case)
        assert page(mo, "case", case.ref, read="1").status_code == 200, kind


def test_the_page_of_a_case_costs_the_same_however_much_was_said(
    client: Any, mo: Person, ann: Person, case: Case, post: Any
) -> None:
    in_work(mo, case)
    client.force_login(mo)

    def cost() -> int:
        client.get(reverse("moderation:case", args=[case.ref]))
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("moderation:case", args=[case.ref])).status_code == 200
        return len(asked)

    few = cost()
    for _turn in range(6):
        reported(PersonFactory(), post)
    Hearing.objects.bulk_create(
        Hearing(case=case, kind="reply", text="Hva?", asked_by=mo, due_at=now(), answered_at=now()) for _n in range(5)
    )
    assert cost() == few
    assert few == 31  # who looks at it is looked up once, and the count in the rail asks two more


def test_many_at_the_desk_are_told_of_a_case_for_one_question_each(
    mo: Person, case: Case, django_assert_num_queries: Any
) -> None:
    others = [moderator(f"annen-{number}") for number in range(4)]
    with django_assert_num_queries(3 + 5):  # who they are, their tasks, and whom each stands near
        assert set(handlers_of(case.pk)) == {mo, *others}


@pytest.mark.parametrize("asked", ["read", "name"])
def test_whoever_lost_the_task_while_something_was_written_finds_nothing_to_do_on_the_page_that_follows(
    client: Any, mo: Person, case: Case, asked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_work(mo, case)
    client.force_login(mo)
    url = reverse("moderation:case", args=[case.ref])
    assert "work" in client.get(url).context["desk"].may

    def written(**_given: Any) -> Any:
        Role.objects.filter(person=mo).delete()
        return [] if asked == "read" else None

    monkeypatch.setattr(f"network.moderation.views.desk.read_{'snapshots' if asked == 'read' else 'name'}", written)
    assert client.get(url, {asked: "1"}).context["desk"].may == frozenset()


def test_the_way_to_the_desk_stands_in_the_settings_of_those_who_handle_reports(
    client: Any, mo: Person, ann: Person, ada: Person
) -> None:
    for person, leads in ((mo, True), (ann, False), (ada, False)):
        client.force_login(person)
        assert ('href="/moderation/"' in text_of(client.get("/settings/"))) is leads, person


def test_whoever_looks_at_it_reads_that_it_is_about_the_one_who_reports(
    post: Any, cleo: Person, mo: Person, client_of: Any
) -> None:
    words = ReportWords("harassment", "Stopp dette.", is_about_me=True)
    case = report_content(by=cleo, kind="post", pk=post.pk, words=words).case
    assert "Sier at det gjelder dem selv" in client_of(mo).get(f"/moderation/{case.ref}/").content.decode()
