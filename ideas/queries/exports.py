"""What leaves Glød as a file: only what the one who takes it may read, and never more of people than pages tell.

One query each, read from the database in portions, so that a large board does not fill the memory.
"""

import hmac
from collections.abc import Callable, Iterator, Sequence
from secrets import token_bytes
from typing import Any, NamedTuple

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce

from ideas.models import (
    Assignment,
    Campaign,
    Export,
    Grant,
    Idea,
    IdeaAuthor,
    Recipient,
    Score,
    StatusChange,
    authorship,
)
from ideas.queries.boards import authors_shown, counts_hidden
from network.core.sheets import Value as Cell
from profiles.models import Person

PORTION = 500
Row = Sequence[Cell]


class Sheet(NamedTuple):
    """Headings, how many rows there are, and the rows, read when they are asked for."""

    headings: Sequence[str]
    size: int
    rows: Iterator[Row]


def exportable(person: Person, campaign: Campaign | None) -> "QuerySet[Idea]":
    """Sent in, not hidden and readable by the person; of one campaign or of all."""
    rows = Idea.objects.visible_to(person).unrestricted()
    return rows.filter(campaign=campaign) if campaign else rows


def sheet(person: Person, what: str, campaign: Campaign | None) -> Sheet:
    """What the person takes out."""
    return _SHEETS[what](person, exportable(person, campaign))


def _sheet(rows: "QuerySet[Any]", columns: dict[str, Any]) -> Sheet:
    found = rows.order_by("pk").values_list(*columns.values())
    return Sheet(list(columns), rows.order_by().count(), found.iterator(chunk_size=PORTION))


def _names(of: str) -> Subquery:
    """The authors of the idea, the lead first, joined by commas."""
    parts = IdeaAuthor.objects.standing().filter(idea=OuterRef(of)).order_by().values("idea")
    return Subquery(
        parts.annotate(
            names=StringAgg("person__name", ", ", order_by=["-role", "pk"], output_field=TextField())
        ).values("names")
    )


def _ideas(person: Person, ideas: "QuerySet[Idea]") -> Sheet:
    shown, counted = Q(authors_shown()), ~Q(counts_hidden())
    named = Idea.objects.filter(shown, pk=OuterRef("pk")).annotate(names=_names("pk"))
    told = Idea.objects.filter(counted, pk=OuterRef("pk"))
    rows = ideas.annotate(
        written_by=Coalesce(Subquery(named.values("names")), Value(""), output_field=TextField()),
        from_department=Coalesce(Subquery(named.values("department__name")), Value(""), output_field=TextField()),
        votes_told=Subquery(told.values("vote_count")),
        merged_told=Subquery(exportable(person, None).filter(pk=OuterRef("merged_into")).values("pk")),
    )
    columns = (
        "title", "problem", "proposal", "benefit", "language", "state", "state_since", "submitted_at",
        "first_answer_at", "decided_at", "origin", "heard_from",
    )  # fmt: skip
    named_columns = {
        "authors": "written_by", "department": "from_department", "campaign": "campaign__slug",
        "answers": "owner__name", "votes": "votes_told", "readers": "reader_count",
        "carried_out_by": "delivery__owner__name", "in_place_by": "delivery__target_on",
        "in_place_on": "delivery__done_on", "health": "delivery__health", "merged_into": "merged_told",
    }  # fmt: skip
    return _sheet(rows, {"number": "pk"} | {name: name for name in columns} | named_columns)


def _changes(person: Person, ideas: "QuerySet[Idea]") -> Sheet:
    """Whoever made a move is named, unless that would tell who wrote an idea that hides its authors."""
    wrote = IdeaAuthor.objects.filter(idea=OuterRef("idea"), person=OuterRef("by"))
    open_to_all = Idea.objects.filter(authors_shown(), pk=OuterRef("idea"))
    named = StatusChange.objects.filter(Q(Exists(open_to_all)) | ~Q(Exists(wrote)), pk=OuterRef("pk"))
    rows = StatusChange.objects.filter(idea__in=ideas.order_by().values("pk"))
    rows = rows.annotate(who=Coalesce(Subquery(named.values("by__name")), Value(""), output_field=TextField()))
    columns = ("before", "after", "created_at", "reason_kind", "reason", "change_of_mind", "note", "until")
    return _sheet(rows, {"idea": "idea_id", "by": "who"} | {name: name for name in columns})


