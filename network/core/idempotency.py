"""Every create is idempotent by a key that the client makes (reliability R7)."""

from uuid import UUID

from django.db import connection

from network.core.models import IdempotencyKey


def earlier_result(person_id: int, key: UUID | None, makes: int | None = None) -> int | None:
    """Claims the key inside the caller's transaction; the id that an earlier create with it made, or None if new.

    `makes` is the id of what is created, where it is known ahead: then nothing is left to remember afterwards.
    A parallel create with the same key waits here for the first to commit (the unique index makes it wait).
    """
    if key is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_idempotencykey (person_id, key, subject_id, created_at) VALUES (%s, %s, %s, now()) "
            "ON CONFLICT (person_id, key) DO NOTHING",
            [person_id, key, makes],
        )
        if cursor.rowcount:
            return None
    return IdempotencyKey.objects.values_list("subject_id", flat=True).get(person_id=person_id, key=key)


def remember_result(person_id: int, key: UUID | None, subject_id: int) -> None:
    """Ties the claimed key to what was created, where its id was not known ahead."""
    if key is not None:
        IdempotencyKey.objects.filter(person_id=person_id, key=key).update(subject_id=subject_id)
