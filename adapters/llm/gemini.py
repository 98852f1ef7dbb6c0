"""Gemini, over Google's generateContent API."""

import httpx2
from pydantic_ai.models.google import GoogleModel
from pydantic_ai.providers.google import GoogleProvider

from adapters.llm.hosted import Hosted
from adapters.llm.types import Provider
from config.models import Connection, Patience


def provider(connection: Connection, patience: Patience) -> Provider:
    """google-genai tries nothing again unless it is told to."""
    client = httpx2.AsyncClient(timeout=httpx2.Timeout(patience.read, connect=patience.connect))
    hosted = GoogleProvider(api_key=connection.key, base_url=connection.url or None, http_client=client)
    return Hosted(lambda name: GoogleModel(name, provider=hosted), client, connection, patience)
