"""Bibliographic records that the user supplies for numbered references: read, match, keep, list."""
