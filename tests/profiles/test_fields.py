"""Which fields profiles have, and who sees what a colleague hides."""

import pytest
from django.core.exceptions import ValidationError

from network.core.access import Refused
from profiles import actions, tasks
from profiles.access import can_see_field
from profiles.actions import Decision
from profiles.events import FieldsChanged
from profiles.models import Person, ProfileField
from profiles.queries import Wish, decided_fields, directory_page, field_effects, missing_of, shown_of
from tests.profiles.browser import tree, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def phone_of_ann(ann):
    actions.edit_profile(person=ann, changes={"phone": "+47 912 34 567", "place": "Bodø"})
    return ann


def cards_in(answer):
    """What the cards of a page of the directory say."""
    return " ".join(words(card) for card in tree(answer).findall(".//*[@class='person__meta']"))


def hide(person, key, audience):
    actions.edit_profile(person=person, changes={"hides": {key: audience}})


def test_what_nobody_hides_is_seen_by_all(phone_of_ann, cleo):
    assert shown_of(cleo, phone_of_ann, decided_fields())["phone"] == "+47 912 34 567"


@pytest.mark.parametrize(
    ("audience", "sees"),
    [
        ("department", {"ann": True, "ben": True, "mona": True, "cleo": False, "ada": False}),
        ("manager", {"ann": True, "ben": False, "mona": True, "cleo": False, "ada": False}),
    ],
)
def test_a_hidden_field_is_seen_by_those_it_is_shown_to(phone_of_ann, ben, mona, cleo, ada, audience, sees):
    hide(phone_of_ann, "phone", audience)
    people = {person.handle: person for person in (phone_of_ann, ben, mona, cleo, ada)}
    assert {name: can_see_field(person, phone_of_ann, "phone") for name, person in people.items()} == sees
    assert {
        name: "phone" in shown_of(person, phone_of_ann, decided_fields()) for name, person in people.items()
    } == sees


def test_two_without_a_department_do_not_share_one(ann, cleo):
    ann.department = cleo.department = None
    ann.hides = {"phone": "department"}
    assert not can_see_field(cleo, ann, "phone")


def test_nobody_is_found_by_what_they_hide(phone_of_ann, cleo, mona):
    assert [hit.pk for hit in directory_page(cleo, Wish(words="91234567")).hits] == [phone_of_ann.pk]
    hide(phone_of_ann, "phone", "manager")
    assert directory_page(cleo, Wish(words="91234567")).hits == []
    assert directory_page(mona, Wish(words="91234567")).hits == []


def test_a_field_that_is_not_shown_is_on_no_page_and_finds_nobody(phone_of_ann, ada, cleo, client_of):
    actions.decide_fields(by=ada, decisions={"place": Decision(is_shown=False)})
    tasks.renew_people()
    assert "place" not in shown_of(cleo, phone_of_ann, decided_fields())
    assert directory_page(cleo, Wish(words="Bodø")).hits == []
    assert "Bodø" not in cards_in(client_of(cleo).get("/people/?q=Ann"))
    assert "Bodø" not in client_of(cleo).get("/people/ann/").content.decode()
    actions.decide_fields(by=ada, decisions={"place": Decision()})
    tasks.renew_people()
    assert "Bodø" in cards_in(client_of(cleo).get("/people/?q=Bodø"))


def test_a_hidden_place_is_on_no_card(phone_of_ann, ben, cleo, client_of):
    hide(phone_of_ann, "place", "department")
    for reader in (ben, cleo):
        assert "Bodø" not in cards_in(client_of(reader).get("/people/?q=Ann"))
    assert "Bodø" in client_of(ben).get("/people/ann/").content.decode()
    assert "Bodø" not in client_of(cleo).get("/people/ann/").content.decode()


def test_decisions_are_announced_and_repeatable(ada, told):
    for _time in range(2):
        actions.decide_fields(by=ada, decisions={"phone": Decision(is_required=True)})
    assert ProfileField.objects.filter(key="phone", is_required=True).count() == 1
    assert told == [FieldsChanged(), FieldsChanged()]


@pytest.mark.parametrize("handle", ["ann", "mona", "cleo", "mo"])
def test_only_an_administrator_decides(handle, request):
    person = request.getfixturevalue(handle)
    for attempt in (
        lambda: actions.decide_fields(by=person, decisions={"phone": Decision()}),
        lambda: actions.add_field(by=person, name_nb="Rom", name_en="Room"),
        lambda: actions.remove_field(by=person, key="own-room"),
    ):
        with pytest.raises(Refused):
            attempt()
    assert not ProfileField.objects.exists()


