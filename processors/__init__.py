"""The pure core: what a capture becomes and why; no clock, no randomness, no input or output."""
