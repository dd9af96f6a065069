"""The evidence of more papers than memory holds: a table of edges in Parquet, and engines that answer from it alike."""
