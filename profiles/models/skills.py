"""What people say they can be asked about."""

from django.db import models
from django.urls import reverse

from network.core.clock import now
from profiles.models.people import Person


class Skill(models.Model):
    """Something a person says they can be asked about."""

    name = models.CharField(max_length=60)
    slug = models.SlugField(max_length=60, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("profiles:skill", args=[self.slug])


class PersonSkill(models.Model):
    """A skill that the person declared; a colleague may have confirmed it when asked."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="declared")
    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="declared")
    asked = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="to_confirm")
    confirmed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    declared_at = models.DateTimeField(default=now)
    renewed_at = models.DateTimeField(default=now)  # when the person last said that it still holds

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "skill"], name="one_declaration_per_skill"),
            models.CheckConstraint(
                condition=~models.Q(confirmed_by=models.F("person")), name="nobody_confirms_themselves"
            ),
        ]
