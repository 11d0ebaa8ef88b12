"""An award given on the spot, and the posts that tell of what was won. The words: words/spot.txt."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils.timezone import localdate

from ideas.access import can_give_spot_award, is_in_line, winners_of
from ideas.actions import give_to
from ideas.models import Award, Grant, Recipient
from ideas.queries import award_posts, source_of
from network.conversations.models import Thread
from network.core.ids import new_id
from network.demo.board import fields_of
from network.demo.cast import Cast
from network.demo.plots import Plot
from network.demo.texts import read
from network.feed.models import Post

_ANSWER = timedelta(hours=3)  # how soon the authors said that their names may be told


def give_on_the_spot(plots: Sequence[Plot], cast: Cast, until: datetime) -> None:
    """The leader of another part of the house gives their award of the month."""
    said = fields_of(read("spot.txt"))
    idea = next(plot.idea for plot in plots if plot.written.key == said["idea"])
    name, purpose = said["award"].split(" | ")
    award = Award.objects.get_or_create(name=name, defaults={"description": purpose, "kind": Award.Kind.SPOT})[0]
    winners = winners_of(idea)
    outside = (p for p in cast.leaders if can_give_spot_award(p, idea) and not is_in_line(p, winners))
    at = until - timedelta(days=int(said["days"]))
    grant = Grant.objects.create(
        award=award, idea=idea, citation=said["citation"], decided_by=next(outside),
        month=localdate(at).replace(day=1), granted_at=at, announced_at=at,
    )  # fmt: skip
    give_to(grant=grant, winners=winners)
    authors = Recipient.objects.filter(grant=grant, part=Recipient.Part.AUTHOR)
    authors.update(is_public=True, answered_at=at + _ANSWER)


def tell_of_awards() -> None:
    """Everything that was announced became a post when it was."""
    for grant in Grant.objects.announced().select_related("idea__thread").order_by("announced_at", "pk"):
        source = source_of(grant)
        told = award_posts([source]).get(source)
        if told is None or grant.announced_at is None or Post.objects.filter(source=source).exists():
            continue
        thread = Thread.objects.create(
            id=new_id(grant.announced_at), group_id=told.group_id, author_id=told.author_id,
            created_at=grant.announced_at,
        )  # fmt: skip
        Post.objects.create(
            thread=thread, source=source, kind=Post.Kind.AWARD, title=told.title, text=told.text, language="nb"
        )
