"""The first steps of a new colleague: each is done at once, can be left, and can be taken up again."""

import datetime

import pytest
from django.utils import timezone

from network.feed.models import Post
from network.groups.models import Membership
from network.groups.queries import groups_to_join
from network.notifications.models import Kind, Notification
from profiles import actions
from profiles.models import FirstStep, Person
from profiles.queries import is_welcomed, steps_of
from tests import factories
from tests.profiles.browser import tree, words
from tests.profiles.test_photo import picture

pytestmark = pytest.mark.django_db
STEPS = ["photo", "skills", "groups", "hello", "rules"]


@pytest.fixture
def nina(field, mona):
    """Somebody who came today."""
    return factories.PersonFactory(handle="nina", name="Nina Ny", department=field, manager=mona)


def states(person):
    return {
        each.step.value: "done" if each.is_done else "skipped" if each.is_skipped else "" for each in steps_of(person)
    }


def test_the_first_open_step_is_shown_first(nina, client_of):
    client = client_of(nina)
    assert client.get("/welcome/").headers["Location"] == "/welcome/photo/"
    assert client.post("/welcome/photo/skip/").headers["Location"] == "/welcome/skills/"
    assert client.get("/welcome/").headers["Location"] == "/welcome/skills/"


@pytest.mark.parametrize("step", STEPS)
def test_every_step_is_a_valid_page_with_its_place_marked(nina, client_of, step, open_group):
    page = tree(client_of(nina).get(f"/welcome/{step}/"))
    assert page.find(".//ol[@class='steps']/li[@aria-current='step']") is not None
    assert len(page.findall(".//h1")) == 1
    assert page.find(f".//form[@action='/welcome/{step}/skip/']") is not None


@pytest.mark.parametrize("step", ["nothing", "photo2", "HELLO"])
def test_there_are_no_other_steps(nina, client_of, step):
    client = client_of(nina)
    assert client.get(f"/welcome/{step}/").status_code == 404
    assert client.post(f"/welcome/{step}/skip/").status_code == 404


def test_all_five_steps_in_a_row(nina, ann, client_of, open_group, post_of, settings, tmp_path):
    post_of(ann, open_group)
    settings.MEDIA_ROOT = tmp_path
    client = client_of(nina)
    sent = [
        ("photo", {"photo": picture()}),
        ("skills", {"chosen": ["Reléplan"], "others": "fiske, drone"}),
        ("groups", {"groups": [str(open_group.pk)]}),
        ("hello", {"text": "Hei, jeg er **ny**."}),
        ("rules", {}),
    ]
    for number, (step, data) in enumerate(sent):
        answer = client.post(f"/welcome/{step}/", data)
        assert answer.status_code == 303, step
        assert answer.headers["Location"] == (f"/welcome/{STEPS[number + 1]}/" if number < 4 else "/")
    nina.refresh_from_db()
    assert nina.photo
    assert set(nina.declared.values_list("skill__name", flat=True)) == {"Reléplan", "fiske", "drone"}
    assert Membership.objects.filter(person=nina, group=open_group).exists()
    assert Post.objects.get(thread__author=nina).text == "Hei, jeg er **ny**."
    assert set(states(nina).values()) == {"done"}
    assert words(tree(client.get("/welcome/"))).count("gjort") == 5


def test_bad_input_keeps_what_was_typed_and_takes_no_step(nina, client_of, open_group, closed_group):
    client = client_of(nina)
    for step, data in (
        ("photo", {}),
        ("skills", {"others": " , "}),
        ("groups", {}),
        ("groups", {"groups": [str(closed_group.pk)]}),
        ("hello", {"text": "  "}),
    ):
        assert client.post(f"/welcome/{step}/", data).status_code == 422, step
    assert not FirstStep.objects.exists()
    assert not Membership.objects.filter(person=nina).exists()


def test_the_same_hello_sent_twice_is_one_post(nina, client_of):
    client = client_of(nina)
    key = tree(client.get("/welcome/hello/")).find(".//*[@name='key']").get("value")
    for _time in range(2):
        client.post("/welcome/hello/", {"text": "Hei!", "key": key})
    assert Post.objects.filter(thread__author=nina).count() == 1


def test_a_hello_is_told_to_who_receives_the_manager_and_the_hosts_and_nobody_else(
    nina, ann, ben, cleo, mona, gone, open_group, client_of, django_capture_on_commit_callbacks
):
    host = factories.PersonFactory(handle="vera", name="Vera Vert")
    group = factories.GroupFactory(name="Turlaget", slug="turlaget", kind="open", people=[host])
    nina.host = ben
    nina.save(update_fields=["host"])
    client = client_of(nina)
    Membership.objects.create(person=nina, group=group)
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/welcome/hello/", {"text": "Hei!"})
    told = Notification.objects.filter(kind=Kind.HELLO).values_list("recipient__handle", flat=True)
    assert sorted(told) == ["ben", "mona", "vera"]


def test_what_was_left_can_be_taken_up_and_what_is_done_stays_done(nina, client_of):
    client = client_of(nina)
    client.post("/welcome/rules/skip/")
    assert states(nina)["rules"] == "skipped"
    client.post("/welcome/rules/")
    assert states(nina)["rules"] == "done"
    client.post("/welcome/rules/skip/")
    assert states(nina)["rules"] == "done"


def test_home_asks_who_is_new_until_they_say_not_now(nina, client_of):
    client = client_of(nina)
    assert tree(client.get("/")).find(".//*[@hx-get='/welcome/open/']") is not None
    assert tree(client.get("/welcome/open/")).find(".//*[@id='first-steps']") is not None
    assert client.post("/welcome/leave/").headers["Location"] == "/"
    assert client.get("/welcome/open/").content.strip() == b""
    assert set(states(nina).values()) == {"skipped"}


def test_nobody_is_asked_for_longer_than_sixty_days(nina, django_assert_num_queries):
    nina.created_at = timezone.now() - datetime.timedelta(days=61)
    with django_assert_num_queries(0):
        assert not is_welcomed(nina)


def test_only_open_groups_of_others_are_suggested(nina, ann, cleo, open_group, closed_group, secret_group, post_of):
    Membership.objects.filter(person=nina).delete()
    for group in (open_group, closed_group, secret_group):
        post_of(ann, group)
    assert [row.group for row in groups_to_join(nina)] == [open_group]
    actions.take_step(person=nina, step=FirstStep.Step.RULES)
    assert [row.group for row in groups_to_join(ann)] == []


def test_steps_are_ones_own(nina, cleo, client_of):
    client_of(nina).post("/welcome/rules/")
    assert states(cleo)["rules"] == ""
    assert Person.objects.get(pk=cleo.pk).first_steps.count() == 0
