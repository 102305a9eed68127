# SPDX-License-Identifier: MIT
# Turns the migrations, in order, and queries.sql into out/sql.h and
# out/sql.c: an enum of the queries, and tables of their names and texts.
function quoted(line) {
	gsub(/[\\"]/, "\\\\&", line)
	return "\t\t\"" line "\\n\"\n"
}
FNR == 1 && FILENAME !~ /queries\.sql$/ {
	n = split(FILENAME, part, "/")
	m++
	file[m] = part[n]
	# A gap in the numbers would skip a migration for good.
	if (part[n] + 0 != m) {
		print FILENAME ": expected number " m > "/dev/stderr"
		failed = 1
		exit 1
	}
}
FILENAME !~ /queries\.sql$/ { migration[m] = migration[m] quoted($0); next }
/^-- name: / { q++; name[q] = $3; next }
/^[ \t]*--/ || /^[ \t]*$/ { next }
{ text[q] = text[q] quoted($0) }
END {
	if (failed)
		exit 1
	h = out "/sql.h"
	c = out "/sql.c"
	made = "/* Made by sql/sql.awk; edit the files in sql/. */"
	print made "\n#ifndef ICSR_GEN_SQL_H\n#define ICSR_GEN_SQL_H\n" > h
	print "enum sql {" > h
	for (i = 1; i <= q; i++)
		print "\tSQL_" toupper(name[i]) "," > h
	print "\tSQL_QUERIES\n};\n\nenum { SQL_VERSION = " m " };\n" > h
	print "struct sql_migration {\n\tconst char *name, *text;\n};\n" > h
	print "extern const struct sql_migration sql_migrations[];" > h
	print "extern const char *const sql_names[SQL_QUERIES];" > h
	print "extern const char *const sql_texts[SQL_QUERIES];\n\n#endif" > h
	print made "\n#include \"sql.h\"\n" > c
	print "const struct sql_migration sql_migrations[] = {" > c
	for (i = 1; i <= m; i++)
		print "\t{ \"" file[i] "\",\n" migration[i] "\t}," > c
	print "};\n\nconst char *const sql_names[SQL_QUERIES] = {" > c
	for (i = 1; i <= q; i++)
		print "\t[SQL_" toupper(name[i]) "] = \"" name[i] "\"," > c
	print "};\n\nconst char *const sql_texts[SQL_QUERIES] = {" > c
	for (i = 1; i <= q; i++)
		print "\t[SQL_" toupper(name[i]) "] =\n" text[i] "\t\t\"\"," > c
	print "};" > c
}
