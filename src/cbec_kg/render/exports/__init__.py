"""What `cbec-kg build` writes besides the page: RDF, network files and tables. Each gives text; none touches a file."""
