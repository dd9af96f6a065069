"""A curation folder as a store that answers queries at once."""
