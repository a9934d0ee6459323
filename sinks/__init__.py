"""One folder a destination: where the public records of decisions are delivered."""
