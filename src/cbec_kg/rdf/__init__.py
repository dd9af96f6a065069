"""Triples: names, the builder, the shapes, the project that joins them."""
