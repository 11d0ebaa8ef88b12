"""The moderators' desk of the demo company: fifteen cases that wait, sixty that are closed, and two appeals."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from django.db import transaction
from django.utils.timezone import localdate

from network.conversations.actions import recount_comments
from network.conversations.models import Comment, Thread
from network.core.ids import new_id
from network.core.text import render_markdown
from network.demo.casework import Files
from network.demo.cast import Cast
from network.demo.custody import keep_receipts
from network.demo.dockets import Docket, Plain, dockets, plain
from network.demo.figures import publish_last_half
from network.demo.outcomes import Handlers, Matter, open_matter, settle_docket, settle_plain
from network.demo.parts import Company
from network.demo.personnel import hand_over, note_hand_over
from network.feed.models import Post
from network.groups.models import Group
from network.moderation.access.lines import people_barred_by
from network.moderation.models.cases import Kind
from network.moderation.periods import latest_over
from network.moderation.queries.content import content_of
from profiles.models import Person

CLOSED = 60
_FIRST, _APART = 50, 11  # days ago of the latest closed case of something ordinary, and days from one to the next
_HALF = 34  # of those that are closed are of the last half-year that is over, whose figures are published
_NEAR = 40  # threads among which the one of a reply is drawn


@transaction.atomic
def keep_desk(rng: Random, cast: Cast, until: datetime) -> int:
    """Writes every case; how many."""
    files, company = Files(), Company(rng, cast)
    handlers = _handlers(cast)
    said = list(_say(rng, cast, company, until))
    handed = []
    for written in said:
        opened = open_matter(files, written.matter(until), handlers)
        settle_docket(files, opened, written.docket, handlers)
        if "over" in written.docket.said and len(opened.able) > 1:
            handed.append(note_hand_over(files, opened, written.docket.said, handlers, cast))
    ordinary = CLOSED - sum(docket.stage == "closed" for docket in dockets())
    for number, (lines, kind, pk, at) in enumerate(_ordinary(rng, ordinary, until, _near(handlers))):
        matter = _reported(rng, cast, lines, (kind, pk, at))
        settle_plain(files, open_matter(files, matter, handlers), lines, handlers.of(number))
    files.write()
    keep_receipts(until)
    for handing in handed:
        hand_over(handing, handlers, cast)
    _mend(said)
    for thread in Thread.objects.filter(pk__in={written.comment.thread_id for written in said}):
        recount_comments(thread)
    publish_last_half(cast, until)
    return len(said) + ordinary


@dataclass(frozen=True, slots=True)
class Spoken:
    """A written reply, where it stands, and who reported it."""

    docket: Docket
    comment: Comment
    reporters: Sequence[Person]
    at: datetime

    def matter(self, until: datetime) -> Matter:
        """What is to be reported."""
        content = content_of(Kind.COMMENT, self.comment.pk)
        if content is None:
            raise ValueError("a reply that was just written is there")
        words = [self.docket.said[key] for key in ("report", "also") if key in self.docket.said]
        return Matter(content, self.docket.reason, tuple(zip(self.reporters, words, strict=False)), self.at, until)


def _handlers(cast: Cast) -> Handlers:
    """Who moderates, who leads the moderators, and who handles from outside the line: personas all three."""
    return Handlers(cast.by_handle["mo"], cast.by_handle["lea"], cast.by_handle["odd"], cast.by_handle["ida"])


def _near(handlers: Handlers) -> set[int]:
    """Of those whom somebody answered: who is one of the handlers, or in whose case one of them has no business.

    A reply is aimed at the one whom it answers, so one below their posts would be for fewer to handle.
    """
    able = {handlers.moderator.pk, handlers.lead.pk, handlers.outside.pk}
    authors = set(Thread.objects.values_list("author", flat=True))
    authors |= set(Comment.objects.filter(replies__isnull=False).values_list("author", flat=True))
    return {pk for pk in authors if able & ({pk} | people_barred_by({pk}))}


def _say(rng: Random, cast: Cast, company: Company, until: datetime) -> Iterator[Spoken]:
    """The written replies, below posts that everybody reads."""
    posts = Post.objects.filter(source="", thread__group=None, thread__deleted_at=None, thread__comment_count__gt=0)
    free = Thread.objects.filter(pk__in=posts.values("pk")).exclude(author__in=_near(_handlers(cast)))
    threads = list(free.order_by("created_at"))
    spoken = []
    for docket in dockets():
        at = until - timedelta(days=docket.days)
        author = cast.by_handle[docket.by] if docket.by else company.somebody(docket.author, at, set())
        reporters = [_reporter(cast, company, docket, at, {author.pk})]
        if "also" in docket.said:
            reporters.append(company.somebody("varme", at, {author.pk, reporters[0].pk}))
        written_at = at - timedelta(minutes=rng.randint(12, 300))
        thread = rng.choice([row for row in threads if row.created_at < written_at][-_NEAR:])
        comment = Comment(
            id=new_id(written_at), thread=thread, author=author, department_id=author.department_id, text=docket.text,
            html=render_markdown(docket.text), language=docket.language, created_at=written_at,
        )  # fmt: skip
        spoken.append(Spoken(docket, comment, reporters, at))
    Comment.objects.bulk_create([row.comment for row in spoken])
    yield from spoken


def _reporter(cast: Cast, company: Company, docket: Docket, at: datetime, but: set[int]) -> Person:
    led = cast.by_handle.get(docket.reporter.removesuffix("^"))
    if led is not None and led.manager is not None:
        return led.manager
    return company.somebody(docket.reporter, at, but)


def _ordinary(rng: Random, count: int, until: datetime, near: set[int]) -> Iterator[tuple[Plain, Kind, int, datetime]]:
    """What others wrote and somebody took amiss: mostly posts and replies, a profile and a group among them."""
    posts = Post.objects.filter(source="", thread__group=None, thread__deleted_at=None)
    comments = Comment.objects.filter(thread__in=posts.values("pk"), deleted_at=None, thread__group=None)
    comments = comments.exclude(thread__author__in=near).exclude(parent__author__in=near)
    rows = [(Kind.POST, pk, at) for pk, at in posts.values_list("pk", "thread__created_at").order_by("pk")]
    rows += [(Kind.COMMENT, pk, at) for pk, at in comments.values_list("pk", "created_at").order_by("pk")]
    rows.sort(key=lambda row: row[2])
    group = Group.objects.filter(kind=Group.Kind.OPEN).order_by("pk").first()
    lines = plain()
    for number, moment in enumerate(_moments(count, until)):
        at = moment - timedelta(hours=rng.uniform(0, 8))
        end = max(bisect_left(rows, at, key=lambda row: row[2]), 1)
        kind, pk, written_at = rows.pop(rng.randrange(max(end - _NEAR, 0), end))
        if number == 7 and group is not None:
            kind, pk = Kind.GROUP, group.pk
        yield lines[number % len(lines)], kind, pk, max(at, written_at + timedelta(hours=1))


def _moments(count: int, until: datetime) -> list[datetime]:
    """Most of them spread over the last half-year that is over, the others from today backwards; none too new."""
    begins, ends = latest_over(localdate(until)).span
    last = min(ends, until - timedelta(days=_FIRST))
    half = min(count, _HALF)
    step = (last - begins) / (half + 1)
    spread = [begins + step * n for n in range(1, half + 1)]
    rest = [until - timedelta(days=_FIRST + _APART * n) for n in range(count - half)]
    return sorted((moment - timedelta(hours=1) for moment in (*spread, *rest)), reverse=True)


def _reported(rng: Random, cast: Cast, lines: Plain, what: tuple[Kind, int, datetime]) -> Matter:
    kind, pk, at = what
    content = content_of(kind, pk)
    if content is None:
        raise ValueError("what others wrote is there")
    apart = {*content.authors, *content.named, *content.hosts}
    speak = [p for p in cast.people if p.language == lines.language and p.created_at < at and p.pk not in apart]
    return Matter(content, lines.reason, ((rng.choice(speak), lines.report),), at, at + timedelta(days=3000))


def _mend(said: Sequence[Spoken]) -> None:
    """What its author changed when they were asked reads so since."""
    for written in said:
        text = written.docket.said.get("mended", "")
        if text:
            changed_at = written.at + timedelta(days=2)
            rows = Comment.objects.filter(pk=written.comment.pk)
            rows.update(text=text, html=render_markdown(text), edited_at=changed_at)
