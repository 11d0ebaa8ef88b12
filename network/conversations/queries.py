"""What pages ask of conversations: one function per page or fragment."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from difflib import SequenceMatcher
from typing import NamedTuple

from django.core.cache import caches
from django.db.models import Count, Q, QuerySet, prefetch_related_objects
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from network.conversations.access import limit_on
from network.conversations.models import Comment, Mute, PostingLimit, Reaction, Revision, Thread
from network.core.cards import Key
from network.core.pages import Page, cursor_from
from network.core.prepared import prepared
from network.groups.access import readers
from network.groups.models import Group
from profiles.models import FormerHandle, Person
from profiles.queries import people_by_handles, suggest_people

COMMENTS_ON_PAGE = 20
LIMITED, LIMITED_KEPT = "limited", 5  # the name under which it is kept in this process, and seconds
_NEUTRAL = re.compile(r'(<button [^<>]*(data-(?:reaction|save)="[^"<>]*")) aria-pressed="false" value="1"')


class Segment(NamedTuple):
    """One department's part in a conversation."""

    name: str
    tint: int
    part: int


def thread_for(person: Person, thread_id: int) -> Thread:
    """The thread, if the person may see it; raises Thread.DoesNotExist alike for refused and missing."""
    return Thread.objects.visible_to(person).select_related("group", "author").get(pk=thread_id)


def comment_for(person: Person, comment_id: int) -> Comment:
    """The comment, if the person may see it; raises Comment.DoesNotExist alike for refused and missing."""
    return Comment.objects.visible_to(person).select_related("thread__group", "parent", "author").get(pk=comment_id)


class CommentRow(NamedTuple):
    """A first-level comment of a page and the visible replies under it, as (id, version) of their cards."""

    key: Key
    replies: list[Key]


def comments_of(person: Person, thread: Thread, after: int | None = None) -> Page[CommentRow]:
    """First-level comments, oldest first, with their replies; two queries, however many there are."""
    keys = _first_comments.rows(person, thread.pk, after)
    shown = keys[:COMMENTS_ON_PAGE]
    replies: dict[int, list[Key]] = defaultdict(list)
    for parent, pk, version in _replies.rows(person, thread.pk, [pk for pk, _version in shown]):
        replies[parent or 0].append((pk, version))
    more = len(keys) > COMMENTS_ON_PAGE
    return Page([CommentRow(key, replies[key[0]]) for key in shown], shown[-1][0] if more else None)


@prepared("is_active")
def _first_comments(person: Person, thread: int, after: int | None) -> "QuerySet[Comment, Key]":
    firsts = Comment.objects.visible_to(person).filter(thread=thread, parent=None).order_by("pk")
    later = firsts if after is None else firsts.filter(pk__gt=after)
    return later.values_list("pk", "version")[: COMMENTS_ON_PAGE + 1]


@prepared("is_active")
def _replies(person: Person, thread: int, firsts: list[int]) -> "QuerySet[Comment, tuple[int | None, int, int]]":
    seen = Comment.objects.visible_to(person).filter(thread=thread, parent__in=firsts).order_by("pk")
    return seen.values_list("parent_id", "pk", "version")


class CommentPlace(NamedTuple):
    """Where a reader wants to be in a conversation: after which comment, and what they want to answer."""

    after: int | None
    parent: Comment | None
    is_later: bool  # not from the first comment on


def comment_place(person: Person, thread: Thread, asked: Mapping[str, str]) -> CommentPlace:
    """?after= is the last comment of the page before, ?at= one that a link wants found, ?reply= one to answer."""
    after, at = cursor_from(asked.get("after")), _comment_in(person, thread, asked.get("at"))
    if "at" in asked:
        after = (at.parent_id or at.pk) - 1 if at else None
    parent = _comment_in(person, thread, asked.get("reply"))
    answerable = parent if parent is not None and parent.deleted_at is None else None
    return CommentPlace(after, answerable, "after" in asked or "at" in asked)


def _comment_in(person: Person, thread: Thread, raw: str | None) -> Comment | None:
    number = cursor_from(raw)
    if number is None:
        return None
    comments = Comment.objects.visible_to(person).select_related("parent", "author")
    return comments.filter(thread=thread, pk=number).first()


