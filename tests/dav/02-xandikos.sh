#!/bin/bash
# SPDX-License-Identifier: MIT
# Behind Xandikos, with another client beside.
cd "$(dirname "$0")" || exit 1
exec ./python real.py xandikos
