"""SCIM 2.0: the door by which directories keep people in step; the parts are split by what is asked for."""

from network.openness.views.scim import discovery, groups, people

__all__ = ["discovery", "groups", "people"]
