"""How plain Korean and English are read: sources become clauses of one fact, numbers and signals.

The road: `reader.read` -> sentences -> clauses -> quantities -> concepts -> signals -> inference.
"""
