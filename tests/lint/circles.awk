# SPDX-License-Identifier: MIT
# circles.awk FILE...: modules of one folder that need each other by their
# includes.  A module is a .c and its .h.  Says each circle as it goes round.
FNR == 1 {
	n = split(FILENAME, part, "/")
	folder = part[n - 1]
	module = folder "/" part[n]
	sub(/\.[ch]$/, "", module)
	all[module]
}
/^#include "[a-z]+\/[a-z_0-9]+\.h"/ {
	used = $2
	gsub(/"|\.h/, "", used)
	if (used != module && index(used, folder "/") == 1)
		needs[module] = needs[module] " " used
}
# The way from `from` back to it, through modules that can be in a circle.
function round(from,    queue, head, tail, came, i, n, list, way) {
	head = tail = 0
	queue[tail++] = from
	while (head < tail) {
		n = split(needs[queue[head]], list, " ")
		for (i = 1; i <= n; i++) {
			if (list[i] == from) {
				way = from
				i = queue[head]
				for (; i != from; i = came[i])
					way = i " -> " way
				return from " -> " way
			}
			if (list[i] in came)
				continue
			came[list[i]] = queue[head]
			queue[tail++] = list[i]
		}
		head++
	}
	return ""
}
END {
	for (module in all) {
		way = round(module)
		if (way == "")
			continue
		# The same circle from each of its members: said once.
		n = split(way, list, " -> ")
		least = module
		for (i = 1; i <= n; i++)
			if (list[i] < least)
				least = list[i]
		if (least == module)
			print "circle: " way
	}
}
