"""AUTH-10: how long an answer takes does not tell whether somebody has an address."""

import time
from collections.abc import Callable
from statistics import median
from typing import Any

import pytest
from django.conf import global_settings
from django.contrib.auth.hashers import make_password
from django.test import Client

from network import settings as production
from profiles.models import Person
from tests import factories
from tests.profiles.browser import BETTER

pytestmark = [pytest.mark.slow, pytest.mark.timed, pytest.mark.django_db(transaction=True)]

ALLOWED = 20  # milliseconds between the medians
ROUNDS = 3  # a real difference shows in each; that of a busy machine does not
Form = Callable[[str], dict[str, str]]


def people(number: int, settings: Any) -> list[str]:
    """Addresses that somebody has, with passwords as on a real site: the slow hash is most of a sign-in."""
    made = factories.PersonFactory.create_batch(number)
    settings.PASSWORD_HASHERS = getattr(production, "PASSWORD_HASHERS", global_settings.PASSWORD_HASHERS)
    Person.objects.update(password=make_password(BETTER))
    return [person.email for person in made]


def answer(url: str, form: dict[str, str], number: int) -> tuple[int, float]:
    """Status and milliseconds, from a browser that nobody has seen before."""
    client = Client(REMOTE_ADDR=f"10.0.{number // 250}.{number % 250 + 1}")
    began = time.perf_counter()
    status = client.post(url, form).status_code
    return status, 1000 * (time.perf_counter() - began)


def difference(url: str, form: Form, known: list[str], turn: int) -> float:
    """Milliseconds between the medians; known and unknown take turns, so that load falls on both alike."""
    took: dict[bool, list[float]] = {True: [], False: []}
    statuses = set()
    for number, address in enumerate(known):
        for is_known in (True, False) if number % 2 else (False, True):
            status, spent = answer(url, form(address if is_known else f"nobody{turn}.{number}@glod.example"), number)
            statuses.add(status)
            took[is_known].append(spent)
    assert len(statuses) == 1
    return abs(median(took[True]) - median(took[False]))


@pytest.mark.parametrize(
    ("url", "tries", "form"),
    [
        # A hash takes a third of a second: forty of each, where the others have two hundred.
        ("/account/login/", 40, lambda address: {"login": address, "password": "not this one"}),
        ("/account/password/reset/", 200, lambda address: {"email": address}),
        ("/account/signup/", 200, lambda address: {"email": address, "password1": BETTER, "password2": BETTER}),
    ],
    ids=["login", "reset", "sign-up"],
)
def test_a_known_address_takes_as_long_as_an_unknown_one(url: str, tries: int, form: Form, settings: Any) -> None:
    known = people(tries, settings)
    assert any(difference(url, form, known, turn) <= ALLOWED for turn in range(ROUNDS))
