"""Background work on PostgreSQL: deferred in the caller's transaction, tried again with back-off, parked after five."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

# Five tries over about half an hour; after that the job stays as "failed" for the administrator to see.
PATIENT = RetryStrategy(max_attempts=5, exponential_wait=6)

__all__ = ["PATIENT", "app"]
