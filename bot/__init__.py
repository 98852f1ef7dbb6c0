"""The conversation: the turn and its seven stages, routing, permissions, rendering, the command line."""
