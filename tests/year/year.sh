#!/bin/bash
# SPDX-License-Identifier: MIT
# A simulated year: see year.py.  SEED and DAYS may be set.
command -v python3 > /dev/null || { echo 'skip - year no python3'; exit 0; }
python3 -c 'import dateutil.rrule' 2> /dev/null ||
	{ echo 'skip - year python3-dateutil is not there'; exit 0; }
here=$(cd "$(dirname "$0")" && pwd)
PYTHONPATH=$here/../promises exec python3 -B "$here/year.py" "$@"
