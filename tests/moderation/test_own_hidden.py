"""What is hidden its author may delete: it stays gone whatever is decided later, and its case goes on."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from network.conversations.models import Comment
from network.core.access import Refused
from network.feed.models import Post
from network.moderation.actions.appealing import Answer, appeal_decision, decide_appeal
from network.moderation.actions.own import delete_hidden
from network.moderation.actions.reporting import ReportWords, report_content
from network.moderation.models import Case, Decision, Snapshot
from network.moderation.states import Level, Verdict
from profiles.models import Person
from tests.factories import comment_of, idea_of
from tests.moderation.reported import NO, hidden, in_work, moderator, reported

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def decision(post: Post, cleo: Person, mo: Person, rule: Any) -> Decision:
    """Hides what ann wrote."""
    return hidden(mo, in_work(mo, reported(cleo, post).case), rule)


def decided_about(kind: str, pk: int, cleo: Person, mo: Person, rule: Any) -> Decision:
    report = report_content(by=cleo, kind=kind, pk=pk, words=ReportWords("harassment"))
    return hidden(mo, in_work(mo, Case.objects.get(pk=report.case_id)), rule)


def test_the_author_is_asked_and_then_it_is_gone(
    decision: Decision, post: Post, client_of: Callable[[Person], Client], ann: Person
) -> None:
    client, page = client_of(ann), f"/appeals/{decision.ref}/"
    assert f"{page}delete/" in client.get(page).content.decode()
    asked = client.get(f"{page}delete/")
    assert asked.status_code == 200
    assert Post.objects.get(pk=post.pk).text == "Du er en idiot."
    done = client.post(f"{page}delete/")
    assert (done.status_code, done["Location"]) == (303, page)
    gone = Post.objects.select_related("thread").get(pk=post.pk)
    assert (gone.text, gone.thread.deleted_at is not None) == ("", True)
    assert f"{page}delete/" not in client.get(page).content.decode()
    assert client.post(f"{page}delete/").status_code == 404


def test_nobody_else_deletes_it(  # noqa: PLR0913
    decision: Decision, client_of: Callable[[Person], Client], ben: Person, cleo: Person, mona: Person,
    mo: Person, ada: Person, gone: Person,
) -> None:  # fmt: skip
    for person in (ben, cleo, mona, mo, ada):
        with pytest.raises(Refused):
            delete_hidden(by=person, decision=decision)
        assert client_of(person).post(f"/appeals/{decision.ref}/delete/").status_code == 404, person
    assert client_of(gone).post(f"/appeals/{decision.ref}/delete/").status_code == 302
    assert Post.objects.get().text


def test_a_reply_too_and_never_an_idea(post: Post, ann: Person, cleo: Person, mo: Person, rule: Any) -> None:
    said = comment_of(ann, post.thread, "Idiot.")
    delete_hidden(by=ann, decision=decided_about("comment", said.pk, cleo, mo, rule))
    assert Comment.objects.get(pk=said.pk).deleted_at is not None
    with pytest.raises(Refused):
        delete_hidden(by=ann, decision=decided_about("idea", idea_of(ann).pk, cleo, mo, rule))


def test_only_while_the_decision_hides_it(
    decision: Decision, post: Post, client_of: Callable[[Person], Client], ann: Person
) -> None:
    appeal = appeal_decision(by=ann, decision=decision, text="Det er om masta.")
    decide_appeal(by=moderator("annen"), appeal=appeal, answer=Answer(Verdict.OVERTURNED, "Det er det."))
    with pytest.raises(Refused):
        delete_hidden(by=ann, decision=Decision.objects.get(pk=decision.pk))
    assert client_of(ann).get(f"/appeals/{decision.ref}/delete/").status_code == 404
    assert client_of(ann).get(f"/posts/{post.pk}/delete/").status_code == 200  # there it is deleted as ever


def test_a_step_that_hides_nothing_deletes_nothing(
    post: Post, ann: Person, cleo: Person, mo: Person, rule: Any
) -> None:
    case = in_work(mo, reported(cleo, post).case, answers=NO)
    guided = hidden(mo, case, rule, Level.GUIDANCE)
    with pytest.raises(Refused):
        delete_hidden(by=ann, decision=guided)


def test_the_copy_and_the_appeal_stay_and_nothing_comes_back(
    decision: Decision, post: Post, client_of: Callable[[Person], Client], ann: Person, cleo: Person
) -> None:
    kept = Snapshot.objects.get().sealed
    delete_hidden(by=ann, decision=decision)
    assert Snapshot.objects.get().sealed == kept
    appeal = appeal_decision(by=ann, decision=decision, text="Det er om masta.")
    decide_appeal(by=moderator("annen"), appeal=appeal, answer=Answer(Verdict.OVERTURNED, "Det er det."))
    assert Post.objects.get(pk=post.pk).text == ""
    assert "Du er en idiot" not in client_of(cleo).get(f"/posts/{post.pk}/").content.decode()
    assert "Du har slettet det selv" in client_of(ann).get(f"/appeals/{decision.ref}/").content.decode()
