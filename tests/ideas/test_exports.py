"""What leaves as a file: by whom, of what, written down, never a formula, and never more of people than pages tell."""

import csv
import io
import json

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from ideas import actions
from ideas.models import (
    Assignment,
    Award,
    Campaign,
    Criterion,
    Export,
    Grant,
    Idea,
    Recipient,
    Review,
    Rubric,
    Score,
    StatusChange,
)
from ideas.states import State
from network.conversations.actions import place_restriction
from network.core.clock import now
from network.core.sheets import csv_lines, json_lines, safe_cell
from profiles.models import Role
from tests.factories import REASON, PersonFactory, idea_of, moved
from tests.ideas.staged import NO

pytestmark = pytest.mark.django_db
URL = "/ideas/exports/"


def taken(client, what, form="csv", campaign=""):
    answer = client.post(URL, {"what": what, "form": form, "campaign": campaign})
    assert answer.status_code == 200, answer.status_code
    return b"".join(answer.streaming_content).decode()


def table(client, what, campaign=""):
    text = taken(client, what, "csv", campaign)
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def listed(client, what, campaign=""):
    return json.loads(taken(client, what, "json", campaign))


@pytest.fixture
def sivs(client_of, siv):
    """Siv has the role of idea owner."""
    return client_of(siv)


# Cells.

DANGEROUS = ["=1+1", "+47 99", "-2+3", "@sum(a1)", "\t=1+1", "\r=1+1", "\n=1", "  =1+1", "\xa0=1", "＝1+1", "=HYPERLINK(\"https://x\")"]  # fmt: skip


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_text_that_a_spreadsheet_takes_for_a_formula_is_quoted(text):
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("value", ["Lån en bil", "a=b", "", "3 biler", "'=1"])
def test_other_text_stays_as_it_is(value):
    assert safe_cell(value) == value


def test_numbers_stay_numbers_and_nothing_stays_empty():
    assert [safe_cell(v) for v in (-3, 2.5, None, True)] == [-3, 2.5, "", "true"]


def test_a_table_survives_quotes_line_breaks_and_separators():
    rows = [["a", 'sa "hei"', "to\nlinjer", "en, to; tre"]]
    text = b"".join(csv_lines(["a", "b", "c", "d"], rows)).decode().removeprefix("\ufeff")
    assert list(csv.reader(io.StringIO(text)))[1] == rows[0]


@pytest.mark.parametrize("rows", [[], [["=1"]], [["æ"], [None]]])
def test_the_list_is_json_and_holds_the_text_as_it_was_written(rows):
    assert json.loads(b"".join(json_lines(["a"], rows))) == [{"a": row[0]} for row in rows]


def test_every_dangerous_cell_of_an_idea_leaves_quoted(sivs, ann):
    idea = idea_of(ann, title='=HYPERLINK("https://ond.example")')
    Idea.objects.filter(pk=idea.pk).update(problem="@cmd", proposal="+1", benefit="-1", heard_from="\t=1")
    ann.name = "=Ann"
    ann.save()
    (row,) = table(sivs, "ideas")
    cells = [row[name] for name in ("title", "problem", "proposal", "benefit", "heard_from", "authors")]
    assert all(cell.startswith("'") for cell in cells), cells


# Who.


def test_only_idea_owners_and_whoever_answers_for_a_campaign_take_anything_out(client_of, places, ann, cleo, mona, siv, ada):  # fmt: skip
    idea_of(ann)
    asked = {"what": "ideas", "form": "csv", "campaign": ""}
    assert client_of(cleo).get(URL).status_code == 404
    assert client_of(cleo).post(URL, asked).status_code == 404
    assert client_of(ada).get(URL).status_code == 200  # an administrator reads the log
    assert client_of(ada).post(URL, asked).status_code == 403  # and takes nothing out
    assert client_of(mona).post(URL, asked).status_code == 422  # her own campaigns, not all ideas
    assert not Export.objects.exists()


def test_whoever_answers_for_a_campaign_takes_out_that_one_alone(client_of, places, ann, mona):
    other = Campaign.objects.create(slug="annen", title="En annen")
    mine, theirs = idea_of(ann, places["secret"], "Nordlys"), idea_of(ann, other, "Sydlys")
    rows = table(client_of(mona), "ideas", places["secret"].slug)
    assert [int(row["number"]) for row in rows] == [mine.pk]
    assert client_of(mona).post(URL, {"what": "ideas", "form": "csv", "campaign": "annen"}).status_code == 422
    assert theirs.pk != mine.pk


