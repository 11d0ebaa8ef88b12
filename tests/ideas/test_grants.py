"""Awards on the spot, the second signature, whose name is told, and what happens when an award is taken back."""

from functools import partial

import pytest
from django.db import IntegrityError, InternalError, connection, transaction
from django.test.utils import CaptureQueriesContext

from ideas import actions
from ideas.access import can_cosign_for, can_give_spot_award
from ideas.events import GrantChanged, GrantGiven, SignatureAsked
from ideas.models import Award, Grant, PrizeExport, Recipient
from ideas.states import State
from network.core.access import Refused
from profiles.actions import deactivate_person
from profiles.actions.erasing import erase_person
from profiles.models import Person
from tests.factories import PersonFactory, idea_of
from tests.ideas.awarded import WHY, announce_now, award_of, grant_of, round_at
from tests.racing import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def spot(db):
    """An award that managers give."""
    return award_of(Award.Kind.SPOT, "Lyspunkt")


@pytest.fixture
def rut(market):
    """A manager outside every line here: cleo's."""
    return PersonFactory(handle="rut", name="Rut Rønning", department=market)


@pytest.fixture
def staff(rut, cleo):
    """cleo reports to rut, who thereby is a manager."""
    Person.objects.filter(pk=cleo.pk).update(manager=rut)
    return rut


@pytest.fixture
def give(spot):
    def given(by, idea, **more):
        return actions.give_spot_award(by=by, idea=idea, award=spot, **{"citation": WHY, **more})

    return given


def test_a_manager_outside_the_line_gives_an_award_that_counts_at_once(give, staff, at, told):
    grant = give(staff, at(State.IMPLEMENTED))
    assert grant.announced_at is not None
    assert GrantGiven(grant.pk) in told
    parts = dict(grant.recipients.values_list("person__handle", "part"))
    assert parts == {"ann": "author", "dag": "deliverer"}
    assert sum(grant.recipients.values_list("share", flat=True)) == 100
    assert set(grant.recipients.values_list("is_public", flat=True)) == {None}


@pytest.mark.parametrize("who", ["ann", "dag", "ben", "cleo", "ada", "gone", "siv"])
def test_only_managers_without_a_part_in_it_give_one(who, at, staff, request, give):
    """ann wrote it, dag carried it out (and both are made managers); the others lead nobody."""
    person, idea = request.getfixturevalue(who), at(State.IMPLEMENTED)
    if who in ("ann", "dag"):
        PersonFactory(manager=person)
    assert not can_give_spot_award(person, idea)
    with pytest.raises(Refused):
        give(person, idea)


def test_who_cannot_read_the_idea_gives_it_nothing(staff, ann, places, give):
    idea = idea_of(ann, places["secret"])
    assert not can_give_spot_award(staff, idea)


def test_an_idea_that_hides_its_authors_gets_none_as_that_would_tell_them(staff, ann, mona, give):
    idea = idea_of(ann)
    type(idea).objects.filter(pk=idea.pk).update(is_anonymous=True)
    idea.refresh_from_db()
    assert not can_give_spot_award(staff, idea)


def test_what_it_is_for_is_said_in_eighty_characters_or_more(give, staff, at):
    idea = at(State.OPEN)
    with pytest.raises(Refused):
        give(staff, idea, citation="Bra " * 18)
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.create(award=award_of(), idea=idea, citation="Kort", decided_by=staff, month="2026-01-01")


def test_a_manager_gives_one_a_month(give, staff, at, english):
    give(staff, at(State.OPEN))
    with pytest.raises(Refused, match="this month"):
        give(staff, at(State.OPEN, title="En annen idé om biler"))


def test_the_same_form_sent_twice_gives_one(give, staff, at):
    key = "6f1f6d4e-5c1d-4c52-9d0a-3f8a2f2b7d11"
    idea = at(State.OPEN)
    assert give(staff, idea, key=key) == give(staff, idea, key=key)
    assert Grant.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_awards_given_in_the_same_moment_one_counts(give, staff, at):
    ideas = [at(State.OPEN, title=f"Idé nummer {number} om biler") for number in range(20)]
    results = at_once(*(partial(give, staff, idea) for idea in ideas))
    assert results.count(True) == 1
    assert Grant.objects.count() == 1


def test_in_the_own_line_it_counts_only_once_a_manager_outside_has_signed(give, mona, staff, at, told):
    grant = give(mona, at(State.OPEN), cosigner=staff)
    assert (grant.announced_at, grant.needs_cosigner) == (None, True)
    assert [type(event) for event in told][-1:] == [SignatureAsked]
    assert not Grant.objects.visible_to(staff).exists()
    actions.sign_grant(by=staff, grant=grant)
    grant.refresh_from_db()
    assert grant.announced_at is not None
    assert GrantGiven(grant.pk) in told
    with pytest.raises(Refused):
        actions.sign_grant(by=staff, grant=grant)


