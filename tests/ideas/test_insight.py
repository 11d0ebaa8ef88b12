"""The page of figures: the same for everybody, of what everybody may read, and never of a single person."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from ideas import actions
from ideas.models import (
    Assignment,
    Award,
    Benefit,
    Campaign,
    Criterion,
    Grant,
    Idea,
    Recipient,
    Review,
    Rubric,
    Score,
    StatusChange,
    Vote,
)
from ideas.queries import Span, insight
from ideas.queries.breadth import year_of_months
from ideas.queries.counted import open_ideas
from ideas.states import State
from network.conversations.actions import place_restriction
from network.core.clock import now
from tests.factories import REASON, DepartmentFactory, PersonFactory, comment_of, idea_of, moved
from tests.ideas.staged import NO

pytestmark = [pytest.mark.django_db, pytest.mark.wide]
URL = "/ideas/insight/"
ALL = Span(period="all")
S = State


def on(day):
    """Nine in the morning in Oslo."""
    return time_machine.travel(f"{day}T08:00Z", tick=False)


# Which ideas.


def test_only_ideas_that_everybody_may_read_are_counted(places, ann, mo):
    for place in places.values():
        idea_of(ann, place, f"Idé hos {place.slug}")
    hidden = idea_of(ann, title="Skjult av moderator")
    place_restriction(by=mo, thread=hidden.thread, reason="Personopplysninger.")
    assert {idea.title for idea in open_ideas()} == {"Idé hos hos-everyone", "Idé hos hos-open"}
    assert insight(ALL).whole.sent == 2


def test_a_secret_campaign_is_neither_offered_nor_asked_for_by_its_address(places, ann, client_of, mona):
    idea_of(ann, places["secret"])
    page = client_of(mona).get(f"{URL}?campaign=hos-secret").text
    assert 'value="hos-secret"' not in page
    assert "Kampanje secret" not in page
    assert "Kampanje open" in page


def test_a_member_and_an_outsider_read_the_same(places, ann, cleo, client_of):
    for place in places.values():
        idea_of(ann, place, f"Idé hos {place.slug}")

    def main_of(person):
        return client_of(person).get(URL).text.partition('<main id="main"')[2].partition("</main>")[0]

    assert main_of(ann) == main_of(cleo)


def test_nobody_signed_out_or_gone_reads_it(client, client_of, gone):
    assert client.get(URL).status_code == 302
    assert client_of(gone).get(URL).status_code == 302


def test_an_empty_board_says_what_to_do(client_of, cleo):
    page = client_of(cleo).get(URL)
    assert page.status_code == 200
    assert "/ideas/new/" in page.text


# How far, and how soon.


def step(idea, after, day, by=None, **more):
    """A row of the past as the moves write it, on that day at noon."""
    row = StatusChange(idea=idea, before="draft", after=after, by=by, created_at=f"{day}T12:00Z", **more)
    StatusChange.objects.bulk_create([row])


def sent(author, day, *steps, campaign=None, by=None):
    """An idea sent in on a day, with these steps on their days, as rows only."""
    with on(day):
        idea = idea_of(author, campaign, f"Idé fra {day} nummer {Idea.objects.count()}")
    for after, when in steps:
        step(idea, after, when, by)
    return idea


def test_a_cohort_is_counted_by_the_month_it_was_sent_in_and_by_what_it_ever_reached(ann):
    sent(ann, "2026-01-05", ("open", "2026-01-06"), ("in-review", "2026-01-16"), ("approved", "2026-02-05"))
    sent(ann, "2026-01-20", ("open", "2026-01-23"), ("in-review", "2026-02-12"))
    sent(ann, "2026-01-31")
    sent(ann, "2026-02-01", ("open", "2026-02-02"), ("in-review", "2026-02-03"), ("approved", "2026-02-04"),
         ("in-progress", "2026-02-14"), ("implemented", "2026-03-01"), ("confirmed", "2026-06-01"))  # fmt: skip
    Idea.objects.update(state="parked")  # where they stand now makes no difference
    found = insight(ALL)
    january, february = found.months
    assert (january.month, february.month) == (date(2026, 1, 1), date(2026, 2, 1))
    assert [stage.count for stage in january.stages] == [3, 2, 2, 1, 0, 0, 0]
    assert [stage.count for stage in february.stages] == [1, 1, 1, 1, 1, 1, 1]
    assert [stage.count for stage in found.whole.stages] == [4, 3, 3, 2, 1, 1, 1]
    # days to the next step, medians: (1 and 3, sent at 9 and taken in at 13), (10 and 20), 20, then none
    medians = [stage.days for stage in january.stages]
    assert medians[0] is None
    assert medians[1] == pytest.approx(2 + 4 / 24)
    assert medians[2:4] == [pytest.approx(15), pytest.approx(20)]
    assert medians[4:] == [None, None, None]
    assert (found.implemented, found.implemented_of_sent) == (1, 0.25)


def test_an_idea_sent_in_late_in_the_evening_belongs_to_the_month_here_and_not_to_utc(ann):
    with time_machine.travel("2026-01-31T23:30Z", tick=False):  # half past midnight in Oslo, 1 February
        idea_of(ann)
    assert [cohort.month for cohort in insight(ALL).months] == [date(2026, 2, 1)]


def test_a_first_answer_is_counted_in_working_days_over_easter(ann):
    for answered in ("2026-03-31", "2026-04-01", "2026-04-07", "2026-04-08", "2026-04-16"):
        idea = sent(ann, "2026-03-30")  # a Monday; Thursday, Friday and the Monday after are free
        Idea.objects.filter(pk=idea.pk).update(first_answer_at=f"{answered}T12:00Z")
    with on("2026-06-01"):
        first = insight(ALL).answers.first
    # 1, 2, 3, 4 and 10 working days; promised are five, the 9th of April
    assert (first.n, first.median, first.p80) == (5, 3, pytest.approx(5.2))
    assert first.p95 == pytest.approx(8.8)
    assert (first.in_time, first.promised, first.kept) == (4, 5, 0.8)


def test_what_is_overdue_counts_as_not_kept_and_what_has_time_does_not_count(ann):
    sent(ann, "2026-03-30")
    sent(ann, "2026-04-27")
    with on("2026-04-28"):
        first = insight(ALL).answers.first
    assert (first.n, first.in_time, first.promised) == (0, 0, 1)


def test_times_of_fewer_than_five_ideas_are_not_told(ann, client_of):
    for number in range(5):
        idea = sent(ann, "2026-03-02", ("declined", "2026-03-09"))
        Idea.objects.filter(pk=idea.pk).update(first_answer_at="2026-03-04T12:00Z")
        told = insight(ALL).answers
        assert told.first.is_told is told.decision.is_told is (number == 4)


def test_the_answered_share_is_of_ideas_older_than_thirty_days_that_nobody_took_back(ann, siv):
    sent(ann, "2026-01-10", ("declined", "2026-01-12"))
    sent(ann, "2026-01-10")
    gone = sent(ann, "2026-01-10")
    Idea.objects.filter(pk=gone.pk).update(state="withdrawn")
    sent(ann, "2026-02-20", ("approved", "2026-02-21"))
    with on("2026-03-10"):
        found = insight(ALL).answers
    assert (found.older, found.answered) == (2, 1)


def test_noes_parkings_and_reasons_are_counted(ann, siv):
    sent(ann, "2026-01-10", ("parked", "2026-02-10"))  # by nobody: the clock
    for length in (80, 200, 300):
        idea = sent(ann, "2026-01-10")
        step(idea, "declined", "2026-01-12", siv, reason="æ" * length, reason_kind="timing", change_of_mind="Penger.")
    said = insight(ALL).decisions
    assert (said.parked_by_clock, said.declined, said.reasoned_share, said.characters) == (1, 3, 1, 200)
    assert said.decided == 3


def test_a_period_and_a_campaign_narrow_it(ann):
    campaign = Campaign.objects.create(slug="varme", title="Varme")
    with on("2026-01-10"):
        idea_of(ann, campaign, "Gammel varme")
    idea_of(ann, campaign, "Ny varme")
    idea_of(ann, title="Noe annet")
    assert insight(ALL).whole.sent == 3
    assert insight(Span("varme", "all")).whole.sent == 2
    with on("2026-06-10"):
        assert insight(Span("varme", "90")).whole.sent == 1  # the old one is older than that


# How fair.


def test_exposure_is_of_ideas_that_nobody_votes_on_any_more(ann):
    over = Campaign.objects.create(slug="over", title="Over", vote_ends_at=now() - timedelta(days=1))
    Campaign.objects.filter(pk=over.pk).update(vote_ends_at=None)
    for readers in (14, 15, 40):
        idea = idea_of(ann, over, f"Lest av {readers}")
        Idea.objects.filter(pk=idea.pk).update(reader_count=readers)
    assert insight(ALL).exposure.closed == 0
    Campaign.objects.filter(pk=over.pk).update(vote_ends_at=now())
    assert (insight(ALL).exposure.closed, insight(ALL).exposure.read) == (3, 2)


def test_the_order_of_a_campaign_is_told_when_its_voting_is_over_and_from_ten_ideas_on(ann):
    campaign = Campaign.objects.create(slug="kappløp", title="Kappløp", counts="closed")
    for number in range(10):
        idea = idea_of(ann, campaign, f"Forslag nummer {number}")
        Idea.objects.filter(pk=idea.pk).update(vote_count=20 - number, reader_count=30)
        if number == 8:
            Campaign.objects.filter(pk=campaign.pk).update(vote_ends_at=now())
            assert insight(ALL).orders == []
            Campaign.objects.filter(pk=campaign.pk).update(vote_ends_at=None)
    assert insight(ALL).orders == []  # while people vote no number is told (invariant 18)
    Campaign.objects.filter(pk=campaign.pk).update(vote_ends_at=now())
    (order,) = insight(ALL).orders
    assert (order.title, order.ideas, order.rho) == ("Kappløp", 10, pytest.approx(-1))


@pytest.fixture
def deciders(field, market):
    return PersonFactory(department=field), PersonFactory(department=market)


def decided(author, by, yes):
    idea = idea_of(author, title=f"Avgjort nummer {Idea.objects.count()}")
    Idea.objects.filter(pk=idea.pk).update(decided_at=now())
    step(idea, "approved" if yes else "declined", "2026-02-01", by, **({} if yes else NO))
    return idea


def test_the_own_unit_gap_is_told_from_twenty_decided_ideas_with_its_interval(ann, deciders):
    own, other = deciders
    for number in range(19):
        decided(ann, own if number < 9 else other, yes=number < 6 or number >= 16)
    assert insight(ALL).own_unit.gap is None
    decided(ann, own, yes=False)
    unit = insight(ALL).own_unit
    assert (unit.own, unit.own_yes, unit.other, unit.other_yes) == (10, 6, 10, 3)
    assert unit.gap.gap == pytest.approx(0.3)
    assert unit.gap.low < 0 < unit.gap.high


def test_the_gap_is_not_told_where_one_side_has_fewer_than_five(ann, deciders):
    own, other = deciders
    for number in range(24):
        decided(ann, own if number < 4 else other, yes=True)
    assert (insight(ALL).own_unit.n, insight(ALL).own_unit.gap) == (24, None)


def test_the_department_of_an_idea_is_the_one_it_was_sent_in_from(ann, deciders, market):
    own, _other = deciders
    decided(ann, own, yes=True)
    ann.department = market
    ann.save()
    assert insight(ALL).own_unit.own == 1  # invariant 39


def test_an_idea_that_hides_its_authors_is_in_no_figure_of_departments(ann, deciders, mona, field):
    blind = Campaign.objects.create(slug="blind", title="Blind", identity="blind", owner=mona)
    idea = idea_of(ann, blind)
    step(idea, "approved", "2026-02-01", deciders[0])
    assert insight(ALL).own_unit.n == 0
    Idea.objects.update(decided_at=now())
    assert insight(ALL).own_unit.n == 1


def test_the_spread_of_reviews_is_of_decided_ideas_with_three_or_more(ann, at):
    rubric = Rubric.objects.create(name="Nytte")
    anchors = ["a"] * 5
    heavy = Criterion.objects.create(rubric=rubric, position=1, name="Nytte", anchors=anchors, weight=75)
    light = Criterion.objects.create(rubric=rubric, position=2, name="Nytt", anchors=anchors, weight=25, may_skip=True)
    idea = idea_of(ann)
    for marks in ((1, 5), (3, 3), (5, None)):  # 2, 3 and 5: mean 10/3, standard deviation 1.5275
        assignment = Assignment.objects.create(idea=idea, reviewer=PersonFactory(), rubric=rubric, due_on="2030-01-01", source="chosen", state="done")  # fmt: skip
        review = Review.objects.create(assignment=assignment, verdict="go")
        for criterion, mark in zip((heavy, light), marks, strict=True):
            Score.objects.create(review=review, criterion=criterion, value=mark, is_skipped=mark is None)
        Review.objects.filter(pk=review.pk).update(submitted_at=now())
    assert insight(ALL).reviews.ideas == 0  # before the decision a mean would tell reviewers what the others say
    Idea.objects.update(decided_at=now())
    found = insight(ALL).reviews
    assert (found.ideas, found.each, found.disputed) == (1, 3, 1)
    assert found.deviation == pytest.approx(1.527525)


def test_what_was_hoped_for_is_compared_with_what_was_confirmed(at, cleo):
    idea = at(S.CONFIRMED)
    confirmed = {"confirmed_by": cleo, "confirmed_at": now()}
    for projected, actual, who in ((40, 52, confirmed), (10, 5, confirmed), (8, 8, {}), (None, 3, confirmed)):
        Benefit.objects.create(idea=idea, kind="time", unit="timer", projected=projected, actual=actual, **who)
    (gain,) = insight(ALL).gains
    assert (gain.expected, gain.confirmed, gain.reached) == (3, 3, 1)
    assert gain.ratio == pytest.approx(0.9)  # the median of 1.3 and 0.5


# How many take part.


def staff(people, name):
    department = DepartmentFactory(name=name)
    return [PersonFactory(department=department) for _n in range(people)]


@pytest.fixture
def company(ann):
    """Departments of 20, 12 and 4 people beside ann's own; an idea of last month that people voted on."""
    since, until = year_of_months(localdate())
    with time_machine.travel(until - timedelta(days=10), tick=False):
        idea = idea_of(ann)
    return {"stor": staff(20, "Stor"), "mellom": staff(12, "Mellom"), "liten": staff(4, "Liten"), "idea": idea, "at": until - timedelta(days=5)}  # fmt: skip


