"""Discord: hears through the gateway, speaks through the REST interface, in messages of components v2."""

from adapters.channels.discord.platform import Discord

CHANNEL = Discord

__all__ = ["CHANNEL", "Discord"]
