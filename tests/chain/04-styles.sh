#!/bin/bash
# SPDX-License-Identifier: MIT
# The corpora, booked, then rewritten in every style.
cd "$(dirname "$0")" || exit 1
exec ./python styles.py "$@"
