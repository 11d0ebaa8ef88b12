"""Something reported, and a case as far on its way as a test wants it, by the moves that actions allow."""

from network.moderation.actions.deciding import decide_case
from network.moderation.actions.desk import answer_hearing, ask_author, claim_case, sort_case, think_through
from network.moderation.actions.grounds import Plan
from network.moderation.actions.reporting import ReportWords, report_content
from network.moderation.models import Case, Decision, Hearing, Report
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


def heard(by: Person, case: Case, answer: str = "Jeg var sint.") -> Case:
    """Its author has said their word, and whoever asked goes on."""
    text = "Hva mente du?"
    hearing = ask_author(by=by, case=case, kind=Hearing.Kind.REPLY, text=text, section=None, version=case.version)
    answer_hearing(by=case.author, hearing=hearing, answer=answer)
    return claim_case(by=by, case=Case.objects.get(pk=case.pk))


def lead(handle: str = "lea") -> Person:
    """Somebody who leads the moderators."""
    return moderator(handle, Role.Kind.LEAD_MODERATOR)


def stepped(by: Person, case: Case, section: Section | None, level: Level, **more: object) -> Decision:
    """One of the heavy steps, with everything that a statement of reasons says."""
    said = {"facts": "Kaller en kollega idiot.", "reasoning": "Går på person.", "milder": "Samtale er prøvd."}
    return decide_case(by=by, case=case, plan=Plan(level, section=section, **{**said, **more}), version=case.version)
