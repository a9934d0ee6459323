"""Switching the mode of a workspace or a channel (R11), and jobs: turning open leads into clients with deals, moving activities (R61)."""
