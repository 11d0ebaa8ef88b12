"""What ideas are judged by: the house rubric in both languages, own ones, weights that sum to 100, versions."""

from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.utils import translation

from ideas import house
from ideas.access import can_edit_rubric, can_write_rubrics
from ideas.actions import (
    Brief,
    Question,
    archive_rubric,
    edit_campaign,
    edit_rubric,
    house_rubric,
    is_kept,
    rubric_faults,
    rubric_for,
    write_rubric,
)
from ideas.models import Campaign, Criterion, Rubric
from ideas.queries import rubrics_offered
from ideas.states import State
from network.core.access import Refused
from tests.factories import idea_of, moved
from tests.ideas.judges import asked

pytestmark = pytest.mark.django_db
STEPS = ["Nei", "Litt", "Noe", "Mye", "Alt"]
TWO = [Question("Nytte", "Hvor mye?", 60, STEPS), Question("Mot", "", 40, STEPS, may_skip=True)]


@pytest.fixture
def own(siv):
    return write_rubric(by=siv, name="Våre egne", questions=TWO)


def test_the_house_rubric_is_there_when_it_is_needed_once_and_whole():
    assert house_rubric() == house_rubric()
    criteria = list(house_rubric().criteria.order_by("position"))
    assert sum(c.weight for c in criteria) == 100
    assert {len(c.anchors) for c in criteria} == {5}
    assert [c.name for c in criteria] == [c.name for c in house.CRITERIA]
    assert any("Novelty" in c.name for c in criteria), "new is judged by itself"


def test_the_house_rubric_reads_well_in_both_languages_and_an_own_one_as_it_was_written(own):
    first = house_rubric().criteria.select_related("rubric").order_by("position")[0]
    with translation.override("en"):
        english = [house_rubric().shown_name, first.shown_name, first.shown_help, *first.shown_anchors]
    with translation.override("nb"):
        norwegian = [house_rubric().shown_name, first.shown_name, first.shown_help, *first.shown_anchors]
    assert english[:2] == ["The house rubric", "Benefit"]
    assert norwegian[:2] == ["Husets kriterier", "Nytte"]
    assert all(one != other for one, other in zip(english, norwegian, strict=True))
    mine = own.criteria.select_related("rubric").order_by("position")[1]
    mine.name, mine.help = "Novelty", ""
    with translation.override("nb"):
        assert (mine.shown_name, mine.shown_help, mine.shown_anchors) == ("Novelty", "", STEPS)


def test_every_word_of_the_house_rubric_is_translated():
    said = [house.NAME, *(text for c in house.CRITERIA for text in (c.name, c.help, *c.anchors))]
    with translation.override("nb"):
        assert [text for text in said if translation.gettext(text) == text] == []


FAULTY = [
    ([], {""}),
    ([TWO[0]], {""}),
    ([TWO[0], replace(TWO[1], weight=41)], {""}),
    ([TWO[0], replace(TWO[1], weight=0)], {"", "1-weight"}),
    ([TWO[0], replace(TWO[1], name=" ")], {"1-name"}),
    ([TWO[0], replace(TWO[1], name="NYTTE")], {""}),
    ([TWO[0], replace(TWO[1], anchors=STEPS[:4])], {"1-anchor_5"}),
    ([replace(TWO[0], anchors=["", *STEPS[1:]]), TWO[1]], {"0-anchor_1"}),
]


@pytest.mark.parametrize(("questions", "names"), FAULTY)
def test_a_rubric_is_whole_or_it_is_said_what_it_lacks(siv, questions, names):
    assert set(rubric_faults([question.cleaned() for question in questions])) == names
    with pytest.raises(Refused):
        write_rubric(by=siv, name="Nei", questions=questions)
    assert not Rubric.objects.filter(name="Nei").exists()


def test_the_database_holds_the_weights_to_a_hundred(own):
    def unbalance():
        with transaction.atomic():
            Criterion.objects.filter(name="Mot").update(weight=39)
            transaction.get_connection().check_constraints()

    with pytest.raises(DatabaseError, match="sum to 99"):
        unbalance()
    with transaction.atomic():  # both at once is a change that keeps the sum
        Criterion.objects.filter(name="Mot").update(weight=30)
        Criterion.objects.filter(name="Nytte").update(weight=70)
        transaction.get_connection().check_constraints()


