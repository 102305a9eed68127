#!/bin/bash
# SPDX-License-Identifier: MIT
# Five rounds with programs that rewrite files: libical, Python's, gateways.
cd "$(dirname "$0")" || exit 1
exec ./python programs.py