def test_the_line_reaches_up_over_several_steps(give, mona, at, staff):
    boss = PersonFactory(name="Bo Boss")
    Person.objects.filter(pk=mona.pk).update(manager=boss)
    with pytest.raises(Refused):
        give(boss, at(State.OPEN))
    assert give(boss, at(State.OPEN, title="En idé til om biler"), cosigner=staff).needs_cosigner


def test_the_line_of_whoever_carried_it_out_counts_too(give, dag, at):
    leader = PersonFactory(name="Lars Leder")
    Person.objects.filter(pk=dag.pk).update(manager=leader)
    with pytest.raises(Refused):
        give(leader, at(State.IMPLEMENTED))


def test_nobody_in_the_line_and_nobody_with_a_part_in_it_signs(give, mona, ann, ben, cleo, dag, staff, at):
    idea, boss = at(State.IMPLEMENTED), PersonFactory(name="Bo Boss")
    Person.objects.filter(pk=mona.pk).update(manager=boss)
    below = PersonFactory(name="Under Mona", manager=mona)
    for leader in (ann, dag, below, boss):
        PersonFactory(manager=leader)
    refused = {person.name: can_cosign_for(person, mona, idea) for person in (mona, ann, dag, below, boss, ben, cleo)}
    assert set(refused.values()) == {False}
    assert can_cosign_for(staff, mona, idea)


