"""A posting limit: who places it, what it keeps somebody from, what it never touches, and how it ends."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from ideas import actions as ideas
from ideas.models import Campaign, Idea
from network.conversations.access import limit_on
from network.conversations.actions import (
    Limited,
    delete_comment,
    edit_comment,
    lift_limit,
    place_limit,
    publish_comment,
    set_reaction,
)
from network.conversations.models import Emotion, PostingLimit, Revision
from network.core.access import Refused
from network.core.clock import now
from network.core.text import only_shortens
from network.feed.actions import Words, edit_post, keep_draft, publish_post
from network.feed.models import Draft, Post
from network.groups.models import Group
from network.moderation.actions.appealing import Answer, appeal_decision, decide_appeal
from network.moderation.actions.deciding import approve_decision
from network.moderation.actions.desk import answer_hearing, ask_author
from network.moderation.actions.limits import lift_earlier
from network.moderation.actions.log import Verb
from network.moderation.actions.reporting import ReportWords, report_content
from network.moderation.models import Case, Decision, Hearing, LogEntry
from network.moderation.states import Level, State, Verdict
from network.notifications.models import Kind, Notification
from profiles.models import Person
from tests.factories import comment_of, post_of
from tests.moderation.reported import heard, in_work, lead, moderator, reported, stepped

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def lea(db: None) -> Person:
    return lead()


@pytest.fixture
def case(post: Any, ben: Person, lea: Person) -> Case:
    return heard(lea, in_work(lea, reported(ben, post).case))


@pytest.fixture
def box(db: None) -> Campaign:
    return ideas.open_box()


def limited(person: Person, days: int = 2) -> PostingLimit:
    return place_limit(by=None, person=person, days=days, reason="XXXX-XXXX")


def say(person: Person, text: str = "Hei", group: Group | None = None) -> Post:
    return publish_post(author=person, group=group, words=Words(text))


def signed_in(person: Person) -> Client:
    Person.objects.filter(pk=person.pk).update(language="en")
    client = Client()
    client.force_login(person)
    return client


def test_a_lead_alone_gives_three_days_and_it_begins_when_it_stands(
    case: Case, lea: Person, rule: Any, ann: Person
) -> None:
    decision = stepped(lea, case, rule, Level.LIMIT, days=3)
    limit = PostingLimit.objects.get()
    assert (decision.standing, decision.limit, limit.reason) == ("stands", limit, decision.ref)
    assert limit.ends_at - limit.starts_at == timedelta(days=3)
    with pytest.raises(Limited):
        say(ann)


@pytest.mark.parametrize("days", [4, 14])
def test_more_than_three_days_take_two(case: Case, lea: Person, rule: Any, ann: Person, mo: Person, days: int) -> None:
    decision = stepped(lea, case, rule, Level.LIMIT, days=days)  # A53
    assert (decision.standing, Case.objects.get().state) == ("proposed", State.AWAITING_APPROVAL)
    assert say(ann).pk
    below = moderator("under", manager=lea)
    for person in (lea, below, ann):
        with pytest.raises(Refused):
            approve_decision(by=person, decision=decision)
    approve_decision(by=mo, decision=decision)
    with pytest.raises(Limited):
        say(ann)


@pytest.mark.parametrize("days", [None, 0, 15])
def test_no_other_length(case: Case, lea: Person, rule: Any, ann: Person, days: int | None) -> None:
    with pytest.raises(Refused):
        stepped(lea, case, rule, Level.LIMIT, days=days)
    with pytest.raises(DatabaseError), transaction.atomic():
        PostingLimit.objects.create(person=ann, reason="X", ends_at=now() + timedelta(days=days or 15, hours=1))


@pytest.mark.parametrize("days", [None, 0, 15])
def test_the_database_refuses_a_decision_of_any_other_length(
    case: Case, lea: Person, rule: Any, days: int | None
) -> None:
    said = {"section": rule, "facts": "a", "reasoning": "b", "milder": "c", "outcome": "stays"}
    with pytest.raises(DatabaseError), transaction.atomic():
        Decision.objects.create(case=case, level=Level.LIMIT, by=lea, days=days, **said)


def test_who_does_not_lead_places_none(post: Any, ben: Person, mo: Person, rule: Any) -> None:
    case = heard(mo, in_work(mo, reported(ben, post).case))
    with pytest.raises(Refused):
        stepped(mo, case, rule, Level.LIMIT, days=1)


def test_it_ends_by_the_clock_with_no_job(ann: Person, time_machine: Any) -> None:  # A56
    limit = limited(ann)
    time_machine.move_to(limit.ends_at - timedelta(seconds=1), tick=False)
    with pytest.raises(Limited):
        say(ann)
    time_machine.move_to(limit.ends_at, tick=False)
    assert say(ann).pk


def test_it_is_over_at_its_last_moment(ann: Person, time_machine: Any) -> None:
    limit = limited(ann)
    time_machine.move_to(limit.ends_at, tick=False)
    assert limit_on(ann) is None


def test_under_a_limit_a_shorter_text_is_saved(ann: Person) -> None:
    post = post_of(ann, text="Du er en idiot, Ola.")
    limited(ann)
    is_kept = False
    try:
        edit_post(by=ann, post=post, words=Words("Du er en Ola."))
    except Limited:
        is_kept = True
    assert not is_kept


def test_no_limit_reaches_into_a_group_that_is_run_for_a_union(ann: Person, closed_group: Group) -> None:
    limit = limited(ann)
    assert limit_on(ann, closed_group) == limit
    closed_group.is_for_union = True
    assert limit_on(ann, closed_group) is None


def test_who_was_right_may_publish_again(case: Case, lea: Person, rule: Any, ann: Person) -> None:  # A57
    appeal = appeal_decision(by=ann, decision=stepped(lea, case, rule, Level.LIMIT, days=3), text="Nei.")
    decide_appeal(by=moderator("annen"), appeal=appeal, answer=Answer(Verdict.OVERTURNED, "Ja."))
    assert limit_on(ann) is None


def test_posts_answers_and_ideas_are_kept_from_being_published(
    ann: Person, ben: Person, open_group: Group, box: Campaign
) -> None:
    theirs = post_of(ben)
    limited(ann)
    words = ideas.Proposal("Vann", "Det lekker", "Bytt pakningen", "")
    for publish in (
        lambda: say(ann),
        lambda: say(ann, group=open_group),
        lambda: publish_comment(author=ann, thread=theirs.thread, text="Hei"),
        lambda: ideas.submit_idea(by=ann, campaign=box, words=words, draft=None, key=None),
    ):
        with pytest.raises(Limited):
            publish()
    assert not Idea.objects.exclude(state="draft").exists()


def test_it_touches_nothing_else(
    ann: Person, ben: Person, lea: Person, rule: Any, box: Campaign, closed_group: Group
) -> None:  # A56, M10
    mine, theirs = post_of(ann, text="Du er en idiot."), post_of(ben)
    case = in_work(lea, reported(ben, mine).case)
    limited(ann)
    assert Post.objects.visible_to(ann).filter(pk=theirs.pk).exists()
    set_reaction(by=ann, thread=theirs.thread, emotion=Emotion.AGREE, on=True)
    assert report_content(by=ann, kind="post", pk=theirs.pk, words=ReportWords("spam")).pk
    keep_draft(by=ann, group=None, words=Words("Kladden min"))
    assert Draft.objects.get(person=ann).text == "Kladden min"
    words = ideas.Proposal("Vann", "Det lekker", "Bytt pakningen", "")
    assert ideas.keep_draft(by=ann, campaign=box, words=words, draft=None, key=None).pk
    hearing = ask_author(
        by=lea, case=case, kind=Hearing.Kind.REPLY, text="Hva mente du?", section=None, version=case.version
    )
    answer_hearing(by=ann, hearing=hearing, answer="Jeg var sint.")
    client = signed_in(ann)
    for name in ("feed:home", "profiles:settings", "moderation:about_me", "moderation:reports", "feed:compose"):
        assert client.get(reverse(name)).status_code == 200


def test_a_group_that_is_run_for_a_union_is_out_of_its_reach(ann: Person, closed_group: Group) -> None:  # M10
    limited(ann)
    with pytest.raises(Limited):
        say(ann, group=closed_group)
    Group.objects.filter(pk=closed_group.pk).update(is_for_union=True)
    closed_group.refresh_from_db()
    post = say(ann, "Møte i kveld", closed_group)
    assert publish_comment(author=ann, thread=post.thread, text="Klokka sju").pk
    edit_post(by=ann, post=post, words=Words("Møte i morgen"))


def test_words_may_be_taken_away_and_none_added(ann: Person, ben: Person) -> None:
    post, comment = post_of(ann, text="Du er en idiot, Ola."), comment_of(ann, post_of(ben).thread, "Nei, din tosk.")
    limited(ann)
    with pytest.raises(Limited):
        edit_post(by=ann, post=post, words=Words("Du er en kløne, Ola."))
    with pytest.raises(Limited):
        edit_post(by=ann, post=post, words=Words("Du er en idiot, Ola.", title="Til Ola"))
    with pytest.raises(Limited):
        edit_comment(by=ann, comment=comment, text="Nei, din store tosk.")
    assert not Revision.objects.exists()
    edit_post(by=ann, post=post, words=Words("Du er en Ola."))
    edit_comment(by=ann, comment=comment, text="Nei, tosk.")
    delete_comment(by=ann, comment=comment)


@pytest.mark.parametrize(
    ("before", "after", "is_so"),
    [("a b c", "a c", True), ("a b c", "", True), ("a b c", "c a", False), ("a b", "a b b", False), ("a", "A", False)],
)
def test_taking_away_says_nothing_anew(before: str, after: str, is_so: bool) -> None:
    assert only_shortens(before, after) is is_so


def test_the_person_reads_it_where_the_button_was_and_nobody_else_does(
    case: Case, lea: Person, rule: Any, ann: Person, ben: Person
) -> None:
    decision = stepped(lea, case, rule, Level.LIMIT, days=2)
    link, theirs = reverse("moderation:statement", args=[decision.ref]), post_of(ben)
    mine, other = signed_in(ann), signed_in(ben)
    for address in (reverse("feed:compose"), theirs.get_absolute_url(), reverse("ideas:new")):
        page = mine.get(address).content.decode()
        assert link in page
        assert "You cannot publish here until" in page
        assert "posting-limit" not in other.get(address).content.decode()
    assert 'value="publish">Publish' not in mine.get(reverse("feed:compose")).content.decode()
    assert "posting-limit" not in other.get(ann.get_absolute_url()).content.decode()


def test_what_was_written_comes_back_with_the_sentence(ann: Person, ben: Person) -> None:
    theirs, client = post_of(ben), signed_in(ann)
    limited(ann)
    sent = {"do": "publish", "kind": "update", "place": "", "title": "", "text": "Ord jeg ikke vil miste"}
    answer = client.post(reverse("feed:compose"), sent)
    assert answer.status_code == 422
    assert "Ord jeg ikke vil miste" in answer.content.decode()
    assert "You cannot publish posts, replies or ideas until" in answer.content.decode()
    answer = client.post(reverse("conversations:comments", args=[theirs.pk]), {"text": "Svaret mitt"})
    assert answer.status_code == 422
    assert "Svaret mitt" in answer.content.decode()


def test_a_lead_lifts_it_with_a_reason_and_the_person_is_told(
    case: Case, lea: Person, mo: Person, rule: Any, ann: Person, django_capture_on_commit_callbacks: Any
) -> None:
    decision = stepped(lea, case, rule, Level.LIMIT, days=3)
    for person, because in ((mo, "Det holder."), (ann, "Det holder."), (lea, " ")):
        with pytest.raises(Refused):
            lift_earlier(by=person, decision=decision, because=because)
    Notification.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        lift_earlier(by=lea, decision=decision, because="Samtalen hjalp.")
    assert say(ann).pk
    assert LogEntry.objects.filter(verb=Verb.LIMIT_LIFTED, case_ref=case.ref).count() == 1
    assert Notification.objects.filter(recipient=ann, kind=Kind.DECISION, subject=f"decision:{decision.pk}").exists()
    assert Decision.objects.get().standing == "stands"
    page = signed_in(ann).get(reverse("moderation:statement", args=[decision.ref])).content.decode()
    assert "Samtalen hjalp." in page
    with pytest.raises(Refused):
        lift_earlier(by=lea, decision=Decision.objects.get(), because="En gang til.")


def test_a_lead_lifts_it_on_the_page_of_the_case(case: Case, lea: Person, mo: Person, rule: Any, ann: Person) -> None:
    stepped(lea, case, rule, Level.LIMIT, days=3)
    address, client = reverse("moderation:lift", args=[case.ref]), signed_in(lea)
    assert "Lift the posting limit" in client.get(reverse("moderation:case", args=[case.ref])).content.decode()
    assert (
        "Lift the posting limit" not in signed_in(mo).get(reverse("moderation:case", args=[case.ref])).content.decode()
    )
    assert client.post(address, {"because": ""}).status_code == 422
    assert signed_in(mo).post(address, {"because": "Nok."}).status_code == 422
    assert signed_in(ann).post(address, {"because": "Nok."}).status_code == 404
    assert client.post(address, {"because": "Nok."}).status_code == 303
    assert say(ann).pk
    assert client.post(address, {"because": "Nok."}).status_code == 422


def test_an_appeal_that_is_right_lifts_it_in_the_same_transaction(
    case: Case, lea: Person, rule: Any, ann: Person
) -> None:  # A57
    decision = stepped(lea, case, rule, Level.LIMIT, days=3)
    appeal = appeal_decision(by=ann, decision=decision, text="Jeg ble provosert.")
    with pytest.raises(Limited):
        say(ann)
    decide_appeal(by=moderator("annen"), appeal=appeal, answer=Answer(Verdict.OVERTURNED, "Ja."))
    assert say(ann).pk
    assert PostingLimit.objects.get().lifted_by.handle == "annen"


def test_a_reporters_appeal_that_is_right_begins_anew_without_the_limit(
    case: Case, lea: Person, rule: Any, ann: Person, ben: Person
) -> None:
    decision = stepped(lea, case, rule, Level.LIMIT, days=3)
    appeal = appeal_decision(by=ben, decision=decision, text="Les det en gang til.")
    decide_appeal(by=moderator("annen"), appeal=appeal, answer=Answer(Verdict.OVERTURNED, "Ja."))
    assert say(ann).pk


def test_the_text_is_hidden_too_where_that_was_decided_and_comes_back_with_the_limit(
    case: Case, lea: Person, rule: Any, ann: Person, ben: Person, post: Any
) -> None:
    decision = stepped(lea, case, rule, Level.LIMIT, days=3, hides=True)
    assert not Post.objects.visible_to(ben).filter(pk=post.pk).exists()
    assert decision.restriction.ends_at is None
    appeal = appeal_decision(by=ann, decision=decision, text="Nei.")
    decide_appeal(by=moderator("annen"), appeal=appeal, answer=Answer(Verdict.OVERTURNED, "Ja."))
    assert Post.objects.visible_to(ben).filter(pk=post.pk).exists()
    assert say(ann).pk


def test_lifting_what_is_over_changes_nothing(ann: Person, time_machine: Any) -> None:
    limit = limited(ann)
    time_machine.move_to(limit.ends_at + timedelta(days=1), tick=False)
    lift_limit(by=None, limit=limit)
    assert PostingLimit.objects.get().lifted_at is None


def test_only_a_lead_is_offered_it_and_only_when_the_author_was_heard(
    post: Any, ben: Person, lea: Person, mo: Person, rule: Any
) -> None:
    case = in_work(lea, reported(ben, post).case)
    address = reverse("moderation:case", args=[case.ref])
    page = signed_in(lea).get(address).content.decode()
    assert 'value="limit"' not in page
    assert "once the author has been heard" in page
    case = heard(lea, case)
    page = signed_in(lea).get(address).content.decode()
    assert 'value="limit"' in page
    assert 'value="reminder"' in page
    sent = {
        "decide-level": "limit", "decide-days": "2", "decide-section": str(rule.pk), "decide-facts": "a b",
        "decide-reasoning": "Det er slik.", "decide-milder": "Prøvd.", "version": str(case.version),
    }  # fmt: skip
    decide = reverse("moderation:decide", args=[case.ref])
    assert signed_in(lea).post(decide, {**sent, "decide-law": "Lov § 1"}).status_code == 422
    assert signed_in(lea).post(decide, {**sent, "decide-days": "15"}).status_code == 422
    assert signed_in(lea).post(decide, sent).status_code == 303
    assert PostingLimit.objects.get().person == case.author
