"""A scholarly paper as a knowledge graph: data files to query, trace, evidence and explorer."""

__version__ = "0.1.0"