def test_the_database_counts_no_award_in_the_own_line_without_a_second_signature(give, mona, staff, at):
    grant = give(mona, at(State.OPEN), cosigner=staff)
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.filter(pk=grant.pk).update(announced_at=grant.granted_at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.filter(pk=grant.pk).update(cosigner=mona)


def test_only_whoever_was_asked_signs_and_not_once_they_stand_in_the_line(give, mona, staff, cleo, ada, at):
    grant = give(mona, at(State.OPEN), cosigner=staff)
    for other in (mona, cleo, ada):
        with pytest.raises(Refused):
            actions.sign_grant(by=other, grant=grant)
    Person.objects.filter(pk=staff.pk).update(manager=mona)
    with pytest.raises(Refused):
        actions.sign_grant(by=staff, grant=grant)


def test_a_no_with_words_gives_the_month_back(give, mona, staff, at, told):
    grant = give(mona, at(State.OPEN), cosigner=staff)
    with pytest.raises(Refused):
        actions.decline_grant(by=staff, grant=grant, reason=" ")
    actions.decline_grant(by=staff, grant=grant, reason="Jeg kjenner ikke saken godt nok.")
    assert GrantChanged(grant.pk) in told
    assert give(mona, at(State.OPEN, title="En annen idé om biler"), cosigner=staff)
    assert not Grant.objects.announced().exists()


def test_a_no_and_a_yes_at_the_same_moment_are_one_answer(give, mona, staff, at, transactional_db):
    grant = give(mona, at(State.OPEN), cosigner=staff)
    acts = [partial(actions.sign_grant, by=staff, grant=grant)] * 5
    acts += [partial(actions.decline_grant, by=staff, grant=grant, reason="Nei, takk.")] * 5
    assert at_once(*acts).count(True) == 1
    grant.refresh_from_db()
    assert (grant.announced_at is None) == (grant.revoked_at is not None)


def test_awards_rounds_and_what_was_won_are_never_deleted(at, mona):
    made = round_at("announced", mona)
    grant = grant_of(at(State.CONFIRMED), made.categories.get())
    PrizeExport.objects.create(by=mona, year=2026, rows=1)
    for table in ("grant", "recipient", "award", "awardround", "prizeexport"):
        with pytest.raises((InternalError, IntegrityError)), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM ideas_{table}")  # noqa: S608  (a name of ours)
    assert Grant.objects.filter(pk=grant.pk).exists()


def test_taking_an_award_back_keeps_the_row_and_the_reason(at, mona, siv, told, client_of, cleo):
    grant = grant_of(at(State.CONFIRMED), round_at("announced", mona).categories.get())
    with pytest.raises(Refused):
        actions.revoke_grant(by=cleo, grant=grant, reason="Feil idé.")
    with pytest.raises(Refused):
        actions.revoke_grant(by=siv, grant=grant, reason="")
    actions.revoke_grant(by=siv, grant=grant, reason="Tallene viste seg å være feil.")
    assert GrantChanged(grant.pk) in told
    page = client_of(cleo).get("/hall-of-fame/").text
    assert '<s lang="nb">Lån en bil fra nabodepotet</s>' in page
    assert "Tallene viste seg å være feil." in page
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.filter(pk=grant.pk).update(revoked_reason="")


def test_who_gets_it_takes_no_award_of_their_own_back(at, mona, siv, ann):
    grant = grant_of(
        at(State.CONFIRMED), round_at("announced", mona).categories.get(), {ann: "author", siv: "deliverer"}
    )
    with pytest.raises(Refused):
        actions.revoke_grant(by=siv, grant=grant, reason="Tallene var feil.")


def test_an_idea_wins_a_category_once_a_place_goes_once_and_an_award_once_ever(at, mona):
    first, second = at(State.CONFIRMED), at(State.CONFIRMED, title="En annen idé om biler")
    spring, autumn = round_at("announced", mona, "var"), round_at("announced", mona, "host")
    category = spring.categories.get()
    grant_of(first, category)
    for idea, where, more in (
        (first, category, {"place": 2}),
        (second, category, {}),
        (first, autumn.categories.get(), {}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            grant_of(idea, where, **more)
    assert grant_of(second, category, shared=True)


def test_only_whoever_gets_it_answers_for_their_name_from_the_day_it_is_decided(at, mona, ann, cleo, siv):
    made = round_at("deliberating", mona)
    grant = grant_of(at(State.CONFIRMED), made.categories.get())
    answer = partial(actions.answer_publicity, grant=grant, is_public=True, name="Ann A.", on_profile=True)
    with pytest.raises(Refused):
        answer(by=ann)
    type(made).objects.filter(pk=made.pk).update(state="decided")
    for other in (cleo, siv, mona):
        with pytest.raises(Refused):
            answer(by=other)
    answer(by=ann)
    assert list(grant.recipients.values_list("is_public", "name_as_printed")) == [(True, "Ann A.")]
    answer(by=ann, is_public=False)
    assert list(grant.recipients.values_list("is_public", flat=True)) == [False]


def test_who_was_erased_is_called_former_colleague_and_who_left_stays_on_the_wall(
    at, mona, ann, dag, ada, cleo, client_of
):
    grant = grant_of(
        at(State.CONFIRMED), round_at("announced", mona).categories.get(), {ann: "author", dag: "deliverer"}
    )
    Recipient.objects.filter(grant=grant).update(is_public=True)
    deactivate_person(person=dag, by=ada)
    erase_person(by=ada, person=ann)
    page = client_of(cleo).get("/hall-of-fame/").text
    assert "Ann Askeland" not in page
    assert "Tidligere kollega" in page
    assert "Dag Dahl" in page
    assert set(Recipient.objects.values_list("name_as_printed", flat=True)) == {"Tidligere kollega", "Dag Dahl"}


def test_the_certificate_has_a_code_that_nobody_guesses(at, mona):
    codes = {Grant().code for _number in range(200)}
    assert len(codes) == 200
    assert all(len(code.replace("-", "")) == 12 for code in codes)


@pytest.mark.parametrize("who", ["ben", "cleo", "ada", "mona"])
def test_its_page_is_there_for_those_who_have_a_part_in_it_alone(give, staff, mona, at, request, client_of, who):
    grant = give(staff, at(State.IMPLEMENTED))
    assert client_of(request.getfixturevalue(who)).get(grant.page).status_code == 404
    assert client_of(staff).get(grant.page).status_code == 200


def test_the_second_manager_reads_signs_and_then_has_no_more_to_do_there(give, mona, staff, at, client_of):
    grant = give(mona, at(State.OPEN), cosigner=staff)
    page = client_of(staff).get(grant.page)
    assert WHY in page.text
    assert 'value="sign"' in page.text
    answer = client_of(staff).post(grant.page, {"do": "sign"})
    assert (answer.status_code, answer["Location"]) == (303, "/awards/")
    assert client_of(mona).get(grant.page).status_code == 200


def test_the_winner_answers_on_the_page_and_sees_the_answer_there(give, staff, at, ann, client_of):
    grant, client = give(staff, at(State.IMPLEMENTED)), client_of(ann)
    assert client.post(grant.page, {"do": "answer", "name": ""}).status_code == 422
    assert client.post(grant.page, {"do": "answer", "is_public": "1", "name": "A. Askeland"}).status_code == 303
    part = Recipient.objects.get(grant=grant, person=ann)
    assert (part.is_public, part.name_as_printed, part.is_on_profile) == (True, "A. Askeland", False)
    assert "A. Askeland" in client.get(grant.page).text


def test_the_form_asks_for_a_second_signature_only_in_the_own_line(mona, staff, at, client_of, spot):
    idea = at(State.OPEN)
    assert 'name="cosigner"' in client_of(mona).get(f"/ideas/{idea.pk}/award/").text
    assert 'name="cosigner"' not in client_of(staff).get(f"/ideas/{idea.pk}/award/").text
    sent = {"award": spot.pk, "citation": WHY, "cosigner": "@mona"}
    assert client_of(mona).post(f"/ideas/{idea.pk}/award/", sent).status_code == 422
    assert client_of(mona).post(f"/ideas/{idea.pk}/award/", sent | {"cosigner": "@rut"}).status_code == 303


def test_announcing_counts_every_grant_of_the_round_in_one_moment(at, mona):
    made = round_at("decided", mona)
    grant = grant_of(at(State.CONFIRMED), made.categories.get())
    assert not Grant.objects.announced().exists()
    announce_now(made)
    with CaptureQueriesContext(connection) as asked:
        announce_now(made)
    grant.refresh_from_db()
    assert grant.announced_at is not None
    assert len(asked) <= 4  # a second time nothing follows
