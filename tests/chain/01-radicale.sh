#!/bin/bash
# SPDX-License-Identifier: MIT
# Five rounds of edits behind Radicale, in both modes of `recurrence`.
cd "$(dirname "$0")" || exit 1
./python chain.py radicale series "$@" || exit
case " $* " in *" --sample "*) exit ;; esac
exec ./python chain.py radicale occurrences "$@"
