"""Rows as their reader may know them now: for the inbox, for letters, for the daily summary."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from network.core.clock import now
from network.core.pages import PAGE_SIZE, cursor_from
from network.core.text import clean_line
from network.notifications.models import Kind, Notification, Preference
from network.notifications.queries.channels import DEFAULT_CHANNEL
from network.notifications.subjects import Subject, describe
from profiles.models import Person, PersonSkill

SENTENCES = {
    Kind.MENTION: _("%(who)s mentioned you in %(what)s"),
    Kind.COMMENT: _("%(who)s answered you in %(what)s"),
    Kind.REPLY: _("%(who)s answered in %(what)s"),
    Kind.REACTION: _("%(who)s reacted to what you wrote in %(what)s"),
    Kind.FOLLOW: _("%(who)s started to follow you"),
    Kind.JOIN_REQUEST: _("%(who)s wants to join %(what)s"),
    Kind.INVITATION: _("%(who)s invited you to %(what)s"),
    Kind.MEMBERSHIP: _("%(who)s answered your wish to join %(what)s"),
    Kind.HOST: _("%(who)s made you host of %(what)s"),
    Kind.HELLO: _("%(who)s is new and says hello: %(what)s"),
    Kind.GROUP_CHANGED: _("%(who)s changed who can read %(what)s"),
    Kind.ASKED: _("%(who)s asks what you know in %(what)s"),
    Kind.CONFIRM: _("%(who)s asks if you stand for what they know about %(what)s"),
    Kind.CONFIRMED: _("%(who)s stands for what you know about %(what)s"),
    Kind.IMPORT: _("The file from %(what)s waits for you: it is not carried out before somebody has looked at it"),
    Kind.IDEA: _("There is news about your idea %(what)s"),
    Kind.IDEA_VOTED: _("There is news about an idea you voted for: %(what)s"),
    Kind.IDEA_ASKED: _("%(who)s asks you to be co-author of %(what)s"),
    Kind.IDEA_DUTY: _("An idea waits for you: %(what)s"),
    Kind.REVIEW: _("You are asked to judge an idea: %(what)s"),
    Kind.AWARD: _("There is news about an award: %(what)s"),
    Kind.JURY: _("A round of awards waits for you: %(what)s"),
    Kind.POLICY_DUE: _("Please read and acknowledge %(what)s"),
    Kind.POLICY_ANSWER: _("%(who)s answered what you asked about %(what)s"),
    Kind.POLICY_DESK: _("Something about the rules waits for you: %(what)s"),
    Kind.POLICY: _("The rules change: %(what)s"),
    Kind.POLICY_ASKED: _("A draft of the rules waits for you: %(what)s"),
    Kind.POLICY_REMARK: _("There is an answer to what you said of %(what)s"),
    Kind.REPORT: _("There is an answer: %(what)s"),
    Kind.DECISION: _("There is something for you to read: %(what)s"),
    Kind.CASE: _("A case waits for you: %(what)s"),
    Kind.MISPLACED: _("Somebody finds something out of place in %(what)s"),
    Kind.SHARING: _("%(who)s has answered if %(what)s may be shared outside"),
    Kind.SHARE_ASKED: _("%(who)s asks if %(what)s may be shared outside"),
}
ICONS = {
    Kind.MENTION: "at",
    Kind.COMMENT: "reply",
    Kind.REPLY: "reply",
    Kind.REACTION: "heart",
    Kind.FOLLOW: "user-plus",
    Kind.JOIN_REQUEST: "groups",
    Kind.INVITATION: "groups",
    Kind.MEMBERSHIP: "check",
    Kind.HOST: "key",
    Kind.HELLO: "sparkle",
    Kind.GROUP_CHANGED: "lock",
    Kind.ASKED: "question",
    Kind.CONFIRM: "hands",
    Kind.CONFIRMED: "check",
    Kind.IMPORT: "pause",
    Kind.IDEA: "idea",
    Kind.IDEA_VOTED: "idea",
    Kind.IDEA_ASKED: "pen",
    Kind.IDEA_DUTY: "clock",
    Kind.REVIEW: "scale",
    Kind.AWARD: "award",
    Kind.JURY: "award",
    Kind.POLICY_DUE: "policy",
    Kind.POLICY_ANSWER: "reply",
    Kind.POLICY_DESK: "policy",
    Kind.POLICY: "scale",
    Kind.POLICY_ASKED: "pen",
    Kind.POLICY_REMARK: "reply",
    Kind.REPORT: "flag",
    Kind.DECISION: "scale",
    Kind.CASE: "flag",
    Kind.MISPLACED: "flag",
    Kind.SHARING: "external",
    Kind.SHARE_ASKED: "external",
}
RECENT_ACTORS = 10  # of a row; a thousand reactions do not load a thousand people
DIGEST_REACH = timedelta(days=7)  # what is older stays in the inbox alone


@dataclass(frozen=True)
class Letter:
    """A notification as its reader may know it now: the names, the title and the way to it."""

    news: Notification
    subject: Subject
    actors: Sequence[Person]  # colleagues who work here now, the newest first
    others: int  # how many more did the same

    @property
    def url(self) -> str:
        """The subject, at the newest comment when there is one."""
        target = self.news.target_id
        return f"{self.subject.url}?at={target}#comment-{target}" if target else self.subject.url

    @property
    def icon(self) -> str:
        """The badge on the picture."""
        return ICONS[Kind(self.news.kind)]

    @property
    def day(self) -> date:
        """The local day of the newest event joined."""
        return timezone.localdate(self.news.moment)

    @property
    def text(self) -> str:
        """One plain line, for letters."""
        what = gettext("“%(title)s”") % {"title": self._what()}
        return clean_line(str(SENTENCES[Kind(self.news.kind)]) % {"who": self._who(), "what": what})

    @property
    def html(self) -> SafeString:
        """The same with the names set off, for pages."""
        words = {"who": format_html("<b>{}</b>", self._who()), "what": format_html("<b>{}</b>", self._what())}
        return mark_safe(escape(str(SENTENCES[Kind(self.news.kind)])) % words)  # noqa: S308

    def _what(self) -> str:
        return self.subject.title or gettext("a deleted post")

    def _who(self) -> str:
        if not self.actors:
            return gettext("Somebody who has left")
        first = self.actors[0].name
        if not self.others:
            return first
        if self.others == 1 and len(self.actors) > 1:
            return gettext("%(first)s and %(second)s") % {"first": first, "second": self.actors[1].name}
        return ngettext("%(first)s and %(count)d other", "%(first)s and %(count)d others", self.others) % {
            "first": first,
            "count": self.others,
        }


@dataclass(frozen=True)
class Inbox:
    """One page of letters, newest first; `gone` are rows whose subject the reader may no longer see."""

    letters: Sequence[Letter]
    gone: Sequence[int]
    next: str  # the cursor of the next page, or ""
    continued: date | None  # the day that the page before ended with


def person_subjects(person: Person, ids: list[int]) -> dict[int, Subject]:
    """People as subjects of news."""
    rows = Person.objects.visible_to(person).filter(pk__in=ids)
    return {row.pk: Subject(row.name, row.get_absolute_url()) for row in rows}


def declared_subjects(person: Person, ids: list[int]) -> dict[int, Subject]:
    """Declared skills as subjects of news, for who declared them and for who is asked to stand for them."""
    rows = PersonSkill.objects.filter(pk__in=ids, person__in=Person.objects.visible_to(person).values("pk"))
    own = rows.filter(Q(person=person) | Q(asked=person)).select_related("skill", "person")
    return {row.pk: Subject(row.skill.name, row.person.get_absolute_url()) for row in own}


def inbox_page(person: Person, cursor: str | None = None, size: int = PAGE_SIZE) -> Inbox:
    """One keyset page of the person's own news, by moment; what they may no longer see is only named in `gone`."""
    rows = Notification.objects.filter(recipient=person).order_by("-moment", "-pk")
    after = _read_cursor(cursor)
    if after is not None:
        rows = rows.filter(moment__lte=after[0]).exclude(moment=after[0], pk__gte=after[1])
    found = list(rows[: size + 1])
    letters = letters_for(person, found[:size])
    shown = {letter.news.pk for letter in letters}
    last = found[size - 1] if len(found) > size else None
    return Inbox(
        letters,
        [row.pk for row in found[:size] if row.pk not in shown],
        f"{_microseconds(last.moment)}.{last.pk}" if last else "",
        timezone.localdate(after[0]) if after else None,
    )


