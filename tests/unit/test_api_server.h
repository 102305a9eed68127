/* SPDX-License-Identifier: MIT */
#ifndef ICSR_TEST_API_SERVER_H
#define ICSR_TEST_API_SERVER_H

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "api/api.h"

/*
 * A tiny HTTP server in a thread that plays canned answers, and a clock
 * whose sleep takes no time.  It serves up to CONNS kept connections.
 */

enum play {
	PLAY_SEND,	/* the whole answer; the connection is kept */
	PLAY_CLOSE,	/* the whole answer, and then the connection is closed */
	PLAY_CUT,	/* read the request, close without an answer */
	PLAY_CUT_HEAD,	/* close as soon as anything came */
	PLAY_RESET,	/* the same, with a TCP reset */
	PLAY_HALF,	/* half of the body, then close */
	PLAY_HEAD_HALF,	/* half of the header lines, then close */
	PLAY_HUGE,	/* 3 MiB of body */
	PLAY_HEADERS,	/* 200 KiB of header lines */
	PLAY_LINE,	/* 200 KiB of one header line */
	PLAY_HANG,	/* no answer at all until the client goes */
	PLAY_RAW,	/* the body alone, without a status line */
	PLAY_CONTINUE,	/* "100 Continue" before the answer */
	PLAY_CHUNKED,	/* chunked, without its end */
};

/* The calls that change reservations come first; test_people has the rest. */
#define WRITES (API_DELETE + 1)

struct canned {
	enum play play;
	int status;
	const char *type, *headers, *body;
};

#define CONNS 16
#define BUF 16384
#define SEEN_MAX 4096

struct seen {
	char line[200];		/* request line */
	char bearer[80];
	int64_t at;		/* the fake clock's */
	size_t conn;
};

struct fake {
	int listen, stop[2], port;
	pthread_t thread;
	pthread_mutex_t lock;
	/* plays, under the lock: */
	struct canned token, call[8];
	size_t n_call;		/* call[i] for call i; then `good` */
	int forever;		/* the last one of call[] for good */
	struct canned good;
	const char *stale;	/* calls with this bearer get call[0] */
	size_t tokens, calls, conns;
	struct seen seen[SEEN_MAX];
	char last[BUF];		/* the last call as it came */
	int fds[CONNS];
	char *buf[CONNS];
	size_t n[CONNS], id[CONNS];
};

static atomic_llong fake_offset;

static int64_t
fake_mono(const struct clock *c)
{
	struct timespec t;

	(void)c;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000 +
	    (int64_t)atomic_load(&fake_offset);
}

static int64_t
fake_wall(const struct clock *c)
{
	(void)c;
	return 1790000000;
}

static void
fake_sleep(const struct clock *c, int64_t ms)
{
	(void)c;
	atomic_fetch_add(&fake_offset, (long long)ms);
}

static const struct clock fake_clock = { fake_wall, fake_mono, fake_sleep,
	0 };

#define TOKEN_OK "{\"code\":0,\"msg\":\"ok\",\"tenant_access_token\":" \
	"\"t-%zu-abcdefgh\",\"expire\":7200}"
#define RESERVE_OK "{\"code\":0,\"msg\":\"success\",\"data\":{\"reserve\":" \
	"{\"id\":\"7490000000000000001\",\"meeting_no\":\"112000358\"," \
	"\"password\":\"971024\",\"url\":\"https://vc.feishu.cn/j/112000358\"," \
	"\"app_link\":\"https://applink.feishu.cn/x\",\"live_link\":" \
	"\"https://meetings.feishu.cn/s/1\",\"end_time\":\"1790003600\"}," \
	"\"reserve_correction_check_info\":{\"invalid_host_id_list\":" \
	"[\"ou_1\",\"ou_2\"]}}}"
#define JSON "application/json; charset=utf-8"

static int
put(int fd, const char *p, size_t n)
{
	ssize_t w = 0;

	while (n && (w = send(fd, p, n, MSG_NOSIGNAL)) > 0) {
		p += w;
		n -= (size_t)w;
	}
	return w >= 0;
}

static void
put_filler(int fd, const char *piece, size_t times)
{
	while (times-- && put(fd, piece, strlen(piece)))
		;
}

