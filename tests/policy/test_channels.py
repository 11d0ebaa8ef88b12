"""The register of our channels outside: everybody reads it, policy editors write it, and it tells who speaks for us."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from network.core.access import Refused
from network.policy.actions.channels import (
    Entry,
    Task,
    edit_channel,
    edit_representative,
    name_representative,
    open_channel,
)
from network.policy.models import Channel, ChannelRepresentative
from network.policy.queries.channels import (
    channels_listed,
    people_named,
    represented_by,
    standing_on,
    tenure_of,
)
from network.policy.queries.representing import Standing, verdict
from profiles.models import Person
from tests.factories import PersonFactory

SHOP = Entry(platform="Facebook", handle="Skarvøy", purpose="Vi forteller når strømmen er borte.")
TODAY = date(2026, 11, 24)


@pytest.fixture
def shop(pia: Person) -> Channel:
    return open_channel(by=pia, entry=SHOP)


def task(**more: object) -> Task:
    return Task(**{"role": "Svarer", "starts_on": timezone.localdate() - timedelta(days=30), **more})  # type: ignore[arg-type]


def typed(**more: object) -> dict[str, object]:
    return {"platform": "Facebook", "handle": "Skarvøy", "purpose": "Vi svarer.", "status": "active", **more}


def person_typed(**more: object) -> dict[str, object]:
    return {"who": "@ann", "role": "Svarer", "starts_on": "2026-01-05", **more}


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


# Who writes it


@pytest.mark.parametrize("handle", ["ann", "tor", "ada", "mona"])
def test_nobody_but_a_policy_editor_changes_the_register(
    handle: str, request: pytest.FixtureRequest, shop: Channel, ben: Person
) -> None:
    person = request.getfixturevalue(handle)
    with pytest.raises(Refused):
        open_channel(by=person, entry=SHOP)
    with pytest.raises(Refused):
        edit_channel(by=person, channel=shop, entry=SHOP)
    with pytest.raises(Refused):
        name_representative(by=person, channel=shop, person=ben, task=task())
    assert Channel.objects.count() == 1
    assert not ChannelRepresentative.objects.exists()


def test_nobody_but_a_policy_editor_ends_a_task(shop: Channel, pia: Person, ann: Person) -> None:
    row = name_representative(by=pia, channel=shop, person=ann, task=task())
    with pytest.raises(Refused):
        edit_representative(by=ann, representative=row, task=task(role="Sjef"))


def test_the_same_form_sent_twice_makes_one_channel(pia: Person) -> None:
    key = uuid4()
    assert open_channel(by=pia, entry=SHOP, key=key) == open_channel(by=pia, entry=SHOP, key=key)
    assert Channel.objects.count() == 1


def test_each_channel_has_an_address_of_its_own_that_stays(pia: Person, shop: Channel) -> None:
    other = open_channel(by=pia, entry=SHOP)
    assert (shop.slug, other.slug) == ("facebook-skarvoy", "facebook-skarvoy-2")
    edit_channel(by=pia, channel=shop, entry=Entry(platform="Instagram", handle="skarv", purpose="Bilder."))
    assert Channel.objects.get(pk=shop.pk).slug == "facebook-skarvoy"


def test_no_channel_takes_the_address_of_another_page(pia: Person) -> None:
    made = open_channel(by=pia, entry=Entry(platform="New", handle="!", purpose="x"))
    assert made.slug not in ("new", "representing")


# Who speaks


def test_whoever_left_cannot_be_named(shop: Channel, pia: Person, gone: Person) -> None:
    with pytest.raises(Refused):
        name_representative(by=pia, channel=shop, person=gone, task=task())


def test_nobody_is_named_for_a_closed_channel(shop: Channel, pia: Person, ann: Person) -> None:
    Channel.objects.update(status=Channel.Status.CLOSED)
    with pytest.raises(Refused):
        name_representative(by=pia, channel=shop, person=ann, task=task())


def test_nobody_takes_over_for_themselves(shop: Channel, pia: Person, ann: Person, ben: Person) -> None:
    with pytest.raises(Refused):
        name_representative(by=pia, channel=shop, person=ann, task=task(backup=ann))
    row = name_representative(by=pia, channel=shop, person=ann, task=task(backup=ben))
    with pytest.raises(Refused):
        edit_representative(by=pia, representative=row, task=task(backup=ann))


def test_the_last_day_does_not_come_before_the_first(shop: Channel, pia: Person, ann: Person) -> None:
    backwards = task(ends_on=timezone.localdate() - timedelta(days=40))
    with pytest.raises(Refused):
        name_representative(by=pia, channel=shop, person=ann, task=backwards)
    row = name_representative(by=pia, channel=shop, person=ann, task=task())
    with pytest.raises(Refused):
        edit_representative(by=pia, representative=row, task=backwards)


def test_a_colleague_is_named_once_from_the_same_day(shop: Channel, pia: Person, ann: Person) -> None:
    name_representative(by=pia, channel=shop, person=ann, task=task())
    with pytest.raises(Refused):
        name_representative(by=pia, channel=shop, person=ann, task=task())
    later = name_representative(by=pia, channel=shop, person=ann, task=task(starts_on=timezone.localdate()))
    with pytest.raises(Refused):
        edit_representative(by=pia, representative=later, task=task())
    assert ChannelRepresentative.objects.count() == 2


def test_those_who_speak_will_speak_and_spoke_are_told_apart(
    shop: Channel, pia: Person, ann: Person, ben: Person, mona: Person
) -> None:
    today = timezone.localdate()
    name_representative(by=pia, channel=shop, person=ann, task=task(ends_on=today))
    name_representative(by=pia, channel=shop, person=ben, task=task(starts_on=today + timedelta(days=1)))
    name_representative(by=pia, channel=shop, person=mona, task=task(ends_on=today - timedelta(days=1)))
    told = tenure_of(shop)
    people = [[row.person for row in rows] for rows in (told.current, told.coming, told.former)]
    assert people == [[ann], [ben], [mona]]
    shop.status = Channel.Status.CLOSED
    assert tenure_of(shop).current == []


def test_a_profile_bears_the_mark_only_while_the_task_lasts(shop: Channel, pia: Person, ann: Person) -> None:
    row = name_representative(by=pia, channel=shop, person=ann, task=task())
    assert represented_by(ann) == [row]
    ended = task(ends_on=timezone.localdate() - timedelta(days=1))
    edit_representative(by=pia, representative=row, task=ended)
    assert represented_by(ann) == []


def test_whoever_left_bears_no_mark(shop: Channel, pia: Person, ann: Person) -> None:
    name_representative(by=pia, channel=shop, person=ann, task=task())
    ann.is_active = False
    assert represented_by(ann) == []


def test_colleagues_are_found_by_handle_name_or_a_part_of_it(ann: Person, ben: Person, gone: Person) -> None:
    assert people_named("@ann") == people_named("ann askeland") == people_named("Askel") == [ann]
    assert people_named(f"@{gone.handle}") == []


# Do I represent us here?


def test_the_rules_lead_to_the_register(ann: Person) -> None:
    assert f'href="{reverse("policy:channels")}"' in signed_in(ann).get(reverse("policy:rules")).content.decode()


@pytest.mark.parametrize(
    ("where", "about", "standing", "answer"),
    [
        ("fb", "work", Standing(True, True, True, True), "yes"),
        ("fb", "private", Standing(True, True, True, True), "yes"),
        ("fb", "work", Standing(True, True, True, False), "untrained"),
        ("fb", "work", Standing(True, True, False), "not-you"),
        ("fb", "work", Standing(True, False, True, True), "resting"),
        ("own", "work", Standing(False), "yourself"),
        ("own", "private", Standing(False), "yours"),
        ("elsewhere", "work", Standing(False), "asked"),
        ("elsewhere", "private", Standing(False), "yours"),
    ],
)
def test_where_and_what_give_one_answer(where: str, about: str, standing: Standing, answer: str) -> None:
    assert verdict(where, about, standing) == answer


def test_the_register_decides_who_one_is_there(shop: Channel, pia: Person, ann: Person, ben: Person) -> None:
    name_representative(by=pia, channel=shop, person=ann, task=task(trained_on=TODAY))
    listed = channels_listed()
    assert standing_on(ann, shop.slug, listed) == Standing(True, True, True, True)
    assert standing_on(ben, shop.slug, listed) == Standing(True, True, False, False)
    assert standing_on(ann, "own", listed) == Standing(False)


# Pages


def test_everybody_who_works_here_reads_the_register(shop: Channel, pia: Person, ann: Person, cleo: Person) -> None:
    name_representative(by=pia, channel=shop, person=ann, task=task(time_allotted="To timer i uka"))
    for address in (reverse("policy:channels"), shop.get_absolute_url()):
        page = signed_in(cleo).get(address)
        assert page.status_code == 200
        assert "Ann Askeland" in page.content.decode()
        assert reverse("policy:channel_edit", args=[shop.slug]) not in page.content.decode()


def test_the_forms_do_not_exist_for_others(shop: Channel, pia: Person, ann: Person, cleo: Person) -> None:
    row = name_representative(by=pia, channel=shop, person=ann, task=task())
    addresses = (
        reverse("policy:channel_new"),
        reverse("policy:channel_edit", args=[shop.slug]),
        reverse("policy:representative_new", args=[shop.slug]),
        reverse("policy:representative_edit", args=[shop.slug, row.pk]),
    )
    for address in addresses:
        assert signed_in(cleo).get(address).status_code == 404
        assert signed_in(cleo).post(address, typed()).status_code == 404
        assert signed_in(pia).get(address).status_code == 200


def test_a_missing_channel_and_a_task_of_another_do_not_exist(shop: Channel, pia: Person, ann: Person) -> None:
    row = name_representative(by=pia, channel=shop, person=ann, task=task())
    other = open_channel(by=pia, entry=SHOP)
    client = signed_in(pia)
    assert client.get("/channels/none/").status_code == 404
    assert client.get(reverse("policy:representative_edit", args=[other.slug, row.pk])).status_code == 404


def test_a_channel_is_entered_and_changed(pia: Person) -> None:
    client = signed_in(pia)
    answer = client.post(reverse("policy:channel_new"), typed(key=uuid4(), goals="Ro\nog orden"))
    made = Channel.objects.get()
    assert (answer.status_code, answer["Location"], made.goals) == (303, made.get_absolute_url(), "Ro\nog orden")
    client.post(reverse("policy:channel_edit", args=[made.slug]), typed(purpose="Noe annet.", status="resting"))
    made.refresh_from_db()
    assert (made.purpose, made.status) == ("Noe annet.", "resting")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("platform", ""),
        ("handle", "\u200e \u202d"),
        ("purpose", "x" * 301),
        ("address", "javascript:alert(1)"),
        ("status", "x"),
    ],
)
def test_bad_input_gets_a_sentence_beside_the_field_and_nothing_is_lost(name: str, value: str, pia: Person) -> None:
    answer = signed_in(pia).post(reverse("policy:channel_new"), typed(audience="Alle på øya", **{name: value}))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="id_{name}_error"' in page
    assert "Alle på øya" in page
    assert not Channel.objects.exists()


def test_a_representative_is_named_by_handle(shop: Channel, pia: Person, ann: Person, ben: Person) -> None:
    address = reverse("policy:representative_new", args=[shop.slug])
    answer = signed_in(pia).post(address, person_typed(backup="Ben Berge"))
    row = ChannelRepresentative.objects.get()
    assert (answer.status_code, row.person, row.backup, row.given_by) == (303, ann, ben, pia)


@pytest.mark.parametrize(
    ("name", "value"),
    [("who", "Nobody Here"), ("who", "\u200e"), ("backup", "@ann"), ("ends_on", "2025-01-01"), ("starts_on", "soon")],
)
def test_a_name_that_does_not_hold_is_told_beside_the_field(
    name: str, value: str, shop: Channel, pia: Person, ann: Person
) -> None:
    address = reverse("policy:representative_new", args=[shop.slug])
    answer = signed_in(pia).post(address, person_typed(time_allotted="To timer", **{name: value}))
    assert answer.status_code == 422
    assert f'id="id_{name}_error"' in answer.content.decode()
    assert "To timer" in answer.content.decode()
    assert not ChannelRepresentative.objects.exists()


def test_one_name_for_two_colleagues_asks_which(shop: Channel, pia: Person) -> None:
    PersonFactory(handle="kari1", name="Kari Dahl")
    PersonFactory(handle="kari2", name="Kari Dahl")
    address = reverse("policy:representative_new", args=[shop.slug])
    page = signed_in(pia).post(address, person_typed(who="Kari Dahl")).content.decode()
    assert "@kari1" in page
    assert "@kari2" in page


def test_naming_twice_from_one_day_is_refused_with_a_sentence(shop: Channel, pia: Person, ann: Person) -> None:
    address = reverse("policy:representative_new", args=[shop.slug])
    client = signed_in(pia)
    client.post(address, person_typed())
    answer = client.post(address, person_typed())
    assert answer.status_code == 422
    assert ChannelRepresentative.objects.count() == 1


def test_a_last_day_ends_it(shop: Channel, pia: Person, ann: Person) -> None:
    row = name_representative(by=pia, channel=shop, person=ann, task=task())
    address = reverse("policy:representative_edit", args=[shop.slug, row.pk])
    answer = signed_in(pia).post(address, person_typed(ends_on="2026-01-06"))
    row.refresh_from_db()
    assert (answer.status_code, row.ends_on, row.person) == (303, date(2026, 1, 6), ann)


def test_the_answer_needs_no_script_and_stores_nothing(shop: Channel, pia: Person, ann: Person) -> None:
    name_representative(by=pia, channel=shop, person=pia, task=task())
    answer = signed_in(ann).get(reverse("policy:representing"), {"where": shop.slug, "about": "work"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'id="verdict"' in page
    assert "Pia Pedersen" in page
    assert "#section-channels" in page


def test_an_answer_that_was_not_offered_is_told_beside_the_field(ann: Person) -> None:
    answer = signed_in(ann).get(reverse("policy:representing"), {"where": "nowhere", "about": "work"})
    assert answer.status_code == 422
    assert 'id="id_where_error"' in answer.content.decode()


def test_a_profile_loads_the_mark_and_links_to_it_without_script(shop: Channel, pia: Person, ann: Person) -> None:
    name_representative(by=pia, channel=shop, person=ann, task=task(role="Svarer kunder"))
    client = signed_in(pia)
    panel = reverse("policy:represents", args=["ann"])
    assert f'href="{panel}"' in client.get(ann.get_absolute_url()).content.decode()
    part = client.get(panel, headers={"HX-Request": "true"}).content.decode()
    assert "Svarer kunder" in part
    assert "<html" not in part
    assert "Svarer kunder" in client.get(panel).content.decode()
    assert client.get(reverse("policy:represents", args=["pia"]), headers={"HX-Request": "true"}).content.strip() == b""


def test_whoever_left_has_no_panel(ann: Person, gone: Person) -> None:
    assert signed_in(ann).get(reverse("policy:represents", args=[gone.handle])).status_code == 404


@pytest.mark.parametrize("count", [3, 30])
def test_the_register_costs_the_same_for_many_channels(count, pia, ann, django_assert_num_queries):
    for number in range(count):
        channel = open_channel(by=pia, entry=Entry(platform="Side", handle=str(number), purpose="x"))
        name_representative(by=pia, channel=channel, person=PersonFactory(), task=task())
    client = signed_in(ann)
    client.get(reverse("policy:channels"))
    with django_assert_num_queries(7):
        client.get(reverse("policy:channels"))


def test_who_speaks_for_us_finds_the_posts_that_wait_and_others_do_not(shop: Channel, pia: Person, ann: Person) -> None:
    url = reverse("feed:sharings")
    name_representative(by=pia, channel=shop, person=ann, task=task())
    assert url not in signed_in(ann).get(reverse("policy:channels")).text  # not trained yet
    ChannelRepresentative.objects.update(trained_on=timezone.localdate())
    assert url in signed_in(ann).get(reverse("policy:channels")).text
    assert url not in signed_in(pia).get(reverse("policy:channels")).text