def test_the_role_opens_nothing_that_one_may_not_read_oneself(sivs, places, ann, mona, cleo):
    for place in places.values():
        idea_of(ann, place, f"Idé hos {place.slug}")
    found = {row["title"] for row in table(sivs, "ideas")}
    assert found == {"Idé hos hos-everyone", "Idé hos hos-open"}
    asked = {"what": "ideas", "form": "csv", "campaign": "hos-secret"}
    assert sivs.post(URL, asked).status_code == 422
    for what in ("changes", "votes"):
        assert "Idé hos hos-secret" not in taken(sivs, what)
        assert {row["idea"] for row in listed(sivs, what)} == {i.pk for i in Idea.objects.filter(campaign__slug__in=["hos-everyone", "hos-open"])}  # fmt: skip


@pytest.mark.parametrize("what", ["ideas", "changes", "votes"])
def test_what_is_hidden_and_what_is_a_draft_stays_inside(sivs, ann, mo, siv, what):
    shown, hidden = idea_of(ann, title="Synlig"), idea_of(ann, title="Skjult av moderator")
    actions.keep_draft(by=siv, campaign=actions.open_box(), words=actions.Proposal("Mitt utkast", "", "", ""), draft=None, key=None)  # fmt: skip
    place_restriction(by=mo, thread=hidden.thread, reason="Personopplysninger.")
    rows = listed(sivs, what)
    assert {row.get("number", row.get("idea")) for row in rows} == {shown.pk}


# Written down.


def test_each_export_is_written_down_with_who_what_when_and_how_much(sivs, client_of, ann, siv, ada, mona, places):
    for number in range(3):
        idea_of(ann, title=f"Idé nummer {number} om biler")
    taken(sivs, "ideas")
    taken(sivs, "votes", "json", "always-open")
    made = [(e.by, e.what, e.form, e.rows, e.campaign and e.campaign.slug) for e in Export.objects.order_by("pk")]
    assert made == [(siv, "ideas", "csv", 3, None), (siv, "votes", "json", 3, "always-open")]
    for reader, sees in ((ada, True), (siv, True), (mona, False)):
        assert (siv.name in client_of(reader).get(URL).text) is sees


def test_the_log_is_never_changed_nor_deleted(sivs, ann):
    idea_of(ann)
    taken(sivs, "ideas")
    for act in (lambda: Export.objects.update(rows=0), lambda: Export.objects.all().delete()):
        with pytest.raises(DatabaseError, match="never changed or deleted"), transaction.atomic():
            act()


# Identity (invariant 16) and counts (invariant 18).


@pytest.fixture
def blind(db, mona):
    return Campaign.objects.create(slug="blind", title="Blind", identity="blind", owner=mona)


def whole(client):
    """Every export of every kind, as one text."""
    return "".join(taken(client, what, form) for what in Export.What.values for form in Export.Form.values)


def test_a_hidden_author_is_in_no_file_before_the_decision_and_in_the_files_after(sivs, blind, ann, field, mona, siv):
    ann.name = "Ann Askeladdsdatter"
    ann.save()
    field.name = "Feltavdelingen i nord"
    field.save()
    idea = moved(idea_of(ann, blind), mona, State.OPEN, person=siv)
    idea = moved(idea, mona, State.NEEDS_INFO, note="Hvor mange biler?")
    idea = moved(idea, ann, State.OPEN, note="Fire biler.")
    idea = moved(idea, siv, State.IN_REVIEW)
    text = whole(sivs)
    for telling in (ann.name, field.name, ann.handle + "@", ann.email):
        assert telling not in text
    assert "Fire biler." in text
    moved(idea, siv, State.DECLINED, **NO)
    text = whole(sivs)
    assert ann.name in text
    assert field.name in text


def test_an_author_who_wants_to_be_anonymous_is_hidden_too_and_one_who_does_not_is_named(sivs, ann, ben, mona):
    optional = Campaign.objects.create(slug="valgfri", title="Valgfri", identity="optional")
    words = {"problem": "Mørkt.", "proposal": "Lys.", "benefit": "Vi ser."}
    for person, hides in ((ann, True), (ben, False)):
        actions.submit_idea(by=person, campaign=optional, draft=None, key=None, words=actions.Proposal(f"Idé av {person.handle}", is_anonymous=hides, **words))  # fmt: skip
    text = whole(sivs)
    assert ann.name not in text
    assert ben.name in text


def test_who_moved_it_is_named_unless_it_was_a_hidden_author(sivs, blind, ann, mona, siv):
    moved(idea_of(ann, blind), mona, State.OPEN, person=siv)
    by = {row["after"]: row["by"] for row in table(sivs, "changes")}
    assert by == {"submitted": "", "open": mona.name}


