"""Why an answer is given: the curated statements from which it follows, what is missing, and what would change it."""