/* Play one answer; false: the connection is to be closed. */
static int
play(int fd, const struct canned *c)
{
	char head[1024];
	const char *body = c->body ? c->body : "";
	size_t n = strlen(body);
	struct linger l = { 1, 0 };
	int len = snprintf(head, sizeof(head), "HTTP/1.1 %d X\r\n%s%s%s"
	    "X-Tt-Logid: log-1\r\n%s%s", c->status,
	    c->type ? "Content-Type: " : "", c->type ? c->type : "",
	    c->type ? "\r\n" : "", c->headers ? c->headers : "",
	    c->play == PLAY_CHUNKED ? "Transfer-Encoding: chunked\r\n" : "");

	if (c->play == PLAY_CONTINUE)
		put_filler(fd, "HTTP/1.1 100 Continue\r\nX-Tt-Logid: no\r\n\r\n", 1);
	switch (c->play) {
	case PLAY_SEND: case PLAY_CLOSE: case PLAY_CONTINUE: case PLAY_HALF:
		len += snprintf(head + len, sizeof(head) - (size_t)len,
		    "Content-Length: %zu\r\n\r\n", n);
		put(fd, head, (size_t)len);
		put(fd, body, c->play == PLAY_HALF ? n / 2 : n);
		return c->play == PLAY_SEND || c->play == PLAY_CONTINUE;
	case PLAY_HUGE:
		len += snprintf(head + len, sizeof(head) - (size_t)len,
		    "Content-Length: 3145728\r\n\r\n");
		put(fd, head, (size_t)len);
		put_filler(fd, "{\"a\":\"aaaaaaaaa", 3145728 / 15);
		return 0;
	case PLAY_HEADERS:
		put(fd, head, (size_t)len);
		put_filler(fd, "X-Filler: 0123456789012345678901234\r\n", 5500);
		return 0;
	case PLAY_LINE:
		put(fd, head, (size_t)len);
		put_filler(fd, "0123456789012345678901234567890123456789", 5500);
		return 0;
	case PLAY_CHUNKED:
		put(fd, head, (size_t)len);
		len = snprintf(head, sizeof(head), "\r\n%zx\r\n%s\r\n", n,
		    body);
		put(fd, head, (size_t)len);
		return 0;
	case PLAY_HEAD_HALF:
		put(fd, head, (size_t)len / 2);
		return 0;
	case PLAY_RAW:
		put(fd, body, n);
		return 0;
	case PLAY_RESET:
		setsockopt(fd, SOL_SOCKET, SO_LINGER, &l, sizeof(l));
		return 0;
	case PLAY_HANG:
		return 1;
	default:
		return 0;
	}
}

static void
note(struct fake *f, const char *req, size_t conn)
{
	struct seen *s = &f->seen[f->calls % SEEN_MAX];
	const char *auth = strstr(req, "Authorization: ");

	snprintf(s->line, sizeof(s->line), "%.*s",
	    (int)strcspn(req, "\r"), req);
	snprintf(s->bearer, sizeof(s->bearer), "%.*s",
	    auth ? (int)strcspn(auth + 15, "\r") : 0, auth ? auth + 15 : "");
	s->at = fake_mono(NULL);
	s->conn = conn;
	snprintf(f->last, sizeof(f->last), "%s", req);
}

/* Answer one request.  The end of it is at buf[size]. */
static int
answer(struct fake *f, size_t i, const char *req)
{
	struct canned c;
	char body[256];
	int keep;

	pthread_mutex_lock(&f->lock);
	if (strstr(req, "tenant_access_token/internal ")) {
		c = f->token;
		f->tokens++;
		if (!c.body) {
			snprintf(body, sizeof(body), TOKEN_OK, f->tokens);
			c.body = body;
		}
	} else {
		note(f, req, f->id[i]);
		c = f->stale && strstr(req, f->stale) ? f->call[0] :
		    f->calls < f->n_call ? f->call[f->calls]
		    : f->forever ? f->call[f->n_call - 1] : f->good;
		f->calls++;
	}
	pthread_mutex_unlock(&f->lock);
	keep = play(f->fds[i], &c);
	return keep;
}

