"""What stands in the way of a version that is not ready (A01 to A08): the corners that the long way does not pass."""

from datetime import timedelta
from functools import partial

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from network.core.access import Refused
from network.core.clock import add_working_days
from network.policy.actions.clock import note_silence
from network.policy.actions.consulting import Said, answer_remark, make_remark, withdraw_remark
from network.policy.actions.moving import approve_step, ask_step, move_version
from network.policy.actions.plans import Plan
from network.policy.actions.signing import answer_disagreement
from network.policy.actions.writing import note_change, remove_section, set_laws, write_section
from network.policy.models import Approval, ChangeNote, Remark, SignOff
from network.policy.queries.drafts import changes, without_note
from network.policy.queries.sign_offs import sign_offs_of
from network.policy.queries.texts import hash_of_text
from network.policy.states import State
from profiles.models import Role
from tests.policy.adopted import document_of, mandate_of, version_at
from tests.policy.moved import consulted, days, draft_of, explained, fresh, laid_before, over, says, two

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english"), pytest.mark.wide]
Step, Outcome = Approval.Step, SignOff.Outcome


def refused(act, words=""):
    with pytest.raises(Refused) as refusal:
        act()
    assert words in str(refusal.value.sentence)


def remark_of(person, version, **more):
    said = Said(**{"text": "For vidt.", "quote": "uenig med alle", **more})
    return make_remark(by=person, version=version, key=version.sections.first().key, language="nb", said=said)


def laying(version, pia, tor):
    plan = Plan(mandates=(mandate_of(tor).pk,), sign_by=days(7))
    return partial(move_version, by=pia, version=version, to=State.SIGN_OFF, plan=plan)


@pytest.mark.parametrize("state", [State.SCHEDULED, State.IN_FORCE, State.SUPERSEDED])
def test_a01_an_editor_who_writes_in_an_adopted_version_hears_why_not(state, rewrite, pia):
    version = version_at(state)
    refused(partial(rewrite, version), "until they are adopted")
    refused(partial(remove_section, by=pia, section=version.sections.first()), "until they are adopted")


def test_a03_one_editor_does_not_adopt_it_with_a_single_move(signing, pia, tor):
    says(tor, signing)
    plan = Plan(effective_on=days(30))
    refused(partial(move_version, by=pia, version=fresh(signing), to=State.SCHEDULED, plan=plan), "two editors")


def test_a03_what_was_asked_for_in_time_and_is_approved_a_day_late_is_refused(signing, pia, eva, tor, monkeypatch):
    says(tor, signing)
    asked = ask_step(by=pia, version=fresh(signing), step=Step.SCHEDULE, plan=Plan(effective_on=days(14)))
    tomorrow = timezone.now() + timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    refused(partial(approve_step, by=eva, approval=asked), "14 days")
    assert fresh(signing).state == State.SIGN_OFF


def test_a03_the_banner_stands_where_the_version_waits_and_where_it_counts(client, ann):
    reason = {"short_notice_reason": "Ny lov fra januar", "effective_on": days(-25)}
    for state in (State.SCHEDULED, State.IN_FORCE):
        version = version_at(state, document_of("privacy" if state == State.SCHEDULED else "house-rules"), **reason)
        client.force_login(ann)
        html = client.get(reverse("policy:version", args=[version.document.slug, version.number])).content.decode()
        assert "Ny lov fra januar" in html


def test_a04_a_law_that_a_section_rests_on_is_a_change_too(draft, pia):
    law = {"law": "arbeidsmiljøloven", "place": "§ 4-3", "read_on": "2026-01-02"}
    set_laws(by=pia, section=draft.sections.first(), laws=[law])
    assert [change.heading for change in without_note(fresh(draft))] == ["Tonen her"]


@pytest.mark.parametrize("words", ["", "  \n "])
def test_a04_a_note_says_something(words, open_draft, pia, tor):
    change = changes(open_draft)[0]
    note = partial(note_change, by=pia, version=open_draft, key=change.key, kind=change.kind)
    refused(partial(note, said={"text": {"nb": words}}), "what changed")
    ChangeNote.objects.create(version=open_draft, key=change.key, kind=change.kind, text={"nb": ""})
    over(open_draft)
    refused(laying(fresh(open_draft), pia, tor), "Tonen her")


def test_a05_a_changed_note_is_signed_anew_as_well(signing, pia, tor):
    said = says(tor, signing)
    change = changes(signing)[0]
    note_change(by=pia, version=signing, key=change.key, kind=change.kind, said={"text": {"nb": "Sagt bedre."}})
    version = fresh(signing)
    assert (version.state, version.content_hash) == (State.DRAFT, "")
    assert list(sign_offs_of(version)) == []
    assert SignOff.objects.get() == said


