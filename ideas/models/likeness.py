"""IdeaTerm, TermDf and IdeaWords: what ideas are found and scored by when somebody writes them again.

SimilarJudgement: what people said of two of them.
"""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ideas.models.ideas import Idea
from network.core.clock import now


class TermDf(models.Model):
    """A term and in how many ideas it stands. Kept by ideas.actions.likeness; manage.py rebuild_terms compares."""

    text = models.CharField(max_length=42, unique=True, db_collation="C")  # ideas.terms.LONGEST, and its mark
    df = models.PositiveIntegerField(default=0)


class IdeaTerm(models.Model):
    """A term of an idea on the board, and how much it weighs there."""

    term = models.ForeignKey(TermDf, on_delete=models.PROTECT, related_name="+", db_index=False)
    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="terms", db_index=False)
    weight = models.FloatField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["idea", "term"], name="term_once_in_an_idea")]
        # All that a search reads, so that it reads no table.
        indexes = [models.Index(fields=["term"], include=["idea", "weight"], name="ideas_with_term")]


class IdeaWords(models.Model):
    """The words of an idea on the board, one place each in three lists: which, and how often in the title and in all.

    Counted when it is written, so that a search need not read and stem the texts that it compares.
    """

    idea = models.OneToOneField(Idea, primary_key=True, on_delete=models.CASCADE, related_name="+")
    terms = ArrayField(models.BigIntegerField())  # of TermDf
    title = ArrayField(models.FloatField())
    whole = ArrayField(models.FloatField())


def body_of(idea: Idea) -> str:
    """What an idea says below its title."""
    return "\n".join(filter(None, (idea.problem, idea.proposal, idea.benefit)))


class SimilarJudgement(models.Model):
    """Whether two ideas are the same, as whoever wrote the later one saw it: by these the threshold is chosen anew."""

    class Answer(models.TextChoices):
        SAME = "same", _("The same idea")
        RELATED = "related", _("Related, but not the same")
        DIFFERENT = "different", _("Something else")

    # None: thrown away before it was sent in.
    idea = models.ForeignKey(Idea, null=True, on_delete=models.SET_NULL, related_name="judgements")
    other = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="+")
    score = models.FloatField()  # what we took it for, from 0 to 1
    answer = models.CharField(max_length=9, choices=Answer.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["idea", "other", "by"], name="one_judgement_on_a_pair"),
            models.CheckConstraint(condition=Q(score__gte=0, score__lte=1), name="judgement_score_is_a_share"),
        ]