/* Length of the first whole request in buf, 0: not there yet. */
static size_t
whole(const char *buf, size_t n)
{
	const char *end = n ? strstr(buf, "\r\n\r\n") : NULL, *len;
	size_t need;

	if (!end)
		return 0;
	need = (size_t)(end - buf) + 4;
	len = strcasestr(buf, "\r\nContent-Length: ");
	if (len && len < end)
		need += strtoul(len + 18, NULL, 10);
	return n >= need ? need : 0;
}

static int
cuts_head(struct fake *f, const char *req)
{
	int cut;

	pthread_mutex_lock(&f->lock);
	cut = !strstr(req, "tenant_access_token") && f->calls < f->n_call &&
	    f->call[f->calls].play == PLAY_CUT_HEAD;
	pthread_mutex_unlock(&f->lock);
	return cut;
}

static void
drop(struct fake *f, size_t i)
{
	close(f->fds[i]);
	free(f->buf[i]);
	f->buf[i] = NULL;
	f->fds[i] = -1;
	f->n[i] = 0;
}

static void
serve(struct fake *f, size_t i)
{
	char copy[BUF];
	size_t size;
	ssize_t got = recv(f->fds[i], f->buf[i] + f->n[i],
	    BUF - 1 - f->n[i], 0);

	if (got <= 0) {
		drop(f, i);
		return;
	}
	f->n[i] += (size_t)got;
	f->buf[i][f->n[i]] = '\0';
	size = whole(f->buf[i], f->n[i]);
	if (!size && !cuts_head(f, f->buf[i]))
		return;
	if (!size)
		size = f->n[i];
	memcpy(copy, f->buf[i], size);
	copy[size] = '\0';
	f->n[i] = 0;
	if (!answer(f, i, copy))
		drop(f, i);
}

static void
take(struct fake *f)
{
	size_t i;
	int one = 1, fd = accept(f->listen, NULL, NULL);

	for (i = 0; i < CONNS && f->fds[i] != -1; i++)
		;
	if (fd == -1 || i == CONNS) {
		if (fd != -1)
			close(fd);
		return;
	}
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	f->fds[i] = fd;
	f->buf[i] = malloc(BUF);
	f->n[i] = 0;
	f->id[i] = f->conns++;
}

static void *
fake_run(void *arg)
{
	struct fake *f = arg;
	struct pollfd p[CONNS + 2];
	size_t i;

	for (;;) {
		p[0] = (struct pollfd){ .fd = f->listen, .events = POLLIN };
		p[1] = (struct pollfd){ .fd = f->stop[0], .events = POLLIN };
		for (i = 0; i < CONNS; i++)
			p[i + 2] = (struct pollfd){ .fd = f->fds[i],
				.events = POLLIN };
		poll(p, CONNS + 2, -1);
		if (p[1].revents)
			break;
		for (i = 0; i < CONNS; i++)
			if (f->fds[i] != -1 && p[i + 2].revents)
				serve(f, i);
		if (p[0].revents)
			take(f);
	}
	for (i = 0; i < CONNS; i++)
		if (f->fds[i] != -1)
			drop(f, i);
	return NULL;
}

static inline void
fake_start(struct fake *f)
{
	struct sockaddr_in a = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t n = sizeof(a);
	size_t i;

	memset(f, 0, sizeof(*f));
	f->token = (struct canned){ PLAY_SEND, 200, JSON, NULL, NULL };
	f->good = (struct canned){ PLAY_SEND, 200, JSON, NULL, RESERVE_OK };
	for (i = 0; i < CONNS; i++)
		f->fds[i] = -1;
	f->listen = socket(AF_INET, SOCK_STREAM, 0);
	assert_int_equal(bind(f->listen, (struct sockaddr *)&a, n), 0);
	assert_int_equal(listen(f->listen, 64), 0);
	getsockname(f->listen, (struct sockaddr *)&a, &n);
	f->port = ntohs(a.sin_port);
	assert_int_equal(pipe(f->stop), 0);
	pthread_mutex_init(&f->lock, NULL);
	pthread_create(&f->thread, NULL, fake_run, f);
}

static inline void
fake_stop(struct fake *f)
{
	assert_int_equal(write(f->stop[1], "x", 1), 1);
	pthread_join(f->thread, NULL);
	close(f->stop[0]);
	close(f->stop[1]);
	close(f->listen);
	pthread_mutex_destroy(&f->lock);
}

#endif
