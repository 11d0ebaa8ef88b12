"""Similar ideas while typing: who is shown what, how it is scored, and what it costs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ideas.actions import Said, edit_idea, keep_draft, move_idea, open_box
from ideas.models import Idea, IdeaWords
from ideas.queries import similar
from ideas.queries.similar import ASKED, HIGHEST, LOWEST, SHOWN, WEIGHED, resembling, shown_from
from ideas.states import State
from network.conversations.actions import place_restriction
from network.groups.models import Group
from profiles.models import Person, Role
from tests.ideas.similar_board import NO, campaign_of, declined, found, proposal, sent, titles

pytestmark = pytest.mark.django_db

BIKES = "Flere sykkelplasser under tak"
TYPED = "Sykkelparkering med tak ved porten"


@pytest.fixture
def board(ann: Person, ben: Person) -> None:
    """A handful of other ideas, so that words are rare or common."""
    for title in (
        "Suppe i kantina",
        "Bedre kaffe",
        "Elbiler i bilparken",
        "Møtefri onsdag",
        "Hev-senk-pulter",
        "Lys i gangen",
    ):
        sent(ben, title)


def test_the_same_idea_in_other_words_is_found(ann: Person, ben: Person, board: None) -> None:
    sent(ben, BIKES)
    assert titles(ann, TYPED) == [BIKES]
    assert shown_from(7) <= found(ann, TYPED)[0].score < 1


def test_the_same_words_are_asked_about_and_score_one(ann: Person, ben: Person, board: None) -> None:
    sent(ben, BIKES)
    assert found(ann, BIKES)[0].score == pytest.approx(1)
    assert found(ann, BIKES)[0].is_asked_about


def test_more_alike_is_asked_for_on_a_larger_board_within_bounds() -> None:
    levels = [shown_from(ideas) for ideas in (0, 1, 340, 2_500, 25_000, 1_000_000)]
    assert levels == sorted(levels)
    assert levels[:2] == [LOWEST] * 2
    assert levels[4:] == [pytest.approx(0.45, abs=0.01), HIGHEST]


def test_what_is_only_a_little_alike_is_looked_at_and_not_shown(ann: Person, ben: Person, board: None) -> None:
    sent(ben, "Tak over rampa der lastebilene står")
    alike = resembling(ann, TYPED, "", language="nb")[0]
    assert 0 < alike.score < shown_from(7)
    assert not alike.is_shown
    sent(ben, TYPED)
    assert [a.is_asked_about for a in resembling(ann, TYPED, "", language="nb")[:2]] == [True, False]
    assert ASKED > 0


def test_nothing_is_shown_for_another_wish(ann: Person, ben: Person, board: None) -> None:
    sent(ben, BIKES)
    assert titles(ann, "Vaktmesteren bør få elektrisk snøfreser") == []


def test_the_most_alike_comes_first_and_no_more_than_a_few_are_shown(ann: Person, ben: Person, board: None) -> None:
    for n in range(SHOWN + 3):
        sent(ben, BIKES, problem=f"Grunn nummer {n}")
    sent(ben, "Sykkelplasser under tak ved port fire")
    found_now = found(ann, BIKES)
    assert len(found_now) == SHOWN
    assert [alike.score for alike in found_now] == sorted((alike.score for alike in found_now), reverse=True)


def test_what_is_written_below_the_title_is_compared_too(ann: Person, ben: Person, board: None) -> None:
    text = "Regnet ødelegger kjedet, og mange lar sykkelen stå hjemme om høsten."
    idea = sent(ben, "Et halvtak til høsten", problem=text)
    bare = {a.idea.pk: a.score for a in resembling(ann, "Tørre kjeder", "", language="nb")}
    full = {a.idea.pk: a.score for a in resembling(ann, "Tørre kjeder", text, language="nb")}
    assert full[idea.pk] > max(shown_from(7), bare.get(idea.pk, 0))


LONG = "Regnet ødelegger kjedet. Mange lar sykkelen stå hjemme om høsten, og bilene fyller plassen foran porten hver morgen."


def test_the_title_of_an_idea_with_a_long_text_is_asked_about_when_it_is_written_again(
    ann: Person, ben: Person, board: None
) -> None:
    idea = sent(ben, BIKES, problem=LONG)
    assert [(alike.idea.pk, alike.is_asked_about) for alike in found(ann, BIKES)] == [(idea.pk, True)]


def test_an_idea_is_found_by_what_only_its_text_says(ann: Person, ben: Person, board: None) -> None:
    idea = sent(ben, "Et halvtak til høsten", problem="Mange lar sykkelen stå hjemme når kjedet ruster i regnet.")
    assert [alike.idea.pk for alike in found(ann, "Sykkelkjeder ruster i regnet")] == [idea.pk]


def test_an_idea_whose_words_are_not_counted_yet_is_found_by_its_terms_alone(
    ann: Person, ben: Person, board: None
) -> None:
    sent(ben, BIKES)
    IdeaWords.objects.all().delete()
    assert [(a.idea.title, a.score) for a in found(ann, BIKES)] == [(BIKES, pytest.approx(WEIGHED))]


def test_an_outsider_never_gets_an_idea_of_a_group(
    ann: Person, ben: Person, cleo: Person, closed_group: Group, secret_group: Group, board: None
) -> None:
    for group in (closed_group, secret_group):
        sent(ben, BIKES, campaign=campaign_of(group))
    assert len(titles(ann, BIKES)) == 2
    assert titles(cleo, BIKES) == []
    assert resembling(cleo, BIKES, BIKES, language="nb") == []


def test_hidden_ideas_do_not_crowd_out_the_one_that_may_be_seen(
    ann: Person, ben: Person, cleo: Person, secret_group: Group, board: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(similar, "LOOKED_AT", 2)
    monkeypatch.setattr(similar, "COMMON", 0.5)
    for _ in range(3):
        sent(ben, BIKES, campaign=campaign_of(secret_group))
    sent(ben, "Sykkelplasser under tak ved porten")
    assert [a.idea.title for a in resembling(ann, BIKES, "", language="nb")] == [BIKES, BIKES]
    assert titles(cleo, BIKES) == ["Sykkelplasser under tak ved porten"]


def test_somebody_who_left_the_company_is_shown_nothing(gone: Person, ben: Person, board: None) -> None:
    sent(ben, BIKES)
    assert titles(gone, BIKES) == []


def test_drafts_are_shown_to_nobody_not_even_to_their_author(ann: Person, ben: Person, board: None) -> None:
    keep_draft(by=ann, campaign=open_box(), words=proposal(BIKES), draft=None, key=None)
    assert titles(ann, BIKES) == titles(ben, BIKES) == []


def test_the_idea_that_is_being_changed_is_not_its_own_double(ann: Person, board: None) -> None:
    idea = sent(ann, BIKES)
    assert titles(ann, BIKES) == [BIKES]
    assert titles(ann, BIKES, besides=idea) == []


def test_a_restricted_idea_is_shown_to_nobody(ann: Person, ben: Person, board: None) -> None:
    idea = sent(ben, BIKES)
    assert idea.thread
    place_restriction(by=None, thread=idea.thread, reason="Prøve")
    assert titles(ann, BIKES) == titles(ben, BIKES) == []


def test_a_declined_idea_is_shown_with_its_reason_and_the_others_with_none(
    ann: Person, ben: Person, mona: Person, board: None
) -> None:
    declined(sent(ben, BIKES), mona)
    sent(ben, TYPED)
    assert {a.idea.state: a.reason for a in found(ann, BIKES)} == {State.DECLINED: NO, State.SUBMITTED: ""}


def test_a_withdrawn_and_a_merged_idea_are_shown_no_more(ann: Person, ben: Person, mona: Person, board: None) -> None:
    Role.objects.create(person=mona, kind=Role.Kind.IDEA_OWNER, starts_on="2020-01-01")
    withdrawn, merged, kept = (sent(ben, BIKES, problem=text) for text in ("En", "To", "Tre"))
    move_idea(by=ben, idea=withdrawn, to=State.WITHDRAWN)
    move_idea(by=mona, idea=merged, to=State.MERGED, said=Said(into=kept))
    assert [alike.idea.pk for alike in found(ann, BIKES)] == [kept.pk]


def test_an_edit_is_found_by_what_it_says_now(ann: Person, ben: Person, board: None) -> None:
    idea = sent(ben, BIKES)
    edit_idea(by=ben, idea=idea, words=proposal("Fotballag i bedriftsserien"))
    assert titles(ann, BIKES) == []
    assert titles(ann, "Fotballag for ansatte") == ["Fotballag i bedriftsserien"]


def test_on_a_small_board_where_every_word_is_common_it_is_still_found(ann: Person, ben: Person) -> None:
    sent(ben, BIKES)
    assert titles(ann, BIKES) == [BIKES]


def test_an_empty_board_has_no_double(ann: Person) -> None:
    assert titles(ann, BIKES) == []


def costs(person: Person, body: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        found(person, BIKES, body)
    return len(seen)


def test_it_never_costs_more_than_four_queries_and_no_more_for_a_larger_board(
    ann: Person, ben: Person, closed_group: Group, board: None
) -> None:
    for n in range(3):
        sent(ben, f"{BIKES} {n}", problem="Regnet ødelegger kjedet")
    few = costs(ann, ""), costs(ann, "Regnet ødelegger alle kjedene våre")
    for n in range(27):
        sent(
            ben,
            f"Sykkelstativ ved port {n}",
            problem="Regn på setet",
            campaign=campaign_of(closed_group) if n == 0 else None,
        )
    assert few == (costs(ann, ""), costs(ann, "Regnet ødelegger alle kjedene våre")) == (4, 4)


def test_nothing_is_read_of_the_ideas_when_none_is_alike_enough(ann: Person, ben: Person, board: None) -> None:
    with CaptureQueriesContext(connection) as seen:
        assert titles(ann, "Vaktmesteren bør få elektrisk snøfreser i gangen") == []
    assert len(seen) == 3


def test_what_is_shown_of_an_idea_asks_no_further_query(ann: Person, ben: Person, board: None) -> None:
    sent(ben, BIKES)
    alike = found(ann, TYPED)[0]
    with CaptureQueriesContext(connection) as seen:
        assert all([alike.idea.title, alike.idea.state, alike.idea.campaign.name, alike.idea.get_absolute_url()])
    assert len(seen) == 0


def test_common_words_beyond_the_budget_are_not_looked_for(
    ann: Person, ben: Person, board: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent(ben, BIKES)
    asked: list[list[str]] = []
    telling = similar._Known.telling
    monkeypatch.setattr(similar._Known, "telling", lambda known: asked.append(telling(known)) or asked[-1])
    found(ann, BIKES)
    monkeypatch.setattr(similar, "POSTINGS", 3)
    found(ann, BIKES)
    assert 0 < len(asked[1]) <= 3 < len(asked[0])


ODD = [
    "",
    "   ",
    "og i på det som",
    "🔥🔥🔥",
    "مواقف الدراجات",
    "\u202eegnalpes",
    "a" * 10_000,
    "kaffe " * 2_000,
    "\x00",
    "\ud800",
    "%s %(x)s ' \" \\",
]


@pytest.mark.parametrize("text", ODD)
@pytest.mark.parametrize("language", ["nb", "en", "", "se"])
def test_any_text_gives_an_answer(ann: Person, ben: Person, board: None, text: str, language: str) -> None:
    for title, body in ((text, ""), ("", text), (text, text), (BIKES, text)):
        assert isinstance(resembling(ann, title, body, language=language), list)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=st.text(max_size=120), body=st.text(max_size=400), language=st.sampled_from(["nb", "en"]))
def test_any_text_at_all_is_scored_from_nothing_to_one(
    ann: Person, ben: Person, board: None, title: str, body: str, language: str
) -> None:
    found_now = resembling(ann, f"sykkel {title}", body, language=language)
    assert all(0 <= alike.score <= 1 for alike in found_now)
    assert Idea.objects.filter(pk__in=[a.idea.pk for a in found_now]).count() == len(found_now)
