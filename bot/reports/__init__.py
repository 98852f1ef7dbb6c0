"""What is done with reports: terms of billing, templates, schedules of drafts, files, and sending."""
