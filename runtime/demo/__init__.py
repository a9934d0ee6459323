"""The demonstration: real-looking enquiries, played through the real entrances."""
