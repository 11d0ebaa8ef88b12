"""Something reported, and a case as far on its way as a test wants it, by the moves that actions allow."""

from network.moderation.actions.deciding import Plan, decide_case
from network.moderation.actions.desk import claim_case, sort_case, think_through
from network.moderation.actions.reporting import ReportWords, report_content
from network.moderation.models import Case, Decision, Report
from network.moderation.states import Level
from network.policy.models import Section
from profiles.models import Person, Role
from tests.factories import PersonFactory

NO = [False] * 5


def moderator(handle: str, kind: Role.Kind = Role.Kind.MODERATOR, **more: object) -> Person:
    """Somebody who handles reports, in nobody's line."""
    person = PersonFactory(handle=handle, department=None, **more)
    Role.objects.create(person=person, kind=kind, starts_on="2020-01-01")
    return person


def reported(by: Person, post: object, reason: str = "harassment", text: str = "Dette er ikke greit.") -> Report:
    """Somebody says what is wrong with a post."""
    return report_content(by=by, kind="post", pk=post.pk, words=ReportWords(reason, text))


def in_work(by: Person, case: Case, reason: str = "", answers: list[bool] | None = None) -> Case:
    """Claimed, sorted and thought through by a handler."""
    case = claim_case(by=by, case=case)
    case = sort_case(by=by, case=case, reason=reason or case.reason, version=case.version)
    return think_through(by=by, case=case, answers=answers or NO, view="Går på person.", version=case.version)


def hidden(by: Person, case: Case, section: Section, level: Level = Level.HIDE) -> Decision:
    """A decision with everything that a statement of reasons says."""
    plan = Plan(level, section=section, facts="Kaller en kollega idiot.", reasoning="Går på person.", milder="Prøvd.")
    return decide_case(by=by, case=case, plan=plan, version=case.version)
