"""Pages about people; the parts are split by noun."""

from profiles.views import directory, person, settings, sign_in

__all__ = ["directory", "person", "settings", "sign_in"]
