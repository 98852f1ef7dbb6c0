"""The web: what platforms send to, and how the service is: /health, /ready and /metrics."""

from collections.abc import Callable, Iterable, Iterator

from aiohttp import web
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.registry import Collector

from bot.delivery.tally import BOUNDS, Labels, Tally
from config import channels

_PREFIX = "stratum_"
_LARGEST = 8 * 1024 * 1024
"""Bytes of a request's body; platforms' events are far smaller."""


class Web:
    """An aiohttp application on its address; listens on loopback unless the settings say otherwise."""

    def __init__(self, settings: channels.Web, tally: Tally, well: Callable[[], bool]) -> None:
        self.app = web.Application(client_max_size=_LARGEST)
        self.app.router.add_get("/health", self._health)
        self.app.router.add_get("/ready", self._ready)
        self.app.router.add_get("/metrics", self._metrics)
        self._settings, self._well = settings, well
        self._registry = CollectorRegistry(auto_describe=False)
        self._registry.register(_Shown(tally))
        self._runner = web.AppRunner(self.app, access_log=None, shutdown_timeout=5.0)
        self.port = 0
        """The port that it listens on; known when it has started."""

    async def start(self) -> None:
        """Raises OSError where the address is taken."""
        await self._runner.setup()
        site = web.TCPSite(self._runner, self._settings.host, self._settings.port)
        await site.start()
        self.port = int(self._runner.addresses[0][1])

    async def aclose(self) -> None:
        await self._runner.cleanup()

    async def _health(self, _: web.Request) -> web.Response:
        """The process lives and its event loop turns."""
        return web.json_response({"status": "ok"})

    async def _ready(self, _: web.Request) -> web.Response:
        """It hears and works; a service that drains or has lost a part is not ready."""
        well = self._well()
        return web.json_response({"status": "ready" if well else "not ready"}, status=200 if well else 503)

    async def _metrics(self, _: web.Request) -> web.Response:
        return web.Response(
            body=generate_latest(self._registry), headers={"Content-Type": CONTENT_TYPE_PLAIN_0_0_4}
        )


class _Shown(Collector):
    """The tally in Prometheus' own values."""

    def __init__(self, tally: Tally) -> None:
        self._tally = tally

    def collect(self) -> Iterator[Metric]:
        for name, at in _by_name(self._tally.counts):
            counter = CounterMetricFamily(_PREFIX + name.removesuffix("_total"), name, labels=_names(at[0]))
            for labels in at:
                counter.add_metric(_values(labels), self._tally.counts[name, labels])
            yield counter
        for name, at in _by_name(self._tally.gauges):
            gauge = GaugeMetricFamily(_PREFIX + name, name, labels=_names(at[0]))
            for labels in at:
                gauge.add_metric(_values(labels), self._tally.gauges[name, labels])
            yield gauge
        for name, at in _by_name(self._tally.spreads):
            histogram = HistogramMetricFamily(_PREFIX + name, name, labels=_names(at[0]))
            for labels in at:
                spread = self._tally.spreads[name, labels]
                histogram.add_metric(_values(labels), _cumulated(spread.buckets), sum_value=spread.total)
            yield histogram


def _by_name(found: Iterable[tuple[str, Labels]]) -> list[tuple[str, list[Labels]]]:
    names: dict[str, list[Labels]] = {}
    for name, labels in tuple(found):
        names.setdefault(name, []).append(labels)
    return sorted(names.items())


def _names(labels: Labels) -> list[str]:
    return [name for name, _ in labels]


def _values(labels: Labels) -> list[str]:
    return [value for _, value in labels]


def _cumulated(buckets: list[int]) -> list[tuple[str, float]]:
    total, shown = 0, list[tuple[str, float]]()
    for bound, count in zip((*map(str, BOUNDS), "+Inf"), buckets, strict=True):
        total += count
        shown.append((bound, float(total)))
    return shown
