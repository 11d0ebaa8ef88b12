"""What the wire tells about ideas, and how a card of the board is rendered."""

from collections.abc import Sequence

from django.db.models import OuterRef, Subquery
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localdate

from ideas.access import readable_ideas, rounds_on_desk
from ideas.events import (
    BallotGiven,
    CoAuthorAnswered,
    DeliveryChanged,
    GrantChanged,
    GrantGiven,
    IdeaEdited,
    IdeaMoved,
    IdeaOwned,
    JuryLeft,
    JurySeated,
    NominationChanged,
    ReviewAsked,
    ReviewerLeft,
    ReviewHandedIn,
    RoundAnnounced,
    RoundChanged,
    RoundMoved,
    VotesChanged,
)
from ideas.models import AwardRound, Grant, Idea, JuryMember, Nomination
from ideas.queries import clocks_by_idea, marks_of, next_step, vote_spread
from network.conversations.events import RestrictionLifted, RestrictionPlaced
from network.conversations.queries import Segment, press
from network.core.cards import Key, cards, in_order
from network.live.contract import Context, Fragment
from network.live.log import record, record_revocation
from profiles.models import Person


def idea_moved(event: IdeaMoved) -> None:
    """The card changes where it stands, and its page is offered afresh; where it moved to the board says."""
    idea = Idea.objects.select_related("thread").get(pk=event.idea_id)
    _renew(idea)
    if idea.thread is not None:
        _renew_page(idea)
        record(idea.thread.topic(), "refresh", "idea", idea.pk, "idea-board")


def delivery_changed(event: DeliveryChanged) -> None:
    """The card tells by when, and the page is offered afresh what became of it."""
    idea = Idea.objects.select_related("thread").get(pk=event.idea_id)
    _renew(idea)
    _renew_page(idea)


def _renew_page(idea: Idea) -> None:
    for part in ("history", "became"):
        record(f"thread:{idea.thread_id}", "refresh", "idea", idea.pk, f"idea-{idea.pk}-{part}")


def idea_changed(event: IdeaEdited | IdeaOwned | VotesChanged | CoAuthorAnswered) -> None:
    """The card changes in place; a draft has no card."""
    _renew(Idea.objects.select_related("thread").get(pk=event.idea_id))


def reviews_changed(event: ReviewAsked | ReviewHandedIn | ReviewerLeft) -> None:
    """The page of whoever decides is fetched afresh. Said to them alone: when somebody judges is nobody else's."""
    owner = Idea.objects.values_list("owner", flat=True).get(pk=event.idea_id)
    if owner is not None:
        record(f"person:{owner}", "refresh", "idea", event.idea_id, f"panel-{event.idea_id}")


def award_changed(event: GrantGiven | GrantChanged) -> None:
    """The card of the idea bears its award, or does no more; before it counts nobody is told anything."""
    for grant in Grant.objects.announced().filter(pk=event.grant_id).select_related("idea__thread"):
        _renew(grant.idea)


def round_announced(event: RoundAnnounced) -> None:
    """The cards of what won bear their awards."""
    for grant in Grant.objects.standing().filter(category__round=event.round_id).select_related("idea__thread"):
        _renew(grant.idea)


def _renew(idea: Idea) -> None:
    if idea.thread is not None:
        record(idea.thread.topic(), "replace", "idea", idea.pk)
        record(idea.thread.topic(), "replace", "idea-row", idea.pk)
        record(f"thread:{idea.thread_id}", "replace", "support", idea.pk)


def restriction_placed(event: RestrictionPlaced) -> None:
    """What is hidden leaves every open board and page; a hidden comment leaves the idea as it is."""
    idea = Idea.objects.select_related("thread").filter(thread=event.thread_id).first()
    if event.comment_id is None and idea is not None:
        _renew(idea)


def restriction_lifted(event: RestrictionLifted) -> None:
    """Open boards are asked to load afresh: only there does it come back in its place."""
    idea = Idea.objects.select_related("thread").filter(thread=event.thread_id).first()
    if event.comment_id is None and idea is not None and idea.thread is not None:
        record(idea.thread.topic(), "refresh", "idea", idea.pk, "idea-board")


