"""What ideas are sent to: starting a campaign, changing it, answering for it in the end."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from ideas.access import can_close_campaign, can_edit_campaign, can_start_campaign
from ideas.events import CampaignChanged
from ideas.models import MOST_QUESTIONS, Campaign, Idea, Rubric, Vote
from network.core.access import require
from network.core.clock import now
from network.core.events import announce
from network.core.idempotency import earlier_result, remember_result
from network.core.text import clean_line, clean_text, fold
from network.groups.models import Group
from profiles.models import Person

NOT_STARTER = _("Only those with the role of idea owner start campaigns, and only who answers for one changes it.")
LOOSER = _("Ideas have been sent in on these terms: who sees authors and counts can only be made stricter now.")
SPENT = _("People have voted with these points already: how many there are stays as it is.")
UNDECIDED = _("Some ideas have no decision yet. A campaign is closed when every idea in it has an answer.")
OTHER_RUBRIC = _("Ideas have been sent in to be judged by these criteria: they stay as they are.")
NO_ANSWER = _("Write what came of the campaign, for everybody who took part.")

AS_GIVEN = ("owner", "sponsor", "group", "opens_at", "submit_ends_at", "vote_ends_at", "decide_by", "identity",
            "counts", "rubric", "vote_budget", "max_per_idea")  # fmt: skip


@dataclass(frozen=True)
class Brief:
    """What is asked for, until when, and on which terms."""

    title: str
    question: str
    brief: str
    owner: Person
    group: Group | None = None
    opens_at: datetime | None = None
    submit_ends_at: datetime | None = None
    vote_ends_at: datetime | None = None
    decide_by: date | None = None
    identity: str = Campaign.Identity.NAMED
    counts: str = Campaign.Counts.ALWAYS
    sponsor: Person | None = None
    questions: tuple[str, ...] = ()
    vote_budget: int | None = None
    max_per_idea: int = 3
    rubric: Rubric | None = None  # that of the house


def open_box() -> Campaign:
    """The box that is always open; made the first time that somebody needs it, so that nothing is ever homeless."""
    return Campaign.objects.get_or_create(kind=Campaign.Kind.OPEN_BOX, defaults={"slug": "always-open"})[0]


@transaction.atomic
def start_campaign(*, by: Person, brief: Brief, key: Any = None) -> Campaign:
    """A new campaign; its address comes of its title. Same key, same campaign, once."""
    require(can_start_campaign(by), NOT_STARTER)
    made = earlier_result(by.pk, key)
    if made is not None:
        return Campaign.objects.get(pk=made)
    campaign = Campaign(slug=_free_slug(brief.title), started_by=by)
    _write(campaign, brief)
    campaign.save()
    remember_result(by.pk, key, campaign.pk)
    announce(CampaignChanged(campaign.pk))
    return campaign


@transaction.atomic
def edit_campaign(*, by: Person, campaign: Campaign, brief: Brief) -> None:
    """Changes it. Once an idea has been sent in, the terms only get stricter and the readers stay the same."""
    campaign = Campaign.objects.select_for_update(of=("self",)).get(pk=campaign.pk)
    require(can_edit_campaign(by, campaign), NOT_STARTER)
    if Idea.objects.filter(campaign=campaign, thread__isnull=False).exists():
        require(not loosens(campaign, brief), LOOSER)
        require(campaign.group_id == (brief.group.pk if brief.group else None), LOOSER)
        require(campaign.rubric_id == (brief.rubric.pk if brief.rubric else None), OTHER_RUBRIC)
    if has_votes(campaign):
        require(keeps_points(campaign, brief), SPENT)
    _write(campaign, brief)
    campaign.save()
    Idea.objects.filter(campaign=campaign).update(version=F("version") + 1)  # its cards tell what the terms allow
    announce(CampaignChanged(campaign.pk))


def loosens(campaign: Campaign, brief: Brief) -> bool:
    """The brief lets more be seen than the campaign did; the choices stand in the order in which they get stricter."""
    scales = (
        (Campaign.Identity.values, campaign.identity, brief.identity),
        (Campaign.Counts.values, campaign.counts, brief.counts),
    )
    return any(scale.index(after) < scale.index(before) for scale, before, after in scales)


def has_votes(campaign: Campaign) -> bool:
    """Somebody has voted in it."""
    return Vote.objects.filter(idea__campaign=campaign).exists()


def keeps_points(campaign: Campaign, brief: Brief) -> bool:
    """Everybody votes with as many points as before."""
    return (campaign.vote_budget, campaign.max_per_idea) == (brief.vote_budget, brief.max_per_idea)


@transaction.atomic
def close_campaign(*, by: Person, campaign: Campaign, answer: str) -> None:
    """Says what came of it, once every idea in it has its own answer."""
    campaign = Campaign.objects.select_for_update(of=("self",)).get(pk=campaign.pk)
    require(can_close_campaign(by, campaign), NOT_STARTER)
    require(not undecided_in(campaign), UNDECIDED)
    require(bool(clean_text(answer)), NO_ANSWER)
    campaign.answer, campaign.closed_at = clean_text(answer), now()
    campaign.save(update_fields=["answer", "closed_at"])
    announce(CampaignChanged(campaign.pk))


def undecided_in(campaign: Campaign) -> int:
    """How many of its ideas still wait for an answer."""
    return Idea.objects.filter(campaign=campaign).undecided().count()


def _write(campaign: Campaign, brief: Brief) -> None:
    campaign.title, campaign.question = clean_line(brief.title)[:80], clean_line(brief.question)[:200]
    campaign.brief = clean_text(brief.brief)
    campaign.questions = [line for question in brief.questions if (line := clean_line(question)[:200])][:MOST_QUESTIONS]
    for name in AS_GIVEN:
        setattr(campaign, name, getattr(brief, name))


def _free_slug(title: str) -> str:
    """From the title; with a number when another campaign has it, as a name never passes on."""
    stem = slugify(fold(title))[:50] or "kampanje"
    taken = set(Campaign.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    numbers = (stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3)))
    return next(slug for slug in numbers if slug not in taken and slug not in ("new",))
