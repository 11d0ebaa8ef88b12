"""Many people at once, requests cancelled at random: nobody ever gets a page of somebody else (AUTH-23).

`GLOD_ANSWERS=100000 make faults` asks for as many answers as the catalogue demands; a few thousand are asked each time.
"""

import json
import os
import random
import re
import threading
from contextlib import closing
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from network.stack import Stack
from tests.journeys.conftest import Site
from tests.prepared import clean_environment

pytestmark = [pytest.mark.slow, pytest.mark.redis, pytest.mark.timed]
PEOPLE, THREADS = 500, 16
ANSWERS = int(os.environ.get("GLOD_ANSWERS", "2000"))
PATHS = ("/settings/", "/settings/profile/", "/account/email/", "/notifications/", "/saved/")
CANARY = re.compile(r"Kanari (\d{4})")
SIGN_IN = f"""
import json
from datetime import date
from django.test import Client
from profiles.models import Person
sessions = []
for n in range({PEOPLE}):
    handle = f"kanari{{n:04}}"
    person = Person(handle=handle, email=f"{{handle}}@glod.example", name=f"Kanari {{n:04}}", started_on=date(2010, 1, 4))
    person.set_unusable_password()
    person.save()
    client = Client()
    client.force_login(person)
    sessions.append(next(iter(client.cookies.values())).OutputString().split(";")[0])
print(json.dumps(sessions))
"""


class Asker(threading.Thread):
    """One connection over which many people ask, as behind a proxy; now and then it is cut off in the middle."""

    def __init__(self, number: int, addresses: list[str], sessions: list[str]) -> None:
        super().__init__(daemon=True)
        self.rng, self.sessions = random.Random(number), sessions
        self.host = urlsplit(addresses[number % len(addresses)]).netloc
        self.answers, self.cancelled, self.foreign = 0, 0, list[str]()

    def run(self) -> None:
        with closing(HTTPConnection(self.host, timeout=30)) as connection:
            while self.answers < ANSWERS // THREADS:
                number, path = self.rng.randrange(PEOPLE), self.rng.choice(PATHS)
                connection.request("GET", path, headers={"Cookie": self.sessions[number]})
                if self.rng.random() < 0.2:
                    self._cancel(connection)
                    continue
                response = connection.getresponse()
                self._judge(number, path, response.status, response.read().decode())

    def _cancel(self, connection: HTTPConnection) -> None:
        self.cancelled += 1
        if self.rng.random() < 0.5:
            with closing(connection.getresponse()) as response:
                response.read(self.rng.randrange(1, 4000))
        connection.close()

    def _judge(self, number: int, path: str, status: int, body: str) -> None:
        self.answers += 1
        seen = set(CANARY.findall(body))
        if (status, seen) != (200, {f"{number:04}"}):
            self.foreign.append(f"{number:04} at {path}: {status}, {sorted(seen)[:3]}")


def test_nobody_gets_a_page_of_somebody_else(stack: Stack) -> None:
    with closing(Site(stack.addresses, clean_environment(stack.var) | stack.env)) as site:
        sessions = json.loads(site.python(SIGN_IN).strip().splitlines()[-1])
    askers = [Asker(number, stack.addresses, sessions) for number in range(THREADS)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    assert [line for asker in askers for line in asker.foreign] == []
    assert sum(asker.answers for asker in askers) >= ANSWERS - THREADS
    assert sum(asker.cancelled for asker in askers) > ANSWERS / 10
