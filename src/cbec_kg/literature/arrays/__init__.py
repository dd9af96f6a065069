"""The support graph of many papers, numbered: closure, withdrawals and single points of failure in arrays or in bits."""
