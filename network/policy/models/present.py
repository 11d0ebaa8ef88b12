"""Snippet: a sentence from the rules where it matters."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from network.policy.models.documents import Document

LONGEST = 140  # characters, in each language


class Snippet(models.Model):
    """Shown in one context as long as its section is part of the version in force."""

    class Context(models.TextChoices):
        PHOTO = "photo", _("A picture is attached")
        OPEN_GROUP = "open-group", _("Everybody will read it")
        MENTION = "mention", _("Somebody is mentioned")
        OUTSIDE_LINK = "outside-link", _("It links to another site")
        REPORT = "report", _("Somebody reports something")
        GROUP_CREATION = "group-creation", _("Somebody starts a group")

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="snippets")
    key = models.UUIDField()  # of the section
    context = models.CharField(max_length=14, choices=Context.choices)
    text = models.JSONField()  # by language
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["context", "pk"]
