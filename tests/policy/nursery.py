"""A process that has loaded all there is and holds no connection: those of a race are born from it, in a moment."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.urls import get_resolver  # noqa: E402  (as are the next two: Django has to be set up before)

import tests.moderation.acts  # noqa: E402
import tests.policy.acts  # noqa: E402, F401

get_resolver().url_patterns  # noqa: B018  (with every page behind them)
