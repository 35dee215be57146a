"""Geodesy on a sphere: good to 0.5 %, which is finer than the extent of a town."""

from math import asin, cos, radians, sin, sqrt

#: Mean radius of the Earth in km (IUGG, R1).
EARTH_RADIUS_KM = 6371.0088


def distance_km(lat_a: float, lng_a: float, lat_b: float, lng_b: float) -> float:
    """Return the great-circle distance in km between two points in degrees (haversine formula)."""
    phi_a, phi_b = radians(lat_a), radians(lat_b)
    half_chord = (
        sin((phi_b - phi_a) / 2) ** 2
        + cos(phi_a) * cos(phi_b) * sin(radians(lng_b - lng_a) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * asin(sqrt(min(1.0, half_chord)))


def hilbert_index(lat: float, lng: float, *, order: int = 12) -> int:
    """Return the position of a point (degrees) on a Hilbert curve of ``order`` over the whole map.

    Neighbours on the curve are neighbours on the ground, so a file sorted by it compresses well.
    Source: the iterative form of the classical curve (Hilbert, Math. Ann. 38, 1891).
    """
    side = 1 << order
    x = min(side - 1, max(0, int((lng + 180.0) / 360.0 * side)))
    y = min(side - 1, max(0, int((lat + 90.0) / 180.0 * side)))
    index = 0
    step = side >> 1
    while step:
        right, top = int(bool(x & step)), int(bool(y & step))
        index += step * step * ((3 * right) ^ top)
        if not top:
            if right:
                x, y = side - 1 - x, side - 1 - y
            x, y = y, x
        step >>= 1
    return index
