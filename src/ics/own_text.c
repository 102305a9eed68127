/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "ics/line.h"
#include "ics/own_text.h"

#define FENCE_OPEN "----( Video Call )----"
#define FENCE_CLOSE "---===---"

/* A quoted parameter value (RFC 6868 for what can't stand in one). */
static void
add_param(struct str *out, struct slice text)
{
	size_t i;

	for (i = 0; i < text.n; i++) {
		if (text.p[i] == '"')
			str_adds(out, "^'");
		else if (text.p[i] == '^')
			str_adds(out, "^^");
		else if (text.p[i] == '\n')
			str_adds(out, "^n");
		else if ((unsigned char)text.p[i] >= 0x20 &&
		    text.p[i] != 0x7f)
			str_addc(out, text.p[i]);
	}
}

void
own_conference(const struct own_text *t, struct str *out)
{
	str_adds(out, "CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO;LABEL=\"");
	add_param(out, slice_str(t->wish->label));
	if (t->wish->password) {
		str_adds(out, ", password ");
		add_param(out, slice_str(t->wish->password));
	}
	str_addf(out, "\":%s", t->wish->url);
}

void
own_url(const struct own_text *t, struct str *out)
{
	str_addf(out, "URL:%s", t->wish->url);
}

void
own_location(const struct own_text *t, struct str *out)
{
	str_adds(out, "LOCATION:");
	line_escape(out, slice_str(t->wish->url));
}

void
own_id(const struct own_text *t, struct str *out)
{
	str_addf(out, "X-ICSRESERVE-ID:%s", t->wish->reserve_id);
}

bool
own_find_block(const struct own_event *ev, struct slice text, size_t *from,
    size_t *to)
{
	const char *open, *close, *s = text.p;
	struct slice block;
	size_t i;

	while ((open = strstr(s, FENCE_OPEN))) {
		close = strstr(open, FENCE_CLOSE);
		if (!close)
			return false;
		close += sizeof(FENCE_CLOSE) - 1;
		block = slice_of(open, (size_t)(close - open));
		for (i = 0; i < ev->n_known; i++) {
			if (strcmp(ev->known[i].name, "DESCRIPTION") != 0 ||
			    !slice_ihas(slice_str(ev->known[i].text), block))
				continue;
			*from = (size_t)(open - text.p);
			*to = (size_t)(close - text.p);
			while (*from >= 2 && text.p[*from - 2] == '\\' &&
			    text.p[*from - 1] == 'n')
				*from -= 2;
			return true;
		}
		s = close;
	}
	return false;
}

void
own_without_block(const struct own_text *t, struct str *out)
{
	struct slice text = slice_str(t->at->text);
	size_t from, to;

	if (t->at->ours && t->at->ours->was.p) {
		line_unfold(out, t->at->ours->was);
	} else if (t->at->ours) {
		str_adds(out, "DESCRIPTION:");
	} else if (own_find_block(t->ev, text, &from, &to)) {
		str_add(out, slice_of(text.p, from));
		str_add(out, slice_from(text, to));
	} else {
		str_add(out, text);
	}
}

void
own_description(const struct own_text *t, struct str *out)
{
	if (t->at)
		own_without_block(t, out);
	else
		str_adds(out, "DESCRIPTION:");
	if (out->n && out->p[out->n - 1] != ':')
		str_adds(out, "\\n\\n");
	str_adds(out, FENCE_OPEN "\\n");
	line_escape(out, slice_str(t->wish->url));
	if (t->wish->password) {
		str_adds(out, "\\nPassword: ");
		line_escape(out, slice_str(t->wish->password));
	}
	str_adds(out, "\\n" FENCE_CLOSE);
}