def vote(idea, people, at):
    Vote.objects.bulk_create([Vote(idea=idea, person=person, created_at=f"{at}T12:00Z") for person in people])


def test_a_department_of_four_is_joined_with_others_and_does_not_follow_from_the_total(company):
    vote(company["idea"], [*company["stor"][:10], *company["mellom"][:6], *company["liten"][:2]], company["at"])
    found = insight(ALL).breadth
    told = {cell.name: (cell.people, cell.took_part) for cell in found.departments}
    # Ann's own department has two people and the small one four, with two who took part and ann: too few on one side.
    assert told == {"Stor": (20, 10), "": (found.people - 20, 9)}
    assert found.took_part == 19


def test_the_page_names_no_small_department(company, client_of, cleo):
    vote(company["idea"], [*company["stor"][:10], *company["mellom"][:6], *company["liten"][:2]], company["at"])
    page = client_of(cleo).get(URL).text
    assert "Stor" in page
    assert "Liten" not in page
    assert "Mellom" not in page


def test_only_whole_months_count_and_no_choice_narrows_it(company, ann):
    vote(company["idea"], company["stor"][:10], localdate())  # this month is not over
    assert insight(ALL).breadth.took_part == 1
    campaign = Campaign.objects.create(slug="varme", title="Varme")
    assert insight(Span("varme", "90")).breadth == insight(ALL).breadth
    assert campaign.pk


