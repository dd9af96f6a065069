"""What the methods of a paper give: one frozen class a question."""
