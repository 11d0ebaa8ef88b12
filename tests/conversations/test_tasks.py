"""Work on conversations that is done after the page was answered."""

import pytest

from network.conversations.models import Comment, Thread
from network.conversations.tasks import renew_cards_of

pytestmark = pytest.mark.django_db


def test_a_new_name_or_face_renews_the_cards_of_what_one_wrote_and_of_what_one_answered(
    ann, ben, cleo, post_of, comment_of
):
    own, answered, foreign = post_of(ben), post_of(ann), post_of(cleo)
    comment, others = comment_of(ben, answered), comment_of(cleo, foreign)

    def versions():
        threads = dict(Thread.objects.values_list("pk", "version"))
        return threads | dict(Comment.objects.values_list("pk", "version"))

    before = versions()
    renew_cards_of(ben.pk)
    after = versions()
    assert {pk for pk in after if after[pk] > before[pk]} == {own.pk, answered.pk, comment.pk}
    assert after[foreign.pk] == before[foreign.pk]
    assert after[others.pk] == before[others.pk]
