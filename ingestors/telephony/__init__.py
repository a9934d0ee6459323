"""Phone calls: the events of any exchange, in one JSON shape, signed by Standard Webhooks."""
