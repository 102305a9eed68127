#!/bin/bash
# SPDX-License-Identifier: MIT
# Calendars of other programs, whole: booked, left alone in a second run,
# and byte for byte the old ones after `cancel --all`.
command -v python3 > /dev/null || { echo 'skip - corpora no python3'; exit 0; }
here=$(cd "$(dirname "$0")" && pwd)
PYTHONPATH=$here/../promises exec python3 -B "$here/corpora.py" "$@"
