"""Words taken out: by two people, out of every copy, with a mark that tells the kind and never the value."""

import hashlib
import json
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from psycopg import sql

from ideas.actions import Proposal, edit_idea, open_box, submit_idea
from ideas.models import Idea, IdeaRevision
from network.conversations.actions import edit_comment, set_reaction
from network.conversations.models import Comment, Emotion, Revision, Thread
from network.core.access import Refused
from network.feed.actions import Words, edit_post, keep_draft
from network.feed.models import Draft, Post
from network.moderation.actions.appealing import Answer, appeal_decision, decide_appeal
from network.moderation.actions.custody import ask_name
from network.moderation.actions.deciding import approve_decision, refuse_decision
from network.moderation.actions.desk import claim_case, think_through
from network.moderation.actions.log import Verb
from network.moderation.actions.redacting import mark_for, redactor
from network.moderation.actions.reporting import ReportWords, report_content
from network.moderation.models import Case, Decision, HandOver, LogEntry, Redaction, Report, Snapshot
from network.moderation.queries.content import content_of
from network.moderation.queries.ladder import Span, spots_of
from network.moderation.seals import unseal
from network.moderation.states import Level, Outcome, Secret, Verdict
from profiles.models import Person
from tests.factories import comment_of, post_of
from tests.moderation import handed
from tests.moderation.handed import adviser
from tests.moderation.reported import hidden, in_work, lead, moderator, reported, stepped

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
NUMBER = "17912099997"  # made up: the month is one that the tax administration uses for tests
MARK = "[fjernet: fødselsnummer]"
IDENTITY = (Span(Secret.IDENTITY, NUMBER),)


@pytest.fixture
def told(rule: Any, ann: Person) -> Post:
    post = post_of(ann, text=f"Kunden har 179120 99997 og bor på Voss. Ring {NUMBER}. #tag{NUMBER}")
    edit_post(by=ann, post=post, words=Words(f"Kunden {NUMBER} bor på Voss, sier @ben", title="Til laget"))
    keep_draft(by=ann, group=None, words=Words(f"Husk {NUMBER}"))
    return Post.objects.get(pk=post.pk)


def taken_out(case: Case, by: Person, other: Person, section: Any, spans: Any = IDENTITY, **more: object) -> Decision:
    decision = stepped(by, case, section, Level.REDACT, spans=spans, **more)
    assert decision.standing == "proposed"
    approve_decision(by=other, decision=decision)
    return Decision.objects.get(pk=decision.pk)


