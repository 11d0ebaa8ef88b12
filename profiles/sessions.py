"""Sessions and their signed-in person, typed once for every view; how long a sign-in and a link for a password last."""

from datetime import timedelta
from typing import Any, cast

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from network.core.access import require
from network.core.clock import now
from network.core.prepared import prepared
from profiles.access import can_administer
from profiles.models import Person

LONGEST = timedelta(days=14)  # a sign-in ends after this, however busy; unused it ends after SESSION_COOKIE_AGE
_BEGAN, _DAY = "began", "day"


class ResetTokens(PasswordResetTokenGenerator):
    """Links for a new password: bound to the address and the password they replace, and only for who works here."""

    def check_token(self, user: Person | None, token: str | None) -> bool:
        """Not for somebody who has left, however fresh the link is."""
        return user is not None and user.is_active and super().check_token(user, token)


class SessionStore(db.SessionStore):
    """Django's sessions in the database, which every page reads, from SQL that is made once."""

    def load(self) -> dict[str, Any]:
        """What the session holds; nothing, and no key any more, when it does not exist or has expired."""
        kept = _kept.first(self.session_key)
        if kept is None:
            self._session_key = None
            return {}
        held: dict[str, Any] = self.decode(kept)
        return held


@prepared()
def _kept(key: str) -> "QuerySet[Session, str]":
    return Session.objects.filter(session_key=key, expire_date__gt=now()).values_list("session_data", flat=True)


def person_of(request: HttpRequest) -> Person:
    """The signed-in person; only for views behind SignInRequired."""
    return cast(Person, request.user)


def administrator_of(request: HttpRequest) -> Person:
    """The signed-in person, for pages that only administrators have; raises Refused for everybody else."""
    person = person_of(request)
    require(can_administer(person), _("This page is for administrators."))
    return person


def begin_session(session: SessionBase) -> None:
    """Notes when the sign-in began."""
    session[_BEGAN], session[_DAY] = int(now().timestamp()), now().toordinal()


def session_is_over(session: SessionBase) -> bool:
    """True when the sign-in is older than LONGEST; once a day of use its idle time starts anew."""
    began = session.get(_BEGAN)
    if began is None:
        begin_session(session)
    elif now().timestamp() - began > LONGEST.total_seconds():
        return True
    elif session.get(_DAY) != now().toordinal():
        session[_DAY] = now().toordinal()  # written, so that the session's expiry moves on
    return False
