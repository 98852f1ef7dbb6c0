"""Every foreign wire, one file each: channels, language models, platforms, charts, the clock."""
