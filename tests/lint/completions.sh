#!/bin/sh
# SPDX-License-Identifier: MIT
# completions.sh PRINT_COMPLETIONS SHELL: contrib/completions/icsreserve.SHELL
# with its tables made anew.
file=contrib/completions/icsreserve.$2
sed '/^# tables:/q' "$file"
"$1" "$2"
sed -n '/^# end of tables/,$p' "$file"
