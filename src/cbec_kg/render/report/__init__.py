"""The report on a paper for an author or an editor: its argument, the evidence by problem, the findings, with places."""
