"""The linked-data site: a page for each resource of the graph, with its data beside it, for plain file hosting."""
