# SPDX-License-Identifier: MIT
# names.awk FILE.c...: functions with the name of another module's public one.
# The return type stands on a line of its own (style(9)), so "^name(" is a
# definition, and the line before it says whether it is static.
match($0, /^[a-z_0-9]+\(/) {
	name = substr($0, 1, RLENGTH - 1)
	if (before !~ /^static/) {
		if (name in at && at[name] != FILENAME)
			print "name: " name " of " FILENAME " and of " at[name]
		at[name] = FILENAME
	} else if (last[name] != FILENAME) {
		here[name] = here[name] " " FILENAME
		last[name] = FILENAME
	}
}
!/^__attribute__/ { before = $0 }
END {
	for (name in here) {
		n = split(here[name], files)
		for (i = 1; i <= n && name in at; i++)
			if (files[i] != at[name])
				print "name: " name " of " files[i] \
				    " and of " at[name]
	}
}
