"""Taking words out of an idea, for good, wherever the board keeps them."""

from django.db import connection, transaction

from ideas.actions.likeness import index_idea
from ideas.events import IdeaEdited
from ideas.models import Idea, IdeaRevision
from network.conversations.actions import Redact, redact_files
from network.core.events import announce

_TEXTS = {"title": 120, "problem": 4_000, "proposal": 8_000, "benefit": 4_000}  # with their longest


@transaction.atomic
def redact_idea(*, idea: Idea, redact: Redact) -> None:
    """Its state, votes and conversation stay as they are, and so does the moment at which it was changed."""
    idea = Idea.objects.select_for_update(of=("self",)).get(pk=idea.pk)
    for name, value in _redacted(idea, redact).items():
        setattr(idea, name, value)
    idea.heard_from, idea.version = redact(idea.heard_from)[:120], idea.version + 1
    idea.save(update_fields=[*_TEXTS, "answers", "heard_from", "version"])
    _redact_revisions(idea, redact)
    redact_files(idea.place, redact)
    index_idea(idea)
    announce(IdeaEdited(idea.pk))


def _redacted(said: Idea | IdeaRevision, redact: Redact) -> dict[str, object]:
    texts: dict[str, object] = {name: redact(getattr(said, name))[:most] for name, most in _TEXTS.items()}
    return texts | {"answers": [[asked, redact(answer)] for asked, answer in said.answers]}


def _redact_revisions(idea: Idea, redact: Redact) -> None:
    """The database keeps them as they are; until this transaction ends it is told to let them be redacted."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('glod.redacting', 'on', true)")
    for row in IdeaRevision.objects.filter(idea=idea):
        removed = [redact(name)[:160] for name in row.removed]
        IdeaRevision.objects.filter(pk=row.pk).update(removed=removed, **_redacted(row, redact))
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('glod.redacting', '', true)")
