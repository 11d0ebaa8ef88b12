"""A site with people in it goes from an older version to this one, and finds everybody afterwards."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from urllib.parse import quote

import psycopg
import pytest
from django.db import connection
from psycopg import sql

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow, pytest.mark.long]
OLD = """
INSERT INTO profiles_department (id, name, slug) VALUES (1, 'Drift', 'drift');
INSERT INTO profiles_person (handle, email, name, title, pronouns, place, phone, languages, about, photo, language, theme,
  contrast, shortcuts, unread_count, is_active, is_administrator, is_leader, created_at, folded, grams, version, password,
  manager_id, department_id)
SELECT 'kari' || n, 'kari' || n || '@glod.example', 'Kari Nordmann', 'Montør', '', 'Bodø', '912 34 5' || n, '{ENGLISH,norsk,Klingonsk}', '', '',
  'nb', '', '', true, 0, true, false, false, now(), '', '{}', 1, '', NULL, 1
FROM generate_series(10, 60) n;
UPDATE profiles_person SET manager_id = (SELECT min(id) FROM profiles_person) WHERE handle <> 'kari10'
"""


@pytest.fixture
def empty() -> Iterator[dict[str, str]]:
    """A database of its own: what psycopg connects to."""
    name = f"upgrade_{os.getpid()}"
    here = connection.get_connection_params()
    way = {key: here[key] for key in ("host", "port", "user", "password") if here.get(key)}
    with psycopg.connect(**way, dbname="postgres", autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield {**way, "dbname": name}
        server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture
def manage(empty: dict[str, str]) -> Callable[..., None]:
    """Runs a command on that database."""
    url = f"postgresql://{empty['user']}@/{empty['dbname']}?host={quote(empty['host'])}"

    def run(*arguments: str) -> None:
        command = [sys.executable, "manage.py", *arguments]
        subprocess.run(command, check=True, env={**os.environ, "DATABASE_URL": url, "GLOD_PROFILE": "embedded"})

    return run


@pytest.fixture
def upgrade(manage: Callable[..., None]) -> Callable[[], None]:
    """What an operator does."""
    return lambda: manage("migrate", "--verbosity", "0")


@pytest.fixture
def go_to(manage: Callable[..., None]) -> Callable[..., None]:
    """Forwards or back to the version in which these migrations were the last of their apps."""
    code = (
        "from django.db import connection; from django.db.migrations.executor import MigrationExecutor;"
        " MigrationExecutor(connection).migrate({!r})"
    )
    return lambda *wanted: manage("shell", "--verbosity", "0", "--no-imports", "--command", code.format(list(wanted)))


def test_people_of_an_older_version_are_kept_and_found(
    empty: dict[str, str], go_to: Callable[..., None], upgrade: Callable[[], None]
) -> None:
    go_to(("profiles", "0003_department_of_active"))
    with psycopg.connect(**empty, autocommit=True) as site:
        site.execute(OLD)
        upgrade()
        found = site.execute(
            "SELECT count(*) FROM profiles_person WHERE words @@ to_tsquery('simple', 'kari:* & 91234542:*')"
        ).fetchone()
        assert found == (1,)
        spelt = site.execute("SELECT bool_and(cardinality(grams) > 0), count(*) FROM profiles_person").fetchone()
        assert spelt == (True, 51)
        spoken = site.execute("SELECT DISTINCT languages FROM profiles_person").fetchall()
        assert spoken == [(["en", "no", "Klingonsk"],)]


BLANK = {"boolean": "true", "integer": "0", "timestamp with time zone": "now()", "ARRAY": "'{}'", "jsonb": "'{}'"}
WRITTEN = """
INSERT INTO conversations_thread (id, author_id, created_at, comment_count, reactions, version)
  SELECT 7, id, now(), 0, '{}', 1 FROM profiles_person;
INSERT INTO feed_post (thread_id, kind, title, text, html, language) VALUES (7, 'update', '', 'Se her', '', 'nb');
INSERT INTO feed_attachment (id, owner_id, post_id, kind, name, stored, media_type, size, alt, created_at)
  SELECT n, id, NULLIF(n, 1) + 5, 'file', n || '.txt', 'aa/bb/' || n, 'text/plain', 1, '', now()
  FROM profiles_person, generate_series(1, 2) n
"""
BEFORE = (("ideas", "0004_likeness"), ("conversations", "0004_hides_author"), ("feed", "0003_draft_skill"))


def somebody(site: "psycopg.Connection[tuple[str, ...]]") -> None:
    """One person, blank in whatever columns people have in that version."""
    needed = site.execute(
        "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = 'profiles_person'"
        " AND is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO' AND is_generated = 'NEVER'"
    ).fetchall()
    names, blanks = (
        ", ".join(name for name, _kind in needed),
        ", ".join(BLANK.get(kind, "''") for _name, kind in needed),
    )
    site.execute(f"INSERT INTO profiles_person ({names}) VALUES ({blanks})")  # noqa: S608


def test_files_of_posts_stay_with_them_when_ideas_get_files_too_and_when_one_goes_back(
    empty: dict[str, str], go_to: Callable[..., None], upgrade: Callable[[], None]
) -> None:
    go_to(*BEFORE)
    with psycopg.connect(**empty, autocommit=True) as site:
        somebody(site)
        site.execute(WRITTEN)
        kept = site.execute("SELECT id, post_id, name, stored FROM feed_attachment ORDER BY id").fetchall()
        assert kept == [(1, None, "1.txt", "aa/bb/1"), (2, 7, "2.txt", "aa/bb/2")]
        upgrade()
        moved = "SELECT id, thread_id, name, stored FROM conversations_attachment WHERE draft = '' ORDER BY id"
        assert site.execute(moved).fetchall() == kept
        # the file of an idea, which the older version has no place for: its row stays, with whoever sent it
        site.execute("INSERT INTO conversations_thread (id, author_id, created_at, comment_count, reactions, version)"
                     " SELECT 8, id, now(), 0, '{}', 1 FROM profiles_person;"
                     " UPDATE conversations_attachment SET thread_id = 8 WHERE id = 1")  # fmt: skip
        go_to(*BEFORE)
        assert site.execute("SELECT id, post_id, name, stored FROM feed_attachment ORDER BY id").fetchall() == kept
        upgrade()
        assert site.execute(moved).fetchall() == kept
