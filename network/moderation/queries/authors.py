"""Those who wrote what a case is about, as people who can be told."""

from network.moderation.access import author_marks
from network.moderation.models import Case, Decision
from network.moderation.queries.content import content_of
from network.moderation.seals import mark_of
from network.moderation.states import PERSONAL


def authors_of(case: Case) -> list[int]:
    """Whoever wrote it first, and those who wrote it with them when it was reported and still stand by it."""
    marks = author_marks(case)
    content = content_of(case.kind, case.subject_id) if len(marks) > 1 else None
    others = [pk for pk in (content.authors if content else ()) if mark_of(pk) in marks]
    return list(dict.fromkeys(pk for pk in (case.author_id, *others) if pk))


def whom_it_concerns(decision: Decision) -> list[int]:
    """Those who wrote it; of a step about a person, that person. The same people as `Decision.objects.about` knows."""
    if decision.level in PERSONAL:
        return [pk for pk in (decision.case.author_id,) if pk]
    return authors_of(decision.case)
