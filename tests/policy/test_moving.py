"""A version on its way: who moves it, what each step must bring, and that a step for two takes two."""

from datetime import timedelta
from functools import partial

import pytest
from django.utils.timezone import localdate

from network.core.access import Refused
from network.core.clock import add_working_days
from network.policy.actions.moving import approve_step, ask_step, drop_step, move_version
from network.policy.actions.plans import Plan
from network.policy.actions.signing import answer_disagreement, sign_off
from network.policy.actions.writing import add_section, remove_section
from network.policy.models import Approval, SignOff, Version
from network.policy.queries.drafts import changes, without_note
from network.policy.queries.sign_offs import sign_offs_of
from network.policy.queries.texts import hash_now
from network.policy.states import State
from tests.policy.adopted import document_of, mandate_of, version_at
from tests.policy.moved import consulted, days, draft_of, explained, fresh, laid_before, over, says, two

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english"), pytest.mark.wide]
Step = Approval.Step
Outcome = SignOff.Outcome


def refused(act, words=""):
    with pytest.raises(Refused) as refusal:
        act()
    assert words in str(refusal.value.sentence)


def plan_in(count=14, **more):
    return {"effective_on": days(count), "marks_outdated": True, **more}


def test_a_draft_becomes_the_version_that_counts(signing, pia, eva, tor):
    says(tor, signing)
    version = two(pia, eva, fresh(signing), Step.SCHEDULE, **plan_in(acknowledge_by=days(30)))
    assert (version.state, version.published_on, version.effective_on) == (State.SCHEDULED, localdate(), days(14))
    assert (version.published_by, version.approved_by, version.acknowledge_by) == (pia, eva, days(30))
    assert {text.language for text in version.texts.all()} == {"nb"}
    assert version.content_hash == hash_now(version)


@pytest.mark.parametrize("who", ["ann", "mona", "mo", "tor", "ada", "gone"])
def test_nobody_but_editors_moves_a_version(who, request, draft):
    person = request.getfixturevalue(who)
    refused(partial(move_version, by=person, version=draft, to=State.WITHDRAWN, plan=Plan(reason="Nei")))
    refused(partial(ask_step, by=person, version=draft, step=Step.CONSULTATION))
    assert fresh(draft).state == State.DRAFT


def test_no_person_does_what_the_clock_does_and_the_clock_nothing_else(pia, eva):
    version = version_at(State.SCHEDULED)
    refused(partial(move_version, by=pia, version=version, to=State.IN_FORCE))
    refused(partial(move_version, by=None, version=version, to=State.WITHDRAWN, plan=Plan(reason="Nei")))


def test_a_step_for_two_is_not_taken_alone(draft, pia, eva, tor):
    mandate_of(tor)
    plan = Plan(opens_on=localdate(), closes_on=add_working_days(localdate(), 10), invited=(tor.pk,))
    refused(partial(move_version, by=pia, version=draft, to=State.CONSULTATION, plan=plan), "two editors")
    asked = ask_step(by=pia, version=draft, step=Step.CONSULTATION, plan=plan)
    refused(partial(approve_step, by=pia, approval=asked), "Another editor")
    refused(partial(approve_step, by=tor, approval=asked))
    refused(partial(ask_step, by=eva, version=draft, step=Step.CONSULTATION, plan=plan), "already")
    assert approve_step(by=eva, approval=asked).state == State.CONSULTATION
    refused(partial(approve_step, by=eva, approval=asked), "already")


def test_only_who_asked_drops_it(draft, pia, eva, tor):
    mandate_of(tor)
    plan = Plan(opens_on=localdate(), closes_on=add_working_days(localdate(), 10), invited=(tor.pk,))
    asked = ask_step(by=pia, version=draft, step=Step.CONSULTATION, plan=plan)
    refused(partial(drop_step, by=eva, approval=asked))
    drop_step(by=pia, approval=asked)
    refused(partial(approve_step, by=eva, approval=asked))


def test_what_is_approved_is_exactly_the_text_that_was_asked_about(signing, pia, eva, tor):
    says(tor, signing)
    asked = ask_step(by=pia, version=fresh(signing), step=Step.SCHEDULE, plan=Plan(**plan_in()))
    Approval.objects.filter(pk=asked.pk).update(content_hash="0" * 64)
    refused(partial(approve_step, by=eva, approval=asked), "text has changed")


