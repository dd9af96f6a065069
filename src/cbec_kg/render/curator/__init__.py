"""The page on which a person curates a paper: its sentences, the records on them, and a form for each."""
