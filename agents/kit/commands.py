"""Where a command ends and what was said begins."""

from config.patterns import regex

COMMAND = regex(r"^\s*[/!]\S+\s*")


def without_command(text: str) -> str:
    """The words behind a command, or the text as it is."""
    return COMMAND.sub("", text)
