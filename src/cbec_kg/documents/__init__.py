"""A reader's own copy of a paper, in whatever format it is, as one document."""
