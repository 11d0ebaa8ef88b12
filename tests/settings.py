"""The product's settings with a throw-away database, fast hashing and mail kept in memory."""

import os
from pathlib import Path

_NAME = os.environ.get("GLOD_TEST_DB", "test")
os.environ["GLOD_VAR"] = str(Path(__file__).resolve().parent.parent / "var" / _NAME)
os.environ.setdefault("GLOD_DEMO", "0")

from network.settings import *  # noqa: F403
from network.settings import CHANNEL_LAYERS, DATABASES, REDIS_URL, STORAGES

if REDIS_URL:  # workers of one run share it, and must not hear each other
    CHANNEL_LAYERS["default"]["CONFIG"]["prefix"] = os.environ.get("PYTEST_XDIST_WORKER", "alone")
DATABASES["default"]["CONN_MAX_AGE"] = 0  # threads of a test end with it
# What a page may take at most is too little for twenty threads at once, or for a copied database, on a busy machine.
DATABASES["default"]["OPTIONS"]["options"] += " -c statement_timeout=120000 -c lock_timeout=60000"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
DEMO = False
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405
