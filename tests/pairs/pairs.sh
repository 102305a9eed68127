#!/bin/bash
# SPDX-License-Identifier: MIT
# Random pairs of calendars: see pairs.py.  SEED and PAIRS choose others.
command -v python3 > /dev/null || { echo 'skip - pairs no python3'; exit 0; }
here=$(cd "$(dirname "$0")" && pwd)
PYTHONPATH=$here/../promises exec python3 -B "$here/pairs.py" \
    "${SEED:-1}" "${PAIRS:-40}"
