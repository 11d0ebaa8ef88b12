"""Several processes that act on the same database at the same moment, as web processes and workers do."""

import time
import traceback
from importlib import import_module
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

from django.conf import settings
from django.db import DatabaseError, IntegrityError, connection, transaction

from network.core.access import Refused

GATE = 20_261_127  # of the lock on which all of them wait
PATIENCE = 60  # seconds until the last of them is there, and again until the last is done
# A fork of the test itself would share its connection. These are forks of one that never had any: a second of loading
# is paid once in a run and not for each of them.
NURSERY = get_context("forkserver")
NURSERY.set_forkserver_preload(["tests.policy.nursery"])
GIVEN = {"DatabaseError": DatabaseError, "IntegrityError": IntegrityError, "Refused": Refused,
         "connection": connection, "transaction": transaction}  # fmt: skip


def at_once(*acts: str, names: str = "tests.policy.acts") -> list[str]:
    """Runs each line of Python in a process of its own, all from the same moment: done, refused, or by the database.

    What the module `names` holds is there. Anything else that goes wrong, such as a deadlock, fails the test.
    """
    database = str(connection.settings_dict["NAME"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [GATE])
        running = [_begun(act, names, database) for act in acts]
        try:
            _wait_for([process for process, _answer in running])
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [GATE])
            ended = [_ended(*one) for one in running]
    for word, wrong in ended:
        assert word, wrong
    return [word for word, _wrong in ended]


def _begun(act: str, names: str, database: str) -> tuple[Any, Connection]:
    answer, told = NURSERY.Pipe(duplex=False)
    process = NURSERY.Process(target=_act, args=(act, names, database, told), daemon=True)
    process.start()
    told.close()  # so that a process which dies without a word is heard as the end
    return process, answer


def _act(act: str, names: str, database: str, told: Connection) -> None:
    """In the new process: waits at the gate with a connection of its own, acts, and says in one word how it went."""
    try:
        assert connection.connection is None, "it was born with a connection that is not its own"
        settings.DATABASES["default"]["NAME"] = database
        namespace = {**GIVEN, **vars(import_module(names))}
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock_shared(%s)", [GATE])
        word = _how_it_goes(act, namespace)
        connection.close()
        told.send((word, ""))
    except BaseException:  # whatever it is, the test has to fail with it
        told.send(("", traceback.format_exc()))
        raise


def _how_it_goes(act: str, namespace: dict[str, Any]) -> str:
    try:
        exec(act, namespace)  # noqa: S102  (what a test wrote)
    except Refused:
        return "refused"
    except IntegrityError:
        return "database"
    return "done"


def _wait_for(processes: list[Any]) -> None:
    waiting = (
        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = %s AND NOT granted "
        "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    )
    until = time.monotonic() + PATIENCE
    with connection.cursor() as cursor:
        while time.monotonic() < until:
            cursor.execute(waiting, [GATE])
            if cursor.fetchone()[0] == len(processes) or any(one.exitcode is not None for one in processes):
                return
            time.sleep(0.02)
    raise AssertionError("not all of them came")


def _ended(process: Any, answer: Connection) -> tuple[str, str]:
    """What it said, and that it has gone well; one that does not end is ended."""
    try:
        word, wrong = answer.recv() if answer.poll(PATIENCE) else ("", "it did not end")
    except EOFError:
        word, wrong = "", "it died without a word"
    process.join(1 if word else 0)
    if process.exitcode is None:
        process.kill()
    process.join()
    return (word, wrong) if process.exitcode == 0 or not word else ("", f"it ended with {process.exitcode}")