def test_the_months_are_the_twelve_before_this_one():
    assert year_of_months(date(2026, 3, 31)) == (date(2025, 3, 1), date(2026, 3, 1))
    assert year_of_months(date(2028, 2, 29)) == (date(2027, 2, 1), date(2028, 2, 1))


def test_votes_that_are_kept_back_and_authors_that_are_hidden_are_not_counted(company, ann, mona):
    vote(company["idea"], company["stor"][:10], company["at"])
    assert (insight(ALL).breadth.took_part, insight(ALL).breadth.authors) == (11, 1)
    Campaign.objects.update(counts="closed")
    assert insight(ALL).breadth.took_part == 1  # ann, who wrote it (invariant 18)
    Campaign.objects.update(identity="blind")
    assert insight(ALL).breadth.authors == 0  # invariant 16
    Idea.objects.update(decided_at=now())
    assert insight(ALL).breadth.authors == 1


def test_comments_count_but_not_hidden_ones_nor_those_of_closed_groups(company, places, ann, mona):
    with time_machine.travel(company["at"], tick=False):
        for person in company["stor"][:3]:
            comment_of(person, company["idea"].thread)
        closed = idea_of(ann, places["closed"])
        comment_of(mona, closed.thread)
    assert insight(ALL).breadth.took_part == 4


