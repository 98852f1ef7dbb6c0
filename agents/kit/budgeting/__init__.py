"""Budgets: where money is, what it really earned, where it earns more."""
