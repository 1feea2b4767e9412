"""Figures about the program itself, for Prometheus; nothing in them is about a person."""

from collections.abc import Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, generate_latest

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """A registry of its own, so that two programs in one process count apart."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "huiyin_http_requests",
            "HTTP requests, by route (never by path) and status.",
            ["method", "route", "status"],
            registry=self._registry,
        )
        self._gauges: dict[str, Gauge] = {}

    def count_request(self, method: str, route: str, status: int) -> None:
        self._requests.labels(method=method, route=route, status=str(status)).inc()

    def text(self, figures: Mapping[str, float]) -> bytes:
        """`figures` such as {"inbox_new": 3} become gauges named huiyin_inbox_new."""
        for name, value in figures.items():
            if name not in self._gauges:
                self._gauges[name] = Gauge(
                    f"huiyin_{name}", name.replace("_", " "), registry=self._registry
                )
            self._gauges[name].set(value)
        return generate_latest(self._registry)
