#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the Palco contributors

"""Makes land.bin, the coasts of the world map, from land-50m.json of the npm package
world-atlas 2.0.2 (ISC, https://github.com/topojson/world-atlas), which is Natural Earth's
1:50m land (public domain, https://www.naturalearthdata.com) as TopoJSON.

usage: make-land.py land-50m.json land.bin

land.bin is a sequence of closed rings, of which the even-odd rule makes land and lakes. Each is
the number of its points, then for each point the step from the one before (the first from 0, 0)
to the right and down, in the plane of palco-map-projection.h. Numbers are LEB128 varints, the
steps zigzag, in 1/36000 of the width of the world. palco-map-coast.c reads it."""

import json
import math
import sys

LEFT_EDGE = -169.0       # as in palco-map-projection.h
UNITS = 36000            # as in palco-map-coast.c
SOUTHERNMOST = -60.0     # Antarctica is not on the map
SMALLEST_AREA = 0.004    # of an island, in square degrees


def read_rings(topology):
    """The rings of TopoJSON, in degrees."""
    scale, translate = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for steps in topology["arcs"]:
        x = y = 0
        arc = []
        for dx, dy in steps:
            x, y = x + dx, y + dy
            arc.append((x * scale[0] + translate[0], y * scale[1] + translate[1]))
        arcs.append(arc)
    for geometry in topology["objects"]["land"]["geometries"]:
        for polygon in geometry["arcs"]:
            for indices in polygon:
                ring = []
                for index in indices:
                    arc = arcs[index] if index >= 0 else arcs[~index][::-1]
                    ring += arc[1:] if ring else arc
                yield ring


def unroll(ring):
    """The polygons are stitched at the antimeridian: jumps there become longitudes beyond 180."""
    turned = [ring[0]]
    offset = 0.0
    for (before, _), (longitude, latitude) in zip(ring, ring[1:]):
        if longitude - before > 180:
            offset -= 360
        elif before - longitude > 180:
            offset += 360
        turned.append((longitude + offset, latitude))
    return turned


def clip(ring, edge, eastern):
    """The part of a polygon on one side of a meridian (Sutherland-Hodgman)."""
    kept = []
    for index, (bx, by) in enumerate(ring):
        ax, ay = ring[index - 1]
        a_inside, b_inside = ((x >= edge) == eastern or x == edge for x in (ax, bx))
        if a_inside != b_inside:
            kept.append((edge, ay + (by - ay) * (edge - ax) / (bx - ax)))
        if b_inside:
            kept.append((bx, by))
    return kept


def area(ring):
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1]))) / 2


def cut(rings):
    """The rings within the map, whose left edge becomes longitude 0."""
    for ring in rings:
        if max(latitude for _, latitude in ring) < SOUTHERNMOST:
            continue
        ring = unroll(ring)
        for turn in (-360, 0, 360):
            part = [(longitude - LEFT_EDGE + turn, latitude) for longitude, latitude in ring]
            part = clip(clip(part, 0, True), 360, False)
            if len(part) > 2 and area(part) >= SMALLEST_AREA:
                yield part


def project(longitude, latitude):
    """Miller's projection, in units."""
    y = -1.25 * math.log(math.tan(math.pi / 4 + 0.4 * math.radians(latitude)))
    return round(longitude / 360 * UNITS), round(y / (2 * math.pi) * UNITS)


def quantise(ring):
    points = []
    for longitude, latitude in ring:
        point = project(longitude, latitude)
        if point not in points[-1:]:
            points.append(point)
    if points[0] == points[-1]:
        points.pop()
    return points


def varint(number):
    encoded = bytearray()
    while number > 0x7f:
        encoded.append(number & 0x7f | 0x80)
        number >>= 7
    encoded.append(number)
    return encoded


def zigzag(number):
    return varint(number * 2 if number >= 0 else -number * 2 - 1)


def encode(points):
    encoded = varint(len(points))
    before = (0, 0)
    for point in points:
        for axis in (0, 1):
            encoded += zigzag(point[axis] - before[axis])
        before = point
    return encoded


def main():
    source, target = sys.argv[1:]
    with open(source, encoding="utf-8") as file:
        rings = [quantise(ring) for ring in cut(read_rings(json.load(file)))]
    with open(target, "wb") as file:
        for points in rings:
            file.write(encode(points))
    print(f"{len(rings)} rings, {sum(map(len, rings))} points")


if __name__ == "__main__":
    main()
