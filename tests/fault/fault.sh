#!/bin/bash
# SPDX-License-Identifier: MIT
# The scenarios of tests/crash, with each of their steps failing instead:
# the run must say so, end in good order, and be taken up by the next.
#
#   fault.sh [--sample] [--step N] [SCENARIO]
here=$(dirname "$0")
command -v python3 > /dev/null || { echo 'skip - fault no python3'; exit 0; }
exec python3 -B "$here/../crash/crash.py" fail "$@"
