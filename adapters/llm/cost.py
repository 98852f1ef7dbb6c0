"""What a call costs: estimated from the length of its prompt, computed from the tokens it took."""

import json
from math import ceil

from adapters.llm.types import Prompt, Tokens
from config.models import Price

_LATIN_PER_TOKEN = 3.0
"""Characters; English runs at four to five, code and JSON at about three."""


def expected(prompt: Prompt, thinking_tokens: int = 0) -> Tokens:
    """At most what a prompt and the longest answer to it take. A Hangul syllable is taken for a token."""
    return Tokens(sent(prompt).input, prompt.max_tokens + thinking_tokens)


def sent(prompt: Prompt) -> Tokens:
    """What a prompt alone takes, whether or not it is answered."""
    text = prompt.instructions + prompt.question + (json.dumps(prompt.schema) if prompt.schema else "")
    latin = sum(map(str.isascii, text))
    return Tokens(ceil(latin / _LATIN_PER_TOKEN) + len(text) - latin)


def micros(tokens: Tokens, price: Price) -> int:
    """Millionths: a price for a million tokens is the price of one in millionths. Rounded up."""
    plain = tokens.input - tokens.cache_read - tokens.cache_write
    return ceil(
        plain * price.input
        + tokens.cache_read * price.cache_read
        + tokens.cache_write * price.cache_write
        + tokens.output * price.output
    )
