"""Gives the demo company its rules: who was elected, three documents, and how far each has come."""

from datetime import datetime, timedelta
from random import Random

from network.demo.cast import Cast
from network.demo.hearing import discuss, hold_workshop
from network.demo.parts import Company
from network.demo.receipts import receive, tally
from network.demo.rulebook import WRITER, Days, Elected, Rulebook, note_changes, put_in, reword, take_out
from network.demo.texts import lists
from network.policy.models import Document
from profiles.models import Person, Role

_FIRST = Days(opened=690, published=615, counted=600)
_SECOND = Days(opened=212, published=52, counted=34)
_THIRD = Days(opened=7)
_ROUTINE = Days(opened=540, published=470, counted=450)
_OUTSIDE = Days(opened=380, published=310, counted=294)
_LEFT = 10  # days until everybody should have acknowledged the second version


def give_rules(rng: Random, cast: Cast, until: datetime) -> None:
    """House rules in their third version, the routine for whistleblowing, and how the house speaks outside."""
    company = Company(rng, cast)
    book = Rulebook(_elect(company, cast, until), until)
    _house_rules(rng, cast, book, company)
    for kind, days in ((Document.Kind.WHISTLEBLOWING, _ROUTINE), (Document.Kind.SOCIAL_MEDIA, _OUTSIDE)):
        version = book.begin(kind, days.opened + 20)
        book.consult(version, days)
        book.adopt(version, days)
        book.count(version, days)


def _house_rules(rng: Random, cast: Cast, book: Rulebook, company: Company) -> None:
    words = lists("rulebook.txt")
    first = book.begin(Document.Kind.HOUSE_RULES, _FIRST.opened + 20)
    take_out(first)
    reword(first, words["1"])
    book.consult(first, _FIRST)
    book.adopt(first, _FIRST, acknowledge_by=book.day(_FIRST.counted - 30))
    book.count(first, _FIRST)
    receive(rng, cast, book, first, book.moment(_FIRST.counted))

    second = book.follow(first, _SECOND.opened + 20)
    put_in(second)
    reword(second, words["1"], back=True)
    note_changes(second)
    book.consult(second, _SECOND)
    discuss(book, company, second)
    book.adopt(second, _SECOND, acknowledge_by=book.day(-_LEFT))
    book.count(second, _SECOND)
    receive(rng, cast, book, second, book.moment(_SECOND.counted))
    tally(rng, second, len(cast.people))

    third = book.follow(second, _THIRD.opened + 14)
    reword(third, words["3"])
    note_changes(third)
    hold_workshop(book, book.consult(third, _THIRD), 3)
    discuss(book, company, third)


def _elect(company: Company, cast: Cast, until: datetime) -> Elected:
    """A union's and another's representative, one for safety, and a second colleague who writes rules."""
    at, taken = until - timedelta(days=700), {cast.by_handle["ada"].pk}
    safety, other, second = (company.somebody(key, at, taken) for key in ("hms", "prosjekt", "folk"))
    starts = (until - timedelta(days=720)).date()
    given = {"given_by": cast.by_handle["ada"], "starts_on": starts}
    spoken = {"tor": (cast.by_handle["tor"], Role.Body.UNION, "Energiforbundet")}
    spoken["verneombud"] = (safety, Role.Body.SAFETY, "")
    spoken["teknikerne"] = (other, Role.Body.UNION, "Teknikernes forening")
    mandates = {
        key: Role.objects.update_or_create(
            person=person, kind=Role.Kind.REPRESENTATIVE, defaults={**given, "body": body, "body_name": name}
        )[0]
        for key, (person, body, name) in spoken.items()
    }
    Role.objects.create(person=second, kind=Role.Kind.POLICY_EDITOR, **given)
    writers: tuple[Person, Person] = (cast.by_handle[WRITER], second)
    return Elected(writers, company.leader("ledelse"), mandates)
