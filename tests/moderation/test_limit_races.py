"""Two processes at once: what is published while a posting limit is placed came before it, or is refused."""

import pytest

from network.conversations.models import PostingLimit
from network.feed.models import Post
from profiles.models import Person
from tests.policy.processes import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
SAY = (
    "from profiles.models import Person; from network.feed.actions import Words, publish_post;"
    " publish_post(author=Person.objects.get(pk={pk}), group=None, words=Words('Hei'))"
)
PLACE = (
    "from profiles.models import Person; from network.conversations.actions import place_limit;"
    " place_limit(by=None, person=Person.objects.get(pk={pk}), days=1, reason='XXXX-XXXX')"
)


def test_nothing_is_published_after_a_limit_began(ann: Person) -> None:
    ended = at_once(PLACE.format(pk=ann.pk), *[SAY.format(pk=ann.pk)] * 3)
    assert ended[0] == "done"
    assert set(ended[1:]) <= {"done", "refused"}
    began = PostingLimit.objects.get().starts_at
    assert Post.objects.count() == ended[1:].count("done")
    assert not Post.objects.filter(thread__created_at__gt=began).exists()
