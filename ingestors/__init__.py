"""One folder a channel: how an enquiry is known to be genuine, captured byte for byte, and read."""
