#!/bin/bash
# SPDX-License-Identifier: MIT
# Time, memory and counts with many files and with one large file.  Only
# counts are held against limits (bench/limits.txt); time is printed.
#   EVENTS=100000 FILES=10000 tests/bench/bench.sh
command -v python3 > /dev/null || { echo 'skip - bench no python3'; exit 0; }
here=$(cd "$(dirname "$0")" && pwd)
PYTHONPATH=$here/../promises exec python3 -B "$here/bench.py" "$@"
