"""PLATFORM read over its own protocol."""

from tests.contracts.ad_reader import AdReaderContract
from tests.wires.ads.tiktok import TikTokWire


class TestTikTok(AdReaderContract):
    vendor = TikTokWire
