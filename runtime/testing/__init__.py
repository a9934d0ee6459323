"""Real servers for tests, benches and demos: how each is found, started on a free loopback port, and ended."""
