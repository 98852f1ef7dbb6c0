"""PLATFORM read over its own protocol."""

from tests.contracts.ad_reader import AdReaderContract
from tests.wires.ads.google import GoogleAdsWire


class TestGoogleAds(AdReaderContract):
    vendor = GoogleAdsWire
