"""Lists of groups: the directory, what two people share, what words find. Each within what exists for the reader."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Greatest

from network.core.text import clean_line
from network.groups.models import Group, GroupQuerySet, Membership
from network.groups.queries.mix import Mix, mixes_of
from profiles.models import Person, Skill

PAGE = 24
MIXED = 3  # departments that make a group one across departments
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Wish:
    """What the reader of the directory looks for."""

    words: str = ""
    mine: bool = False
    kind: str = ""  # "open", "closed", "mixed", or "" for all


@dataclass(frozen=True)
class GroupRow:
    """A group in a list; the mix is left out where it would describe too few people."""

    group: Group
    mix: Mix | None
    is_mine: bool


@dataclass(frozen=True)
class GroupPage:
    """One page of the directory; `next` is the cursor of the next, or "" when there is no more."""

    rows: Sequence[GroupRow]
    next: str


def directory(person: Person, wish: Wish, cursor: str = "") -> GroupPage:
    """Groups that exist for the person, the liveliest first; archived ones only among one's own."""
    rows = Group.objects.of(person) if wish.mine else Group.objects.visible_to(person).filter(archived_at=None)
    rows = _of_kind(_with_words(rows, wish.words), wish.kind)
    lively = rows.annotate(moment=Coalesce("last_post_at", "created_at"))
    after = _parse(cursor)
    if after is not None:
        lively = lively.filter(Q(moment__lt=after[0]) | Q(moment=after[0], pk__lt=after[1]))
    found = list(lively.order_by("-moment", "-pk")[: PAGE + 1])
    shown = found[:PAGE]
    last = shown[-1] if len(found) > PAGE else None
    return GroupPage(_rows(person, shown), _cursor(last.last_post_at or last.created_at, last.pk) if last else "")


def _with_words(rows: GroupQuerySet, words: str) -> GroupQuerySet:
    for word in clean_line(words)[:200].split()[:8]:
        rows = rows.filter(Q(name__icontains=word) | Q(about__icontains=word))
    return rows


def _of_kind(rows: GroupQuerySet, kind: str) -> GroupQuerySet:
    if kind in (Group.Kind.OPEN, Group.Kind.CLOSED):
        return rows.filter(kind=kind)
    if kind == "mixed":
        members = Membership.objects.filter(group=OuterRef("pk"), person__is_active=True).order_by().values("group")
        departments = members.annotate(n=Count("person__department", distinct=True)).values("n")
        return rows.alias(departments=Subquery(departments)).filter(departments__gte=MIXED)
    return rows


def _rows(person: Person, groups: Sequence[Group]) -> list[GroupRow]:
    mixes = mixes_of(group for group in groups if group.member_count >= settings.K_ANONYMITY)
    mine = set(Membership.objects.filter(person=person, group__in=groups).values_list("group_id", flat=True))
    return [GroupRow(group, mixes.get(group.pk), group.pk in mine) for group in groups]


def row_of(group: Group, is_mine: bool) -> GroupRow:
    """One group as a row."""
    mix = mixes_of([group])[group.pk] if group.member_count >= settings.K_ANONYMITY else None
    return GroupRow(group, mix, is_mine)


def groups_to_join(person: Person, size: int = 6) -> list[GroupRow]:
    """For somebody new: living groups that anybody joins at once, those of the most departments first."""
    alive = Group.objects.visible_to(person).filter(
        kind=Group.Kind.OPEN, invitation_only=False, archived_at=None, last_post_at__isnull=False
    )
    mine = Membership.objects.filter(person=person).values("group")
    rows = _rows(person, list(alive.exclude(pk__in=mine).order_by("-last_post_at", "pk")[:40]))
    return sorted(rows, key=lambda row: -(row.mix.departments if row.mix else 0))[:size]


def groups_in_common(viewer: Person, person: Person) -> list[Group]:
    """Groups that both belong to; a secret one the viewer is not in cannot be among them."""
    rows = Group.objects.of(viewer).of(person).filter(archived_at=None)
    return list(rows.order_by(F("last_post_at").desc(nulls_last=True), "name")[:50])


def matching(person: Person, words: str, size: int = 10) -> list[Group]:
    """Groups that exist for the person and hold the words, the liveliest first."""
    rows = _with_words(Group.objects.visible_to(person), words)
    return list(rows.order_by(F("last_post_at").desc(nulls_last=True), "name")[:size])


def groups_knowing(person: Person, skill: Skill, size: int = 6) -> list[Group]:
    """Groups where most members, for their size, declare the skill; how many is not said.

    A group that the person may not read is named only when so many of its members do that it tells of none of them.
    """
    rows = Membership.objects.filter(person__is_active=True, person__declared__skill=skill).order_by()
    here = rows.filter(group=OuterRef("pk")).values("group").annotate(n=Count("pk")).values("n")
    found = Group.objects.visible_to(person).filter(archived_at=None, pk__in=rows.values("group"))
    untold = Q(pk__in=Group.objects.readable_by(person).values("pk")) | Q(n__gte=settings.K_ANONYMITY)
    share = F("n") * F("n") * 1.0 / Greatest(F("member_count"), 1)
    return list(found.annotate(n=Subquery(here)).filter(untold).order_by(share.desc(), "name")[:size])


def _cursor(moment: datetime, pk: int) -> str:
    return f"{(moment - _EPOCH) // timedelta(microseconds=1)}-{pk}"


def _parse(cursor: str) -> tuple[datetime, int] | None:
    """The place a cursor names, or None when it is missing or malformed (then the first page is shown)."""
    micros, _, pk = cursor.partition("-")
    if not all(part.isascii() and part.isdigit() and len(part) <= 18 for part in (micros, pk)):
        return None
    if int(micros) > 10**16:
        return None
    return _EPOCH + timedelta(microseconds=int(micros)), int(pk)
