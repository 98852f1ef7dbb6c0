"""Reports: the figures of a week or a month in one output, beside targets, truth and what is billed."""
