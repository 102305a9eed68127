#!/bin/sh
# SPDX-License-Identifier: MIT
# keys.sh PRINT_KEYS: icsreserve.conf.5 with its table of keys made anew.
page=contrib/man/icsreserve.conf.5
sed '/^\.\\" keys:/q' $page
"$1"
sed -n '/^\.\\" end of keys/,$p' $page