def _votes(person: Person, ideas: "QuerySet[Idea]") -> Sheet:
    """Counts only, and of ideas that keep their count back nothing."""
    rows = ideas.exclude(counts_hidden())
    return _sheet(rows, {"idea": "pk", "campaign": "campaign__slug", "votes": "vote_count", "readers": "reader_count"})


def _reviews(person: Person, ideas: "QuerySet[Idea]") -> Sheet:
    """A line for each mark; reviewers by a word that is another in every export.

    Left out is what the person has yet to judge themselves, and what they wrote.
    """
    judging = Assignment.objects.filter(idea=OuterRef("pk"), reviewer=person, state=Assignment.State.OPEN)
    seen = ideas.exclude(Exists(judging)).exclude(Exists(authorship(person)))
    rows = Score.objects.filter(
        review__submitted_at__isnull=False, review__assignment__idea__in=seen.order_by().values("pk")
    ).annotate(idea=F("review__assignment__idea_id"), judge=F("review__assignment__reviewer_id"))
    columns = {
        "judge": "judge", "idea": "idea", "round": "review__assignment__round", "verdict": "review__verdict",
        "criterion": "criterion__name", "weight": "criterion__weight", "mark": "value",
    }  # fmt: skip
    found = _sheet(rows, columns)
    secret = token_bytes(16)
    return found._replace(rows=((_word(secret, judge), *rest) for judge, *rest in found.rows))


def _word(secret: bytes, person_id: Cell) -> str:
    return "judge-" + hmac.digest(secret, str(person_id).encode(), "sha256").hex()[:10]


def _grants(person: Person, ideas: "QuerySet[Idea]") -> Sheet:
    """Awards that were announced; of those who got one, the names of those who said that it may be told."""
    public = Recipient.objects.filter(grant=OuterRef("pk"), is_public=True).order_by().values("grant")
    rows = Grant.objects.filter(announced_at__isnull=False, idea__in=ideas.order_by().values("pk"))
    names = public.annotate(names=StringAgg("name_as_printed", ", ", order_by="pk", output_field=TextField())).values(
        "names"
    )
    rows = rows.annotate(recipients_told=Coalesce(Subquery(names), Value(""), output_field=TextField()))
    return _sheet(
        rows,
        {
            "award": "award__name", "round": "category__round__slug", "idea": "idea_id", "title": "idea__title",
            "place": "place", "shared": "shared", "citation": "citation", "recipients": "recipients_told",
            "announced_at": "announced_at", "revoked_at": "revoked_at", "revoked_reason": "revoked_reason",
        },
    )  # fmt: skip


_SHEETS: dict[str, Callable[[Person, "QuerySet[Idea]"], Sheet]] = {
    Export.What.IDEAS: _ideas,
    Export.What.CHANGES: _changes,
    Export.What.VOTES: _votes,
    Export.What.REVIEWS: _reviews,
    Export.What.GRANTS: _grants,
}


def campaigns_to_export(person: Person, *, everything: bool) -> list[Campaign]:
    """Those that the person may take out alone: their own, or with the role all that they see."""
    rows = Campaign.objects.visible_to(person).order_by("-created_at", "-pk")
    return list(rows if everything else rows.filter(owner=person))


def exports_made(person: Person, *, everybody: bool, before: int | None = None) -> list[Export]:
    """What was taken out, the newest first: everybody's, or the person's own."""
    rows = Export.objects.select_related("by", "campaign")
    if not everybody:
        rows = rows.filter(by=person)
    return list((rows.filter(pk__lt=before) if before else rows)[: PAGE + 1])


PAGE = 50
