#!/bin/bash
# SPDX-License-Identifier: MIT
# contrib/vdirsyncer, as the guide has it.
cd "$(dirname "$0")" || exit 1
exec ./python recipe.py
