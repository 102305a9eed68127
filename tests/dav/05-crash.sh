#!/bin/bash
# SPDX-License-Identifier: MIT
# Stopped between any two steps of pull, run and push.
cd "$(dirname "$0")" || exit 1
exec ./python crash.py "$@"
