#!/bin/bash
# SPDX-License-Identifier: MIT
# What other programs do to a folder: rename, split, drop, leave copies.
cd "$(dirname "$0")" || exit 1
exec ./python folder.py
