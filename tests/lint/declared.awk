# SPDX-License-Identifier: MIT
# declared.awk FILE.h... FILE.c...: functions that are declared in another
# header than that of the .c which defines them.  The return type stands on a
# line of its own (style(9)), so "^name(" is a definition.
FNR == 1 {
	comment = 0
}
{ line = $0 }
FILENAME ~ /\.c$/ {
	if (match(line, /^[a-z_0-9]+\(/) && before !~ /^static/)
		at[substr(line, 1, RLENGTH - 1)] = FILENAME
	if (line !~ /^__attribute__/)
		before = line
	next
}
/^#/ { next }
{
	while (1) {
		if (comment) {
			i = index(line, "*/")
			if (!i) { line = ""; break }
			line = substr(line, i + 2)
			comment = 0
		}
		i = index(line, "/*")
		if (!i)
			break
		rest = substr(line, i + 2)
		kept = kept substr(line, 1, i - 1)
		line = rest
		comment = 1
	}
	line = kept line
	kept = ""
	if (line ~ /^(static|typedef|struct [a-z_]+ \{|enum)/ && line !~ /\(/)
		next
	if (line ~ /^[a-z].*[ *][a-z_0-9]+\(/ && line !~ /^static/) {
		match(line, /[a-z_0-9]+\(/)
		name = substr(line, RSTART, RLENGTH - 1)
		if (!(name in said))
			said[name] = FILENAME
	}
}
END {
	for (name in said) {
		own = at[name]
		if (own == "")
			continue
		sub(/\.c$/, ".h", own)
		if (own != said[name])
			print "declared: " name " of " at[name] " in " said[name]
	}
}
