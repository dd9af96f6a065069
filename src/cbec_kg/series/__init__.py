"""Series of statistics: which values stand in one series, which of them can be compared, and how a series grew."""