def test_an_own_field_is_written_shown_and_taken_away_with_what_was_written(ada, ann, cleo, client_of):
    field = actions.add_field(by=ada, name_nb="Rom", name_en="Room")
    answer = client_of(ann).post("/settings/profile/", {"name": ann.name, field.key: "  B  214 "})
    assert answer.status_code == 303
    page = tree(client_of(cleo).get("/people/ann/"))
    assert "B 214" in words(page.find(".//*[@aria-labelledby='contact']//dl"))
    actions.remove_field(by=ada, key=field.key)
    actions.remove_field(by=ada, key=field.key)
    ann.refresh_from_db()
    assert ann.extra == {}


def test_an_own_field_needs_a_name_of_its_own(ada):
    actions.add_field(by=ada, name_nb="Rom", name_en="")
    for names in (("", ""), ("Rom", ""), ("ROM", "")):
        with pytest.raises(ValidationError):
            actions.add_field(by=ada, name_nb=names[0], name_en=names[1])


def test_twenty_own_fields_are_enough(ada):
    for n in range(20):
        actions.add_field(by=ada, name_nb=f"Felt {n}", name_en="")
    with pytest.raises(ValidationError):
        actions.add_field(by=ada, name_nb="Ett til", name_en="")
    assert ProfileField.objects.filter(is_own=True).count() == 20


def test_a_required_field_is_asked_for_and_the_rest_is_kept(ada, ann, client_of):
    actions.decide_fields(by=ada, decisions={"phone": Decision(is_required=True)})
    answer = client_of(ann).post("/settings/profile/", {"name": "Ann Ny", "title": "Montør"})
    assert answer.status_code == 422
    page = tree(answer)
    assert page.find(".//*[@name='title']").get("value") == "Montør"
    assert page.find(".//*[@name='phone']").get("aria-invalid") == "true"
    assert [str(label) for label in missing_of(ann, decided_fields())]


def test_only_what_may_be_hidden_can_be_hidden(ada, ann, client_of, django_capture_on_commit_callbacks):
    client = client_of(ann)
    assert tree(client.get("/settings/profile/")).find(".//*[@name='hide_phone']") is None
    client.post("/settings/profile/", {"name": ann.name, "hide_phone": "manager"})
    assert Person.objects.get(pk=ann.pk).hides == {}
    with django_capture_on_commit_callbacks(execute=True):
        actions.decide_fields(by=ada, decisions={"phone": Decision(may_hide=True)})
    client.post("/settings/profile/", {"name": ann.name, "hide_phone": "manager"})
    assert Person.objects.get(pk=ann.pk).hides == {"phone": "manager"}


def test_who_hides_goes_on_hiding_and_can_stop(ada, ann, client_of):
    actions.edit_profile(person=ann, changes={"hides": {"phone": "manager"}})
    actions.decide_fields(by=ada, decisions={"phone": Decision(may_hide=False)})
    client = client_of(ann)
    assert tree(client.get("/settings/profile/")).find(".//*[@name='hide_phone']") is not None
    client.post("/settings/profile/", {"name": ann.name, "hide_phone": ""})
    assert Person.objects.get(pk=ann.pk).hides == {}


def test_the_page_counts_who_is_concerned_but_names_nobody(ada, ann, ben, client_of, django_assert_max_num_queries):
    actions.edit_profile(person=ann, changes={"phone": "912 34 567", "hides": {"phone": "manager"}})
    assert field_effects(decided_fields())["phone"] == (Person.objects.active().count() - 1, 1)
    client = client_of(ada)
    client.get("/administration/fields/")
    with django_assert_max_num_queries(6):
        answer = client.get("/administration/fields/")
    assert "Ann Askeland" not in answer.content.decode()


def test_a_preview_shows_and_writes_nothing(ada, client_of):
    actions.edit_profile(person=ada, changes={"phone": "912 34 567"})
    answer = client_of(ada).post("/administration/fields/", {"preview": "1", "place:is_shown": "on"})
    page = tree(answer)
    assert page.find(".//*[@aria-labelledby='preview']") is not None
    assert "912 34 567" not in words(page.find(".//*[@aria-labelledby='preview']"))
    assert page.find(".//*[@name='place:is_shown']").get("checked") is not None
    assert page.find(".//*[@name='phone:is_shown']").get("checked") is None
    assert not ProfileField.objects.exists()


def test_an_own_field_is_taken_away_only_when_confirmed(ada, ann, client_of):
    field = actions.add_field(by=ada, name_nb="Rom", name_en="Room")
    actions.edit_profile(person=ann, changes={"extra": {field.key: "B 214"}})
    client = client_of(ada)
    asked = client.post(f"/administration/fields/{field.key}/remove/")
    assert tree(asked).find(".//button[@name='sure']") is not None
    assert ProfileField.objects.filter(key=field.key).exists()
    done = client.post(f"/administration/fields/{field.key}/remove/", {"sure": "1"})
    assert done.headers["Location"] == "/administration/fields/"
    assert not ProfileField.objects.filter(key=field.key).exists()
