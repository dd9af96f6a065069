"""Nanopublications: one record a publication, named by what it says, with where that comes from and who says so."""
