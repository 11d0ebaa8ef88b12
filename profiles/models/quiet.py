"""Whom somebody does not want to hear from."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from network.core.clock import now
from profiles.models.people import Person


class PersonMute(models.Model):
    """`person` has muted or blocked `other`. Nobody but `person` is ever told, or can tell: `other` sees no difference.

    Muted: what `other` writes is left out of my feeds and the board of ideas, stands folded in conversations, where I
    can open it reply by reply, and comes neither over the wire nor as news. What `other` sends to me by name still
    arrives: a mention, a question, an invitation. Work must be able to reach me.

    Blocked: as muted, and a mention, a question, an invitation or a wish that I stand for a skill are not told to me;
    nor is `other` told of what I do. They may do all of it: it just does not reach me. Muting or blocking ends my
    following, and following begins with hearing again; whether they follow me is theirs.

    Neither ever hides what the house says: posts that hosts have pinned and those that Glød itself tells, ideas from
    the moment on that somebody judges them, decisions, duties, rules, and all of moderation. An address opens as
    before, search finds as before, and a manager's word to everybody that matters is pinned.
    """

    class Kind(models.TextChoices):
        MUTE = "mute", _("Muted")
        BLOCK = "block", _("Blocked")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=5, choices=Kind.choices)
    since = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "other"], name="one_mute_per_pair"),
            models.CheckConstraint(condition=~models.Q(person=models.F("other")), name="nobody_mutes_themselves"),
        ]
