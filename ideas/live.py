"""What the wire tells about ideas, and how a card of the board is rendered."""

from collections.abc import Sequence

from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localdate

from ideas.access import readable_ideas
from ideas.events import CoAuthorAnswered, IdeaEdited, IdeaMoved, IdeaOwned, VotesChanged
from ideas.models import Idea
from ideas.queries import clocks_by_idea, marks_of, next_step, vote_spread
from network.conversations.events import RestrictionLifted, RestrictionPlaced
from network.conversations.queries import Segment, press
from network.core.cards import Key, cards, in_order
from network.live.contract import Context, Fragment
from network.live.log import record
from profiles.models import Person


def idea_moved(event: IdeaMoved) -> None:
    """The card changes where it stands, and its page is offered afresh; where it moved to the board says."""
    idea = Idea.objects.select_related("thread").get(pk=event.idea_id)
    _renew(idea)
    if idea.thread is not None:
        record(f"thread:{idea.thread_id}", "refresh", "idea", idea.pk, f"idea-{idea.pk}-history")
        record(idea.thread.topic(), "refresh", "idea", idea.pk, "idea-board")


def idea_changed(event: IdeaEdited | IdeaOwned | VotesChanged | CoAuthorAnswered) -> None:
    """The card changes in place; a draft has no card."""
    _renew(Idea.objects.select_related("thread").get(pk=event.idea_id))


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
    rows = Idea.objects.unrestricted().filter(pk__in=ids).for_card().select_related("delivery__owner")
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
