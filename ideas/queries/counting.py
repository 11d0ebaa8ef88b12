"""People's votes that count, and the board's own rate."""

from collections import defaultdict

from django.db.models import Exists, OuterRef, Sum

from ideas import ranking
from ideas.access import found_conflicts
from ideas.models import AwardRound, Conflict, Idea, PeoplesVote


def count_votes(round: AwardRound) -> dict[int, int]:
    """Of people who work here, none of whom wrote the idea, leads an author, carried it out, decided or is barred."""
    barred = Conflict.objects.standing().filter(
        member__round=round, member__person=OuterRef("person"), idea=OuterRef("nomination__idea")
    )
    rows = PeoplesVote.objects.filter(~Exists(barred), category__round=round, person__is_active=True)
    pairs = list(rows.values_list("person_id", "nomination_id", "nomination__idea_id"))
    tied = {(person, idea) for person, idea, _kind in found_conflicts({idea for *_rest, idea in pairs})}
    found: dict[int, int] = defaultdict(int)
    for person, nomination, idea in pairs:
        found[nomination] += (person, idea) not in tied
    return dict(found)


def usual_rate() -> float:
    """The board's own rate, from its sums."""
    sums = Idea.objects.unrestricted().listed().aggregate(votes=Sum("vote_count"), reads=Sum("reader_count"))
    return ranking.board_rate([ranking.Entry(0, sums["votes"] or 0, sums["reads"] or 0)])