def test_the_busiest_tenth_is_told_only_when_it_is_five_people(ann):
    since, until = year_of_months(localdate())
    authors = staff(50, "Stor")
    with time_machine.travel(until - timedelta(days=10), tick=False):
        for number, author in enumerate(authors[:49]):
            idea_of(author, title=f"Idé nummer {number} om varme")
        assert insight(ALL).breadth.top_tenth is None
        idea_of(authors[49], title="Idé nummer femti om varme")
        idea_of(authors[0], title="Enda en idé om vinter")
    found = insight(ALL).breadth
    assert found.top_tenth == pytest.approx(6 / 51)
    assert found.authors == 50


def award(idea, person, mona, code):
    kind, _made = Award.objects.get_or_create(name=f"Pris {code}", kind="spot", defaults={"description": "For nytte."})
    grant = Grant.objects.create(award=kind, idea=idea, citation=REASON, decided_by=PersonFactory(), month="2026-01-01", code=code, announced_at=now())  # fmt: skip
    Recipient.objects.create(grant=grant, person=person, part="author", name_as_printed=person.name)


def test_the_award_index_is_of_large_departments_and_told_from_five_winners_on(ann, mona):
    idea, large, small = idea_of(ann), staff(50, "Stor"), staff(20, "Liten")
    for number, person in enumerate([*large[:3], small[0]]):
        award(idea, person, mona, f"p{number}")
    assert not insight(ALL).awards.is_told
    assert insight(ALL).awards.indexes == ()
    award(idea, large[0], mona, "p9")
    spread = insight(ALL).awards
    people = insight(ALL).breadth.people
    (index,) = spread.indexes
    assert (index.name, index.value) == ("Stor", pytest.approx((4 / 5) / (50 / people)))
    assert spread.first_time == pytest.approx(4 / 5)


def test_nobody_is_named_on_the_page(company, client_of, cleo, ann, at):
    at(S.CONFIRMED)
    vote(company["idea"], company["stor"][:10], company["at"])
    main = client_of(cleo).get(URL).text.partition('<main id="main"')[2].partition("</main>")[0]
    for person in (ann, *company["stor"][:10]):
        assert person.name not in main
        assert person.get_absolute_url() not in main


# What it costs.


def test_the_page_costs_the_same_for_three_ideas_and_for_thirty(client_of, cleo, siv, odd, ann):
    client, counts = client_of(cleo), []
    client.get(URL)
    for more in (3, 27):
        for number in range(more):
            idea = moved(idea_of(ann, title=f"Varmepumpe nummer {number}"), siv, S.OPEN, person=odd)
            comment_of(cleo, idea.thread)
            actions.set_vote(by=cleo, idea=idea, on=True)
        with CaptureQueriesContext(connection) as asked:
            client.get(URL)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 20
