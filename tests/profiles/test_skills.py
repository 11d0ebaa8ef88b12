"""Skills: one page each, nearest first; near spellings are offered; asked, confirmed and renewed."""

from datetime import timedelta

import pytest
from django.utils import translation

from network.core.access import Refused
from network.core.clock import now
from network.notifications.models import Kind, Notification
from profiles.actions import (
    ask_to_confirm,
    confirm_skill,
    declare_skill,
    decline_to_confirm,
    renew_skill,
    set_takes_questions,
    withdraw_skill,
)
from profiles.models import Person, PersonSkill, ProfileField, Skill
from profiles.queries import alike_skills, knowers_page, known_skills, skills_like
from profiles.templatetags.skills import freshness, may_renew
from profiles.terms import skill_slug
from tests.factories import PersonFactory, SkillFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def solar(ann, ben, cleo, mona):
    """All of them can be asked about it."""
    for person in (ann, ben, cleo, mona):
        declare_skill(person=person, name="Solceller")
    return Skill.objects.get(slug="solceller")


def names(reader, skill, **more):
    return [knower.declared.person.handle for knower in knowers_page(reader, skill, **more).knowers]


@pytest.mark.parametrize(
    ("written", "slug"),
    [("Excel", "excel"), (" EXCEL ", "excel"), ("Høyspent", "hoyspent"), ("Hoyspent", "hoyspent"),
     ("C", "c"), ("C++", "c-plus-plus"), ("C#", "c-sharp"), ("日本語", ""), ("x" * 90, "x" * 60)],
)  # fmt: skip
def test_spellings_that_differ_in_case_accents_or_signs_are_one_skill(written, slug):
    assert skill_slug(written) == slug


def test_the_nearest_come_first_and_then_by_name(ann, ben, cleo, mona, solar):
    Person.objects.filter(handle__in=["ann", "cleo"]).update(place="Tromsø")
    ann.refresh_from_db()
    assert names(ann, solar) == ["ann", "cleo", "ben", "mona"]
    assert names(mona, solar) == ["ann", "ben", "mona", "cleo"]


@pytest.mark.parametrize("how", ["hidden", "unshown"])
def test_a_place_that_is_hidden_or_not_shown_brings_nobody_nearer(ann, cleo, solar, how):
    Person.objects.filter(handle__in=["ann", "cleo"]).update(place="Tromsø")
    if how == "hidden":
        Person.objects.filter(pk=cleo.pk).update(hides={"place": "manager"})
    else:
        ProfileField.objects.create(key="place", is_shown=False)
    ann.refresh_from_db()
    page = knowers_page(ann, solar)
    assert [knower.declared.person.handle for knower in page.knowers][-1] == "cleo"
    assert [knower.place for knower in page.knowers if knower.declared.person == cleo] == [""]


def test_pages_follow_each_other_without_gap_or_double(ann, cleo, solar, market):
    Person.objects.filter(pk=ann.pk).update(place="Bodø")
    for number in range(7):
        declare_skill(person=PersonFactory(place="Bodø" if number % 2 else "", department=market), name="Solceller")
    ann.refresh_from_db()
    seen, after = [], None
    while True:
        page = knowers_page(ann, solar, after=after, size=3)
        seen += [knower.declared.person_id for knower in page.knowers]
        after = page.next
        if after is None:
            break
    assert len(seen) == len(set(seen)) == 11
    assert seen == [knower.declared.person_id for knower in knowers_page(ann, solar, size=50).knowers]


def test_who_has_left_is_not_among_them_and_sees_nobody(ann, ben, gone, solar):
    PersonSkill.objects.create(person=gone, skill=solar)
    assert "gone" not in names(ann, solar)
    assert names(gone, solar) == []
    assert {known.people for known in known_skills()} == {4}


def test_a_skill_that_only_former_colleagues_had_is_not_in_use(gone):
    PersonSkill.objects.create(person=gone, skill=SkillFactory(name="Telegrafi", slug="telegrafi"))
    assert known_skills() == []


