"""Whether an RDF Data Cube is well formed: the vocabulary's integrity constraints as queries, and what runs them."""
