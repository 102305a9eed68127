/* SPDX-License-Identifier: MIT */
#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/out.h"
#include "sandbox/box.h"
#include "sandbox/limits.h"
#include "sandbox/route.h"

enum phase {
	PHASE_BODY,	/* coming in */
	PHASE_RUN,	/* to be served, after delay-before */
	PHASE_SEND,	/* to be answered, after latency and delay */
};

/* A call on the wire; asleep while its connection is suspended. */
struct wire {
	struct call *call;
	struct MHD_Connection *connection;
	enum phase phase;
	int64_t wake_us;
	struct wire *next, **link;	/* among the sleepers; else NULL */
};

struct server {
	struct box *box;
	struct MHD_Daemon *daemon;
	struct wire *sleepers;
	int64_t connections;
	int signals;		/* signalfd */
};

/* --- sleeping ------------------------------------------------------------- */

static void
fall_asleep(struct server *s, struct wire *w, int64_t ms)
{
	w->wake_us = box_mono_us() + ms * 1000;
	w->next = s->sleepers;
	w->link = &s->sleepers;
	if (w->next)
		w->next->link = &w->next;
	s->sleepers = w;
	MHD_suspend_connection(w->connection);
}

static void
wake_up(struct wire *w)
{
	*w->link = w->next;
	if (w->next)
		w->next->link = w->link;
	w->link = NULL;
	MHD_resume_connection(w->connection);
}

static void
wake_due(struct server *s, int64_t now_us)
{
	struct wire *w, *next;

	for (w = s->sleepers; w; w = next) {
		next = w->next;
		if (w->wake_us <= now_us)
			wake_up(w);
	}
}

/* --- answering ------------------------------------------------------------ */

/* Half a body, or a huge one: read from here, then cut. */
struct answer_source {
	struct str body;
	uint64_t end;		/* bytes to give */
	bool half;
};

static ssize_t
read_source(void *cls, uint64_t pos, char *buf, size_t max)
{
	struct answer_source *src = cls;
	size_t n;

	if (pos >= src->end)
		return src->half ? MHD_CONTENT_READER_END_WITH_ERROR :
		    MHD_CONTENT_READER_END_OF_STREAM;
	n = src->end - pos < max ? (size_t)(src->end - pos) : max;
	if (src->half) {
		memcpy(buf, src->body.p + pos, n);
		return (ssize_t)n;
	}
	memset(buf, 'x', n);
	/* Looks like an answer at first, and never ends as one. */
	if (pos == 0 && n > src->body.n)
		memcpy(buf, src->body.p, src->body.n);
	return (ssize_t)n;
}

static void
free_source(void *cls)
{
	struct answer_source *src = cls;

	str_free(&src->body);
	free(src);
}

static struct MHD_Response *
make_response(const struct reply *r)
{
	struct answer_source *src;

	if (r->end == REPLY_WHOLE)
		/* MHD copies; it only forgot to say so by const. */
		return MHD_create_response_from_buffer(r->body.n,
		    r->body.n ? r->body.p : (char[1]){ 0 },
		    MHD_RESPMEM_MUST_COPY);
	src = xcalloc(1, sizeof(*src));
	src->half = r->end == REPLY_HALF;
	if (src->half)
		str_add(&src->body, str_slice(&r->body));
	else
		str_adds(&src->body, "{\"code\":0,\"msg\":\"");
	src->end = src->half ? r->body.n / 2 : (uint64_t)r->huge;
	return MHD_create_response_from_callback(src->half ? r->body.n :
	    MHD_SIZE_UNKNOWN, 32768, read_source, src, free_source);
}

static enum MHD_Result
send_reply(struct wire *w)
{
	const struct reply *r = &w->call->reply;
	struct MHD_Response *response;
	enum MHD_Result rc;

	if (r->end == REPLY_CUT)
		return MHD_NO;
	response = make_response(r);
	if (!response)
		return MHD_NO;
	MHD_add_response_header(response, "Content-Type", r->type);
	for (size_t i = 0; i < r->headers.n; i++) {
		const struct reply_header *h = &r->headers.items[i];

		MHD_add_response_header(response, h->name, h->value);
	}
	rc = MHD_queue_response(w->connection, (unsigned)r->status, response);
	MHD_destroy_response(response);
	return rc;
}

/* --- taking in ------------------------------------------------------------ */

