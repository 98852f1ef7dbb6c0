"""Engines: what does the work of each event once, in order within a conversation. Named by bot/plugins.py."""
