"""The pages of the chart: around a person, of a department, and where an administrator mends it."""

from collections.abc import Callable
from xml.etree import ElementTree

import html5lib
import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import resolve, reverse

from network.core.access import Refused
from profiles.actions import free_handle, rename_handle
from profiles.models import Department, Person, Source, SourceRecord
from tests import factories

pytestmark = pytest.mark.django_db
As = Callable[[Person], Client]
HTMX = {"HX-Request": "true"}


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    html = answer.content.decode()
    html5lib.HTMLParser(strict=True).parse(html)
    return html


def picture(html: str) -> ElementTree.Element:
    start = html.index('<svg class="chart__picture"')
    return ElementTree.fromstring(html[start : html.index("</figure>")].strip())  # noqa: S314 (our own page)


def walked(html: str) -> list[str]:
    return [box.attrib["aria-label"].split(",")[0] for box in picture(html).iter("a")]


@pytest.fixture(autouse=True)
def _in_english(ann: Person, ada: Person) -> None:
    Person.objects.update(language="en")


def test_the_address_of_the_chart_is_nobodys_handle(ann: Person, ada: Person) -> None:
    assert resolve("/people/chart/").view_name == "profiles:chart"
    assert free_handle("Chart") != "chart"
    with pytest.raises(Refused):
        rename_handle(by=ada, person=ann, handle="chart")


def test_the_database_itself_holds_no_such_handle(ann: Person) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=ann.pk).update(handle="chart")


def test_without_being_asked_it_is_around_oneself(ann: Person, ben: Person, client_of: As) -> None:
    html = page(client_of(ann), "/people/chart/")
    assert walked(html) == ["Mona Manger", "Ann Askeland", "Ben Berge"]
    (me,) = [box for box in picture(html).iter("a") if "aria-current" in box.attrib]
    assert me.attrib["href"] == "/people/ann/"


def test_the_list_has_everybody_whom_the_picture_has(ann: Person, ben: Person, mona: Person, client_of: As) -> None:
    factories.PersonFactory(name="Rolf Report", manager=ann)
    html = page(client_of(ben), "/people/chart/?person=ann")
    listed = html[html.index('class="chart-list') :]
    assert walked(html) == ["Mona Manger", "Ann Askeland", "Ben Berge", "Rolf Report"]
    for name in walked(html):
        assert f">{name}</a>" in listed
    assert "1 person below" in html


def test_the_picture_has_numbers_that_every_language_reads(ann: Person, ben: Person, client_of: As) -> None:
    Person.objects.filter(pk=ann.pk).update(language="nb")
    drawn = picture(page(client_of(ann), "/people/chart/"))
    assert drawn.attrib["viewBox"].split()[:3] == ["0", "0", "960"]
    for box in drawn.iter("a"):
        x, y = box.attrib["transform"].removeprefix("translate(").removesuffix(")").split()
        assert 0 <= float(x) < 960
        assert 0 <= float(y) < float(drawn.attrib["viewBox"].split()[3])


def test_names_with_markup_and_of_any_length_stay_text(ann: Person, ben: Person, client_of: As) -> None:
    Person.objects.filter(pk=ben.pk).update(name='<b onclick="x">' + "Wolfeschlegelsteinhausen " * 4, title="&" * 90)
    html = page(client_of(ann), "/people/chart/")
    assert "<b onclick" not in html
    words = [text.text or "" for text in picture(html).iter("text")]
    assert max(map(len, words)) < 30


def test_more_peers_than_fit_are_counted_and_led_to(ann: Person, mona: Person, client_of: As) -> None:
    factories.PersonFactory.create_batch(20, manager=mona)
    html = page(client_of(ann), "/people/chart/")
    assert "19 more report to Mona Manger" in html
    assert "and 14 more" in html


def test_reports_of_hundreds_come_in_pages(ann: Person, mona: Person, client_of: As) -> None:
    factories.PersonFactory.create_batch(60, manager=mona)
    client = client_of(ann)
    first, last = page(client, "/people/chart/?person=mona"), page(client, "/people/chart/?person=mona&page=3")
    assert "?person=mona&amp;page=2" in first
    assert "?person=mona&amp;page=2" in last
    assert "page=4" not in last
    assert len(walked(first)) == 1 + 24


def test_a_department_shows_its_units_and_people(ann: Person, cleo: Person, field: Department, client_of: As) -> None:
    Department.objects.filter(pk=cleo.department_id).update(parent=field)
    Person.objects.update(language="en")
    html = page(client_of(cleo), f"/people/chart/?unit={field.pk}")
    assert walked(html) == ["Feltmontasje", "Marked"]
    for words in ("Mona Manger", "Ann Askeland", "3 people", "1 person"):
        assert words in html
    assert walked(page(client_of(ann), f"/people/chart/?unit={cleo.department_id}"))[0] == "Feltmontasje"


def test_typing_answers_with_who_may_be_meant(ann: Person, ben: Person, client_of: As) -> None:
    client = client_of(ann)
    part = client.get("/people/chart/", {"q": "berg"}, headers=HTMX)
    assert 'href="/people/chart/?person=ben"' in part.content.decode()
    assert "<html" not in part.content.decode()
    assert "HX-Request" in part["Vary"]
    whole = page(client, "/people/chart/?q=berg")
    assert 'href="/people/chart/?person=ben"' in whole
    assert "Nobody found" in page(client, "/people/chart/?q=qqxxzz")


@pytest.mark.parametrize(
    "query", ["page=x", "page=1999", "q=%00", "top=1", "unit=", "unit=x", "person=", "person=%00", "q=" + "a" * 999]
)
def test_no_address_of_the_chart_is_an_error(query: str, ann: Person, client_of: As) -> None:
    page(client_of(ann), f"/people/chart/?{query}")


