"""A person who writes through HTTP as a browser would, keeps a history, and tries again with the same key."""

import re
import threading
import time
import uuid
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit


@dataclass
class Answer:
    """What came back: status (0: nothing), body, seconds."""

    status: int
    body: str
    seconds: float
    location: str = ""


class Visitor:
    """One browser without script; each request opens a connection, so that a killed process is noticed."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, fields: dict[str, str] | None = None, timeout: float = 20) -> Answer:
        """One request; a connection that breaks or never opens is status 0."""
        host = urlsplit(self.address).netloc
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Origin": self.address,
        }
        body = urlencode(fields) if fields is not None else None
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.monotonic()
        connection = HTTPConnection(host, timeout=timeout)
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            text = response.read().decode(errors="replace")
        except (OSError, HTTPException):
            return Answer(0, "", time.monotonic() - began)
        finally:
            connection.close()
        for header in response.headers.get_all("Set-Cookie") or []:
            self.cookies.update({name: morsel.value for name, morsel in SimpleCookie(header).items()})
        return Answer(response.status, text, time.monotonic() - began, response.headers.get("Location", ""))

    def token(self, path: str) -> str:
        """The form token of a page."""
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.ask("GET", path).body)
        assert found, f"no form on {path}"
        return found[1]

    def sign_in(self, handle: str) -> "Visitor":
        """By the demo's one click."""
        token = self.token("/account/login/")
        answer = self.ask("POST", "/demo/sign-in/", {"csrfmiddlewaretoken": token, "handle": handle})
        assert answer.status in (302, 303), answer
        return self


@dataclass
class History:
    """What writers were told: text of each post to its fate."""

    acknowledged: dict[str, str] = field(default_factory=dict)  # text -> key
    unknown: dict[str, str] = field(default_factory=dict)
    refused: list[int] = field(default_factory=list)
    slowest: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, text: str, key: str, answer: Answer) -> None:
        """Files an answer: done, certainly not done, or nobody knows."""
        with self.lock:
            self.slowest = max(self.slowest, answer.seconds)
            if answer.status in (200, 201, 204, 302, 303):
                self.acknowledged[text] = key
                self.unknown.pop(text, None)
            elif answer.status == 0 or answer.status >= 500:
                self.unknown[text] = key
                if answer.status:
                    self.refused.append(answer.status)
            else:
                self.refused.append(answer.status)


class Writer(threading.Thread):
    """Writes posts until told to stop."""

    def __init__(self, visitor: Visitor, name: str, history: History, pause: float = 0.05) -> None:
        super().__init__(daemon=True)
        self.visitor, self.history, self.pause = visitor, history, pause
        self.label, self.ending = name, threading.Event()
        self.token = visitor.token("/posts/new/")

    def run(self) -> None:
        number = 0
        while not self.ending.is_set():
            number += 1
            self.write(f"feilprøve {self.label} {number}", str(uuid.uuid4()))
            self.ending.wait(self.pause)

    def write(self, text: str, key: str) -> Answer:
        """One post with its key; the same text and key again is a retry."""
        fields = {
            "csrfmiddlewaretoken": self.token,
            "text": text,
            "kind": "update",
            "group": "",
            "title": "",
            "key": key,
        }
        answer = self.visitor.ask("POST", "/posts/new/", fields)
        self.history.note(text, key, answer)
        return answer

    def stop(self) -> None:
        """Ends after the request under way."""
        self.ending.set()
        self.join(30)
