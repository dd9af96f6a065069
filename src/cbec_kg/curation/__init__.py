"""What a person read in the article: records, their reader and the rules among them."""
