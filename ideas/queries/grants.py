"""What was won: the certificate, the ribbon, a colleague's awards, and how news and posts call them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, F, OuterRef, Q

from ideas.access import can_cosign_for, is_in_line, winners_of
from ideas.access.grants import TOLD
from ideas.events import GrantChanged, GrantGiven, RoundAnnounced
from ideas.models import Award, Grant, Idea, Nomination, Recipient
from ideas.states import RoundState
from network.conversations.events import RestrictionLifted, RestrictionPlaced
from network.notifications.subjects import Subject
from profiles.models import Person


def certificate_for(person: Person | None, code: str) -> Grant | None:
    """The award of this code with all that its certificate says, if the person reads the idea; else None."""
    return (
        Grant.objects.visible_to(person)
        .for_card()
        .select_related("cosigner", "category__round__chair")
        .filter(code=code.upper())
        .first()
    )


def genuine(code: str) -> Grant | None:
    """The announced award of this code, for whoever holds the paper: its page tells no more than that it is genuine."""
    return Grant.objects.announced().for_card().filter(code=code.upper()).first()


def grant_for(person: Person, grant_id: int) -> Grant:
    """One that the person reads, gets, gave or is asked to sign; else Grant.DoesNotExist, refused or missing."""
    rows = Grant.objects.filter(idea__in=Idea.objects.visible_to(person).values("pk"))
    told = Q(announced_at__isnull=False) | Q(category__round__state__in=TOLD)
    mine = Q(decided_by=person) | Q(cosigner=person) | told & Q(_receives(person))
    return rows.filter(mine | Q(announced_at__isnull=False)).for_card().select_related("cosigner").get(pk=grant_id)


def my_part(person: Person, grant: Grant) -> Recipient | None:
    """What the person answered, if they get it."""
    return Recipient.objects.filter(grant=grant, person=person).first()


def ribbons_of(idea: Idea) -> list[Grant]:
    """The awards of an idea that stand, the newest first."""
    rows = Grant.objects.standing().filter(idea=idea).select_related("award", "category__round")
    return list(rows.order_by("-announced_at", "-pk"))


def awards_of(person: Person, winner: Person) -> list[Grant]:
    """What a colleague has won and shows, within the reader's sight; one's own are all there; the newest first."""
    rows = Grant.objects.visible_to(person).filter(revoked_at=None)
    if person.pk == winner.pk:
        rows = rows.filter(_receives(winner))
    else:
        rows = rows.filter(_receives(winner, is_public=True, is_on_profile=True))
    return list(rows.select_related("award", "category__round", "idea").order_by("-announced_at", "-pk")[:50])


def _receives(person: Person, **said: bool) -> Exists:
    return Exists(Recipient.objects.filter(grant=OuterRef("pk"), person=person, **said))


def spot_awards() -> list[Award]:
    """What managers give on the spot, by name."""
    return list(Award.objects.filter(kind=Award.Kind.SPOT, archived_at=None))


def needs_second_signature(person: Person, idea: Idea) -> bool:
    """Somebody who would get the person's award stands below them."""
    return is_in_line(person, winners_of(idea))


def may_sign(person: Person, giver: Person, idea: Idea) -> bool:
    """The colleague may be asked to sign the giver's award to this idea."""
    return can_cosign_for(person, giver, idea)


def grant_subjects(person: Person, ids: list[int]) -> dict[int, Subject]:
    """Awards as subjects of news, for whoever gets, gave or is to sign them, and within sight of the idea."""
    rows = Grant.objects.filter(pk__in=ids, idea__in=Idea.objects.visible_to(person).values("pk"))
    told = Q(announced_at__isnull=False) | Q(category__round__state__in=TOLD)
    rows = rows.filter(told & Q(_receives(person)) | Q(decided_by=person) | Q(cosigner=person))
    return {row.pk: Subject(row.title, row.page) for row in rows.select_related("award", "category__round")}


def nomination_subjects(person: Person, ids: list[int]) -> dict[int, Subject]:
    """Nominations as subjects of news: the idea, at its place on the round's page."""
    rows = Nomination.objects.filter(pk__in=ids, idea__in=Idea.objects.visible_to(person).values("pk"))
    rows = rows.exclude(category__round__state=RoundState.PLANNING).select_related("idea", "category__round")
    return {
        row.pk: Subject(row.idea.title, f"{row.category.round.get_absolute_url()}#nomination-{row.pk}") for row in rows
    }


@dataclass(frozen=True)
class Told:
    """What a post in the feed tells of awards, as everybody who reads its place may know it."""

    title: str
    text: str
    author_id: int
    group_id: int | None
    context: Mapping[str, Any] = field(default_factory=dict)
    template: str = "ideas/_award_post.html"


def source_of(grant: Grant) -> str:
    """The name of the post that tells it: one a category and place where it is read, or one a spot award."""
    if grant.category_id is None:
        return f"grant:{grant.pk}"
    group = grant.idea.thread.group_id if grant.idea.thread else None
    return f"category:{grant.category_id}.{group}" if group else f"category:{grant.category_id}"


def _sources(grants: Iterable[Grant]) -> list[str]:
    return list(dict.fromkeys(source_of(grant) for grant in grants))


def sources_of_round(event: RoundAnnounced) -> list[str]:
    """The posts that an announced round becomes."""
    rows = Grant.objects.standing().filter(category__round=event.round_id).select_related("idea__thread")
    return _sources(rows.order_by("-category__position", "-category", "place", "pk"))  # the first category comes on top


def sources_of_grant(event: GrantGiven | GrantChanged) -> list[str]:
    """The post that tells the award, once it is told."""
    return _sources(Grant.objects.announced().filter(pk=event.grant_id).select_related("idea__thread"))


def sources_of_thread(event: RestrictionPlaced | RestrictionLifted) -> list[str]:
    """The posts that tell what the idea under discussion has won."""
    if event.comment_id is not None:
        return []
    return _sources(Grant.objects.announced().filter(idea__thread=event.thread_id).select_related("idea__thread"))


def award_posts(sources: list[str]) -> dict[str, Told]:
    """What there is to tell now: nothing of ideas that are hidden, no name without a yes. Two queries."""
    numbers = {kind: [_number(s) for s in sources if s.startswith(kind)] for kind in ("grant:", "category:")}
    rows = Grant.objects.unhidden().for_card()
    rows = rows.filter(Q(category=None, pk__in=numbers["grant:"]) | Q(category__in=numbers["category:"]))
    by_source: dict[str, list[Grant]] = {}
    for row in rows.order_by("category", F("revoked_at").desc(nulls_first=True), "place", "pk"):
        by_source.setdefault(source_of(row), []).append(row)
    return {source: _told(by_source[source]) for source in sources if source in by_source}


def _number(source: str) -> int:
    return int(source.partition(":")[2].partition(".")[0])


def _told(grants: Sequence[Grant]) -> Told:
    first = grants[0]
    thread = first.idea.thread
    return Told(
        first.title,
        "\n\n".join(_words(grant) for grant in grants),
        first.category.round.chair_id if first.category else first.decided_by_id,
        thread.group_id if thread else None,
        {"grants": grants, "first": first, "round": first.category.round if first.category else None},
    )


def _words(grant: Grant) -> str:
    """By which the post is found."""
    if grant.revoked_at is not None:
        return grant.idea.title
    people: list[Recipient] = vars(grant)["people"]
    return "\n".join([grant.idea.title, grant.citation, ", ".join(person.shown_name for person in people)])
