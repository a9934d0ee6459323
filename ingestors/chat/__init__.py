"""Chat on a website: what visitors write, posted by the site's own widget."""
