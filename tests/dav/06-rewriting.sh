#!/bin/bash
# SPDX-License-Identifier: MIT
# Servers that keep no event as it was sent.
cd "$(dirname "$0")" || exit 1
exec ./python rewriting.py "$@"
