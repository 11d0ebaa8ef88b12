"""What keeps an idea from winning: twice the same award, more than two in a round, a person twice within a year."""

from collections import Counter, defaultdict
from collections.abc import Collection
from datetime import timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ideas.models import Award, Delivery, Grant, IdeaAuthor, Recipient
from ideas.queries.rounds import Desk
from network.core.clock import now

MOST_CATEGORIES = 2  # that an idea wins in one round
YEAR = timedelta(days=365)

TWICE = _("This idea has won this award before. An idea gets the same award once.")
THRICE = _("This idea wins in two categories of the round already.")
AGAIN = _("One of those who would get it has won this award within the last twelve months, and others can win.")
AGAIN_NOTE = _("One of those who would get it has won this award within a year. Say why, as nobody else can win.")


def receiving(ideas: Collection[int]) -> dict[int, dict[int, str]]:
    """Who would get an award for each idea, and as what: its authors, then whoever carried it out."""
    found: dict[int, dict[int, str]] = defaultdict(dict)
    standing = IdeaAuthor.objects.standing().filter(idea__in=ideas).order_by("-role", "pk")
    for idea, person in standing.values_list("idea_id", "person_id"):
        found[idea][person] = Recipient.Part.AUTHOR
    for idea, person in Delivery.objects.filter(idea__in=ideas).values_list("idea_id", "owner_id"):
        found[idea].setdefault(person, Recipient.Part.DELIVERER)
    return found


def won_lately(award: Award, people: Collection[int]) -> bool:
    """One of these people has won the award within twelve months (rule 28, where no jury can say otherwise)."""
    lately = Grant.objects.filter(award=award, revoked_at=None, granted_at__gt=now() - YEAR)
    return Recipient.objects.filter(grant__in=lately, person__in=people).exists()


def barred_from(desk: Desk) -> dict[tuple[int, int], "Promise"]:
    """By award and idea: those nominated that rules 27 and 28 keep from it, with the sentence that says so."""
    ideas = {line.idea.pk for line in desk.lines}
    awards = {panel.category.award_id for panel in desk.panels}
    given = Grant.objects.filter(award__in=awards, revoked_at=None)
    had = set(given.filter(idea__in=ideas).values_list("award_id", "idea_id"))
    lately = Recipient.objects.filter(grant__in=given.filter(granted_at__gt=now() - YEAR))
    winners = set(lately.values_list("grant__award_id", "person_id"))
    people = receiving(ideas)
    again = {
        (award, idea) for award in awards for idea in ideas if any((award, who) in winners for who in people[idea])
    }
    return {**dict.fromkeys(again, AGAIN), **dict.fromkeys(had, TWICE)}


def faults(desk: Desk) -> dict[int, "Promise"]:
    """By nomination: each chosen winner that a rule keeps from winning, with the sentence that says so."""
    barred = barred_from(desk)
    wins = Counter(line.idea.pk for panel in desk.panels for line in panel.winners)
    found: dict[int, Promise] = {}
    for panel in desk.panels:
        award = panel.category.award_id
        for line in panel.winners:
            fault = barred.get((award, line.idea.pk))
            if fault is AGAIN and all((award, other.idea.pk) in barred for other in panel.lines):
                fault = None if line.nomination.winner.repeat else AGAIN_NOTE
            if wins[line.idea.pk] > MOST_CATEGORIES:
                fault = THRICE
            if fault is not None:
                found[line.nomination.pk] = fault
    return found