def test_skills_are_listed_in_the_order_of_the_language(ann):
    for name in ("Åpne data", "Zoologi", "Ærlighet", "Økonomi", "arkiv"):
        declare_skill(person=ann, name=name)
    with translation.override("nb"):
        assert [known.name for known in known_skills()] == ["arkiv", "Zoologi", "Ærlighet", "Økonomi", "Åpne data"]
    with translation.override("en"):
        assert [known.name for known in known_skills()][-1] == "Zoologi"
    assert [known.name for known in skills_like("okon")] == ["Økonomi"]


@pytest.mark.parametrize(
    ("written", "offered"),
    [("Exel", ["Excel"]), ("Ecxel", ["Excel"]), ("excel", []), ("Exxcel", ["Excel"]), ("Kabelskjøtting", ["Kabelskjøting"]),
     ("Sveising", []), ("kabel skjøting", ["Kabelskjøting"])],
)  # fmt: skip
def test_near_spellings_in_use_are_offered(ann, written, offered):
    declare_skill(person=ann, name="Excel")
    declare_skill(person=ann, name="Kabelskjøting")
    assert [known.name for known in alike_skills(written)] == offered


def test_a_near_spelling_asks_first_and_one_press_takes_either(client_of, ann, ben):
    declare_skill(person=ann, name="Excel")
    client = client_of(ben)
    page = client.post("/settings/skills/", {"name": "Exel"})
    assert page.status_code == 200
    assert '<button class="btn btn--sm btn--accent" type="submit" name="name" value="Excel">' in page.content.decode()
    assert not ben.declared.exists()
    client.post("/settings/skills/", {"name": "Excel"})
    client.post("/settings/skills/", {"name": "Exel", "as_written": "1"})
    assert set(ben.declared.values_list("skill__name", flat=True)) == {"Excel", "Exel"}


def test_declaring_again_changes_nothing_also_when_the_list_is_full(ann):
    for number in range(20):
        declare_skill(person=ann, name=f"Ferdighet {number}")
    again = declare_skill(person=ann, name="FERDIGHET 3")
    assert again.skill.name == "Ferdighet 3"
    with pytest.raises(Refused):
        declare_skill(person=ann, name="En til")


