"""The sink that writes JSON lines into files."""
