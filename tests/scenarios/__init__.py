"""Scenarios: what comes in and what is to become of it, written so that who sells can read it; README.md says how to write one."""
