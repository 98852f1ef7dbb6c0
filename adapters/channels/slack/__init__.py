"""Slack. `CHANNEL` is imported when it is asked for: the manifest is printed without the SDK."""

from importlib import import_module


def __getattr__(name: str) -> object:
    if name == "CHANNEL":
        return import_module("adapters.channels.slack.channel").Slack
    raise AttributeError(name)