def latest_comments(thread_ids: Iterable[int], each: int = 2) -> dict[int, list[Comment]]:
    """The newest standing comments of each thread, oldest of them first; for cards, so restrictions apply."""
    ids, found = list(thread_ids), dict[int, list[Comment]]()
    newest = Comment.objects.raw(
        "SELECT c.id FROM unnest(%s::bigint[]) t(id) CROSS JOIN LATERAL ("
        " SELECT id FROM conversations_comment WHERE thread_id = t.id AND deleted_at IS NULL"
        " ORDER BY id DESC LIMIT %s) c",
        [ids, each],
    )
    for comment in _comments_for_cards.rows([row.pk for row in newest]) if ids else ():
        found.setdefault(comment.thread_id, []).append(comment)
    return found


@prepared()
def _comments_for_cards(ids: list[int]) -> "QuerySet[Comment]":
    return Comment.objects.filter(pk__in=ids).unrestricted().for_comment().order_by("pk")


def spread_of(thread_ids: Iterable[int]) -> dict[int, list[Segment]]:
    """Departments that took part in each thread (author, comments), the largest part first; people are not counted."""
    parts: dict[int, dict[int, Segment]] = defaultdict(dict)
    written = _written_from.rows(list(thread_ids))
    begun = [(pk, department, name, 1) for pk, department, name, _answers in written]
    for thread_id, department_id, name, count in [*begun, *_answered_from.rows([row[0] for row in written if row[3]])]:
        if department_id is not None:
            before = parts[thread_id].get(department_id)
            total = count + (before.part if before else 0)
            parts[thread_id][department_id] = Segment(name, department_id % 8 + 1, total)
    return {pk: sorted(segments.values(), key=lambda s: -s.part) for pk, segments in parts.items()}


@prepared()
def _written_from(threads: list[int]) -> "QuerySet[Thread, tuple[int, int | None, str, int]]":
    rows = Thread.objects.filter(pk__in=threads)
    return rows.values_list("pk", "department_id", "department__name", "comment_count")


@prepared()
def _answered_from(threads: list[int]) -> "QuerySet[Comment, tuple[int, int | None, str, int]]":
    standing = Comment.objects.filter(thread__in=threads, deleted_at=None).unrestricted().order_by()
    return standing.values_list("thread_id", "department_id", "department__name").annotate(n=Count("pk"))


@dataclass(frozen=True)
class Mine:
    """What of a page's reactions the viewer has given: ids of threads and comments to emotions."""

    reactions: dict[int, set[str]] = field(default_factory=dict)


def my_reactions(person: Person, thread_ids: Iterable[int]) -> Mine:
    """One query for all marks on a page."""
    mine: dict[int, set[str]] = defaultdict(set)
    for thread_id, comment_id, emotion in _reactions_of.rows(person, list(thread_ids)):
        mine[comment_id or thread_id].add(emotion)
    return Mine(dict(mine))


@prepared()
def _reactions_of(person: Person, threads: list[int]) -> "QuerySet[Reaction, tuple[int, int | None, str]]":
    rows = Reaction.objects.filter(person=person, thread__in=threads)
    return rows.values_list("thread_id", "comment_id", "emotion")


def press(html: str, marks: Iterable[str]) -> SafeString:
    """A neutral card as its viewer sees it: each mark (`data-save="5"`) is pressed; the next press takes it back.

    Only inside a tag: what people write holds no bare "<", so words that look like a button stay words.
    """
    wanted = {mark for mark in marks if mark in html}
    if wanted:
        html = _NEUTRAL.sub(lambda m: f'{m[1]} aria-pressed="true" value="0"' if m[2] in wanted else m[0], html)
    return mark_safe(html)  # noqa: S308  (the card was rendered by a template; attributes of ours are swapped)


def without_lines(html: str, quiet: Iterable[int]) -> SafeString:
    """A neutral card without the newest answers of those whom its viewer does not hear.

    Only between marks of the template: what people write holds no bare "<".
    """
    for person_id in quiet:
        html = re.sub(rf"<!--by {person_id}-->.*?<!--by-->", "", html, flags=re.DOTALL)
    return mark_safe(html)  # noqa: S308  (the card was rendered by a template; parts of it are left out)


def folded(html: str, quiet: Iterable[int]) -> str:
    """The neutral card of a comment, folded where its viewer does not hear whoever wrote it: they open it."""
    opened = re.match(r'\s*<li class="comment"[^<>]* data-by="(\d+)"[^<>]*>', html)
    if opened is None or int(opened[1]) not in quiet or not html.rstrip().endswith("</li>"):
        return html
    inner = html[opened.end() :].rstrip().removesuffix("</li>")
    said = format_html('<summary class="stub">{}</summary>', gettext("A reply from somebody you have muted. Open it"))
    return f"{opened[0]}<details>{said}{inner}</details></li>"


