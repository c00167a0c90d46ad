"""Where a webhook may point: never at this machine or the network it stands in, unless the settings allow that."""

import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from django.conf import settings

_PORTS = {"https": 443, "http": 80}
_TRANSLATED = IPv6Network("64:ff9b::/96")
"""IPv4 as a NAT64 gateway writes it: the last 32 bits are the address that is really reached."""


class Forbidden(Exception):
    """`why` is the word of a failure (`api.failure_<why>`)."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Target:
    """`url` holds the checked network address in place of the name."""

    url: str
    host: str
    name: str


def target_of(address: str) -> Target:
    """Look the name up once and check every address it has. Raises Forbidden."""
    try:
        parts = urlsplit(address)
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        raise Forbidden("bad_address") from None
    name = parts.hostname or ""
    if parts.scheme not in _PORTS or not name or parts.username is not None or not address.isascii():
        raise Forbidden("bad_address")
    private = settings.MERIT_WEBHOOK_ALLOW_PRIVATE
    if parts.scheme == "http" and not private:
        raise Forbidden("not_encrypted")
    found = _addresses(name, port)
    if not private and not all(map(_public, found)):
        raise Forbidden("private_address")
    chosen = f"[{found[0]}]" if isinstance(found[0], IPv6Address) else str(found[0])
    path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    host = parts.netloc.rpartition("@")[2]
    return Target(f"{parts.scheme}://{chosen}:{port}{path}", host, name)


def _addresses(name: str, port: int) -> list[IPv4Address | IPv6Address]:
    try:
        found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Forbidden("unknown_name") from None
    return [ip_address(str(each[4][0]).partition("%")[0]) for each in found]


def _public(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv4Address):
        return address.is_global and not address.is_multicast
    if address in _TRANSLATED:
        return _public(IPv4Address(int(address) & 0xFFFFFFFF))
    inner = address.ipv4_mapped or address.sixtofour
    return address.is_global and not address.is_multicast and (inner is None or _public(inner))
