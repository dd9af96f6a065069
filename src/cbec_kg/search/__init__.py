"""What a person means by what they typed: words that records say, or the name of one record."""
