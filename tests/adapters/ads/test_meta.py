"""PLATFORM read over its own protocol."""

from tests.contracts.ad_reader import AdReaderContract
from tests.wires.ads.meta import MetaWire


class TestMeta(AdReaderContract):
    vendor = MetaWire
