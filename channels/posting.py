"""One POST to a robot, and what its answer or its silence means."""

import json
from typing import Any

import aiohttp

from channels.addresses import Address
from channels.outcomes import Refused, Unclear, Verdict
from channels.robots import Call, verdict_of

# How long, in seconds, a robot may take for a connection and for its answer.
CONNECT, ANSWER = 5.0, 10.0
SOON = 3.0
LONGEST_ANSWER = 64 * 1024


def patience() -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=ANSWER, sock_connect=CONNECT)


async def post(http: aiohttp.ClientSession, address: Address, call: Call) -> Verdict:
    """Never raises what the network does, whose texts would quote the address."""
    try:
        async with http.post(
            call.url, json=call.body, allow_redirects=False, timeout=patience()
        ) as response:
            return _verdict(address, response.status, await _json(response))
    except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
        return Refused(reason="no connection", retry_after=SOON)
    except aiohttp.InvalidURL:
        return Refused(reason="address")
    except TimeoutError:
        return Unclear(reason="timeout")
    except (aiohttp.ClientError, OSError) as error:
        return Unclear(reason=type(error).__name__)


def _verdict(address: Address, status: int, answer: Any) -> Verdict:
    """A code in the body has the word; without one an error of the server leaves it open."""
    verdict = verdict_of(address.kind, answer)
    if not isinstance(verdict, Unclear):
        return verdict
    if status == 429:
        return Refused(reason="429", retry_after=60.0)
    if 300 <= status < 500:
        return Refused(reason=str(status))
    return Unclear(reason=str(status))


async def _json(response: aiohttp.ClientResponse) -> Any:
    """None for what is no JSON: a proxy's page of HTML, or nothing at all."""
    raw = await response.content.read(LONGEST_ANSWER)
    try:
        return json.loads(raw)
    except ValueError:
        return None
