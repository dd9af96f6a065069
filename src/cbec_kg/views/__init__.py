"""Text and HTML made from plain values."""
