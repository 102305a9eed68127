#!/bin/bash
# SPDX-License-Identifier: MIT
# Each scenario (NN-name.scn) is killed at each of its steps, run again, and
# compared with how it ends undisturbed; crash.py says how.
#
#   crash.sh [--sample] [--step N] [SCENARIO]
here=$(dirname "$0")
command -v python3 > /dev/null || { echo 'skip - crash no python3'; exit 0; }
exec python3 -B "$here/crash.py" kill "$@"
