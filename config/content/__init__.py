"""What the content agent knows as data: formats and their limits, how a text is scored, lexicons, legal packs."""
