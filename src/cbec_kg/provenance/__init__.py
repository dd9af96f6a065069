"""Why something follows, why not, and what would change it: down to what a curator wrote, with file, line and passage."""
