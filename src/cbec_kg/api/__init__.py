"""The public face: papers and corpora with a method for each question, and the answers as frozen values.

Commands, notebooks and other programs call this package; it never prints, exits or reads the clock. A paper computes
each value once and hands it on. Out of scope: how answers are found (`cbec_kg.evidence`, `cbec_kg.audit` and their like)
and most of how they are worded (`cbec_kg.render`).
"""
