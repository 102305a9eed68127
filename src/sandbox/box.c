/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <json-c/json.h>
#include <json-c/json_visit.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/out.h"
#include "sandbox/box.h"
#include "sandbox/call.h"
#include "sandbox/limits.h"
#include "sandbox/script.h"

/* Append to a file from now on; path NULL: memory only. */
static int
logbook_open(struct logbook *l, const char *path, struct err *e)
{
	if (!path)
		return 0;
	l->fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	return l->fd == -1 ? err_errno(e, ERR_USAGE, "%s", path) : 0;
}

static void
logbook_close(struct logbook *l)
{
	for (size_t i = 0; i < l->ring.n; i++)
		str_free(&l->ring.items[i]);
	VEC_FREE(&l->ring);
	if (l->fd != -1)
		close(l->fd);
}

/* A secret that is set reads "***"; an empty one, which says so, stays. */
static int
hide(struct json_object *o, int flags, struct json_object *parent,
    const char *key, size_t *index, void *arg)
{
	(void)flags;
	(void)parent;
	(void)index;
	(void)arg;
	if (key && json_object_is_type(o, json_type_string) &&
	    json_object_get_string_len(o) > 0 &&
	    (!strcmp(key, "password") || strstr(key, "secret") ||
	    strstr(key, "token")))
		json_object_set_string(o, "***");
	return JSON_C_VISIT_RETURN_CONTINUE;
}

static void
add_body(struct str *line, const struct call *c)
{
	struct json_object *copy = NULL;
	const char *text;

	str_addf(line, ",\"body_bytes\":%zu,\"body\":", c->body_seen);
	if (!c->json || json_object_deep_copy(c->json, &copy, NULL) == -1) {
		/* What can't be read can't be freed of secrets either. */
		str_adds(line, "null");
		return;
	}
	json_c_visit(copy, 0, hide, NULL);
	text = json_object_to_json_string_ext(copy,
	    JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE);
	if (strlen(text) <= LIMIT_LOG_BODY)
		str_adds(line, text);
	else
		str_json(line, slice_of(text, LIMIT_LOG_BODY));
	json_object_put(copy);
}

static void
add_pair(struct str *line, const char *name, const char *value)
{
	str_addf(line, ",\"%s\":", name);
	if (value)
		str_json(line, slice_str(value));
	else
		str_adds(line, "null");
}

static void
add_request(struct str *line, const struct call *c)
{
	struct str query = { 0 };

	for (size_t i = 0; i < c->query.n; i++) {
		const struct call_arg *a = &c->query.items[i];

		str_addf(&query, "%s%s=%s", i ? "&" : "", a->name, a->value);
	}
	str_addf(line, "{\"seq\":%" PRId64 ",\"ms\":%" PRId64 ".%03d",
	    c->seq, c->arrived_us / 1000, (int)(c->arrived_us % 1000));
	add_pair(line, "method", c->method);
	add_pair(line, "path", c->path);
	add_pair(line, "query", str_text(&query));
	add_pair(line, "call", c->endpoint ?
	    call_name(c->endpoint->name) : NULL);
	str_addf(line, ",\"count\":%" PRId64 ",\"connection\":%" PRId64
	    ",\"port\":%u", c->count, c->connection, c->port);
	str_free(&query);
}

static void
make_line(struct str *line, const struct call *c)
{
	static const char *const ends[] = { [REPLY_WHOLE] = "whole",
		[REPLY_HALF] = "half", [REPLY_CUT] = "cut",
		[REPLY_HUGE] = "huge" };
	bool sent = c->reply.end != REPLY_CUT;

	add_request(line, c);
	add_body(line, c);
	if (sent)
		str_addf(line, ",\"status\":%d,\"code\":%" PRId64,
		    c->reply.status, c->reply.code);
	else
		str_adds(line, ",\"status\":null,\"code\":null");
	str_addf(line, ",\"deed\":%s", c->deed ? "true" : "false");
	add_pair(line, "reserve_id", c->made[0] ? c->made :
	    c->id[0] ? c->id : NULL);
	add_pair(line, "log_id", c->log_id);
	add_pair(line, "answer", ends[c->reply.end]);
	add_pair(line, "fault", c->fault ? c->fault->text : NULL);
	str_addc(line, '}');
}

static struct str *
line_at(const struct logbook *l, size_t i)
{
	return &l->ring.items[i % LIMIT_LOG_LINES];
}

static void
remember(struct logbook *l, const struct str *line)
{
	struct str *at;
	size_t oldest;

	if (l->ring.n < LIMIT_LOG_LINES)
		VEC_ADD(&l->ring);
	at = line_at(l, l->n);
	l->bytes -= at->n;
	str_free(at);
	str_add(at, str_slice(line));
	l->bytes += at->n;
	l->n++;
	/* Above the bound the oldest go; they stay as empty lines. */
	oldest = l->n > LIMIT_LOG_LINES ? l->n - LIMIT_LOG_LINES : 0;
	for (; l->bytes > LIMIT_LOG_BYTES && oldest < l->n; oldest++) {
		l->bytes -= line_at(l, oldest)->n;
		str_free(line_at(l, oldest));
	}
}

void
logbook_add(struct logbook *l, const struct call *c)
{
	struct str line = { 0 };
	struct slice rest;
	ssize_t n;

	make_line(&line, c);
	remember(l, &line);
	str_addc(&line, '\n');
	rest = str_slice(&line);
	while (l->fd != -1 && rest.n) {
		n = write(l->fd, rest.p, rest.n);
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1) {
			out_say(OUT_ERROR, "the log can't be written: %s",
			    strerror(errno));
			break;
		}
		rest = slice_from(rest, (size_t)n);
	}
	str_free(&line);
}

void
logbook_list(const struct logbook *l, size_t n, struct str *out)
{
	size_t most = l->n < LIMIT_LOG_LINES ? l->n : LIMIT_LOG_LINES;
	const char *between = "\n";

	if (n > most)
		n = most;
	str_addc(out, '[');
	for (size_t i = l->n - n; i < l->n; i++) {
		if (!line_at(l, i)->n)
			continue;
		str_adds(out, between);
		str_add(out, str_slice(line_at(l, i)));
		between = ",\n";
	}
	str_adds(out, "\n]\n");
}

/* --- the box -------------------------------------------------------------- */

int
box_open(struct box *b, struct options *opt, struct err *e)
{
	*b = (struct box){ .opt = *opt, .log.fd = -1 };
	*opt = (struct options){ 0 };
	script_init(&b->script);
	if (clock_init(&b->clock, e) == -1 ||
	    people_read_file(&b->people, b->opt.directory, e) == -1 ||
	    store_load(&b->store, b->opt.state, e) == -1 ||
	    logbook_open(&b->log, b->opt.log, e) == -1)
		return -1;
	return b->opt.script ? script_read(&b->script, b->opt.script, e) : 0;
}

void
box_close(struct box *b)
{
	for (int i = 0; i < CALL_N; i++)
		free(b->passed[i].ring);
	VEC_FREE(&b->tokens);
	script_free(&b->script);
	people_free(&b->people);
	logbook_close(&b->log);
	store_free(&b->store);
	options_free(&b->opt);
}

int64_t
box_now(const struct box *b)
{
	return b->clock.wall(&b->clock) + b->shift;
}

int64_t
box_mono_us(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}