@pytest.mark.parametrize("counts", ["voted", "closed"])
def test_a_kept_back_count_is_in_no_file_and_in_no_order_while_people_vote(sivs, client_of, ann, ben, mona, counts):
    secret = Campaign.objects.create(slug="hemmelig", title="Hemmelig", counts=counts, owner=mona)
    open_one = Campaign.objects.create(slug="apen", title="Åpen")
    quiet, told = idea_of(ann, secret, "Stille idé"), idea_of(ann, open_one, "Åpen idé")
    for idea in (quiet, told):
        Idea.objects.filter(pk=idea.pk).update(vote_count=7, reader_count=9)
    for client in (sivs, client_of(mona)):
        campaign = "" if client is sivs else "hemmelig"
        rows = {row["number"]: row["votes"] for row in listed(client, "ideas", campaign)}
        assert rows[quiet.pk] is None
        assert quiet.pk not in {row["idea"] for row in listed(client, "votes", campaign)}
    assert {row["idea"]: row["votes"] for row in listed(sivs, "votes")} == {told.pk: 7}
    Campaign.objects.filter(pk=secret.pk).update(vote_ends_at=now())
    assert {row["votes"] for row in listed(sivs, "votes")} == {7}


# Reviews and awards.


@pytest.fixture
def judged(at, siv, ben, cleo):
    """An idea in review that ben and cleo have handed in a review of, and pia has begun one."""
    idea = at(State.IN_REVIEW)
    idea.assignments.update(state="released", closed_at=now())  # of those whom the way there asked
    rubric = Rubric.objects.create(name="Nytte")
    criterion = Criterion.objects.create(rubric=rubric, position=1, name="Nytte", anchors=["a"] * 5, weight=100)
    pia = PersonFactory(handle="pia", name="Pia Pedersen")
    for reviewer, mark, handed in ((ben, 2, True), (cleo, 5, True), (pia, 4, False)):
        state = "done" if handed else "open"
        assignment = Assignment.objects.create(idea=idea, reviewer=reviewer, rubric=rubric, due_on="2030-01-01", source="chosen", state=state)  # fmt: skip
        review = Review.objects.create(assignment=assignment, verdict="go", to_owner="Bare til eieren")
        Score.objects.create(review=review, criterion=criterion, value=mark, note="Et notat")
        Review.objects.filter(pk=review.pk).update(submitted_at=now() if handed else None)
    return idea


def test_reviewers_leave_under_a_word_that_is_another_in_every_export(sivs, judged, ben, cleo):
    first, second = listed(sivs, "reviews"), listed(sivs, "reviews")
    assert sorted(row["mark"] for row in first) == [2, 5]
    words = [{row["judge"] for row in rows} for rows in (first, second)]
    assert len(words[0]) == len(words[1]) == 2
    assert not words[0] & words[1]
    text = taken(sivs, "reviews")
    for telling in (ben.name, cleo.name, ben.handle, cleo.handle, "Pia", "Bare til eieren", "Et notat"):
        assert telling not in text


def test_who_has_yet_to_judge_an_idea_and_who_wrote_it_take_out_no_review_of_it(client_of, judged, ann):
    for person in (ann, Assignment.objects.get(state="open").reviewer):
        Role.objects.create(person=person, kind=Role.Kind.IDEA_OWNER, starts_on="2020-01-01")
        assert listed(client_of(person), "reviews") == []


def test_awards_leave_once_they_are_announced_and_with_the_names_that_may_be_told(sivs, at, ann, ben, mona):
    idea = at(State.CONFIRMED)
    award = Award.objects.create(name="Kvartalets idé", description="For nytte.", kind="spot")
    grant = Grant.objects.create(
        award=award, idea=idea, citation=REASON, decided_by=mona, month="2026-01-01", code="abc"
    )
    for person, public in ((ann, True), (ben, None)):
        Recipient.objects.create(
            grant=grant, person=person, part="author", name_as_printed=person.name, is_public=public
        )
    assert listed(sivs, "grants") == []
    Grant.objects.update(announced_at=now())
    (row,) = listed(sivs, "grants")
    assert (row["award"], row["recipients"]) == ("Kvartalets idé", ann.name)


# Cost.


@pytest.mark.parametrize("what", ["ideas", "changes", "votes", "reviews", "grants"])
def test_an_export_costs_the_same_for_three_ideas_and_for_thirty(sivs, ann, what):
    counts = []
    for more in (3, 27):
        for number in range(more):
            idea_of(ann, title=f"Varmepumpe nummer {number}")
        with CaptureQueriesContext(connection) as asked:
            taken(sivs, what)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 14


def test_rows_are_read_while_they_are_sent(sivs, ann):
    idea_of(ann)
    answer = sivs.post(URL, {"what": "ideas", "form": "csv", "campaign": ""})
    assert answer.streaming
    assert 'filename="ideas-' in answer["Content-Disposition"]
    assert Export.objects.get().rows == 1  # before the first row has left
    assert StatusChange.objects.exists()