static enum MHD_Result
take_arg(void *cls, enum MHD_ValueKind kind, const char *name,
    const char *value)
{
	(void)kind;
	call_arg_add(cls, name, value);
	return MHD_YES;
}

static void
take_header(struct server *s, struct wire *w)
{
	const union MHD_ConnectionInfo *info;
	struct call *c = w->call;
	struct sockaddr_in addr;
	const char *auth;

	auth = MHD_lookup_connection_value(w->connection, MHD_HEADER_KIND,
	    "Authorization");
	c->auth = auth ? xstrdup(auth) : NULL;
	MHD_get_connection_values(w->connection, MHD_GET_ARGUMENT_KIND,
	    take_arg, c);
	info = MHD_get_connection_info(w->connection,
	    MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	if (info && info->client_addr) {
		memcpy(&addr, info->client_addr, sizeof(addr));
		c->port = ntohs(addr.sin_port);
	}
	info = MHD_get_connection_info(w->connection,
	    MHD_CONNECTION_INFO_SOCKET_CONTEXT);
	c->connection = info && info->socket_context ?
	    *(const int64_t *)info->socket_context : s->connections;
}

static enum MHD_Result
advance(struct server *s, struct wire *w)
{
	int64_t ms = 0;

	if (w->phase == PHASE_BODY) {
		w->phase = PHASE_RUN;
		ms = route_begin(s->box, w->call);
	}
	if (!ms && w->phase == PHASE_RUN) {
		w->phase = PHASE_SEND;
		ms = route_run(s->box, w->call);
	}
	if (!ms)
		return send_reply(w);
	fall_asleep(s, w, ms);
	return MHD_YES;
}

static enum MHD_Result
on_request(void *cls, struct MHD_Connection *connection, const char *url,
    const char *method, const char *version, const char *upload,
    size_t *upload_size, void **con_cls)
{
	struct server *s = cls;
	struct wire *w = *con_cls;

	(void)version;
	if (!w) {
		w = xcalloc(1, sizeof(*w));
		w->connection = connection;
		w->call = call_new(method, url);
		take_header(s, w);
		*con_cls = w;
		return MHD_YES;
	}
	if (*upload_size) {
		w->call->body_seen += *upload_size;
		str_add(&w->call->body, slice_of(upload, *upload_size));
		*upload_size = 0;
		return w->call->body_seen > LIMIT_DRAIN ? MHD_NO : MHD_YES;
	}
	return advance(s, w);
}

static void
on_completed(void *cls, struct MHD_Connection *connection, void **con_cls,
    enum MHD_RequestTerminationCode code)
{
	struct wire *w = *con_cls;

	(void)cls;
	(void)connection;
	(void)code;
	if (!w)
		return;
	call_free(w->call);
	free(w);
	*con_cls = NULL;
}

static void
on_connection(void *cls, struct MHD_Connection *connection, void **context,
    enum MHD_ConnectionNotificationCode code)
{
	struct server *s = cls;
	int64_t *number;

	(void)connection;
	if (code == MHD_CONNECTION_NOTIFY_STARTED) {
		number = xmalloc(sizeof(*number));
		*number = ++s->connections;
		*context = number;
	} else {
		free(*context);
		*context = NULL;
	}
}

/* MHD's own remarks are about clients that misbehave: not worth a line. */
static void
on_remark(void *cls, const char *fmt, va_list ap)
{
	(void)cls;
	(void)fmt;
	(void)ap;
}

/* --- the loop ------------------------------------------------------------- */

static int
start(struct server *s, struct err *e)
{
	struct sockaddr_in addr = { .sin_family = AF_INET,
		.sin_port = htons((uint16_t)s->box->opt.port),
		.sin_addr = { htonl(INADDR_LOOPBACK) } };

	errno = 0;
	s->daemon = MHD_start_daemon(MHD_USE_EPOLL | MHD_USE_ERROR_LOG |
	    MHD_ALLOW_SUSPEND_RESUME | MHD_USE_SUPPRESS_DATE_NO_CLOCK,
	    0, NULL, NULL, on_request, s,
	    MHD_OPTION_EXTERNAL_LOGGER, on_remark, NULL,
	    MHD_OPTION_SOCK_ADDR, &addr,
	    MHD_OPTION_NOTIFY_COMPLETED, on_completed, s,
	    MHD_OPTION_NOTIFY_CONNECTION, on_connection, s,
	    MHD_OPTION_CONNECTION_LIMIT, (unsigned)LIMIT_CONNECTIONS,
	    MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)LIMIT_IDLE,
	    MHD_OPTION_CONNECTION_MEMORY_LIMIT, LIMIT_HEADER,
	    MHD_OPTION_END);
	if (!s->daemon)
		return err_errno(e, ERR_USAGE, "port %d",
		    (int)s->box->opt.port);
	return 0;
}

