# SPDX-License-Identifier: MIT
# private.awk FILE.c... FILE.h...: functions that other files may call and none
# does.  A test counts for what its own file calls as well: what tests alone
# call is dead.
FNR == 1 { before = "" }
{
	line = $0
	if (FILENAME ~ /^src\/.*\.c$/ && match(line, /^[a-z_0-9]+\(/) &&
	    before !~ /^static/)
		at[FILENAME ":" substr(line, 1, RLENGTH - 1)]
	if (line !~ /^__attribute__/)
		before = line
	while (match(line, /[a-z_][a-z_0-9]*/)) {
		word = substr(line, RSTART, RLENGTH)
		line = substr(line, RSTART + RLENGTH)
		if (last[word] != FILENAME) {
			last[word] = FILENAME
			files[word]++
		}
		if (FILENAME ~ /\.h$/)
			headers[word]++
		if (FILENAME ~ /^src\//)
			uses[word]++
	}
}
END {
	for (key in at) {
		split(key, part, ":")
		# Its own file, and the header that declares it.
		if (part[2] != "main" && headers[part[2]] <= 1 &&
		    (files[part[2]] <= 2 || uses[part[2]] <= 2))
			print "private: " part[2] " of " part[1]
	}
}
