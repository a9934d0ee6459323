"""Merge: clients that are one become one, and two again, exactly (R12, R16-R19)."""
