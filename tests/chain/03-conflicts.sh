#!/bin/bash
# SPDX-License-Identifier: MIT
# Conflicts both ways, the server emptied, the server down.
cd "$(dirname "$0")" || exit 1
if [ "${1-}" = --sample ]; then
	echo 'skip - conflicts not in the sample'
	exit
fi
exec ./python conflicts.py
