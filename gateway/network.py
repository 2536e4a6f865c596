"""Whom requests are counted by."""

from ipaddress import IPv6Address, ip_address, ip_network

_NETWORK_BITS = 64
"""One caller usually has all IPv6 addresses that begin with the same bits."""


def network_of(host: str) -> str:
    """The network address of a caller, or the part of it that one caller has; what is no address stays as it is."""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if isinstance(address, IPv6Address) and not address.ipv4_mapped:
        return str(ip_network((address, _NETWORK_BITS), strict=False))
    return host
