"""Which kind of fact a topic names: "our budget" is every budget, whatever words it was told in."""

from config.learning import table


def category_of(topic: str) -> str:
    """The category whose noun stands in the topic; "" where there is none."""
    said = f" {topic.casefold()} "
    for category, nouns in table("topics_asked").items():
        if any(f" {noun} " in said for noun in nouns["en"]) or any(noun in said for noun in nouns["ko"]):
            return category
    return ""
