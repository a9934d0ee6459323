"""Switching the mode of a workspace or a channel, and the job that turns open leads into clients with deals (R11, R61)."""