def test_a_skill_page_shows_who_when_and_who_stands_for_it(client_of, ann, ben, cleo, solar):
    declared = ann.declared.get()
    ask_to_confirm(person=ann, declared=declared, colleague=ben)
    confirm_skill(person=ben, declared=declared)
    PersonSkill.objects.filter(pk=declared.pk).update(declared_at=now() - timedelta(days=700))
    page = client_of(cleo).get("/skills/solceller/")
    text = page.content.decode()
    assert "Ben Berge går god for det" in text
    assert "fornyet denne uka" in text
    assert 'hx-get="/skills/solceller/posts/"' in text
    assert 'hx-get="/skills/solceller/groups/"' in text
    assert "/posts/new/?kind=question&amp;skill=solceller" in text
    part = client_of(cleo).get("/skills/solceller/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert part.count('class="knower"') == 4


def test_an_unknown_skill_is_missing_and_one_that_nobody_has_now_says_so(client_of, ann):
    declare_skill(person=ann, name="Falkejakt")
    withdraw_skill(person=ann, slug="falkejakt")
    assert client_of(ann).get("/skills/finnes-ikke/").status_code == 404
    assert "Ingen sier det akkurat nå" in client_of(ann).get("/skills/falkejakt/").content.decode()


def test_all_skills_can_be_searched_and_paged(client_of, ann, django_assert_max_num_queries):
    Skill.objects.bulk_create(Skill(name=f"Emne {n:03}", slug=f"emne-{n:03}") for n in range(70))
    PersonSkill.objects.bulk_create(PersonSkill(person=ann, skill=skill) for skill in Skill.objects.all())
    client = client_of(ann)
    first = client.get("/skills/").content.decode()
    assert first.count('class="skill"') == 60
    assert 'href="/skills/?from=60"' in first
    assert client.get("/skills/?from=60").content.decode().count('class="skill"') == 10
    part = client.get("/skills/?q=emne 00", headers={"HX-Request": "true"}).content.decode()
    assert part.count('class="skill"') == 10
    assert "<html" not in part
    assert "Ingen har sagt det ennå" in client.get("/skills/?q=qqxx").content.decode()
    with django_assert_max_num_queries(5):
        client.get("/skills/")


def test_a_skill_page_costs_the_same_for_three_and_for_nineteen(client_of, ann, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, counts = client_of(ann), []
    for more in (3, 16):
        for _ in range(more):
            declare_skill(person=PersonFactory(), name="Solceller")
        client.get("/skills/solceller/")
        with CaptureQueriesContext(connection) as asked:
            client.get("/skills/solceller/")
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 8


def test_the_asked_colleague_is_told_once_and_the_other_when_it_is_confirmed(
    ann, ben, django_capture_on_commit_callbacks
):
    declared = declare_skill(person=ann, name="Førstehjelp")
    with django_capture_on_commit_callbacks(execute=True):
        ask_to_confirm(person=ann, declared=declared, colleague=ben)
        ask_to_confirm(person=ann, declared=declared, colleague=ben)
    news = Notification.objects.get()
    assert (news.recipient, news.kind, news.subject) == (ben, Kind.CONFIRM, f"declared:{declared.pk}")
    with django_capture_on_commit_callbacks(execute=True):
        confirm_skill(person=ben, declared=declared)
        confirm_skill(person=ben, declared=declared)
    news = Notification.objects.get()
    assert (news.recipient, news.kind, news.actors) == (ann, Kind.CONFIRMED, [ben.pk])


def test_who_is_no_longer_asked_has_no_news_about_it(ann, ben, mona, django_capture_on_commit_callbacks):
    declared = declare_skill(person=ann, name="Førstehjelp")
    with django_capture_on_commit_callbacks(execute=True):
        ask_to_confirm(person=ann, declared=declared, colleague=ben)
    with django_capture_on_commit_callbacks(execute=True):
        ask_to_confirm(person=ann, declared=declared, colleague=mona)
    assert [news.recipient for news in Notification.objects.all()] == [mona]
    declared.refresh_from_db()
    decline_to_confirm(person=mona, declared=declared)
    assert not Notification.objects.exists()
    declared.refresh_from_db()
    assert (declared.asked, declared.confirmed_by) == (None, None)


def test_withdrawing_a_skill_takes_the_news_about_it_along(ann, ben, django_capture_on_commit_callbacks):
    declared = declare_skill(person=ann, name="Førstehjelp")
    with django_capture_on_commit_callbacks(execute=True):
        ask_to_confirm(person=ann, declared=declared, colleague=ben)
    withdraw_skill(person=ann, slug="forstehjelp")
    withdraw_skill(person=ann, slug="forstehjelp")
    ben.refresh_from_db()
    assert ben.unread_count == 0


def test_the_inbox_says_who_asks_and_leads_to_where_one_confirms(
    client_of, ann, ben, cleo, django_capture_on_commit_callbacks
):
    declared = declare_skill(person=ann, name="Førstehjelp")
    with django_capture_on_commit_callbacks(execute=True):
        ask_to_confirm(person=ann, declared=declared, colleague=ben)
    text = client_of(ben).get("/notifications/").content.decode()
    assert "<b>Ann Askeland</b> asks if you stand for what they know about <b>Førstehjelp</b>" in text
    assert 'action="/people/ann/skills/forstehjelp/confirm/"' in client_of(ben).get("/people/ann/").content.decode()
    assert client_of(cleo).post("/people/ann/skills/forstehjelp/confirm/").status_code == 403
    assert client_of(cleo).post("/people/ann/skills/forstehjelp/decline/").status_code == 404
    assert client_of(ben).post("/people/ann/skills/forstehjelp/decline/").status_code == 303


def test_freshness_is_said_in_months_and_weeks(ann, english):
    declared = declare_skill(person=ann, name="Kart")
    declared.declared_at = declared.renewed_at = now().replace(year=2025, month=3, day=15, hour=12)
    assert freshness(declared) == "Said in March 2025"
    assert may_renew(declared)
    for days, words in ((2, "this week"), (9, "last week"), (30, "4 weeks ago")):
        declared.renewed_at = now() - timedelta(days=days)
        assert freshness(declared) == f"Said in March 2025, renewed {words}"
    declared.renewed_at = now().replace(year=2025, month=6, day=15, hour=12)
    assert freshness(declared) == "Said in March 2025, renewed in June 2025"


def test_still_right_renews_only_ones_own(client_of, ann, ben):
    mine, other = declare_skill(person=ann, name="Kart"), declare_skill(person=ben, name="Kart")
    long_ago = now() - timedelta(days=400)
    PersonSkill.objects.update(declared_at=long_ago, renewed_at=long_ago)
    assert 'action="/settings/skills/kart/renew/"' in client_of(ann).get("/settings/skills/").content.decode()
    client_of(ann).post("/settings/skills/kart/renew/")
    mine.refresh_from_db()
    other.refresh_from_db()
    assert mine.renewed_at > long_ago == other.renewed_at
    assert mine.declared_at == long_ago
    assert "/settings/skills/kart/renew/" not in client_of(ann).get("/settings/skills/").content.decode()
    renew_skill(person=ann, slug="finnes-ikke")


def test_the_switch_for_questions_is_in_the_settings(client_of, ann):
    client = client_of(ann)
    assert 'action="/settings/questions/"' in client.get("/settings/").content.decode()
    client.post("/settings/questions/", {"value": "0"})
    ann.refresh_from_db()
    assert not ann.takes_questions
    assert client.post("/settings/questions/", {"value": "x"}).status_code == 422
    set_takes_questions(person=ann, on=True)
    ann.refresh_from_db()
    assert ann.takes_questions


def test_who_stands_for_it_may_take_that_back(ann, ben, django_capture_on_commit_callbacks):
    declared = declare_skill(person=ann, name="Kart")
    ask_to_confirm(person=ann, declared=declared, colleague=ben)
    confirm_skill(person=ben, declared=declared)
    assert Notification.objects.filter(recipient=ann, kind=Kind.CONFIRMED).exists()
    decline_to_confirm(person=ben, declared=declared)
    declared.refresh_from_db()
    assert (declared.asked, declared.confirmed_by) == (None, None)
    assert not Notification.objects.filter(recipient=ann).exists()


def test_only_the_asked_confirms_or_declines(ann, ben, cleo, gone):
    declared = declare_skill(person=ann, name="Kart")
    ask_to_confirm(person=ann, declared=declared, colleague=ben)
    for person in (ann, cleo, gone):
        for answer in (confirm_skill, decline_to_confirm):
            with pytest.raises(Refused):
                answer(person=person, declared=declared)


def test_a_name_without_letters_or_digits_is_refused_with_a_sentence(client_of, ann):
    page = client_of(ann).post("/settings/skills/", {"name": "?!"})
    assert page.status_code == 422
    assert 'aria-invalid="true"' in page.content.decode()


def test_asking_again_whoever_stands_for_it_already_keeps_what_they_said(ann, ben):
    declared = declare_skill(person=ann, name="Kart")
    PersonSkill.objects.filter(pk=declared.pk).update(confirmed_by=ben)
    ask_to_confirm(person=ann, declared=declared, colleague=ben)
    declared.refresh_from_db()
    assert (declared.asked, declared.confirmed_by) == (ben, ben)
