"""Measures Glød on the machine it stands on. Never part of the test run; docs/performance.md tells the method."""
