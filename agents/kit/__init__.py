"""What agents share: ports, the reading of plain language, frameworks, evidence."""
