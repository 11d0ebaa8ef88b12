"""Consultation: who speaks, what is answered, and that nothing said is lost."""

from functools import partial

import pytest
from django.utils.timezone import localdate

from network.core.access import Refused
from network.core.clock import now
from network.notifications.models import Kind, Notification
from network.policy.actions.consulting import (
    Said,
    answer_remark,
    make_remark,
    note_workshop,
    reply_to_remark,
    withdraw_remark,
)
from network.policy.actions.moving import move_version
from network.policy.actions.plans import Plan
from network.policy.actions.writing import remove_section
from network.policy.models import Remark, Workshop
from network.policy.queries.consultations import consultation_page
from network.policy.states import State
from tests.policy.adopted import mandate_of
from tests.policy.moved import days, explained, fresh, over

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english"), pytest.mark.wide]
Outcome = Remark.Outcome
QUOTE = "uenig med alle"


@pytest.fixture
def remark_of(open_draft):
    def made(person, quote=QUOTE, text="Også med ledere?", **more):
        key = open_draft.sections.first().key
        return make_remark(
            by=person, version=open_draft, key=key, language="nb", said=Said(text=text, quote=quote, **more)
        )

    return made


def refused(act, words=""):
    with pytest.raises(Refused) as refusal:
        act()
    assert words in str(refusal.value.sentence)


def shown(version, person):
    page = consultation_page(person, fresh(version))
    return {one.remark.pk: one for part in page.parts for one in part.remarks} | {
        one.remark.pk: one for one in page.orphans
    }


@pytest.mark.parametrize("who", ["ann", "cleo", "tor", "pia", "ada"])
def test_everybody_who_works_here_speaks(who, request, remark_of):
    assert remark_of(request.getfixturevalue(who)).pk


def test_who_has_left_does_not_speak(remark_of, gone):
    refused(partial(remark_of, gone))


def test_nobody_speaks_before_the_first_day_or_after_the_last(open_draft, remark_of, ann):
    remark = remark_of(ann)
    over(open_draft)
    refused(partial(remark_of, ann), "not open")
    refused(partial(reply_to_remark, by=ann, remark=remark, text="For sent"), "not open")
    open_draft.consultations.update(opens_on=days(1), closes_on=days(30))
    refused(partial(remark_of, ann), "not open")


def test_a_quote_is_of_the_text_and_a_proposal_has_one(remark_of, ann):
    refused(partial(remark_of, ann, quote="noe som ikke står der"), "not in the section")
    refused(partial(remark_of, ann, quote="", is_proposal=True), "which words")
    assert remark_of(ann, quote="").quote == ""
    assert remark_of(ann).prefix.endswith("kan være ")


def test_a07_the_consultation_does_not_end_with_a_proposal_unanswered(open_draft, remark_of, ann, pia, tor):
    remark = remark_of(ann, is_proposal=True, replacement="uenig med hvem som helst")
    explained(open_draft, pia)
    plan = Plan(mandates=(mandate_of(tor).pk,), sign_by=days(7))
    close = partial(move_version, by=pia, version=open_draft, to=State.SIGN_OFF, plan=plan)
    refused(close, "last day")
    over(open_draft)
    refused(close, "1 proposal")
    answer_remark(by=pia, remark=remark, outcome=Outcome.DECLINED, reply="Det står allerede.")
    assert close().state == State.SIGN_OFF
    assert not open_draft.consultations.filter(closed_at=None).exists()


def test_a_comment_or_a_proposal_taken_back_needs_no_answer(open_draft, remark_of, ann, pia, tor):
    remark_of(ann)
    withdraw_remark(by=ann, remark=remark_of(ann, is_proposal=True))
    explained(open_draft, pia)
    over(open_draft)
    plan = Plan(mandates=(mandate_of(tor).pk,), sign_by=days(7))
    move_version(by=pia, version=open_draft, to=State.SIGN_OFF, plan=plan)