@pytest.mark.parametrize("who", ["ann", "mona", "mo", "ada", "gone"])
def test_a06_nobody_but_an_editor_answers_for_the_employer(who, request, signing, tor):
    said = says(tor, signing, Outcome.DISAGREED, "Uenighetsprotokoll: for vidt.")
    refused(partial(answer_disagreement, by=request.getfixturevalue(who), said=said, text="Nei."))


def test_a06_nobody_answers_a_protocol_of_their_own_for_the_employer(signing, tor):
    said = says(tor, signing, Outcome.DISAGREED, "Uenighetsprotokoll: for vidt.")
    Role.objects.create(person=tor, kind=Role.Kind.POLICY_EDITOR, starts_on="2020-01-01")
    refused(partial(answer_disagreement, by=tor, said=said, text="Vi er enige med oss selv."))


def test_a06_silence_is_no_agreement_where_agreement_is_required(pia, eva, tor, rewrite, monkeypatch):
    version = draft_of(pia, document_of(requires_agreement=True))
    rewrite(version)
    version = laid_before(consulted(version, pia, eva, tor), pia, [mandate_of(tor)])
    later = timezone.now() + timedelta(days=8)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert note_silence(version=version) == 1
    plan = {"effective_on": localdate() + timedelta(days=14)}
    refused(partial(two, pia, eva, fresh(version), Step.SCHEDULE, **plan), "agreement")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", {"heading": "The tone", "short": "Be kind.", "body": "This goes for [employer]."}),
        ("nb", {"heading": "Tonen hos [arbeidsgiver]", "short": "Vi er greie.", "body": "Alltid."}),
        ("nb", {"heading": "Tonen her", "short": "Spør {{ navn }}.", "body": "Alltid."}),
    ],
)
def test_a20_a_placeholder_anywhere_stops_it(language, words, draft, pia, eva, tor):
    section = draft.sections.first()
    read = hash_of_text(section.texts.filter(language=language).first())
    write_section(by=pia, section=section, language=language, words=words, read=read)
    version = laid_before(consulted(draft, pia, eva, tor), pia, [mandate_of(tor)])
    says(tor, version)
    plan = {"effective_on": days(14), "marks_outdated": True}
    refused(partial(two, pia, eva, fresh(version), Step.SCHEDULE, **plan), "Fill in what is left open")


def test_a07_a_proposal_of_an_earlier_consultation_still_waits_for_its_answer(open_draft, ann, pia, eva, tor):
    remark = remark_of(ann, open_draft, is_proposal=True, replacement="uenig")
    move_version(by=pia, version=open_draft, to=State.DRAFT)
    last = add_working_days(localdate(), 15)
    again = {"opens_on": localdate(), "closes_on": last, "invited": (tor.pk,)}
    two(pia, eva, fresh(open_draft), Step.CONSULTATION, **again)
    over(open_draft)
    explained(open_draft, pia)
    refused(laying(fresh(open_draft), pia, tor), "1 proposal")
    answer_remark(by=pia, remark=remark, outcome=Remark.Outcome.DECLINED, reply="Det står allerede.")
    assert laying(fresh(open_draft), pia, tor)().state == State.SIGN_OFF


def test_a07_nobody_else_takes_a_proposal_back_so_that_it_need_not_be_answered(open_draft, ann, pia, ben):
    remark = remark_of(ann, open_draft, is_proposal=True, replacement="uenig")
    for person in (pia, ben):
        refused(partial(withdraw_remark, by=person, remark=remark))
    answer_remark(by=pia, remark=remark, outcome=Remark.Outcome.DECLINED, reply="Nei.")
    refused(partial(withdraw_remark, by=ann, remark=remark))
    assert Remark.objects.get().withdrawn_at is None


def test_a08_on_the_page_a_remark_stands_with_its_words_and_among_the_others_when_they_are_gone(
    client, open_draft, rewrite, ann, pia
):
    remark_of(ann, open_draft, text="Også med ledere?")
    url = reverse("policy:consultation", args=["house-rules"])
    client.force_login(ann)

    def place() -> str:
        """In which section of the page the remark stands."""
        html = client.get(url).content.decode()
        assert html.count("Også med ledere?") == 1
        before = html[: html.index("Også med ledere?")]
        return "orphans" if 'id="orphans"' in before else "section"

    rewrite(open_draft, body="Et nytt avsnitt først.\n\nDu kan være uenig med alle.")
    assert place() == "section"
    rewrite(open_draft, body="Noe helt annet.")
    assert place() == "orphans"
    rewrite(open_draft, body="Nå står det igjen: uenig med alle.")
    assert place() == "section"
    remove_section(by=pia, section=open_draft.sections.first())
    assert place() == "orphans"
