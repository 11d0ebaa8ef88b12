"""Who sees and changes a draft, asked by its number: files that it keeps follow it."""

from ideas.models import Idea
from profiles.models import Person


def can_see_draft(person: Person, number: int) -> bool:
    """Its authors and those asked to be one, as they read its words."""
    return Idea.objects.visible_to(person).filter(pk=number, thread=None).exists()


def can_edit_draft(person: Person, number: int) -> bool:
    """Its authors."""
    return Idea.objects.visible_to(person).by(person).filter(pk=number, thread=None).exists()
