"""The log of moderation: append-only, chained, and without a word that anybody wrote."""

from django.db import models

from network.core.clock import now


class LogEntry(models.Model):
    """Who did what in which case: a mark, a verb and references. The database refuses to change or delete it."""

    class Verb(models.TextChoices):
        REPORTED = "reported"
        OPENED = "opened"  # somebody read the snapshot
        CLAIMED = "claimed"
        LET_GO = "let-go"
        TOOK_OVER = "took-over"
        STEPPED_ASIDE = "stepped-aside"
        SORTED = "sorted"
        ASKED_AUTHOR = "asked-author"
        AUTHOR_ANSWERED = "author-answered"
        PROPOSED = "proposed"
        APPROVED = "approved"
        REFUSED = "refused"
        DECIDED = "decided"
        LAPSED = "lapsed"
        TOLD = "told"
        APPEALED = "appealed"
        APPEAL_DECIDED = "appeal-decided"
        WITHDRAWN = "withdrawn"  # an appeal, by whoever made it
        CLOSED = "closed"
        REOPENED = "reopened"
        REDACTED = "redacted"
        LIMIT_LIFTED = "limit-lifted"
        HOST_ACTED = "host-acted"  # whoever runs the group
        MARKED_FALSE = "marked-false"
        IDENTITY_ASKED = "identity-asked"
        IDENTITY_GIVEN = "identity-given"
        IDENTITY_KEPT = "identity-kept"  # asked for, and refused
        IDENTITY_READ = "identity-read"
        GLASS_BROKEN = "glass-broken"
        HELD = "held"  # kept beyond its time
        HOLD_ENDED = "hold-ended"
        ERASED = "erased"
        HANDED_OVER = "handed-over"
        RECEIVED = "received"

    seq = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(default=now)
    actor = models.CharField(max_length=64, blank=True)  # a mark; "" is the clock
    verb = models.CharField(max_length=15, choices=Verb.choices)
    case_ref = models.CharField(max_length=9)
    object_ref = models.CharField(max_length=9, blank=True)
    before = models.CharField(max_length=64)  # the hash of the entry before
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        indexes = [
            models.Index(fields=["case_ref", "seq"], name="log_of_case"),
            models.Index(fields=["actor", "at"], name="log_of_reader", condition=models.Q(verb="opened")),
        ]