def test_who_is_missing_or_left_looks_the_same(ann: Person, gone: Person, client_of: As) -> None:
    for query in ("person=gone", "person=never", "unit=99999"):
        page(client_of(ann), f"/people/chart/?{query}", 404)


def test_a_circle_is_said_and_not_a_crash(ann: Person, mona: Person, client_of: As) -> None:
    Person.objects.filter(pk=mona.pk).update(manager=ann)
    assert "goes round in a circle" in page(client_of(ann), "/people/chart/")


def test_somebody_who_is_linked_to_nobody_is_told_what_helps(cleo: Person, client_of: As) -> None:
    Person.objects.update(language="en")
    html = page(client_of(cleo), "/people/chart/")
    assert "Nobody is known above or below" in html
    assert "chart__picture" not in html


def test_the_page_costs_the_same_for_three_and_for_hundreds(
    ann: Person, mona: Person, client_of: As, django_assert_num_queries: Callable
) -> None:
    client, home = client_of(ann), f"/people/chart/?unit={mona.department_id}"
    for count in (3, 60):
        factories.PersonFactory.create_batch(count, manager=mona, department=mona.department)
        client.get("/people/chart/")
        with django_assert_num_queries(11):  # session, person, rail, eight of the chart
            client.get("/people/chart/")
        client.get(home)
        with django_assert_num_queries(7):  # session, person, rail, four of the chart
            client.get(home)


def test_a_persons_page_leads_to_the_chart(ann: Person, client_of: As) -> None:
    assert 'href="/people/chart/?person=mona"' in page(client_of(ann), "/people/mona/")


def test_mending_is_for_administrators(
    ann: Person, ben: Person, cleo: Person, mona: Person, gone: Person, client_of: As
) -> None:
    addresses = [reverse("profiles:chart_faults"), "/administration/chart/ann/", "/administration/chart/mona/reports/"]
    for person, status in ((ann, 403), (ben, 403), (cleo, 403), (mona, 403), (gone, 302)):
        client = client_of(person)
        for address in addresses:
            assert client.get(address).status_code == status
        assert client.post(addresses[1], {"act": "nobody"}).status_code == status
    ann.refresh_from_db()
    assert ann.manager == mona
    assert "Mend the chart" not in page(client_of(ann), "/people/chart/")


def test_every_fault_has_its_way_to_mend_it(
    ann: Person, ben: Person, cleo: Person, mona: Person, ada: Person, client_of: As
) -> None:
    client = client_of(ada)
    Person.objects.filter(pk=mona.pk).update(manager=ben)
    html = page(client, "/administration/chart/")
    for words in ("Circles", "Without a manager", "Break here"):
        assert words in html
    assert client.post("/administration/chart/mona/", {"act": "nobody"}).status_code == 303
    Person.objects.filter(pk=ben.pk).update(manager=cleo)
    assert "Several at the top" in page(client, "/administration/chart/")
    assert client.post("/administration/chart/cleo/", {"act": "top"}).status_code == 303
    assert client.post("/administration/chart/mona/", {"act": "choose", "manager": "cleo"}).status_code == 303
    assert client.post("/administration/chart/ada/", {"act": "choose", "manager": "cleo"}).status_code == 303
    assert "Nothing to mend" in page(client, "/administration/chart/")


def test_who_takes_over_is_chosen_for_all_at_once(
    ann: Person, ben: Person, mona: Person, ada: Person, client_of: As
) -> None:
    Person.objects.filter(pk=mona.pk).update(is_active=False)
    client, address = client_of(ada), "/administration/chart/mona/reports/"
    assert "Choose who takes over" in page(client, "/administration/chart/")
    assert "2 people still report to Mona Manger" in page(client, address)
    assert client.post(address).status_code == 422
    assert client.post(address, {"act": "choose", "manager": "ann"}).status_code == 303
    ben.refresh_from_db()
    assert ben.manager == ann
    page(client, address, 404)


def test_a_choice_that_cannot_be_is_said_on_the_page(ann: Person, mona: Person, ada: Person, client_of: As) -> None:
    client, address = client_of(ada), "/administration/chart/mona/"
    faulty = client.post(address, {"act": "choose", "manager": "ann"})
    assert faulty.status_code == 422
    assert "Ann Askeland is below Mona Manger. That would make a circle." in faulty.content.decode()
    for sent in ({}, {"act": "choose"}, {"act": "choose", "manager": "never"}, {"act": "x"}):
        assert client.post(address, sent).status_code == 422
    page(client, "/administration/chart/gone/", 404)


def test_the_manager_is_found_by_typing(ann: Person, ben: Person, ada: Person, client_of: As) -> None:
    client = client_of(ada)
    for address, words in (("/administration/chart/ann/", 'value="ben"'), ("/administration/chart/", "/chart/ben/")):
        part = client.get(address, {"q": "ben"}, headers=HTMX).content.decode()
        assert words in part
        assert "<html" not in part
        assert words in page(client, f"{address}?q=ben")


def test_a_locked_manager_says_which_source_decides(ann: Person, cleo: Person, ada: Person, client_of: As) -> None:
    source = Source.objects.create(name="Lønn", kind=Source.Kind.FILE, owns=["manager"])
    SourceRecord.objects.create(source=source, person=ann, external_id="7")
    client = client_of(ada)
    html = page(client, "/administration/chart/ann/")
    assert "Lønn decides this" in html
    assert 'name="act"' not in html.split("</h1>")[1]
    assert client.post("/administration/chart/ann/", {"act": "choose", "manager": "cleo"}).status_code == 422