def holding(*values: str) -> list[str]:
    """Every column of every table that holds text and holds one of the values: "table.column"."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema()"
            " AND (data_type IN ('text', 'character varying', 'character', 'json', 'jsonb', 'ARRAY', 'tsvector', 'bytea')"
            " OR udt_name = 'tsvector')"
        )
        for table, column in cursor.fetchall():
            for value in values:
                names = {"table": sql.Identifier(table), "column": sql.Identifier(column)}
                asked = sql.SQL("SELECT count(*) FROM {table} WHERE {column}::text ILIKE %s").format(**names)
                cursor.execute(asked, [f"%{value}%"])
                found += [f"{table}.{column}"] if cursor.fetchone()[0] else []
    return found


def test_the_canary_sees_what_is_there(told: Post) -> None:
    assert {"feed_post.text", "feed_post.html", "conversations_revision.text", "feed_draft.text"} <= set(
        holding(NUMBER)
    )


def test_of_a_post_nothing_is_left_anywhere(
    told: Post, ann: Person, ben: Person, mo: Person, rule: Any, django_capture_on_commit_callbacks: Any
) -> None:
    words = ReportWords("identity", f"Han har skrevet {NUMBER} her.")
    case = in_work(mo, report_content(by=ben, kind="post", pk=told.pk, words=words).case)
    with django_capture_on_commit_callbacks(execute=True):
        taken_out(case, mo, moderator("annen"), rule)
    assert holding(NUMBER, "179120 99997") == []
    post = Post.objects.get(pk=told.pk)
    assert post.text == f"Kunden {MARK} bor på Voss, sier @ben"
    assert MARK in post.html
    assert 'class="mention"' in post.html
    assert post.edited_at == told.edited_at
    assert MARK in Draft.objects.get(person=ann).text
    assert MARK in Report.objects.get().text
    for kept in Snapshot.objects.all():
        assert NUMBER not in unseal(kept.sealed)
        assert "179120 99997" not in unseal(kept.sealed)
    page = _signed_in(ben).get(reverse("feed:post_history", args=[told.pk])).content.decode()
    assert NUMBER not in page
    assert MARK in page


def test_the_conversation_reactions_and_counts_stay(
    told: Post, ann: Person, ben: Person, mo: Person, rule: Any
) -> None:
    comment_of(ben, told, "Det burde du ikke skrive.")
    set_reaction(by=ben, thread=told.thread, emotion=Emotion.AGREE, on=True)
    before = Thread.objects.values("comment_count", "reactions", "answered_at").get(pk=told.pk)
    case = in_work(mo, reported(ben, told, "identity").case)
    taken_out(case, mo, moderator("annen"), rule)
    assert Thread.objects.values("comment_count", "reactions", "answered_at").get(pk=told.pk) == before
    assert Comment.objects.get().text == "Det burde du ikke skrive."
    assert Post.objects.visible_to(ben).filter(pk=told.pk).exists()


def test_of_a_comment_nothing_is_left(ann: Person, ben: Person, mo: Person, rule: Any) -> None:
    comment = comment_of(ann, post_of(ben), f"Hun heter {NUMBER}")
    edit_comment(by=ann, comment=comment, text=f"Hun har nummer {NUMBER}.")
    case = in_work(mo, report_content(by=ben, kind="comment", pk=comment.pk, words=ReportWords("identity")).case)
    taken_out(case, mo, moderator("annen"), rule)
    assert holding(NUMBER) == []
    assert Comment.objects.get().text == f"Hun har nummer {MARK}."
    assert Revision.objects.get().text == f"Hun heter {MARK}"


def test_of_an_idea_nothing_is_left_and_its_similar_words_are_counted_anew(
    ann: Person, ben: Person, mo: Person, rule: Any
) -> None:
    words = Proposal("Bil til kunden", f"Kunden {NUMBER} venter for lenge på bilen sin", "Lån en bil av depotet", "")
    idea = submit_idea(by=ann, campaign=open_box(), words=words, draft=None, key=None)
    Idea.objects.filter(pk=idea.pk).update(answers=[["Hvem?", f"{NUMBER} og Kari Nordmann"]])
    idea.refresh_from_db()
    edit_idea(by=ann, idea=idea, words=Proposal("Bil til kunden", f"Kunden {NUMBER} venter", f"Ring {NUMBER}", ""))
    spans = (*IDENTITY, Span(Secret.OTHER, "Kari Nordmann"))  # stands in what it said before alone
    assert holding(NUMBER)
    case = in_work(mo, report_content(by=ben, kind="idea", pk=idea.pk, words=ReportWords("identity")).case)
    taken_out(case, mo, moderator("annen"), rule, spans)
    assert holding(NUMBER, "Kari Nordmann") == []
    assert Idea.objects.get().proposal == f"Ring {MARK}"
    assert MARK in IdeaRevision.objects.get().problem
    with pytest.raises(DatabaseError), transaction.atomic():
        IdeaRevision.objects.update(problem="Noe annet")


def test_the_hash_of_what_was_reported_stays_and_one_of_the_rest_comes(
    told: Post, ben: Person, mo: Person, rule: Any
) -> None:  # M1
    case = in_work(mo, reported(ben, told, "identity").case)
    before = Snapshot.objects.get()
    for change in ({"digest": "x"}, {"sealed": "x"}, {"redacted_digest": "x", "digest": "x"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Snapshot.objects.update(**change)
    taken_out(case, mo, moderator("annen"), rule)
    after = Snapshot.objects.get()
    assert (after.digest, after.taken_at) == (before.digest, before.taken_at)
    assert after.redacted_digest == hashlib.sha256(unseal(after.sealed).encode()).hexdigest()
    assert MARK in json.loads(unseal(after.sealed))["text"]


def test_one_person_takes_nothing_out(told: Post, ben: Person, mo: Person, rule: Any) -> None:  # A53
    case = in_work(mo, reported(ben, told, "identity").case)
    decision = stepped(mo, case, rule, Level.REDACT, spans=IDENTITY)
    assert NUMBER in Post.objects.get(pk=told.pk).text
    for person in (mo, moderator("under", manager=mo), ben):
        with pytest.raises(Refused):
            approve_decision(by=person, decision=decision)


def test_a_second_person_who_says_no_leaves_the_words_kept_nowhere_else(
    told: Post, ben: Person, mo: Person, rule: Any
) -> None:
    case = in_work(mo, reported(ben, told, "identity").case)
    decision = stepped(mo, case, rule, Level.REDACT, spans=IDENTITY)
    assert NUMBER not in Redaction.objects.get().sealed
    refuse_decision(by=moderator("annen"), decision=decision, reason="Det er et ordrenummer.")
    assert Redaction.objects.get().sealed == ""
    assert NUMBER in Post.objects.get(pk=told.pk).text


def test_a_law_carries_it_without_a_hearing(told: Post, ben: Person, mo: Person) -> None:  # A51
    case = in_work(mo, reported(ben, told, "identity").case)
    decision = taken_out(case, mo, moderator("annen"), None, law="Personopplysningsloven § 12 (2026-01-01)")
    assert (decision.standing, decision.outcome) == ("stands", Outcome.REDACTED)
    assert LogEntry.objects.filter(verb=Verb.REDACTED, case_ref=case.ref).count() == 1


@pytest.mark.parametrize(
    "spans",
    [
        (),
        (Span(Secret.OTHER, "ab"),),
        (Span(Secret.OTHER, "står ikke her"),),
        (*IDENTITY, Span(Secret.OTHER, "Bergen")),
    ],
)
def test_only_words_that_stand_there_are_taken_out(
    told: Post, ben: Person, mo: Person, rule: Any, spans: tuple[Span, ...]
) -> None:
    case = in_work(mo, reported(ben, told, "identity").case)
    with pytest.raises(Refused):
        stepped(mo, case, rule, Level.REDACT, spans=spans)
    assert not Decision.objects.exists()


@pytest.mark.parametrize("name", ["quote", "facts", "reasoning", "milder"])
def test_the_reasons_never_hold_the_words(told: Post, ben: Person, mo: Person, rule: Any, name: str) -> None:
    case = in_work(mo, reported(ben, told, "identity").case)
    with pytest.raises(Refused):
        stepped(mo, case, rule, Level.REDACT, spans=IDENTITY, **{name: f"Står 179120 {NUMBER[6:]} her"})
    assert not Decision.objects.exists()


def test_after_an_interim_hide_it_is_there_again_with_the_mark(told: Post, ben: Person, mo: Person, rule: Any) -> None:
    case = in_work(mo, reported(ben, told, "identity").case)
    hidden(mo, case, rule, Level.INTERIM)
    assert not Post.objects.visible_to(ben).filter(pk=told.pk).exists()
    other = moderator("annen")
    case = claim_case(by=other, case=Case.objects.get(pk=case.pk))
    taken_out(case, other, mo, rule)
    assert Post.objects.visible_to(ben).get(pk=told.pk).text.startswith(f"Kunden {MARK}")


def test_an_appeal_that_is_right_brings_no_word_back(
    told: Post, ann: Person, ben: Person, mo: Person, rule: Any
) -> None:
    case = in_work(mo, reported(ben, told, "identity").case)
    decision = taken_out(case, mo, moderator("annen"), rule)
    page = _signed_in(ann).get(reverse("moderation:statement", args=[decision.ref])).content.decode()
    assert "cannot bring them back" in page
    assert "identity number" in page
    assert NUMBER not in page
    appeal = appeal_decision(by=ann, decision=decision, text="Det var et ordrenummer.")
    decide_appeal(by=moderator("tredje"), appeal=appeal, answer=Answer(Verdict.OVERTURNED, "Det var det."))
    assert holding(NUMBER) == []
    assert Report.objects.get().outcome == Outcome.REDACTED


def test_numbers_are_found_beforehand_and_their_digits_covered(told: Post) -> None:
    spots = spots_of(content_of("post", told.pk))  # type: ignore[arg-type]
    assert {spot.kind for spot in spots} == {Secret.IDENTITY}
    assert all(NUMBER[:9] not in spot.shown and spot.shown.endswith("97") for spot in spots)


def test_on_the_page_of_the_case_numbers_are_ticked_and_a_second_person_reads_what_goes(
    told: Post, ben: Person, mo: Person, rule: Any
) -> None:
    case = in_work(mo, reported(ben, told, "identity").case)
    address, client = reverse("moderation:case", args=[case.ref]), _signed_in(mo)
    page = client.get(address).content.decode()
    assert "lost for good" in page
    assert NUMBER not in page
    spot = next(spot for spot in spots_of(content_of("post", told.pk)) if spot.words == NUMBER)  # type: ignore[arg-type]
    sent = {
        "decide-level": "redact", "decide-found": [spot.key], "decide-section": str(rule.pk), "decide-facts": "a b",
        "decide-words_1": "bor på Voss", "decide-kind_1": "other", "decide-reasoning": "Det er en kunde.",
        "decide-milder": "Det haster.", "version": str(case.version),
    }  # fmt: skip
    decide = reverse("moderation:decide", args=[case.ref])
    assert client.post(decide, {**sent, "decide-found": [], "decide-words_1": ""}).status_code == 422
    assert client.post(decide, sent).status_code == 303
    other = moderator("annen")
    page = _signed_in(other).get(address).content.decode()
    assert "these words are lost for good" in page
    assert "•••••••••97" in page
    approve_decision(by=other, decision=Decision.objects.get())
    assert Post.objects.get(pk=told.pk).text == f"Kunden {MARK} [fjernet: noe fortrolig], sier @ben"


@pytest.mark.parametrize(
    ("words", "text", "left"),
    [
        ("17912099997", "a 179120-99997 b 179120 99997, １７９１２０９９９９７!", "a X b X, X!"),
        ("17912099997", "a 117912099997 b", "a 117912099997 b"),
        ("Per", "Per og Person, PER", "X og Person, X"),
        ("Ola  Nordmann", "Ola\nNordmann er syk", "X er syk"),
        ("a+b)c", "se a+b)c der", "se X der"),
    ],
)
def test_words_are_found_however_they_are_set(words: str, text: str, left: str) -> None:
    taken = redactor([Span(Secret.OTHER, words)], "nb")(text)
    assert taken == left.replace("X", mark_for(Secret.OTHER, "nb"))


def test_a_mark_is_not_taken_for_words() -> None:
    spans = [Span(Secret.IDENTITY, NUMBER), Span(Secret.OTHER, "fødselsnummer")]
    assert redactor(spans, "nb")(f"fødselsnummer {NUMBER}") == f"{mark_for(Secret.OTHER, 'nb')} {MARK}"


def _signed_in(person: Person) -> Client:
    Person.objects.filter(pk=person.pk).update(language="en")
    client = Client()
    client.force_login(person)
    return client


def test_nothing_is_left_with_the_employers_side_nor_where_the_name_was_asked_for(
    rule: Any, ann: Person, ben: Person, mo: Person
) -> None:
    post = post_of(ann, text=f"Kunden {NUMBER} er en idiot.")
    leads, annen, hege = lead(), moderator("annen"), adviser()
    first = handed.heard(leads, reported(ben, post).case, rule)
    why = f"Den som meldte, må svare på hvordan {NUMBER} kom inn i tråden, ellers kan ingen avgjøre noe som helst i saken."
    ask_name(by=leads, report=first.reports.get(), purpose="question", motivation=why)
    handover = handed.sent(leads, annen, first, hege)
    assert NUMBER in unseal(handover.copy.sealed)
    decision = Decision.objects.get(case=first, standing="stands")
    appeal = appeal_decision(by=ben, decision=decision, text="Nummeret står der fortsatt.")
    decide_appeal(by=mo, appeal=appeal, answer=Answer(Verdict.OVERTURNED, "Det må avgjøres på nytt."))
    again = Case.objects.get(pk=first.pk)
    again = think_through(by=mo, case=again, answers=[False] * 5, view="Et nummer.", version=again.version)
    taken_out(again, mo, annen, rule)
    assert holding(NUMBER) == []
    kept = HandOver.objects.select_related("copy").get()
    for sealed in (kept.sealed, kept.copy.sealed):
        assert NUMBER not in unseal(sealed)
        assert MARK in unseal(sealed)
    assert kept.digest == handover.digest
    assert _signed_in(hege).get(f"/handed-over/{kept.ref}/").status_code == 200
