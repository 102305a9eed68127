#!/bin/bash
# SPDX-License-Identifier: MIT
# Behind Cyrus, with another client beside; without vdirsyncer.
cd "$(dirname "$0")/../dav" || exit 1
if [ "${1-}" = --sample ]; then
	echo 'skip - cyrus not in the sample'
	exit
fi
exec ./python real.py cyrus
