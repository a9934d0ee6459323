"""The manual channel: what our own people enter, after a meeting or an event."""
