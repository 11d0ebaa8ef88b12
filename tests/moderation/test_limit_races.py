"""Two processes at once: what is published while a posting limit is placed came before it, or is refused."""

from datetime import timedelta

import pytest

from network.conversations.models import PostingLimit
from network.feed.models import Post
from profiles.models import Person
from tests.policy.processes import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
BEGIN = """
import time
from django.db import transaction
from network.conversations.actions import place_limit
from network.feed.actions import Words, publish_post
from profiles.models import Person
person = Person.objects.get(pk={pk})
time.sleep({first})
with transaction.atomic():
    {act}
    time.sleep({then})
"""
SAY = "publish_post(author=person, group=None, words=Words('Hei'))"
PLACE = "place_limit(by=None, person=person, days=1, reason='XXXX-XXXX')"


def act(person: Person, what: str, first: float, then: float) -> str:
    """One line of Python that waits a little, acts, and keeps its transaction open for a while."""
    return f"exec({BEGIN.format(pk=person.pk, first=first, act=what, then=then)!r})"


def test_who_publishes_while_a_limit_is_being_placed_waits_and_is_refused(ann: Person) -> None:
    assert at_once(act(ann, PLACE, 0, 2), act(ann, SAY, 1, 0)) == ["done", "refused"]
    assert not Post.objects.exists()


def test_a_limit_waits_for_what_is_being_published_and_begins_after_it(ann: Person) -> None:
    assert at_once(act(ann, SAY, 0, 2), act(ann, PLACE, 1, 0)) == ["done", "done"]
    waited = PostingLimit.objects.get().starts_at - Post.objects.get().thread.created_at
    assert waited > timedelta(seconds=1.5)
