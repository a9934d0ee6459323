"""Website forms: url-encoded, multipart and JSON posts, and a hosted page."""
