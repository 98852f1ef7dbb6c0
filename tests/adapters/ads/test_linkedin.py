"""PLATFORM read over its own protocol."""

from tests.contracts.ad_reader import AdReaderContract
from tests.wires.ads.linkedin import LinkedInWire


class TestLinkedIn(AdReaderContract):
    vendor = LinkedInWire
