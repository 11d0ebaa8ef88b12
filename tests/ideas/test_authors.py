"""Co-authors: asked, answering, leaving, leading; and what each may do before and after."""

import pytest
from django.db import IntegrityError, transaction

from ideas import actions
from ideas.access import is_author, is_bound, is_lead
from ideas.events import CoAuthorAnswered, CoAuthorAsked
from ideas.models import Idea, IdeaAuthor
from ideas.states import State
from network.core.access import Refused
from tests.factories import PersonFactory, idea_of, proposal

pytestmark = [pytest.mark.django_db, pytest.mark.wide]


@pytest.fixture
def draft(ann):
    return actions.keep_draft(by=ann, campaign=actions.open_box(), words=proposal(), draft=None, key=None)


@pytest.fixture
def shared(ann, ben):
    """An idea of ann's that ben is co-author of."""
    idea = idea_of(ann)
    actions.ask_co_author(by=ann, idea=idea, person=ben)
    actions.answer_co_author(by=ben, idea=idea, yes=True)
    return idea


def part(idea, person):
    return IdeaAuthor.objects.values_list("role", "state").filter(idea=idea, person=person).first()


def test_a_colleague_is_an_author_only_once_they_said_yes(ann, ben, draft, told):
    actions.ask_co_author(by=ann, idea=draft, person=ben)
    assert (is_author(ben, draft), is_bound(ben, draft)) == (False, True)
    with pytest.raises(Refused):
        actions.keep_draft(by=ben, campaign=draft.campaign, words=proposal("Bens ord"), draft=draft, key=None)
    actions.answer_co_author(by=ben, idea=draft, yes=True)
    assert (is_author(ben, draft), is_lead(ben, draft)) == (True, False)
    actions.keep_draft(by=ben, campaign=draft.campaign, words=proposal("Bens ord her"), draft=draft, key=None)
    assert told[:2] == [CoAuthorAsked(draft.pk, ben.pk, ann.pk), CoAuthorAnswered(draft.pk, ben.pk)]


def test_an_answer_is_given_once_and_only_by_whoever_is_asked(ann, ben, cleo, gone, draft):
    actions.ask_co_author(by=ann, idea=draft, person=ben)
    IdeaAuthor.objects.create(idea=draft, person=gone)
    for person in (cleo, ann, gone):
        with pytest.raises(Refused):
            actions.answer_co_author(by=person, idea=draft, yes=True)
    actions.answer_co_author(by=ben, idea=draft, yes=False)
    with pytest.raises(Refused):
        actions.answer_co_author(by=ben, idea=draft, yes=True)
    assert part(draft, ben) == ("co", "declined")


def test_whoever_said_no_or_left_may_be_asked_again(ann, ben, shared):
    actions.leave_idea(by=ben, idea=shared)
    assert part(shared, ben) == ("co", "left")
    actions.ask_co_author(by=ann, idea=shared, person=ben)
    assert part(shared, ben) == ("co", "invited")


@pytest.mark.parametrize("who", ["co-author", "asked", "outsider", "gone"])
def test_only_the_lead_asks_takes_back_and_hands_over(ann, ben, mo, cleo, gone, shared, who):
    actions.ask_co_author(by=ann, idea=shared, person=mo)
    by = {"co-author": ben, "asked": mo, "outsider": cleo, "gone": gone}[who]
    for act, person in (
        (actions.ask_co_author, cleo), (actions.take_back_request, mo), (actions.hand_over_lead, ben)
    ):  # fmt: skip
        with pytest.raises(Refused):
            act(by=by, idea=shared, person=person)
    assert part(shared, mo) == ("co", "invited")


def test_nobody_is_asked_twice_or_asked_who_cannot_read_it(places, ann, ben, cleo, gone):
    idea = idea_of(ann, places["secret"])
    actions.ask_co_author(by=ann, idea=idea, person=ben)
    for person in (ann, ben, cleo, gone):
        with pytest.raises(Refused):
            actions.ask_co_author(by=ann, idea=idea, person=person)
    assert idea.authors.count() == 2


def test_a_request_that_is_taken_back_can_no_longer_be_answered(ann, ben, draft):
    actions.ask_co_author(by=ann, idea=draft, person=ben)
    actions.take_back_request(by=ann, idea=draft, person=ben)
    assert part(draft, ben) is None
    with pytest.raises(Refused):
        actions.answer_co_author(by=ben, idea=draft, yes=True)


def test_taking_a_request_back_does_not_throw_out_who_said_yes(ann, ben, shared):
    actions.take_back_request(by=ann, idea=shared, person=ben)
    assert part(shared, ben) == ("co", "accepted")


def test_the_lead_hands_over_before_leaving(ann, ben, shared):
    with pytest.raises(Refused):
        actions.leave_idea(by=ann, idea=shared)
    actions.hand_over_lead(by=ann, idea=shared, person=ben)
    assert (part(shared, ann), part(shared, ben)) == (("co", "accepted"), ("lead", "accepted"))
    actions.leave_idea(by=ann, idea=shared)
    assert not is_author(ann, shared)


