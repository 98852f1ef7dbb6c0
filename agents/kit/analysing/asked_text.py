"""The words of a question, as they are understood part by part."""

import re


class Text:
    """The words of a question; what was understood is taken out, so that it is not understood twice."""

    def __init__(self, text: str) -> None:
        self.whole = " ".join(text.split()).lower()
        self.rest = self.whole

    def take(self, start: int, end: int) -> None:
        self.rest = self.rest[:start] + "|" * (end - start) + self.rest[end:]

    def says(self, pattern: re.Pattern[str]) -> bool:
        return pattern.search(self.rest) is not None
