"""Counters of an idea, written as the rows say."""

from django.db.models import Count, Exists, F, Max, OuterRef, Q, Sum

from ideas.models import Idea, IdeaAuthor, Reader, Vote


def recount_votes(idea: Idea) -> None:
    """How many people want it, and how many have seen it: each once, over what was merged into it; never its authors.

    Also of the idea that it was merged into. Whoever votes has read, so there are never fewer readers than votes.
    Raises the version of the card.
    """
    into = Idea.objects.select_for_update(no_key=True, of=("self",)).values_list("merged_into", flat=True)
    for pk in (idea.pk, into.get(pk=idea.pk)):
        if pk is not None:
            _recount(pk)


def _recount(pk: int) -> None:
    Idea.objects.select_for_update(no_key=True, of=("self",)).get(pk=pk)
    family = Q(idea=pk) | Q(idea__merged_into=pk)
    # Whoever wrote what was merged may want the idea that stays, but the vote on their own does not come back by that.
    own = IdeaAuthor.objects.bound().filter(Q(idea=pk) | Q(idea=OuterRef("idea")), person=OuterRef("person"))
    wants = Vote.objects.filter(~Exists(own), family, counted=True).order_by().values("person")
    seen = Reader.objects.filter(~Exists(own), family).order_by().values("person")
    given = wants.annotate(most=Max("points")).aggregate(people=Count("most"), points=Sum("most", default=0))
    votes = given["people"]
    counted = {"vote_count": votes, "point_count": given["points"]}
    readers = seen.union(wants.distinct()).count()
    Idea.objects.filter(pk=pk).update(**counted, reader_count=max(readers, votes), version=F("version") + 1)
