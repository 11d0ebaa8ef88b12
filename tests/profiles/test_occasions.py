"""New colleagues, birthdays, anniversaries and absence: what people chose to tell, and nothing else."""

import datetime

import pytest
from django.core.cache import caches
from django.utils.timezone import localdate

from network.core.access import Refused
from profiles import actions
from profiles.actions import Decision
from profiles.forms import OccasionsForm
from profiles.queries import newcomers, occasions_for
from profiles.queries.occasions import days_of
from tests.profiles.browser import tree, words

pytestmark = pytest.mark.django_db


def set_on(person, **values):
    for name, value in values.items():
        setattr(person, name, value)
    person.save(update_fields=list(values))
    caches["cards"].clear()


@pytest.mark.parametrize(("days", "is_new"), [(-1, False), (0, True), (29, True), (30, False), (400, False)])
def test_somebody_is_new_for_thirty_days(ann, days, is_new):
    set_on(ann, started_on=localdate() - datetime.timedelta(days=days))
    assert (ann in newcomers()) is is_new


def test_who_does_not_want_it_or_has_left_is_not_introduced(ann, ben, gone):
    for person in (ann, ben, gone):
        set_on(person, started_on=localdate())
    set_on(ann, is_introduced=False)
    assert newcomers() == [ben]


def test_a_birthday_is_told_only_when_it_is_given_and_the_organisation_shows_birthdays(ann, ben, cleo, ada):
    today = localdate().strftime("%m-%d")
    set_on(ann, birthday=today)
    assert [(each.person, each.years) for each in occasions_for(cleo)] == [(ann, None)]
    assert occasions_for(ann) == []
    actions.decide_fields(by=ada, decisions={"birthday": Decision(is_shown=False)})
    caches["cards"].clear()
    assert occasions_for(cleo) == []


def test_an_anniversary_is_told_only_by_those_who_want_it(ann, ben, cleo):
    today = localdate()
    began = today.replace(year=today.year - 5, day=min(today.day, 28))
    for person in (ann, ben):
        set_on(person, started_on=began)
    set_on(ann, shows_anniversary=True)
    found = [(each.person, each.years) for each in occasions_for(cleo)]
    assert found == ([(ann, 5)] if today.day <= 28 else [])


def test_the_first_day_at_work_is_no_anniversary(ann, cleo):
    set_on(ann, started_on=localdate(), shows_anniversary=True)
    assert occasions_for(cleo) == []


def test_own_department_comes_first(ann, ben, cleo, mona):
    for person in (cleo, mona, ann):
        set_on(person, birthday=localdate().strftime("%m-%d"))
    assert [each.person.handle for each in occasions_for(ben)] == ["ann", "mona", "cleo"]


@pytest.mark.parametrize(
    ("day", "days"),
    [
        (datetime.date(2026, 2, 28), ["02-28", "02-29"]),
        (datetime.date(2028, 2, 28), ["02-28"]),
        (datetime.date(2028, 2, 29), ["02-29"]),
        (datetime.date(2026, 3, 1), ["03-01"]),
    ],
)
def test_a_leap_day_is_kept_every_year(day, days):
    assert list(days_of(day)) == days


@pytest.mark.parametrize(
    ("day", "month", "fault"), [("29", "02", None), ("30", "02", "day"), ("31", "11", "day"), ("1", "", "day")]
)
def test_only_a_day_that_exists_is_a_birthday(ann, day, month, fault):
    form = OccasionsForm.of(ann, {"day": day.zfill(2), "month": month})
    assert list(form.errors) == ([fault] if fault else [])


def test_what_is_chosen_is_kept_and_can_be_taken_back(ann, client_of):
    client = client_of(ann)
    saved = client.post("/settings/days/", {"day": "17", "month": "05", "shows_anniversary": "on"})
    assert saved.headers["Location"] == "/settings/"
    ann.refresh_from_db()
    assert (ann.birthday, ann.shows_anniversary, ann.is_introduced) == ("05-17", True, False)
    form = tree(client.get("/settings/days/"))
    assert form.find(".//*[@name='day']/option[@selected]").get("value") == "17"
    client.post("/settings/days/", {"day": "", "month": "", "is_introduced": "on"})
    ann.refresh_from_db()
    assert (ann.birthday, ann.shows_anniversary, ann.is_introduced) == ("", False, True)


def test_home_welcomes_the_new_with_who_receives_them(ann, ben, cleo, client_of):
    set_on(ann, started_on=localdate(), host=ben)
    page = words(tree(client_of(cleo).get("/")))
    assert "Ann Askeland" in page
    assert "Tas imot av Ben Berge" in page


def test_only_the_manager_chooses_who_receives(ann, ben, cleo, mona, ada, client_of):
    set_on(ann, started_on=localdate())
    for person in (ben, cleo, ann):
        with pytest.raises(Refused):
            actions.choose_host(by=person, person=ann, host=ben)
        assert client_of(person).post("/people/ann/host/", {"handle": "ben"}).status_code == 403
    client = client_of(mona)
    assert tree(client.get("/people/ann/")).find(".//*[@id='host']") is not None
    assert client.post("/people/ann/host/", {"handle": "@ben"}).status_code == 303
    ann.refresh_from_db()
    assert ann.host == ben
    client.post("/people/ann/host/", {"handle": "nobody-at-all"})
    ann.refresh_from_db()
    assert ann.host == ben
    client_of(ada).post("/people/ann/host/", {"handle": ""})
    ann.refresh_from_db()
    assert ann.host is None


def test_nobody_receives_themselves(ann, mona, gone):
    for host in (ann, gone):
        with pytest.raises(Refused):
            actions.choose_host(by=mona, person=ann, host=host)


def test_who_is_away_is_said_with_the_stand_in_and_nobody_else(ann, ben, cleo, gone, client_of):
    day = localdate() + datetime.timedelta(days=2)
    set_on(ann, away_until=day, stand_in=ben)
    set_on(gone, away_until=day)
    set_on(cleo, away_until=localdate() - datetime.timedelta(days=1))
    said = client_of(cleo).get("/away/?handles=ann,ben,cleo,gone,x").json()
    assert list(said) == ["ann"]
    assert "Ben Berge" in said["ann"]


def test_a_stand_in_is_somebody_else_who_works_here(ann, ben, gone, client_of):
    client = client_of(ann)
    for handle in ("@ann", "gone", "nobody"):
        answer = client.post("/settings/profile/", {"name": ann.name, "stand_in": handle})
        assert answer.status_code == 422
    assert client.post("/settings/profile/", {"name": ann.name, "stand_in": "@ben"}).status_code == 303
    ann.refresh_from_db()
    assert ann.stand_in == ben


def test_the_list_of_mentions_says_who_is_away(ann, ben, cleo, client_of, django_assert_max_num_queries):
    set_on(ann, away_until=localdate() + datetime.timedelta(days=2), stand_in=ben)
    html = client_of(cleo).get("/mentions/?q=ann").content.decode()
    assert "Ben Berge er stedfortreder" in html


def test_what_a_former_colleague_wrote_stays_and_is_marked(ann, ben, post_of, comment_of, client_of):
    post = post_of(ann, None, "Vi fikk strøm på linja.")
    comment_of(ann, post)
    actions.deactivate_person(person=ann)
    page = client_of(ben).get(f"/posts/{post.pk}/").content.decode()
    assert "Vi fikk strøm på linja." in page
    assert page.count("Former colleague") >= 2
    assert 'href="/people/ann/"' not in page
