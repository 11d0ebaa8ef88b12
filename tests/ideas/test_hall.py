"""The hall of fame, the certificate and its check, prizes for the payroll office."""

import csv
from decimal import Decimal
from io import StringIO

import pytest
from django.test import Client
from django.utils import timezone

from ideas import actions
from ideas.models import Award, Benefit, Grant, Prize, PrizeExport, Recipient
from ideas.queries import HallWish, hall_of_fame, payouts
from ideas.states import State
from network.core.access import Refused
from network.core.sheets import safe_cell
from profiles.models import Source, SourceRecord
from tests.factories import DepartmentFactory, PersonFactory, idea_of
from tests.ideas.awarded import award_of, category_of, grant_of, prize_of, round_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def won(at, mona, ann, dag):
    """ann wrote and dag carried out what won; ann allows her name."""
    category = round_at("announced", mona, "var").categories.get()
    grant = grant_of(at(State.CONFIRMED), category, {ann: "author", dag: "deliverer"})
    Recipient.objects.filter(grant=grant, person=ann).update(is_public=True)
    return grant


def test_the_wall_tells_award_idea_people_citation_deliverer_and_confirmed_benefit(won, client_of, cleo, mona):
    Recipient.objects.filter(grant=won).update(is_public=True)
    idea = won.idea
    Benefit.objects.create(
        idea=idea, kind="time", unit="timer i uka", actual=12, confirmed_by=mona, confirmed_at=timezone.now()
    )
    Benefit.objects.create(idea=idea, kind="saving", unit="kroner spart", projected=9000)
    page = client_of(cleo).get("/hall-of-fame/").text
    for words in ("Kvartalets idé", "Runden var", "Lån en bil fra nabodepotet", "Ann Askeland", "12</b> timer i uka"):
        assert words in page
    assert "gjennomført av Dag Dahl" in page
    assert "kroner spart" not in page  # expected is not measured


def test_what_is_not_announced_stands_on_no_wall_and_has_no_certificate(at, mona, client_of, ann):
    grant = grant_of(at(State.CONFIRMED), round_at("decided", mona, "var").categories.get())
    client = client_of(ann)
    assert "fra nabodepotet" not in client.get("/hall-of-fame/").text
    assert client.get(grant.get_absolute_url()).status_code == 404
    assert Client().get(grant.get_absolute_url()).status_code == 404
    assert "Lyset tennes" not in client.get("/hall-of-fame/").text
    assert "Se hvem som er nominert" in client.get("/hall-of-fame/").text


def test_a_win_is_told_within_sight_of_the_idea_alone(mona, ann, ben, cleo, places, client_of):
    idea = idea_of(ann, places["secret"], "Hemmelig varmepumpe")
    grant = grant_of(idea, round_at("announced", mona, "var").categories.get())
    for url in ("/hall-of-fame/", "/awards/var/", "/people/ann/awards/"):
        assert "Hemmelig" not in client_of(cleo).get(url).text
    assert "Hemmelig" in client_of(ben).get("/hall-of-fame/").text
    check = client_of(cleo).get(grant.get_absolute_url()).text
    assert "Hemmelig" not in check
    assert "Dette diplomet er ekte" in check
    assert "Hemmelig" in client_of(ben).get(grant.get_absolute_url()).text


def test_filters_narrow_by_department_award_and_year(won, at, mona, cleo, client_of):
    other = PersonFactory(department=DepartmentFactory(name="Kantina", slug="kantina"))
    spot = award_of(Award.Kind.SPOT, "Lyspunkt")
    idea = idea_of(other, title="Suppe på fredager")
    last_year = timezone.now().replace(year=timezone.now().year - 1, month=6, day=1)
    Grant.objects.create(
        award=spot, idea=idea, citation=won.citation, decided_by=mona, month=last_year.date(), announced_at=last_year
    )

    def told(**wish):
        hall = hall_of_fame(cleo, HallWish(**wish))
        first = [hall.newest] if hall.newest else []
        return [grant.idea.title for grant in (*first, *(grant for each in hall.rounds for grant in each.grants))]

    assert told() == ["Lån en bil fra nabodepotet"]
    assert told(year=last_year.year) == ["Suppe på fredager"]
    assert told(department="kantina") == ["Suppe på fredager"]
    assert told(award=spot.pk) == ["Suppe på fredager"]
    assert told(department="felt", award=spot.pk) == []
    assert hall_of_fame(cleo, HallWish()).years == [timezone.now().year, last_year.year]
    assert "Suppe på fredager" in client_of(cleo).get("/hall-of-fame/?department=kantina").text
    assert client_of(cleo).get("/hall-of-fame/?year=0&award=x&department=nowhere").status_code == 200
    assert client_of(cleo).get("/hall-of-fame/?year=99999999999").status_code == 200


