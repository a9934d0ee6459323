"""The hosts and the command line: the only package that does the running."""