static int
announce(const struct server *s, struct err *e)
{
	const union MHD_DaemonInfo *info = MHD_get_daemon_info(s->daemon,
	    MHD_DAEMON_INFO_BIND_PORT);
	char line[80];
	int n = snprintf(line, sizeof(line), "icsreserve-sandbox: listening "
	    "on http://127.0.0.1:%u\n", (unsigned)info->port);

	if (!out_result(line, (size_t)n) || fflush(stdout))
		return err_errno(e, ERR_USAGE, "stdout");
	return 0;
}

/* Milliseconds until something is due; -1: nothing is. */
static int
next_timeout(struct server *s)
{
	MHD_UNSIGNED_LONG_LONG ms;
	int64_t now = box_mono_us(), left, best = INT32_MAX;

	if (MHD_get_timeout(s->daemon, &ms) == MHD_YES && ms < INT32_MAX)
		best = (int64_t)ms;
	for (const struct wire *w = s->sleepers; w; w = w->next) {
		left = (w->wake_us - now + 999) / 1000;
		if (left < best)
			best = left;
	}
	return best == INT32_MAX ? -1 : best < 0 ? 0 : (int)best;
}

static void
loop(struct server *s)
{
	struct pollfd fds[2] = {
		{ .fd = MHD_get_daemon_info(s->daemon,
		    MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd, .events = POLLIN },
		{ .fd = s->signals, .events = POLLIN },
	};

	for (;;) {
		if (poll(fds, 2, next_timeout(s)) == -1 && errno != EINTR)
			return;
		if (fds[1].revents)
			return;
		wake_due(s, box_mono_us());
		MHD_run(s->daemon);
	}
}

static void
stop(struct server *s)
{
	/* MHD does not stop while a connection is suspended. */
	wake_due(s, INT64_MAX);
	MHD_stop_daemon(s->daemon);
}

/*
 * Serve the box over HTTP on 127.0.0.1 until SIGTERM or SIGINT.  One
 * thread and one loop; calls that wait are set aside.  Says on stdout
 * where it listens.
 */
static int
server_run(struct box *b, struct err *e)
{
	struct server s = { .box = b };
	sigset_t mask;
	int rc;

	sigemptyset(&mask);
	sigaddset(&mask, SIGTERM);
	sigaddset(&mask, SIGINT);
	sigprocmask(SIG_BLOCK, &mask, NULL);
	signal(SIGPIPE, SIG_IGN);
	s.signals = signalfd(-1, &mask, SFD_CLOEXEC);
	if (s.signals == -1)
		return err_errno(e, ERR_USAGE, "signalfd");
	rc = start(&s, e);
	if (rc == 0) {
		rc = announce(&s, e);
		if (rc == 0)
			loop(&s);
		stop(&s);
	}
	close(s.signals);
	return rc;
}

/* --- the program ---------------------------------------------------------- */

/* Say what --help and --version ask for. */
static int
tell(const struct options *o)
{
	struct str text = { 0 };
	bool good;

	if (o->help)
		options_help(&text);
	else
		str_adds(&text, "icsreserve-sandbox " ICSR_VERSION "\n");
	good = out_result(str_text(&text), text.n) && fflush(stdout) == 0;
	str_free(&text);
	return good ? 0 : ERR_FAILED;
}

static int
serve(struct options *o, struct err *e)
{
	struct box b;
	int rc = box_open(&b, o, e);

	if (rc == 0)
		rc = server_run(&b, e);
	box_close(&b);
	return rc;
}

int
main(int argc, char **argv)
{
	struct options o;
	struct err e = { 0 };
	int rc = 0;

	(void)argc;
	file_open_standard();
	out_init("icsreserve-sandbox", OUT_INFO, false);
	if (options_read(&o, argv, &e) == -1)
		rc = -1;
	else if (o.help || o.version)
		rc = tell(&o);
	else
		rc = serve(&o, &e);
	options_free(&o);
	if (rc == -1) {
		out_say(OUT_ERROR, "%s", e.msg);
		return (int)e.code;
	}
	return rc;
}