def test_the_wall_counts_and_ranks_nobody(won, client_of, cleo):
    page = client_of(cleo).get("/hall-of-fame/")
    assert vars(page.context["hall"]).keys() == {"year", "years", "rounds", "departments", "awards", "newest"}
    assert [unit.name for unit in page.context["hall"].departments] == sorted(
        unit.name for unit in page.context["hall"].departments
    )


def test_the_wall_costs_the_same_for_one_award_and_for_thirty(
    won, at, mona, client_of, cleo, django_assert_max_num_queries
):
    client = client_of(cleo)
    client.get("/hall-of-fame/")
    with django_assert_max_num_queries(10) as few:
        client.get("/hall-of-fame/")
    category = round_at("announced", mona, "host").categories.get()
    for number in range(29):
        grant_of(idea_of(PersonFactory(), title=f"Idé nummer {number} om biler"), category, place=number + 1)
    with django_assert_max_num_queries(len(few)):
        client.get("/hall-of-fame/")


# The certificate.


def test_the_certificate_says_everything_and_where_it_is_checked(won, client_of, cleo):
    page = client_of(cleo).get(won.get_absolute_url()).text
    for words in ("Kvartalets idé, Runden var", "Lån en bil fra nabodepotet", "Ann Askeland og en ansatt", won.citation[:60],
                  "Mona Manger", won.code, f"http://testserver{won.get_absolute_url()}", "<svg"):  # fmt: skip
        assert words in page
    assert "Dag Dahl" not in page


def test_who_has_not_said_yes_finds_the_own_name_on_the_own_certificate_alone(won, client_of, dag, ben, ann):
    assert "Dag Dahl" in client_of(dag).get(won.get_absolute_url()).text
    for other in (ben, ann):  # also not for whoever gets it too
        assert "Dag Dahl" not in client_of(other).get(won.get_absolute_url()).text


@pytest.mark.parametrize("who", ["nobody", "gone"])
def test_whoever_holds_the_paper_learns_that_it_is_genuine_and_allowed_names_alone(won, client_of, gone, who):
    client = Client(headers={"accept-language": "nb"}) if who == "nobody" else client_of(gone)
    page = client.get(won.get_absolute_url().lower().replace("/awards/certificate/", "/awards/certificate/")).text
    for words in ("ekte", "Kvartalets idé", "Runden var", "Ann Askeland"):
        assert words in page
    for words in ("nabodepotet", "Dag Dahl", won.citation[:40], "/ideas/", "Mona Manger"):
        assert words not in page


def test_a_certificate_that_was_taken_back_says_so_to_everybody(won, siv, client_of, cleo):
    actions.revoke_grant(by=siv, grant=won, reason="Tallene viste seg å være feil.")
    outside = Client(headers={"accept-language": "nb"}).get(won.get_absolute_url()).text
    assert "gjelder ikke lenger" in outside
    assert "Tallene viste seg" not in outside
    inside = client_of(cleo).get(won.get_absolute_url()).text
    assert "Tallene viste seg å være feil." in inside
    assert 'class="certificate"' not in inside


@pytest.mark.parametrize("code", ["XXXX-XXXX-XXXX", "x", "%27"])
def test_a_code_of_no_certificate_is_a_page_that_is_not_there(won, code, client_of, ann):
    assert Client().get(f"/awards/certificate/{code}/").status_code == 404
    assert client_of(ann).get(f"/awards/certificate/{code}/").status_code == 404


# Prizes.


@pytest.fixture
def paid(won):
    prize_of(won.category, Prize.Kind.CASH, 10_001)
    return Grant.objects.get(pk=won.pk)


def test_each_gets_the_share_of_the_prize_and_nothing_is_lost_in_dividing(paid):
    assert [(row.person.handle, row.value) for row in payouts(timezone.now().year)] == [
        ("ann", Decimal("5000.50")), ("dag", Decimal("5000.50")),
    ]  # fmt: skip
    Recipient.objects.filter(grant=paid).update(share=33)
    assert sum(row.value for row in payouts(timezone.now().year)) == 10_001
    Recipient.objects.filter(grant=paid).update(share=0)
    assert sum(row.value for row in payouts(timezone.now().year)) == 10_001


