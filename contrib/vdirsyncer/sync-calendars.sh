#!/bin/sh
# SPDX-License-Identifier: MIT
# sync-calendars.sh [PAIR]... - one run of the chain: pull from the server into
# the folder, icsreserve on the folder, push to the server.  Without PAIR it
# takes all pairs of vdirsyncer's configuration.
#
# Runs never overlap: a second one ends at once with 8.  When the pull fails,
# what came is used, but nothing is deleted: an event that is missing may just
# not have arrived.  Links are renewed all the same.  The exit status is
# icsreserve's, or 1 when only vdirsyncer failed.
set -u
state=${XDG_STATE_HOME:-$HOME/.local/state}/icsreserve
mkdir -p "$state" || exit 2
exec 9> "$state/sync-calendars.lock" || exit 2
flock -n 9 || {
	echo "sync-calendars: another run is going on" >&2
	exit 8
}

failed=0
vdirsyncer -v WARNING sync "$@" 9>&- || failed=1
# The state's own lock is waited for: somebody may be looking by hand.
if [ $failed = 0 ]; then
	icsreserve --quiet --no-progress sync --wait 60 9>&-
else
	echo "sync-calendars: the pull failed, so nothing is deleted" >&2
	icsreserve --quiet --no-progress sync --wait 60 --max-deletes 0 9>&-
fi
status=$?
vdirsyncer -v WARNING sync "$@" 9>&- || failed=1
[ $status != 0 ] || status=$failed
exit $status
