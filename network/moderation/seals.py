"""What only a few may read is sealed with a key that the database does not hold (M9: crypto-erasure).

The key is GLOD_CUSTODY_KEY, or made of SECRET_KEY where none is given. Whoever loses it loses what was sealed, and no
more: cases, decisions and the log stay.
"""

import base64
import hashlib
import hmac
from functools import lru_cache

from cryptography.fernet import Fernet
from django.conf import settings


@lru_cache(maxsize=4)
def _key(secret: str, use: str) -> bytes:
    return hmac.digest(secret.encode(), f"moderation: {use}".encode(), hashlib.sha256)


def _secret() -> str:
    return settings.CUSTODY_KEY or settings.SECRET_KEY


def seal(text: str) -> str:
    """The text, readable only with the key."""
    return Fernet(base64.urlsafe_b64encode(_key(_secret(), "seal"))).encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """What was sealed. Raises InvalidToken where the key is another one."""
    return Fernet(base64.urlsafe_b64encode(_key(_secret(), "seal"))).decrypt(sealed.encode()).decode()


def mark_of(person_id: int) -> str:
    """Stands for a person in tables of moderation: the same for the same person, and telling nobody who it is."""
    return hmac.digest(_key(_secret(), "mark"), str(person_id).encode(), hashlib.sha256).hex()
