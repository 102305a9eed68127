/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdio.h>

#include "base/file.h"
#include "base/hash.h"
#include "sandbox/limits.h"
#include "sandbox/people.h"

static const struct {
	const char *name;
	enum person_status status;
} words[] = {
	{ "frozen", PERSON_FROZEN }, { "resigned", PERSON_RESIGNED },
	{ "inactive", PERSON_INACTIVE }, { "exited", PERSON_EXITED },
	{ "unjoined", PERSON_UNJOIN },
};

static int
by_address(const void *a, const void *b)
{
	return strcmp(((const struct colleague *)a)->address,
	    ((const struct colleague *)b)->address);
}

static char *
lower(struct arena *a, struct slice s)
{
	char *text = arena_dup(a, s.p, s.n);

	for (char *p = text; *p; p++) {
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p - 'A' + 'a');
	}
	return text;
}

static bool
read_status(struct slice word, unsigned *status)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		if (slice_eq(word, slice_str(words[i].name))) {
			*status |= words[i].status;
			return true;
		}
	}
	return false;
}

static bool
read_person(struct staff *p, struct slice line)
{
	struct slice address, id, word;
	struct colleague *one;
	unsigned status = 0;

	if (!slice_word(&line, " \t\r", &address) || address.p[0] == '#')
		return true;
	if (!slice_word(&line, " \t\r", &id) || p->list.n == LIMIT_PEOPLE)
		return false;
	while (slice_word(&line, " \t\r", &word)) {
		if (!read_status(word, &status))
			return false;
	}
	one = VEC_ADD(&p->list);
	one->address = lower(&p->arena, address);
	one->open_id = arena_dup(&p->arena, id.p, id.n);
	one->status = status;
	return true;
}

int
people_read_file(struct staff *p, const char *path, struct err *e)
{
	struct str text = { 0 };
	struct slice rest, line;
	int number = 0, rc = 0;

	*p = (struct staff){ .listed = path != NULL };
	if (!path)
		return 0;
	rc = file_read(&text, path, LIMIT_DIRECTORY, e);
	rest = str_slice(&text);
	while (rc == 0 && slice_line(&rest, &line)) {
		number++;
		if (!read_person(p, line))
			rc = err_set(e, ERR_USAGE, "%s:%d: 'ADDRESS ID "
			    "[frozen|resigned|inactive|exited|unjoined]' is "
			    "wanted", path, number);
	}
	str_free(&text);
	VEC_SORT(&p->list, by_address);
	return rc;
}

void
people_free(struct staff *p)
{
	VEC_FREE(&p->list);
	arena_free(&p->arena);
}

bool
people_id_type(const char *text, enum id_type *type)
{
	static const char *const names[] = { [ID_OPEN] = "open_id",
		[ID_UNION] = "union_id", [ID_USER] = "user_id" };

	*type = ID_OPEN;
	for (int i = 0; text && i <= ID_USER; i++) {
		if (!strcmp(text, names[i])) {
			*type = (enum id_type)i;
			return true;
		}
	}
	return !text || !*text;
}

/* What the three ids of a person have in common. */
static const char *
bare(const char *id)
{
	return strncmp(id, "ou_", 3) && strncmp(id, "on_", 3) ? id : id + 3;
}

void
people_id(struct str *out, const char *open_id, enum id_type type)
{
	static const char *const prefixes[] = { [ID_OPEN] = "ou_",
		[ID_UNION] = "on_", [ID_USER] = "" };

	/* An id of a free form in the directory is what it is. */
	if (type == ID_OPEN || bare(open_id) == open_id) {
		str_adds(out, open_id);
		return;
	}
	str_adds(out, prefixes[type]);
	str_adds(out, bare(open_id));
}

/*
 * One mail address or mobile number: letters, digits and what RFC 5322 calls
 * atext, with one '@' in between; or digits after a '+'.
 */
static bool
well_formed(const char *s)
{
	static const char alnum[] = "abcdefghijklmnopqrstuvwxyz0123456789";
	char local[sizeof(alnum) + 24];
	size_t n;

	n = strspn(s + (*s == '+'), "0123456789");
	if (n && !s[n + (*s == '+')])
		return true;
	snprintf(local, sizeof(local), "%s.!#$%%&'*+-/=?^_`{|}~", alnum);
	n = strspn(s, local);
	if (!n || s[n] != '@')
		return false;
	s += n + 1;
	snprintf(local, sizeof(local), "%s.-_", alnum);
	n = strspn(s, local);
	return n && !s[n] && strchr(alnum, s[0]) && strchr(alnum, s[n - 1]);
}

static bool
find_anybody(struct arena *a, const char *address, enum id_type type,
    struct str *out)
{
	struct slice all = slice_str(address), tail = SLICE(".invalid");
	uint64_t h = hash_bytes(all);

	if (!well_formed(address) || (all.n > tail.n && slice_eq(tail,
	    slice_from(all, all.n - tail.n))))
		return false;
	people_id(out, arena_printf(a, "ou_%016" PRIx64 "%016" PRIx64, h,
	    hash_join(h, h)), type);
	return true;
}

bool
people_find(const struct staff *p, struct slice address,
    enum id_type type, struct str *out, unsigned *status)
{
	struct arena a = { 0 };
	struct colleague key = { .address = lower(&a, address) };
	const struct colleague *one;
	bool found;

	*status = 0;
	if (!p->listed) {
		found = find_anybody(&a, key.address, type, out);
	} else {
		one = VEC_FIND(&p->list, &key, by_address);
		found = one != NULL;
		if (one) {
			*status = one->status;
			people_id(out, one->open_id, type);
		}
	}
	arena_free(&a);
	return found;
}

bool
people_has(const struct staff *p, const char *id, enum id_type type)
{
	const unsigned gone = PERSON_RESIGNED | PERSON_EXITED;
	struct str own = { 0 };
	bool known = false;

	if (!p->listed)
		return type == ID_USER ? *id && bare(id) == id
		    : bare(id) != id && *bare(id);
	for (size_t i = 0; i < p->list.n && !known; i++) {
		const struct colleague *one = &p->list.items[i];

		str_clear(&own);
		people_id(&own, one->open_id, type);
		known = !(one->status & gone) && !strcmp(str_text(&own), id);
	}
	str_free(&own);
	return known;
}
