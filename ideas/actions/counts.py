"""Counters of an idea, written as the rows say."""

from django.db.models import F, Q

from ideas.models import Idea, IdeaAuthor, Reader, Vote


def recount_votes(idea: Idea) -> None:
    """How many people want it, and how many have seen it: each once, over what was merged into it; never its authors.

    Whoever votes has read, so there are never fewer readers than votes. Raises the version of the card.
    """
    Idea.objects.select_for_update(no_key=True, of=("self",)).get(pk=idea.pk)
    family = Q(idea=idea) | Q(idea__merged_into=idea)
    authors = IdeaAuthor.objects.bound().filter(idea=idea).values("person")
    wants = Vote.objects.filter(family, counted=True).exclude(person__in=authors).order_by().values("person").distinct()
    seen = Reader.objects.filter(family).exclude(person__in=authors).order_by().values("person")
    votes = wants.count()
    readers = seen.union(wants.values("person")).count()
    Idea.objects.filter(pk=idea.pk).update(vote_count=votes, reader_count=max(readers, votes), version=F("version") + 1)
