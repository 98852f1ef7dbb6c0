"""PLATFORM read over its own protocol."""

from tests.contracts.ad_reader import AdReaderContract
from tests.wires.ads.google import GA4Wire


class TestGA4(AdReaderContract):
    vendor = GA4Wire
