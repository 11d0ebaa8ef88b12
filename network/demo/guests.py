"""Whom the administrator of the company invited: some wait, one has come, one link was taken back, one is too old."""

from datetime import datetime, timedelta

from network.demo.cast import Cast
from profiles.models import Invitation

_LASTS = timedelta(days=14)
# address, language, days since it was sent, what became of it
_GUESTS = (
    ("sommervikar@glod.example", "nb", 20, ""),
    ("k.lindqvist@glod.example", "nb", 9, "revoked"),
    ("p.nowak@glod.example", "en", 2, ""),
    ("t.hansen@glod.example", "nb", 1, ""),
)


def invite_guests(cast: Cast, until: datetime) -> None:
    """No letter is sent, and no token opens any of these: nobody knows what their hashes are of."""
    host = cast.by_handle.get("ada")
    newest = max(cast.people, key=lambda person: person.created_at)
    departments = sorted(cast.departments.values(), key=lambda department: department.pk)
    guests = [*_GUESTS, (newest.email, newest.language, 30, "used")]
    made = []
    for number, (email, language, days, outcome) in enumerate(guests):
        sent = until - timedelta(days=days)
        answered = sent + timedelta(days=1)
        made.append(
            Invitation(
                email=email,
                language=language,
                department=departments[number % len(departments)],
                token_hash=f"{number:064d}",
                invited_by=host,
                created_at=sent,
                expires_at=sent + _LASTS,
                revoked_at=answered if outcome == "revoked" else None,
                used_at=answered if outcome == "used" else None,
                person=newest if outcome == "used" else None,
            )
        )
    Invitation.objects.bulk_create(sorted(made, key=lambda one: one.created_at))