def marked(html: str, mine: Mine) -> SafeString:
    """The viewer's own reactions, pressed."""
    return press(html, [f'data-reaction="{pk}:{e}"' for pk, given in mine.reactions.items() for e in given])


def has_muted(person: Person, thread: Thread) -> bool:
    """The person gets no letters about the thread."""
    return Mute.objects.filter(thread=thread, person=person).exists()


class Version(NamedTuple):
    """One state of a text: since when, its difference ("same", "ins" or "del", words), and the files that went."""

    since: datetime | None  # None: as it was first written
    title: str
    pieces: list[tuple[str, str]]
    removed: list[str]  # names of files


def history_of(subject_id: int, text: str, title: str = "") -> list[Version]:
    """Every state of a post's or comment's text, the newest first, each with its difference, word by word."""
    rows = list(Revision.objects.filter(subject_id=subject_id).order_by("pk"))
    states = [(row.title, row.text) for row in rows] + [(title, text)]
    moments = [None, *[row.replaced_at for row in rows]]
    before = ["", *[old for _, old in states[:-1]]]
    removed = [[], *[row.removed for row in rows]]
    versions = [
        Version(since, name, difference(old, new) if since else [("same", new)], files)
        for since, (name, new), old, files in zip(moments, states, before, removed, strict=True)
    ]
    return versions[::-1]


def difference(old: str, new: str) -> list[tuple[str, str]]:
    """What to strike out and what to add, word by word, to come from one text to the other."""
    a, b = re.split(r"(\s+)", old), re.split(r"(\s+)", new)
    pieces = []
    for kind, a1, a2, b1, b2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(("same", "".join(a[a1:a2])))
            continue
        pieces += [("del", "".join(a[a1:a2]))] if a2 > a1 else []
        pieces += [("ins", "".join(b[b1:b2]))] if b2 > b1 else []
    return pieces


def place_for(person: Person, slug: str) -> Group | None:
    """The group with this slug that the person reads, None for everyone (""); raises Group.DoesNotExist otherwise."""
    return Group.objects.readable_by(person).get(slug=slug) if slug else None


def suggested_people(person: Person, group: Group | None, words: str, size: int = 8) -> list[Person]:
    """Colleagues who may be meant by the words and who may read what is in the group."""
    anybody = group is None or group.is_open
    among = None if anybody else Person.objects.get_queryset().filter(readers(group))
    found = suggest_people(person, words, among=among, size=size + 1)
    prefetch_related_objects([somebody for somebody in found if somebody.is_away], "stand_in")
    return [somebody for somebody in found if somebody.pk != person.pk][:size]


def readable_people(group: Group | None, handles: Iterable[str]) -> dict[str, Person]:
    """Those behind these handles, which they may have had formerly, who may read what is in the group.

    Nobody else can be mentioned there.
    """
    return people_by_handles(Person.objects.get_queryset().filter(readers(group)), handles)


def names_of(people: Mapping[str, Person]) -> dict[str, str]:
    """What the handles of a text are shown as."""
    return {handle: person.name for handle, person in people.items()}


def handles_of(handle_ids: Iterable[int]) -> set[str]:
    """The former handles with these ids."""
    return set(FormerHandle.objects.filter(pk__in=list(handle_ids)).values_list("handle", flat=True))


def naming(handles: Iterable[str], *columns: str) -> Q:
    """The condition for one of these columns holding one of the handles, and perhaps only as the start of another."""
    met = Q(pk__in=[])
    for handle in handles:
        for column in columns:
            met |= Q(**{f"{column}__icontains": f"@{handle}"})
    return met


def limit_shown(person: Person, group: Group | None) -> PostingLimit | None:
    """For pages: what keeps the person from publishing there. Actions ask access.limit_on, and miss no moment.

    Hardly anybody ever has one, so who has is asked for everybody at once, every few seconds.
    """
    limited = caches["known"].get_or_set(LIMITED, _limited, LIMITED_KEPT)
    return limit_on(person, group) if limited and person.pk in limited else None


def _limited() -> frozenset[int]:
    return frozenset(PostingLimit.objects.in_force().values_list("person_id", flat=True))
