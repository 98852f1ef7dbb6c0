"""Where people talk: one file a channel, each holding `CHANNEL`."""
