"""The second step: a right code counts once, and wrong ones cannot be tried without end."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.db import connection
from django.test import Client

from profiles.models import Person
from tests.profiles.browser import PASSWORD, SECRET, code, is_in, parsed, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english"), pytest.mark.wide]

STEP, AGAIN = "/account/2fa/authenticate/", "/account/2fa/reauthenticate/"
WAIT = "Wait a quarter of an hour"
NOT_RIGHT = "That code is not right"


@pytest.fixture
def careful(ann: Person) -> Person:
    """ann, who reads English, with codes from an app and recovery codes."""
    return with_codes(ann)


def with_codes(person: Person) -> Person:
    Person.objects.filter(pk=person.pk).update(language="en")
    TOTP.activate(person, SECRET)
    RecoveryCodes.activate(person)
    return person


def spare_codes(person: Person) -> list[str]:
    return list(Authenticator.objects.get(user=person, type="recovery_codes").wrap().get_unused_codes())


def wrong() -> str:
    """No code of SECRET about now."""
    return next(guess for guess in ("000000", "111111", "222222", "333333") if guess not in map(code, (-1, 0, 1, 2)))


def send(client: Client, guess: str, url: str = STEP) -> str:
    """The page that answers a code; empty when the code counted."""
    answer = client.post(url, {"code": guess}, headers={"Accept-Language": "en"})
    return "" if answer.status_code == 302 else parsed(answer)


def test_a_password_alone_does_not_pass_the_second_step(careful: Person) -> None:
    client = sign_in(careful)
    assert not is_in(client)
    page = parsed(client.get(STEP))
    assert 'data-passkey="get"' in page
    assert send(client, code()) == ""
    assert is_in(client)


@pytest.mark.parametrize("space", ["", " ", "-"])
def test_a_code_counts_once_also_in_two_browsers(space: str, careful: Person) -> None:
    one, two, now = sign_in(careful), sign_in(careful), code()
    assert send(one, now) == ""
    assert NOT_RIGHT in send(two, now[:3] + space + now[3:])
    assert (is_in(one), is_in(two)) == (True, False)


def test_a_used_code_stays_used_while_it_would_be_right(careful: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    step = int(time.time()) // 30
    monkeypatch.setattr(time, "time", lambda: (step - 2) * 30 + 25)
    one, early = sign_in(careful), code(1)  # from an app whose clock is ahead
    assert send(one, early) == ""
    monkeypatch.setattr(time, "time", lambda: step * 30 + 25)
    two = sign_in(careful)
    assert early == code(-1)
    assert NOT_RIGHT in send(two, early)
    assert send(two, code()) == ""


def test_after_five_of_a_hundred_wrong_codes_none_is_looked_at_in_any_browser(
    careful: Person, cleo: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    clients = [sign_in(careful), sign_in(careful)]
    answers = [send(clients[number % 2], wrong()) for number in range(100)]
    assert [WAIT in answer for answer in answers] == [False] * 5 + [True] * 95
    assert all(NOT_RIGHT in answer for answer in answers[:5])
    assert all(WAIT in send(client, code()) for client in (*clients, sign_in(careful)))
    assert WAIT in send(clients[0], spare_codes(careful)[0])
    other = sign_in(with_codes(cleo))
    assert send(other, code()) == ""  # it is this person's tries that are used up
    clock = time.time
    monkeypatch.setattr(time, "time", lambda: clock() + 901)
    assert send(sign_in(careful), code()) == ""


@pytest.mark.django_db(transaction=True)
def test_a_hundred_codes_at_once_are_no_way_round(careful: Person) -> None:
    guess = wrong()

    def try_ten(client: Client) -> list[str]:
        try:
            return [send(client, guess) for _ in range(10)]
        finally:
            connection.close()

    clients = [sign_in(careful) for _ in range(10)]
    with ThreadPoolExecutor(len(clients)) as pool:
        answers = [answer for ten in pool.map(try_ten, clients) for answer in ten]
    assert 1 <= sum(NOT_RIGHT in answer for answer in answers) <= 5
    assert sum(WAIT in answer for answer in answers) >= 95
    assert WAIT in send(clients[0], code())


def test_wrong_recovery_codes_are_counted_with_the_others(careful: Person) -> None:
    client, (spare, *_rest) = sign_in(careful), spare_codes(careful)
    for guess in (wrong(), "00000000", wrong(), "11111111", wrong()):
        assert NOT_RIGHT in send(client, guess)
    assert WAIT in send(client, spare)
    assert spare in spare_codes(careful)
    assert not is_in(client)


def test_a_recovery_code_counts_once(careful: Person) -> None:
    one, two, spare = sign_in(careful), sign_in(careful), spare_codes(careful)[0]
    assert send(one, spare) == ""
    assert NOT_RIGHT in send(two, spare)
    assert (is_in(one), is_in(two)) == (True, False)


def test_a_right_code_forgives_the_wrong_ones_before_it(careful: Person) -> None:
    for right in (code(), code(1)):
        client = sign_in(careful)
        for _ in range(4):
            assert NOT_RIGHT in send(client, wrong())
        assert send(client, right) == ""


def test_a_code_asked_for_again_counts_in_the_same_way(careful: Person) -> None:
    client = sign_in(careful)
    assert send(client, code()) == ""
    assert NOT_RIGHT in send(client, code(), AGAIN)
    for _ in range(4):
        assert NOT_RIGHT in send(client, wrong(), AGAIN)
    assert WAIT in send(client, code(1), AGAIN)
    assert WAIT in send(sign_in(careful), code(1))


def test_the_code_that_turned_an_app_on_lets_nobody_in(ann: Person) -> None:
    Person.objects.filter(pk=ann.pk).update(language="en")
    client = sign_in(ann)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    session = client.session
    session["mfa.totp.secret"] = SECRET
    session.save()
    now = code()
    assert send(client, now, "/account/2fa/totp/activate/") == ""
    other = sign_in(ann)
    assert NOT_RIGHT in send(other, now)
    assert send(other, code(1)) == ""
