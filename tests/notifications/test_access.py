"""Who may stop letters with a link."""

import pytest

from network.notifications.access import unsubscribe_token, unsubscriber
from network.notifications.models import DIGEST
from profiles.models import Person

pytestmark = pytest.mark.django_db


def test_a_link_speaks_for_its_person_and_kind(ann: Person) -> None:
    assert unsubscriber(unsubscribe_token(ann, "mention")) == (ann, "mention")
    assert unsubscriber(unsubscribe_token(ann, DIGEST)) == (ann, DIGEST)


def test_a_link_altered_to_another_person_or_kind_is_worthless(ann: Person, cleo: Person) -> None:
    token = unsubscribe_token(ann, "mention")
    assert unsubscriber(token.replace(str(ann.pk), str(cleo.pk), 1)) is None
    assert unsubscriber(token.replace("mention", "comment", 1)) is None
    assert unsubscriber(token[:-1] + ("A" if token[-1] != "A" else "B")) is None


@pytest.mark.parametrize(
    "token", ["", "x", "1.mention", "1.nothing:abc", "-1.mention:abc", "٣.mention:a", f"{'9' * 40}.mention:a"]
)
def test_nonsense_is_nobody(db: None, token: str) -> None:
    assert unsubscriber(token) is None


def test_a_link_ends_with_the_address_and_with_the_person(ann: Person, gone: Person) -> None:
    token = unsubscribe_token(ann, "mention")
    ann.email = "ann.new@glod.example"
    ann.save()
    assert unsubscriber(token) is None
    assert unsubscriber(unsubscribe_token(gone, "mention")) is None