def test_those_with_the_role_write_and_nobody_else(siv, ann, cleo, ada, gone, own):
    assert can_write_rubrics(siv)
    assert not any(can_write_rubrics(person) for person in (ann, cleo, ada, gone))
    for act in (
        lambda: write_rubric(by=cleo, name="Nei", questions=TWO),
        lambda: edit_rubric(by=cleo, rubric=own, name="Nei", questions=TWO),
        lambda: archive_rubric(by=cleo, rubric=own),
        lambda: edit_rubric(by=siv, rubric=house_rubric(), name="Nei", questions=TWO),
    ):
        with pytest.raises(Refused):
            act()


def test_the_same_form_twice_makes_one(siv):
    key = uuid4()
    assert write_rubric(by=siv, name="En", questions=TWO, key=key) == write_rubric(
        by=siv, name="En", questions=TWO, key=key
    )
    assert write_rubric(by=siv, name="En", questions=TWO).version == 2


def test_what_nobody_has_seen_is_changed_in_place_and_what_is_in_use_becomes_a_new_version(siv, own, ann):
    changed = [replace(TWO[0], weight=50), replace(TWO[1], weight=50)]
    assert edit_rubric(by=siv, rubric=own, name="Våre egne", questions=changed) == own
    assert set(own.criteria.values_list("weight", flat=True)) == {50}
    campaign = Campaign.objects.create(slug="skrue", title="Skrue", owner=siv, rubric=own)
    idea_of(ann, campaign)
    assert is_kept(own)
    newer = edit_rubric(by=siv, rubric=own, name="Våre egne", questions=TWO)
    assert (newer.version, newer.replaces) == (2, own)
    assert set(own.criteria.values_list("weight", flat=True)) == {50}
    assert not can_edit_rubric(siv, Rubric.objects.get(pk=own.pk))
    assert rubrics_offered() == [newer]


def test_an_idea_is_judged_by_its_campaigns_rubric_which_is_frozen_then(siv, odd, ann, own):
    campaign = Campaign.objects.create(slug="skrue", title="Skrue", owner=siv, rubric=own)
    idea = moved(moved(idea_of(ann, campaign), siv, State.OPEN, person=odd), odd, State.IN_REVIEW)
    assert {row.rubric for row in asked(idea)} == {own}
    ways = [
        lambda: own.criteria.update(weight=50),
        lambda: own.criteria.first().delete(),
        lambda: Criterion.objects.create(rubric=own, position=9, name="Mer", weight=1, anchors=STEPS),
        lambda: Rubric.objects.filter(pk=own.pk).update(name="Andre"),
        lambda: Rubric.objects.filter(pk=own.pk).update(frozen_at=None),
        lambda: Rubric.objects.filter(pk=own.pk)._raw_delete("default"),
    ]
    for way in ways:
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            way()
    campaign.closed_at = campaign.created_at
    campaign.save()
    archive_rubric(by=siv, rubric=own)
    assert rubrics_offered() == []


def test_a_rubric_that_a_running_campaign_has_is_not_put_away(siv, own):
    Campaign.objects.create(slug="skrue", title="Skrue", owner=siv, rubric=own)
    with pytest.raises(Refused):
        archive_rubric(by=siv, rubric=own)


def test_what_ideas_were_sent_in_for_stays_what_they_are_judged_by(siv, own, ann):
    campaign = Campaign.objects.create(slug="skrue", title="Skrue", owner=siv, started_by=siv, rubric=own)
    brief = Brief(title="Skrue", question="Hva?", brief="", owner=siv)
    edit_campaign(by=siv, campaign=campaign, brief=replace(brief, rubric=None))
    assert rubric_for(Campaign.objects.get(pk=campaign.pk)).is_house
    edit_campaign(by=siv, campaign=campaign, brief=replace(brief, rubric=own))
    idea_of(ann, campaign)
    with pytest.raises(Refused, match="kriteri"), translation.override("nb"):
        edit_campaign(by=siv, campaign=campaign, brief=brief)
    edit_campaign(by=siv, campaign=campaign, brief=replace(brief, rubric=own, title="Skruen"))