def test_a_changed_text_forgets_what_was_asked(draft, rewrite, pia, eva, tor):
    mandate_of(tor)
    plan = Plan(opens_on=localdate(), closes_on=add_working_days(localdate(), 10), invited=(tor.pk,))
    ask_step(by=pia, version=draft, step=Step.CONSULTATION, plan=plan)
    rewrite(draft, by=eva)
    assert not Approval.objects.filter(version=draft, dropped_at=None, approved_at=None).exists()


@pytest.mark.parametrize(("first", "least"), [(True, 15), (False, 10)])
def test_a_consultation_lasts_its_working_days_and_has_a_representative(first, least, pia, eva, tor):
    version = version_at(State.DRAFT) if first else draft_of(pia)
    mandate_of(tor)
    monday = localdate() + timedelta(days=7 - localdate().weekday())
    plan = {"opens_on": monday, "invited": (tor.pk,)}
    ask = partial(ask_step, by=pia, version=version, step=Step.CONSULTATION)
    short = Plan(**plan, closes_on=add_working_days(monday, least - 1))
    refused(partial(ask, plan=short), f"{least} working days")
    long = add_working_days(monday, least)
    refused(partial(ask, plan=Plan(opens_on=monday, closes_on=long)), "representative")
    refused(partial(ask, plan=Plan(**{**plan, "invited": (pia.pk,)}, closes_on=long)), "representative")
    ask(plan=Plan(**plan, closes_on=long))


def test_a03_notice_of_thirteen_days_takes_a_reason_and_a_second_editor(signing, pia, eva, tor):
    says(tor, signing)
    version = fresh(signing)
    ask = partial(ask_step, by=pia, version=version, step=Step.SCHEDULE)
    refused(partial(ask, plan=Plan(**plan_in(13))), "14 days")
    asked = ask(plan=Plan(**plan_in(13, short_notice_reason="Ny lov fra 1. januar")))
    refused(partial(approve_step, by=pia, approval=asked))
    version = approve_step(by=eva, approval=asked)
    assert version.is_short_notice
    assert version.short_notice_reason == "Ny lov fra 1. januar"


def test_a_reason_is_not_kept_where_the_notice_is_long_enough(signing, pia, eva, tor):
    says(tor, signing)
    version = two(pia, eva, fresh(signing), Step.SCHEDULE, **plan_in(14, short_notice_reason="Haster"))
    assert not version.is_short_notice


def test_a04_a_change_without_a_note_stops_it_and_is_named(open_draft, pia, eva, tor):
    added = add_section(by=pia, version=open_draft, heading="Bilder")
    over(open_draft)
    lay = partial(
        move_version, by=pia, version=open_draft, to=State.SIGN_OFF,
        plan=Plan(mandates=(mandate_of(tor).pk,), sign_by=days(7)),
    )  # fmt: skip
    refused(lay, "Tonen her, Bilder")
    assert [change.kind for change in without_note(fresh(open_draft))] == ["changed", "new"]
    explained(open_draft, pia)
    remove_section(by=pia, section=added)
    lay()


def test_a04_spaces_are_no_change_and_a_removed_section_is_one(draft, rewrite, pia):
    rewrite(draft, body="Du  kan være \n **uenig**.")
    assert without_note(draft) == []
    remove_section(by=pia, section=draft.sections.first())
    assert [(change.kind, change.heading) for change in without_note(draft)] == [("removed", "Tonen her")]


def test_a04_scheduling_asks_for_the_notes_again(signing, pia, eva, tor):
    says(tor, signing)
    with_notes = fresh(signing)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("network.policy.actions.needs.without_note", changes)
        refused(partial(two, pia, eva, with_notes, Step.SCHEDULE, **plan_in()), "Tonen her")


def test_a05_a_changed_text_is_signed_anew(signing, rewrite, pia, tor):
    said = says(tor, signing)
    digest = said.content_hash
    rewrite(fresh(signing), body="Noe helt annet.")
    version = fresh(signing)
    assert (version.state, version.content_hash) == (State.DRAFT, "")
    assert list(sign_offs_of(version)) == []
    assert SignOff.objects.filter(pk=said.pk).exists()
    assert not version.texts.exists()
    refused(partial(sign_off, by=tor, request=version.sign_off_requests.get(), digest=digest, outcome=Outcome.AGREED))


def test_a05_a_stale_hash_is_refused_with_a_sentence(signing, tor):
    request = signing.sign_off_requests.get()
    for digest in ("", "0" * 64):
        refused(partial(sign_off, by=tor, request=request, digest=digest, outcome=Outcome.AGREED), "Read it again")
    assert not SignOff.objects.exists()