def load_cards(ids: list[int]) -> dict[int, Context]:
    """What templates/ideas/_idea.html, _row.html and _support.html need, in one batch of queries.

    A draft and what is hidden have none, so that a frame about them takes the card away.
    """
    rows = Idea.objects.unrestricted().filter(pk__in=ids).for_card().select_related("delivery__owner", "year_note")
    won = Grant.objects.standing().filter(idea=OuterRef("pk")).order_by("-announced_at", "-pk")
    rows = rows.annotate(award=Subquery(won.values("award__name")[:1]))
    spread, clocks = vote_spread(ids), clocks_by_idea(ids)
    return {
        row.pk: {
            "idea": row,
            "spread": _with_authors(row, spread.get(row.pk, [])),
            "step": next_step(row, clocks.get(row.pk, [])),
        }
        for row in rows
    }


def _with_authors(idea: Idea, segments: list[Segment]) -> list[Segment]:
    """The department that it comes from takes part in it, whoever wants it; as far as both may be told."""
    home = idea.shown_department
    if idea.hides_counts:
        segments = []
    if home is None or any(segment.name == home.name for segment in segments):
        return segments
    return [*segments, Segment(home.name, home.pk % 8 + 1, 1)]


def visible_ideas(person: Person, ids: list[int]) -> set[int]:
    """Those of the ideas that the person may see now."""
    return readable_ideas(person, ids)


IDEA = Fragment("idea-{}", "ideas/_idea.html", load_cards, visible_ideas)
ROW = Fragment("idea-row-{}", "ideas/_row.html", load_cards, visible_ideas)
SUPPORT = Fragment("support-{}", "ideas/_support.html", load_cards, visible_ideas)


def idea_cards(person: Person, keys: Sequence[Key], fragment: Fragment = IDEA) -> dict[int, SafeString]:
    """Cards by the idea's number, the viewer's own votes pressed; a day old at most, as they say what is overdue."""
    if not keys:
        return {}
    found = cards(f"{fragment.template}:{localdate()}", keys, fragment.fresh)
    marks = marks_of(person, [pk for pk, _version in keys])
    mine = {pk: _without_vote(html) if pk in marks and marks[pk].is_own else html for pk, html in found.items()}
    pressed = [f'data-reaction="idea:{pk}"' for pk, mark in marks.items() if mark.wants]
    told = {pk: mark.votes for pk, mark in marks.items()}
    return {pk: press(_with_count(html, pk, told.get(pk)), pressed) for pk, html in mine.items()}


def _with_count(html: SafeString, pk: int, count: int | None) -> SafeString:
    """A number that the card of everybody keeps back, for somebody who may know it."""
    empty = f'data-kept="{pk}"></span>'
    return html if count is None else mark_safe(html.replace(empty, f'data-kept="{pk}">{count}</span>', 1))  # noqa: S308


def _without_vote(html: SafeString) -> SafeString:
    """An author's own card: the vote is shown and cannot be given. Its attributes are ours, so nothing else matches."""
    return mark_safe(html.replace('aria-pressed="false" value="1">', 'aria-pressed="false" value="1" disabled>', 1))  # noqa: S308


def idea_rows(person: Person, keys: Sequence[Key]) -> list[SafeString]:
    """Rows of a list in its order."""
    return in_order(idea_cards(person, keys, ROW), [pk for pk, _version in keys])


def round_changed(event: RoundMoved | RoundChanged) -> None:
    """Open desks of the round load afresh what they show: each its own, so nothing of it goes over the wire."""
    _refresh_desk(event.round_id)


def nomination_changed(event: NominationChanged) -> None:
    """The same."""
    _refresh_desk(Nomination.objects.select_related("category").get(pk=event.nomination_id).category.round_id)


def ballot_given(event: BallotGiven) -> None:
    """A ballot less is missing; what it says is not told."""
    _refresh_desk(JuryMember.objects.get(pk=event.member_id).round_id)


def jury_changed(event: JurySeated | JuryLeft) -> None:
    """Whoever has a seat begins to hear the desk, and ends when it is left."""
    record_revocation(event.person_id)
    _refresh_desk(event.round_id)


def _refresh_desk(round_id: int) -> None:
    record(f"awards:{round_id}", "refresh", "idea", 0, f"round-{round_id}-desk")  # of no idea: only the target is used


def may_listen_to_round(person: Person, key: str) -> list[str]:
    """Those who may open its desk."""
    if not key.isascii() or not key.isdigit() or len(key) > 18:
        return []
    seen = AwardRound.objects.filter(rounds_on_desk(person), pk=int(key))
    return [f"awards:{key}"] if seen.exists() else []