@pytest.mark.parametrize("role", ["asked", "outsider", "gone"])
def test_the_lead_is_handed_to_a_co_author_who_works_here(ann, ben, mo, cleo, shared, role):
    actions.ask_co_author(by=ann, idea=shared, person=mo)
    if role == "gone":
        type(ben).objects.get_queryset().filter(pk=ben.pk).update(is_active=False)
        ben.refresh_from_db()
    with pytest.raises(Refused):
        actions.hand_over_lead(by=ann, idea=shared, person={"asked": mo, "outsider": cleo, "gone": ben}[role])
    assert is_lead(ann, shared)


def test_somebody_without_a_part_cannot_leave(cleo, shared):
    with pytest.raises(Refused):
        actions.leave_idea(by=cleo, idea=shared)


def test_the_database_keeps_one_lead_and_one_part_for_each_person(ann, cleo, shared):
    with pytest.raises(IntegrityError, match="one_lead_of_an_idea"), transaction.atomic():
        IdeaAuthor.objects.create(idea=shared, person=cleo, role="lead", state="accepted")
    with pytest.raises(IntegrityError, match="one_part_in_an_idea"), transaction.atomic():
        IdeaAuthor.objects.create(idea=shared, person=ann)


def test_authors_stand_on_the_card_and_those_asked_do_not(client_of, ann, ben, cleo, mo, shared):
    actions.ask_co_author(by=ann, idea=shared, person=mo)
    board = client_of(cleo).get("/ideas/").text
    assert "Ann Askeland og Ben Berge" in board
    assert "Mo Moe" not in board
    actions.leave_idea(by=ben, idea=shared)
    assert "Ben Berge" not in client_of(cleo).get("/ideas/").text


def test_the_department_is_that_of_the_lead_when_it_was_sent_in_and_stays(ann, ben, market):
    idea = idea_of(ann)
    first = ann.department
    ann.department = market
    ann.save()
    actions.ask_co_author(by=ann, idea=idea, person=ben)
    idea = Idea.objects.get(pk=idea.pk)
    assert (idea.department, idea.thread.department) == (first, first)


def test_the_lead_who_took_over_a_draft_sends_it_in(ann, ben, draft):
    actions.ask_co_author(by=ann, idea=draft, person=ben)
    actions.answer_co_author(by=ben, idea=draft, yes=True)
    given = {"campaign": draft.campaign, "words": proposal(), "draft": draft, "key": None}
    with pytest.raises(Refused):
        actions.submit_idea(by=ben, **given)
    actions.hand_over_lead(by=ann, idea=draft, person=ben)
    with pytest.raises(Refused):
        actions.submit_idea(by=ann, **given)
    sent = actions.submit_idea(by=ben, **given)
    assert (sent.state, sent.thread.author) == (State.SUBMITTED, ben)


def test_pages_of_co_authors_ask_answer_hand_over_and_leave(client_of, ann, ben, cleo):
    idea = idea_of(ann)
    authors, mine = f"/ideas/{idea.pk}/authors/", f"/ideas/{idea.pk}/part/"
    anns, bens = client_of(ann), client_of(ben)
    assert anns.post(authors, {"do": "ask", "person": "@ben"}).status_code == 303
    assert "Ben Berge" in anns.get(authors).text
    assert bens.get(mine).status_code == 200
    assert client_of(cleo).get(mine).status_code == 404
    assert bens.post(mine, {"do": "yes"}).status_code == 303
    assert anns.post(authors, {"do": "lead", "person": "ben"}).status_code == 303
    assert is_lead(ben, idea)
    assert anns.post(mine, {"do": "leave"}).status_code == 303
    assert part(idea, ann) == ("co", "left")


@pytest.mark.parametrize("words", ["", "   ", "Ingen Heter Slik", "@nobody", "Cleo"])
def test_a_colleague_who_cannot_be_asked_is_answered_beside_the_field_and_the_words_stay(
    client_of, places, ann, cleo, words
):
    idea = idea_of(ann, places["closed"])
    page = client_of(ann).post(f"/ideas/{idea.pk}/authors/", {"do": "ask", "person": words})
    assert page.status_code == 422
    assert 'aria-invalid="true"' in page.text
    assert f'value="{words}"' in page.text or not words.strip()
    assert idea.authors.count() == 1


def test_several_who_may_be_meant_are_named(client_of, ann):
    for number in (1, 2):
        PersonFactory(name="Kari Nordmann", handle=f"kari{number}")
    page = client_of(ann).post(f"/ideas/{idea_of(ann).pk}/authors/", {"do": "ask", "person": "Kari"})
    assert page.status_code == 422
    assert "@kari1" in page.text
    assert "@kari2" in page.text


def test_an_unknown_act_is_no_page(client_of, ann, ben, shared):
    answer = client_of(ann).post(f"/ideas/{shared.pk}/authors/", {"do": "promote", "person": "ben"})
    assert answer.status_code == 404
