"""Writing posts as a browser does: the form of the page, its token, a key of its own each time."""

import time
from html.parser import HTMLParser
from urllib.parse import urlencode
from uuid import uuid4

from bench.client import Answer, Connection, Load, Span, Visitor

COMPOSER = "/posts/new/"


class Composer(HTMLParser):
    """The fields that the composer sends when nothing is typed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self._form: dict[str, str] | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = {}
        elif self._form is not None and tag == "input" and given.get("type") == "hidden" and "name" in given:
            self._form[given["name"]] = given.get("value", "")
        elif self._form is not None and tag == "textarea" and given.get("name") == "text":
            self.fields = self._form

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None


class Writer:
    """Somebody who has the composer open."""

    def __init__(self, port: int, visitor: Visitor) -> None:
        self.connection = Connection(port, visitor)
        self.fields: dict[str, str] = {}

    async def open(self) -> None:
        """Loads the composer and keeps its token."""
        page = await self.connection.ask(COMPOSER)
        cookie = page.header(b"Set-Cookie").partition(";")[0]
        if cookie.startswith("csrf="):
            self.connection.cookies += f"; {cookie}"
        self.fields = Composer(page.body.decode()).fields
        if "csrfmiddlewaretoken" not in self.fields:
            raise SystemExit(f"{COMPOSER} answered {page.status} and holds no form with a token and a text.")

    async def publish(self, text: str) -> Answer:
        """To everyone."""
        form = self.fields | {"key": str(uuid4()), "text": text, "title": "", "kind": "update", "place": ""}
        headers = (
            f"Origin: http://127.0.0.1:{self.connection.port}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        )
        return await self.connection.ask(COMPOSER, headers, urlencode(form).encode())


async def create_posts(visitor: Visitor, port: int, span: Span) -> Load:
    """One person writes post after post."""
    writer, result = Writer(port, visitor), Load(seconds=span.measured)
    await writer.open()
    begin = time.perf_counter() + span.warm_up
    number = 0
    async with writer.connection:
        while (start := time.perf_counter()) < begin + span.measured:
            number += 1
            answer = await writer.publish(f"Målt innlegg nummer {number}: **linja** er prøvd, og alt virket.")
            done = time.perf_counter()
            if answer.status != 303 or not answer.header(b"Location").startswith("/posts/"):
                result.wrong(f"POST {COMPOSER}: {answer.status} {answer.header(b'Location')}")
            elif begin <= start and done <= begin + span.measured:
                result.times.append(done - start)
                result.bytes = max(result.bytes, len(answer.body))
    return result
