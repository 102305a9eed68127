#!/bin/bash
# SPDX-License-Identifier: MIT
# The API's pages do not agree whether an empty value clears a field: what an
# update cleared is read back, and told when it stayed.
. "$(dirname "$0")/../lib.sh"
# changes EMPTY [OPTION]...: hosts and password go
changes() {
	local empty=$1
	shift
	rm -rf "$DIR/state"; mkdir "$DIR/state"
	stop_box; rm -f "$DIR/box/state"
	start_box --assume "empty=$empty" "$@"
	{ vevent a 20261201T020000Z 'X-ICSRESERVE-HOSTS:ou_a' 'X-ICSRESERVE-PASSWORD:123456'
	  vevent b 20261201T020000Z 'X-ICSRESERVE-HOSTS:ou_b'; } | vcal > a.ics
	tool sync a.ics; is "$empty: booked" $RC 0
	edit a.ics '/^X-ICSRESERVE-HOSTS:ou_a/d; s/^\(X-ICSRESERVE-PASSWORD:\).*\r/\1none\r/; s/ou_b/ou_c/'
	tool --json sync a.ics
}
changes clear
is 'cleared: it is read back' "$RC $(totals) $(calls)" '0 updated=2 get=1 token=1 update=2'
is 'cleared: nothing is to be told' "$(out problems)" '[]'
changes keep
is 'kept: it is told' "$RC $(calls) $(out '[(p["kind"], p["uid"], p["message"].split(" and ")[0]) for p in problems]')" \
    '0 get=1 token=1 update=2 [["not-cleared", "a", "the server was told to clear assign_host_list, password"]]'
quiet 'kept: it is not sent again' a.ics
changes keep --missing-scope vc:reserve:readonly
is 'it may not be read: that is told, and is no failure' "$RC $(calls) $(out '[p["kind"] for p in problems]')" \
    '0 get=1 token=1 update=2 ["not-read-back"]'
