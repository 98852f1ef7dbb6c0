"""Numbers asked for in plain words, and answered: queries, sums, comparisons, drivers, anomalies."""
