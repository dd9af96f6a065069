"""The same thing in several papers: by identifier, by a curator's statement, or proposed because it is called the same."""
