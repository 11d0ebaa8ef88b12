"""What a decision must rest on before it counts: a rule or a law, reasons, a hearing, and how many people it takes."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from network.core.access import require
from network.moderation.access import acts_as_lead, has_one_author, is_heard, reasons_of, was_interim
from network.moderation.actions.desk import NOT_NOW
from network.moderation.models import Case
from network.moderation.queries.authors import authors_of
from network.moderation.queries.content import Content
from network.moderation.queries.ladder import Span
from network.moderation.queries.rules import was_in_force
from network.moderation.queries.words import written_at
from network.moderation.reasons import ALWAYS_TWO, LASTING
from network.moderation.states import PERSONAL, RESTRICTING, STATED, Level, Outcome, Speech
from network.policy.models import Section
from profiles.models import Person, Role

ALONE_DAYS, MOST_DAYS = 3, 14  # of a posting limit: by one person, by two
THINK_FIRST = _("Go through the five questions first.")
NO_RULE = _("Name the rule: a section that was in force when it was written, or a law.")
NOT_THEN = _("This section was not in force when it was written.")
SAY_WHY = _("Write what happened, why the rule applies, and why a milder step is not enough.")
HEAR_FIRST = _("Ask the author for their word first: this is decided when they have answered, or had their time.")
LEADS = _("Only a lead moderator gives a reminder or a posting limit, and only to an author.")
TOGETHER = _("Several people wrote this, and nobody answers for it alone: no step about one of them.")
NO_LAW = _("A step about a person rests on a section of our own rules that was in force then, never on a law.")
DAYS = _("A posting limit lasts between 1 and 14 days.")
ONCE = _("It has been hidden for the time being before in this case. Decide it now, or ask the author for their word.")
NOBODY = _("Nobody would get the word: there is no author any more, or no host.")
NOT_HIDDEN = _("A profile or a group is not hidden: ask whoever keeps it to change it.")


@dataclass(frozen=True)
class Plan:
    """What is to be done, and the statement of reasons."""

    level: Level
    section: Section | None = None
    law: str = ""
    quote: str = ""
    facts: str = ""
    reasoning: str = ""
    milder: str = ""
    days: int | None = None  # of a posting limit
    hides: bool = False  # with a step about the person: the text is hidden too
    spans: Sequence[Span] = ()  # what is taken out


def needs_two(case: Case, level: Level, days: int | None = None) -> bool:
    """Retaliation, words taken out, a limit of more than three days, and what is removed unheard: always.

    Whatever says why where it may be protected speech, or its author was elected to speak.
    """
    if level == Level.REDACT or (level == Level.LIMIT and (days or 0) > ALONE_DAYS) or reasons_of(case) & ALWAYS_TWO:
        return True
    if level == Level.REMOVE and not is_heard(case):  # where it is urgent; else nobody removes it unheard
        return True
    if level not in STATED:
        return False
    if case.speech != Speech.NO:
        return True
    return Role.objects.current().filter(kind=Role.Kind.REPRESENTATIVE, person__in=authors_of(case)).exists()


def require_grounds(case: Case, content: Content | None, plan: Plan) -> None:
    """A rule or a law that counted then, reasons, five answers, and a hearing. Raises Refused with what is missing."""
    require(plan.level != Level.EDIT, NOT_NOW)  # the author is asked, and ends the case
    require(plan.level != Level.GUIDANCE or case.author_id is not None, NOBODY)
    if plan.section is not None and plan.level in STATED:
        require(was_in_force(plan.section, written_at(case)), NOT_THEN)
    if plan.level in STATED:
        require(bool(case.checklist), THINK_FIRST)
        touches = plan.level not in PERSONAL or plan.hides
        require(not touches or (content is not None and content.can_be_hidden), NOT_HIDDEN)
        require(plan.section is not None or bool(plan.law.strip()), NO_RULE)
        require(all(text.strip() for text in (plan.facts, plan.reasoning, plan.milder)), SAY_WHY)
    else:
        require(bool(plan.reasoning.strip()), SAY_WHY)
    if plan.level == Level.REMOVE and not reasons_of(case) & LASTING:
        require(is_heard(case), HEAR_FIRST)
    require(plan.level != Level.INTERIM or not was_interim(case), ONCE)


def require_right_against(by: Person, case: Case, plan: Plan) -> None:
    """A step about a person: by a lead, on our own rules alone, when they have been heard; never urgent."""
    require(acts_as_lead(by, case) and case.author_id is not None, LEADS)
    require(has_one_author(case), TOGETHER)
    require(plan.section is not None and not plan.law.strip(), NO_LAW)
    require(is_heard(case), HEAR_FIRST)
    require(plan.level != Level.LIMIT or 1 <= (plan.days or 0) <= MOST_DAYS, DAYS)


def outcome_of(plan: Plan, content: Content | None) -> Outcome:
    """What became of the content. A word, a reminder and a limit are one and the same to whoever reported it."""
    if content is None:
        return Outcome.GONE
    if plan.level in RESTRICTING or (plan.level in PERSONAL and plan.hides):
        return Outcome.RESTRICTED
    if plan.level == Level.REDACT:
        return Outcome.REDACTED
    return Outcome.NO_BREACH if plan.level == Level.NOTHING else Outcome.STAYS
