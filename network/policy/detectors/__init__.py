"""Detectors: what a text seems to hold that seldom belongs where many read it. They look, and keep nothing."""

from network.policy.detectors.finding import find
from network.policy.detectors.findings import Certainty, Finding, Kind

__all__ = ["Certainty", "Finding", "Kind", "find"]
