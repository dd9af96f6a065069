"""The shipped queries and their catalogue."""
