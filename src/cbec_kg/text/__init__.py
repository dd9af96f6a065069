"""The article's text: compared, segmented, searched. Needs nothing else of the package."""