def test_money_bears_its_tax_note_and_things_above_the_limit_of_the_year_too(paid, mona, at, ann):
    made = round_at("announced", mona, "host")
    for number, value in enumerate((4_000, 3_000)):
        category = category_of(made, award_of(name=f"Pris nummer {number}"), position=number + 2)
        grant_of(at(State.CONFIRMED, title=f"Idé {number} om biler og depoter"), category, {ann: "author"})
        prize_of(category, Prize.Kind.GIFT_CARD, value, title="Gavekort")
    notes = {(row.grant.award.name, row.person.handle): row.note for row in payouts(timezone.now().year)}
    assert notes["Kvartalets idé", "ann"] == "Trekkpliktig"
    assert notes["Pris nummer 0", "ann"] == ""
    assert "2000" in notes["Pris nummer 1", "ann"]  # 7,000 in all, 5,000 are free


def test_no_prize_is_paid_for_what_is_symbolic_taken_back_or_of_another_year(paid, siv):
    year = timezone.now().year
    assert payouts(year - 1) == []
    Prize.objects.update(kind=Prize.Kind.SYMBOLIC)
    assert payouts(year) == []
    Prize.objects.update(kind=Prize.Kind.CASH)
    actions.revoke_grant(by=siv, grant=paid, reason="Tallene var feil.")
    assert payouts(year) == []


def test_the_sheet_runs_no_formula_and_says_employee_numbers_and_days(paid, siv, client_of, ann):
    source = Source.objects.create(name="Lønn", kind=Source.Kind.FILE)
    SourceRecord.objects.create(source=source, person=ann, external_id="10042")
    Award.objects.filter(pk=paid.award_id).update(name="=SUM(A1)")
    type(ann).objects.filter(pk=ann.pk).update(name="@ann")
    answer = client_of(siv).post("/desk/prizes/sheet/", {"year": timezone.now().year})
    assert answer["Content-Disposition"] == f'attachment; filename="prizes-{timezone.now().year}.csv"'
    text = answer.content.decode("utf-8-sig")
    rows = list(csv.reader(StringIO(text), delimiter=";"))
    assert rows[1][:3] == ["'@ann", "10042", "'=SUM(A1), Runden var"]
    assert rows[1][6] == "5000,50"
    assert len(rows) == 3


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@x", "\t=1", "\r=1", " =1", "|x", "%0A", "＝1"])
def test_a_cell_that_a_spreadsheet_would_run_is_text(cell):
    assert safe_cell(cell) == f"'{cell}"


def test_who_took_the_sheet_out_is_noted_and_shown_and_never_rewritten(paid, siv, client_of):
    client = client_of(siv)
    client.post("/desk/prizes/sheet/", {"year": timezone.now().year})
    noted = PrizeExport.objects.get()
    assert (noted.by, noted.rows, noted.year) == (siv, 2, timezone.now().year)
    assert "2 linjer" in client.get("/desk/prizes/").text


@pytest.mark.parametrize("who", ["ann", "cleo", "mona", "ada", "mo"])
def test_only_those_who_keep_the_awards_see_prizes(paid, request, client_of, who):
    person = request.getfixturevalue(who)
    client = client_of(person)
    assert client.get("/desk/prizes/").status_code == 404
    assert client.post("/desk/prizes/sheet/", {"year": "2026"}).status_code == 404
    assert client.post(f"/desk/prizes/{paid.pk}/", {"on": "1"}).status_code == 404
    with pytest.raises(Refused):
        actions.export_prizes(by=person, year=2026)
    with pytest.raises(Refused):
        actions.hand_over_prize(by=person, grant=paid, on=True)
    assert not PrizeExport.objects.exists()


def test_a_prize_is_marked_as_handed_over_and_the_mark_taken_back(paid, siv, client_of):
    client = client_of(siv)
    assert client.post(f"/desk/prizes/{paid.pk}/", {"on": "1"}).status_code == 303
    paid.refresh_from_db()
    assert paid.prize_given_at is not None
    assert "Likevel ikke" in client.get("/desk/prizes/").text
    client.post(f"/desk/prizes/{paid.pk}/", {"on": "0"})
    paid.refresh_from_db()
    assert paid.prize_given_at is None


def test_who_is_signed_in_only_half_gets_no_more_than_whoever_holds_the_paper(won, client_of, cleo):
    client = client_of(cleo)
    session = client.session
    session["unfinished"] = True
    session.save()
    page = client.get(won.get_absolute_url()).text
    assert "nabodepotet" not in page
    assert "Mona Manger" not in page
