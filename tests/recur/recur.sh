#!/bin/bash
# SPDX-License-Identifier: MIT
# Recurrence sets against python-dateutil, an implementation by others.
here=$(cd "$(dirname "$0")" && pwd)
python3 -c 'import dateutil' 2> /dev/null ||
	{ echo 'skip - recur no python3-dateutil: make deps installs it'; exit 0; }
exec python3 -B "$here/recur.py" "$BUILD/recur/sets" "$@"
