/* SPDX-License-Identifier: MIT */
/*
 * Prints the table of configuration keys as it stands in
 * contrib/man/icsreserve.conf.5, from the program's own table.
 */
#include <stdio.h>
#include <string.h>

#include "conf/keys.h"
#include "mdoc.h"

static void
print_key(const struct key *k)
{
	printf(".It Cm %s\n", k->name);
	print_text(k->help);
	if (k->words)
		printf("\nOne of: %s.", k->words);
	if (k->value)
		printf("\nDefault: %s.", k->value);
	if (k->per_calendar && strcmp(k->section, "calendar") != 0)
		fputs("\nAlso in a calendar's section.", stdout);
	putchar('\n');
}

int
main(void)
{
	const char *section = "";
	size_t i;

	for (i = 0; i < keys_n; i++) {
		if (strcmp(section, keys[i].section) != 0) {
			printf("%s.Ss [%s]\n.Bl -tag -width Ds\n",
			    i ? ".El\n" : "", keys[i].section);
			section = keys[i].section;
		}
		print_key(&keys[i]);
	}
	puts(".El");
	return 0;
}
