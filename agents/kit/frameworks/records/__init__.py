"""Records that a text states outright, in a framework's own words: `sourdough: growth 12%, our share 20%`.

The road: rows -> marks (words, numbers, choices of a row) -> pairs -> records with their evidence.
"""
