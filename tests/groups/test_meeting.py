"""People one may not know: from another department, by open facts, with the reason, and never again once passed by."""

import pytest

from network.core.access import Refused
from network.groups.models import Membership
from network.groups.queries import people_to_meet
from profiles import actions
from profiles.models import PassedOver
from tests import factories
from tests.profiles.browser import tree, words

pytestmark = pytest.mark.django_db


def met(person):
    return {each.person.handle: each.reasons for each in people_to_meet(person)}


def place(person, name, **more):
    actions.edit_profile(person=person, changes={"place": name, **more})


def test_the_same_skill_in_another_department_is_a_reason(ann, ben, cleo, english):
    for person in (ann, ben, cleo):
        actions.declare_skill(person=person, name="Reléplan")
    assert met(ann) == {"cleo": ["Can be asked about Reléplan, as you can"]}


def test_the_same_open_group_is_a_reason_and_a_closed_or_secret_one_is_not(ann, cleo, english, open_group):
    for kind in ("closed", "secret"):
        factories.GroupFactory(name=kind, slug=kind, kind=kind, people=[ann, cleo])
    assert met(ann) == {}
    Membership.objects.create(group=open_group, person=cleo)
    assert met(ann) == {"cleo": ["Is in Feltprat, as you are"]}


def test_the_same_place_is_a_reason_unless_it_is_hidden(ann, ben, cleo, english):
    for person in (ann, ben, cleo):
        place(person, "Bodø")
    assert met(ann) == {"cleo": ["Works in Bodø, as you do"]}
    place(cleo, "Bodø", hides={"place": "department"})
    assert met(ann) == {}


def test_who_is_followed_passed_by_or_gone_is_not_suggested(ann, cleo, mo, gone, market):
    for person in (ann, cleo, mo, gone):
        person.department = market if person != ann else ann.department
        person.save()
        place(person, "Bodø")
    actions.follow(person=ann, colleague=mo)
    assert set(met(ann)) == {"cleo"}
    actions.pass_over(person=ann, colleague=cleo)
    actions.pass_over(person=ann, colleague=cleo)
    assert met(ann) == {}
    assert PassedOver.objects.count() == 1
    assert set(met(cleo)) == {"ann"}


def test_nobody_passes_by_themselves_or_who_has_left(ann, gone):
    for colleague in (ann, gone):
        with pytest.raises(Refused):
            actions.pass_over(person=ann, colleague=colleague)


def test_more_in_common_comes_first_and_the_day_decides_among_equals(ann, cleo, market):
    many = [factories.PersonFactory(department=market) for _number in range(8)]
    for person in (ann, cleo, *many):
        place(person, "Bodø")
    for person in (ann, cleo):
        actions.declare_skill(person=person, name="Reléplan")
    first = list(met(ann))
    assert first[0] == "cleo"
    assert len(first) == 3
    assert list(met(ann)) == first


def test_the_page_says_why_and_a_press_takes_away(ann, cleo, client_of):
    for person in (ann, cleo):
        place(person, "Bodø")
    client = client_of(ann)
    page = words(tree(client.get("/meet/")).find(".//*[@id='meet']"))
    assert "Cleo Christiansen" in page
    assert "Holder til i Bodø, som du" in page
    part = client.post("/meet/cleo/pass/", headers={"HX-Request": "true"})
    assert tree(part).find(".//a[@href='/people/cleo/']") is None
    assert client.post("/meet/cleo/pass/").headers["Location"] == "/meet/"


def test_the_cost_is_the_same_for_few_and_many(ann, market, open_group, client_of, django_assert_max_num_queries):
    client = client_of(ann)
    place(ann, "Bodø")
    for number in range(30):
        person = factories.PersonFactory(department=market, place="Bodø")
        if number % 2:
            Membership.objects.create(group=open_group, person=person)
    client.get("/meet/")
    with django_assert_max_num_queries(9):
        client.get("/meet/")
