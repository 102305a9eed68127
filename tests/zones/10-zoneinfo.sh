#!/bin/bash
# SPDX-License-Identifier: MIT
# Every IANA zone against Python's zoneinfo, from 2020 to 2036.
exec python3 tests/zones/zones.py "$BUILD/zones"
