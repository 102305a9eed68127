#!/bin/bash
# SPDX-License-Identifier: MIT
# Behind Radicale, with another client beside.
cd "$(dirname "$0")" || exit 1
exec ./python real.py radicale
