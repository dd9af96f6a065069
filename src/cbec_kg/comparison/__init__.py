"""What differs between two versions of a paper's records, or two papers, and how far several readings of one agree."""
