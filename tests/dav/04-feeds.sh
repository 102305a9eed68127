#!/bin/bash
# SPDX-License-Identifier: MIT
# Feeds by conditional GET, and what is none.
cd "$(dirname "$0")" || exit 1
exec ./python feeds.py
