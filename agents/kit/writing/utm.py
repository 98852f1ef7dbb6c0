"""The UTM parameters that join the visits of a piece to its costs."""

from config.content.formats import format_of
from memory.naming import suggestion
from memory.types import Json


def utm(path: str, format_id: str, slug: str, variant: str) -> Json:
    """Source and medium of the format, the campaign's slug, the piece and its variant; all in small letters.

    None where the format has no links of its own.
    """
    found = format_of(format_id).utm
    campaign = suggestion(path.rpartition("/")[2])
    content = f"{suggestion(slug)}-{variant.lower()}"
    values = {
        "utm_source": found.source or None,
        "utm_medium": found.medium or None,
        "utm_campaign": campaign,
        "utm_content": content,
    }
    query = "&".join(f"{name}={value}" for name, value in values.items() if value)
    return {**values, "query": query if found.source else None}
