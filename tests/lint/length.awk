# SPDX-License-Identifier: MIT
# Functions above 60 lines and files above 500, from the style alone: a
# definition has its name in column 1 after its type's line, its body ends
# with a '}' in column 1.  Waivers (file with "NAME reason") are let through.
BEGIN {
	while ((getline line < waivers) > 0)
		if (split(line, w, " ") > 1 && line !~ /^#/)
			waived[w[1]] = 1
}
FNR == 1 { check_file(); name = ""; file = FILENAME }
{ lines = FNR }
length($0) > 0 && width($0) > 80 {
	print FILENAME ":" FNR ": longer than 80 columns"; bad = 1
}
/^\(?\*?[a-z_0-9(*]+\(/ { name = $0; sub(/^[(*]*/, "", name); sub(/\(.*/, "", name); start = FNR }
/^}/ {
	if (name != "" && FNR - start + 1 > 60 && !(name in waived)) {
		print FILENAME ":" start ": " name " has " FNR - start + 1 " lines (60 at most)"
		bad = 1
	}
	name = ""
}
END { check_file(); exit bad }
function check_file() {
	if (lines > 500 && !(file in waived)) {
		print file ": " lines " lines (500 at most)"; bad = 1
	}
	lines = 0
}
function width(s,    t, n, i) {	# characters, with tabs of 8
	t = 0
	gsub(/[\200-\277]/, "", s)	# an awk of bytes: count characters
	n = length(s)
	for (i = 1; i <= n; i++)
		t += substr(s, i, 1) == "\t" ? 8 - t % 8 : 1
	return t
}
