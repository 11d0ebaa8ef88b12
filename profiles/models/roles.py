"""Roles beside being an employee."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import models
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from profiles.models.departments import Department
from profiles.models.people import Person


class RoleQuerySet(models.QuerySet["Role"]):
    """Words that read after "roles"."""

    def bulk_create(self, objs: Iterable["Role"], *args: Any, **kwargs: Any) -> "list[Role]":
        """As one by one: whoever gets the task is asked for it by their pages."""
        made = super().bulk_create(objs, *args, **kwargs)
        self.note_handlers(row.person_id for row in made if row.kind in Role.Kind.handlers())
        return made

    def note_handlers(self, people: Iterable[int]) -> None:
        """Notes on people that a page has to ask for the task: nobody else's page asks."""
        Person.objects.filter(pk__in=list(people)).update(may_handle=True)

    def current(self, on: date | None = None) -> "RoleQuerySet":
        """Started, and not ended, on that day or today."""
        day = on or localdate()
        return self.filter(models.Q(ends_on=None) | models.Q(ends_on__gte=day), starts_on__lte=day)


class Role(models.Model):
    """A role given by an administrator, with a start and an end."""

    class Kind(models.TextChoices):
        MODERATOR = "moderator", _("Moderator")
        LEAD_MODERATOR = "lead-moderator", _("Lead moderator")
        OUTSIDE_HANDLER = "outside-handler", _("Handler from outside the line")
        CUSTODIAN = "custodian", _("Identity custodian")
        HR_ADVISER = "hr-adviser", _("HR adviser")
        POLICY_EDITOR = "policy-editor", _("Policy editor")
        REPRESENTATIVE = "representative", _("Elected representative")
        IDEA_OWNER = "idea-owner", _("Idea owner")

        @classmethod
        def handlers(cls) -> "set[str]":
            """Those who handle reports."""
            return {cls.MODERATOR, cls.LEAD_MODERATOR, cls.OUTSIDE_HANDLER}

    class Body(models.TextChoices):
        """For whom an elected representative speaks."""

        UNION = "union", _("Union")
        SAFETY = "safety", _("Safety representative")
        COMMITTEE = "committee", _("Working environment committee")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="roles")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    given_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    body = models.CharField(max_length=9, choices=Body.choices, blank=True)  # of a representative's mandate
    body_name = models.CharField(max_length=60, blank=True)  # which union
    scope = models.ForeignKey(
        Department, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )  # None: all
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = RoleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "body", "starts_on"], name="one_role_per_start")
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Whoever gets the task is asked for it by their pages from now on."""
        super().save(*args, **kwargs)
        if self.kind in self.Kind.handlers():
            Role.objects.note_handlers([self.person_id])

    @property
    def speaks_for(self) -> str:
        """For whom a representative speaks, in the language of the page."""
        return self.body_name or str(self.get_body_display() or self.get_kind_display())