def test_an_accepted_proposal_is_in_the_text(open_draft, remark_of, ann, pia):
    remark = remark_of(ann, is_proposal=True, replacement="uenig med hvem som helst")
    answer_remark(by=pia, remark=remark, outcome=Outcome.ACCEPTED, reply="Ja, klarere.")
    body = open_draft.sections.first().texts.get(language="nb").body
    assert body == "Du kan være uenig med hvem som helst."


def test_a_modified_or_declined_proposal_leaves_the_text(open_draft, remark_of, ann, pia):
    for outcome in (Outcome.MODIFIED, Outcome.DECLINED):
        remark = remark_of(ann, is_proposal=True, replacement="stille")
        answer_remark(by=pia, remark=remark, outcome=outcome, reply="Fordi.")
    assert QUOTE in open_draft.sections.first().texts.get(language="nb").body


def test_an_answer_has_a_reason_an_editor_and_stays(remark_of, ann, pia, eva, tor):
    remark = remark_of(ann, is_proposal=True)
    answer = partial(answer_remark, remark=remark, outcome=Outcome.DECLINED)
    refused(partial(answer, by=ann, reply="Nei"))
    refused(partial(answer, by=tor, reply="Nei"))
    refused(partial(answer, by=pia, reply="  "), "why")
    refused(partial(answer_remark, by=pia, remark=remark, outcome="", reply="Nei"), "Choose")
    answer(by=pia, reply="Det står allerede.")
    refused(partial(answer, by=eva, reply="Jo"), "already")


def test_nobody_decides_on_a_proposal_of_their_own(remark_of, pia):
    remark = remark_of(pia, is_proposal=True, replacement="x")
    refused(partial(answer_remark, by=pia, remark=remark, outcome=Outcome.ACCEPTED, reply="Min"))


def test_a08_the_remark_follows_its_words_and_is_listed_when_they_are_gone(open_draft, remark_of, rewrite, ann, pia):
    remark = remark_of(ann)
    rewrite(open_draft, body="Et nytt avsnitt først.\n\nDu kan være uenig med alle.")
    assert not shown(open_draft, ann)[remark.pk].is_orphaned
    rewrite(open_draft, body="Noe helt annet.")
    assert shown(open_draft, ann)[remark.pk].is_orphaned
    remove_section(by=pia, section=open_draft.sections.first())
    assert shown(open_draft, ann)[remark.pk].is_orphaned


def test_a_proposal_whose_words_are_gone_cannot_be_put_in(open_draft, remark_of, rewrite, ann, pia):
    remark = remark_of(ann, is_proposal=True, replacement="stille")
    rewrite(open_draft, body="Noe helt annet.")
    refused(partial(answer_remark, by=pia, remark=remark, outcome=Outcome.ACCEPTED, reply="Ja"), "not in the section")
    answer_remark(by=pia, remark=remark, outcome=Outcome.MODIFIED, reply="Vi har skrevet det om.")


def test_whoever_spoke_is_told_of_the_answer(remark_of, ann, pia, ben, django_capture_on_commit_callbacks):
    remark = remark_of(ann)
    with django_capture_on_commit_callbacks(execute=True):
        reply_to_remark(by=ben, remark=remark, text="Enig.")
        answer_remark(by=pia, remark=remark, outcome=Outcome.ACCEPTED, reply="Takk, vi endret det.")
    news = Notification.objects.get(recipient=ann, kind=Kind.POLICY_REMARK)
    assert news.actors == [ben.pk, pia.pk]


def test_minutes_are_written_by_editors(open_draft, pia, ann):
    consultation = open_draft.consultations.get()
    row = {"held_on": localdate(), "title": "Verksted", "minutes": "Vi snakket."}
    refused(partial(note_workshop, by=ann, consultation=consultation, workshop=Workshop(**row)))
    assert note_workshop(by=pia, consultation=consultation, workshop=Workshop(**row)).made_at <= now()
