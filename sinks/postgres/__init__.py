"""The sink that writes tables in PostgreSQL."""