def test_a06_a_disagreement_waits_for_the_employer(signing, pia, eva, tor):
    said = says(tor, signing, Outcome.DISAGREED, "Uenighetsprotokoll: for vidt.")
    schedule = partial(two, pia, eva, fresh(signing), Step.SCHEDULE, **plan_in())
    refused(schedule, "Fagforbundet")
    refused(partial(answer_disagreement, by=tor, said=said, text="Nei"))
    answer_disagreement(by=pia, said=said, text="Vi har snevret inn punktet.")
    refused(partial(answer_disagreement, by=eva, said=said, text="Igjen"), "already")
    assert schedule().state == State.SCHEDULED


def test_a06_where_agreement_is_required_a_no_stops_it(pia, eva, tor, rewrite):
    document = document_of(requires_agreement=True)
    version = draft_of(pia, document)
    rewrite(version)
    version = laid_before(consulted(version, pia, eva, tor), pia, [mandate_of(tor)])
    said = says(tor, version, Outcome.DISAGREED, "Nei.")
    answer_disagreement(by=pia, said=said, text="Vi mener noe annet.")
    refused(partial(two, pia, eva, fresh(version), Step.SCHEDULE, **plan_in()), "agreement")


def test_every_mandate_asked_has_answered_before_it_is_adopted(signing, pia, eva):
    refused(partial(two, pia, eva, fresh(signing), Step.SCHEDULE, **plan_in()), "Fagforbundet")


def test_only_the_holder_signs_once_and_says_why(signing, pia, ada, ann, tor):
    request = signing.sign_off_requests.get()
    say = partial(sign_off, request=request, digest=signing.content_hash)
    for person in (pia, ada, ann):
        refused(partial(say, by=person, outcome=Outcome.AGREED))
    refused(partial(say, by=tor, outcome=Outcome.DISAGREED), "protocol")
    refused(partial(say, by=tor, outcome=Outcome.NO_REPLY), "Choose")
    say(by=tor, outcome=Outcome.WITH_REMARKS, remarks="Kortere.")
    refused(partial(say, by=tor, outcome=Outcome.AGREED), "already")


def test_a_mandate_that_ended_does_not_sign(signing, tor):
    mandate_of(tor, ends_on=days(-1))
    refused(lambda: says(tor, signing))


@pytest.mark.parametrize("words", ["Hos [arbeidsgiver] gjelder dette.", "{{ navn }} svarer."])
def test_a20_a_placeholder_stops_it_and_is_named(words, draft, rewrite, pia, eva, tor):
    rewrite(draft, body=words)
    version = laid_before(consulted(draft, pia, eva, tor), pia, [mandate_of(tor)])
    says(tor, version)
    refused(partial(two, pia, eva, fresh(version), Step.SCHEDULE, **plan_in()), "Tonen her, nb")


def test_a17_a_translation_that_lags_behind_is_marked_or_stops_it(draft, rewrite, pia, eva, tor):
    rewrite(draft, body="You may disagree.", language="en")
    version = laid_before(consulted(draft, pia, eva, tor), pia, [mandate_of(tor)])
    says(tor, version)
    behind = {**plan_in(), "marks_outdated": False}
    refused(partial(two, pia, eva, fresh(version), Step.SCHEDULE, **behind), "translations")
    assert two(pia, eva, fresh(version), Step.SCHEDULE, **plan_in()).state == State.SCHEDULED


def test_nothing_counts_before_tomorrow(signing, pia, eva, tor):
    says(tor, signing)
    plan = plan_in(0, short_notice_reason="Haster")
    refused(partial(two, pia, eva, fresh(signing), Step.SCHEDULE, **plan), "day to come")


def test_two_editors_call_a_change_editorial_and_any_change_undoes_it(draft, rewrite, pia, eva):
    refused(partial(two, pia, eva, draft, Step.EDITORIAL), "nothing")
    rewrite(draft)
    assert two(pia, eva, draft, Step.EDITORIAL).materiality == Version.Materiality.EDITORIAL
    rewrite(draft, body="Du skal være uenig.")
    assert fresh(draft).materiality == Version.Materiality.SUBSTANTIVE


def test_a_version_is_withdrawn_with_a_reason(draft, pia):
    refused(partial(move_version, by=pia, version=draft, to=State.WITHDRAWN), "why")
    version = move_version(by=pia, version=draft, to=State.WITHDRAWN, plan=Plan(reason="Overtatt av ny lov"))
    assert version.withdrawn_reason == "Overtatt av ny lov"
