"""The parts of the shell that are kept for everybody say nothing of the person for whom they were drawn first."""

import re

import pytest

pytestmark = pytest.mark.django_db


def marked(html: str) -> list[str]:
    """Where the links lead that say "you are here", in the rail and in the bar at the bottom."""
    return re.findall(r'<a class="(?:rail|bottombar)__link" href="([^"]*)" aria-current="page"', html)


def test_the_next_reader_finds_nothing_of_the_one_before(client_of, ann, cleo, mo, secret_group, post_of):
    post_of(ann, secret_group, "Bare for oss.")
    first = client_of(ann).get("/").text
    assert secret_group.name in first
    assert "Bare for oss." in first
    desk = client_of(mo).get("/").text
    assert "/moderation/" in desk
    other = client_of(cleo).get("/").text
    assert "/moderation/" not in other
    for mine in (secret_group.name, secret_group.slug, "Bare for oss.", ann.name, ann.handle):
        assert mine not in other
    assert f'data-person="{cleo.pk}"' in other


def test_each_reader_has_their_own_language_and_token(client_of, ann, cleo, english):
    type(cleo).objects.filter(pk=cleo.pk).update(language="en")
    norwegian, other = client_of(ann).get("/").text, client_of(cleo).get("/").text
    assert "Grupper" in norwegian
    assert "Groups" not in norwegian
    assert "Groups" in other
    assert "Grupper" not in other
    tokens = [
        set(re.findall(r'csrf(?:middlewaretoken" value|-token" content)="(\w+)"', page)) for page in (norwegian, other)
    ]
    assert tokens[0]
    assert not tokens[0] & tokens[1]


@pytest.mark.parametrize(
    ("address", "here"),
    [
        ("/", ["/", "/"]),
        ("/people/", ["/people/", "/people/"]),
        ("/people/ann/", ["/people/", "/people/"]),
        ("/skills/", ["/people/", "/people/"]),
        ("/groups/", ["/groups/", "/groups/"]),
        ("/ideas/", ["/ideas/", "/ideas/"]),
        ("/hall-of-fame/", ["/hall-of-fame/"]),
        ("/policy/", ["/policy/"]),
        ("/notifications/", ["/notifications/"]),
        ("/settings/", []),
        ("/posts/new/", []),
    ],
)
def test_the_rail_says_where_one_is(client_of, ann, address, here):
    client = client_of(ann)
    client.get("/")  # draws the parts that are kept
    assert marked(client.get(address).text) == here
