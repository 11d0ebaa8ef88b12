"""A file of comma-separated values as it really comes: which letters, which separator, which line is at fault."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO

DELIMITERS = ",;\t"
MAX_LINES = 100_000
MAX_COLUMNS = 100
_MISREAD = re.compile("Ã[\u0080-\u00bf˜…†¸¥¦]|â€")  # æ, ø, å and dashes of UTF-8, once read as Latin-1 and saved


class Unreadable(ValueError):
    """Nothing of the file can be used; holds a key of SENTENCES, what it is about, and the line."""

    def __init__(self, code: str, what: object = "", line: int = 0) -> None:
        super().__init__(code)
        self.problem = [code, str(what)[:80], line]


@dataclass(frozen=True)
class Table:
    """The text of a file, how it was read, and its headings."""

    text: str
    encoding: str
    delimiter: str
    headings: list[str]
    first: int  # the line of the headings

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """(line, fields) of every line below the headings that is not empty."""
        rows = _rows(self.text, self.delimiter)
        for number, (line, fields) in enumerate(row for row in rows if row[0] > self.first):
            if number >= MAX_LINES:
                raise Unreadable("too_many", f"{MAX_LINES:,}".replace(",", " "), line)
            yield line, fields


def read_table(content: bytes) -> Table:
    """Reads UTF-8 with or without a mark, UTF-16 with one, or Latin-1; comma, semicolon or tab; raises Unreadable."""
    text, encoding = _decoded(content)
    if not text.strip():
        raise Unreadable("no_text")
    _refuse_strange(text)
    delimiter = _delimiter(text)
    first = next(_rows(text, delimiter), None)
    if first is None:
        raise Unreadable("no_text")
    line, fields = first
    headings = [" ".join(heading.split())[:80] for heading in fields]
    while headings and not headings[-1]:
        headings.pop()
    if len(headings) > MAX_COLUMNS:
        raise Unreadable("columns", len(headings), line)
    return Table(text, encoding, delimiter, headings, line)


def _decoded(content: bytes) -> tuple[str, str]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace"), "UTF-16"
    try:
        return content.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        try:
            return content.decode("cp1252"), "Latin-1"  # what Windows writes as Latin-1: the same letters, and €
        except UnicodeDecodeError:
            return content.decode("latin-1"), "Latin-1"


def _refuse_strange(text: str) -> None:
    """What nobody can have meant: NUL bytes, control characters of a wrong encoding, letters read wrongly before."""
    for code, pattern in (("nul", "\0"), ("encoding", "[\u0080-\u009f\ufffd]"), ("encoding", _MISREAD)):
        found = re.search(pattern, text)
        if found:
            start = text.rfind("\n", 0, found.start()) + 1
            near = text[max(start, found.start() - 12) : found.end() + 12].partition("\n")[0]
            raise Unreadable(code, near.replace("\0", "␀"), text.count("\n", 0, found.start()) + 1)


def _delimiter(text: str) -> str:
    if text[:4].lower() == "sep=":  # Excel's own way of saying it
        return text[4]
    line = re.sub(r'"[^"]*"', "", next(line for line in text.splitlines() if line.strip()))
    return max(DELIMITERS, key=line.count)


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """(line on which it starts, fields) of every line that holds anything."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True, skipinitialspace=True)
    while True:
        line = reader.line_num + 1
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as problem:
            raise Unreadable(_code(str(problem)), line=line) from None
        if any(field.strip() for field in fields) and not (line == 1 and fields[0][:4].lower() == "sep="):
            yield line, fields


def _code(problem: str) -> str:
    if "field larger" in problem:
        return "big_field"
    return "open_quote" if "unexpected end" in problem else "quote"
