#!/bin/sh
# SPDX-License-Identifier: MIT
# Tells a service such as healthchecks.io that a run has ended, and how: who
# hears nothing for too long raises the alarm.
#
#	[hooks]
#	on_success = /usr/local/share/icsreserve/hooks/healthchecks.sh /etc/icsreserve/ping.url
#	on_failure = /usr/local/share/icsreserve/hooks/healthchecks.sh /etc/icsreserve/ping.url
#
# The file has the check's address, https://hc-ping.com/UUID, mode 0600.  A run
# that only found another one at work (8) says nothing.
set -eu
[ "$ICSRESERVE_EXIT" != 8 ] || exit 0
read -r url < "$1"
# Not as an argument: every user sees those.
printf 'url = "%s/%s"\n' "$url" "$ICSRESERVE_EXIT" |
	curl --config - --fail --silent --show-error --max-time 10 --retry 2 \
		--output /dev/null \
		--data-raw "$ICSRESERVE_COMMAND $ICSRESERVE_RUN"
