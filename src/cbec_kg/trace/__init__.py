"""From a statement to its sources and back."""
