"""The domain: records, their links, labels and ids, and the one value that analyses and views read."""
