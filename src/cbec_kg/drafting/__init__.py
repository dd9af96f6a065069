"""A first draft of a curation folder from another paper's text; a person confirms it. Prints and writes nothing."""
