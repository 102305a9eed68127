#!/bin/bash
# SPDX-License-Identifier: MIT
# Servers that are odd, broken or hostile.
cd "$(dirname "$0")" || exit 1
exec ./python hostile.py "$@"
