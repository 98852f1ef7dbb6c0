"""Claude, over Anthropic's Messages API."""

import httpx2
from anthropic import AsyncAnthropic
from pydantic_ai.models.anthropic import AnthropicModel
from pydantic_ai.providers.anthropic import AnthropicProvider

from adapters.llm.hosted import Hosted
from adapters.llm.types import Provider
from config.models import Connection, Patience


def provider(connection: Connection, patience: Patience) -> Provider:
    """The SDK's own retries are off: they would run before the house's, and hide them."""
    client = httpx2.AsyncClient(timeout=httpx2.Timeout(patience.read, connect=patience.connect))
    sdk = AsyncAnthropic(
        api_key=connection.key, base_url=connection.url or None, http_client=client, max_retries=0
    )
    hosted = AnthropicProvider(anthropic_client=sdk)
    return Hosted(lambda name: AnthropicModel(name, provider=hosted), client, connection, patience)