def letter_for(person: Person, notification_id: int) -> Letter | None:
    """One of the person's own letters, while they may see its subject; None alike for foreign, gone and missing."""
    rows = list(Notification.objects.filter(recipient=person, pk=notification_id))
    return next(iter(letters_for(person, rows)), None)


def letters_for(
    person: Person, rows: Sequence[Notification], people: Mapping[int, Person] | None = None
) -> list[Letter]:
    """Rows as the reader may know them now, without those out of sight; one query for names, one per subject kind."""
    if not rows:
        return []
    known = describe(person, [row.subject for row in rows])
    seen = [row for row in rows if row.subject in known]
    named = actors_of(seen) if people is None else people
    return [_letter(row, known[row.subject], named) for row in seen]


def actors_of(rows: Iterable[Notification]) -> dict[int, Person]:
    """The newest actors of all rows who work here now, in one query."""
    ids = {pk for row in rows for pk in row.actors[-RECENT_ACTORS:]}
    return Person.objects.active().in_bulk(ids)


def digest_rows() -> "QuerySet[Notification]":
    """Unread news of the last week that was not mailed and that its reader wants in the daily summary."""
    chosen = Preference.objects.filter(person=OuterRef("recipient"), kind=OuterRef("kind"))
    usual = [kind for kind, channel in DEFAULT_CHANNEL.items() if channel == Preference.Channel.DIGEST]
    wanted = Q(Exists(chosen.filter(channel=Preference.Channel.DIGEST))) | (Q(kind__in=usual) & ~Exists(chosen))
    fresh = Notification.objects.filter(read_at=None, mailed_at=None, moment__gte=now() - DIGEST_REACH)
    return fresh.filter(wanted, recipient__is_active=True)


def people_with_digest() -> list[int]:
    """Everybody for whom there may be something to sum up."""
    return list(digest_rows().order_by("recipient").values_list("recipient", flat=True).distinct())


def _letter(row: Notification, subject: Subject, people: Mapping[int, Person]) -> Letter:
    recent = row.actors[-RECENT_ACTORS:]
    actors = [people[pk] for pk in reversed(recent) if pk in people]
    return Letter(row, subject, actors, max(0, len(row.actors) - len(recent) + len(actors) - 1))


def _read_cursor(cursor: str | None) -> tuple[datetime, int] | None:
    moment, _dot, pk = (cursor or "").partition(".")
    micro, identifier = cursor_from(moment), cursor_from(pk)
    if micro is None or identifier is None or micro > _LAST_MICROSECOND:
        return None
    return _EPOCH + timedelta(microseconds=micro), identifier


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LAST_MICROSECOND = 200_000_000_000_000_000  # in the year 8307: within what a datetime can hold


def _microseconds(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(microseconds=1)
