/* SPDX-License-Identifier: MIT */
#include <arpa/inet.h>
#include <curl/curl.h>
#include <dlfcn.h>
#include <netinet/in.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "http/pool.h"

/*
 * What the library has counted as sent, as the pool is told: with `blind` it
 * knows of nothing, as when its first write had to wait.
 */
static bool blind;

#undef curl_easy_getinfo
CURLcode
curl_easy_getinfo(CURL *c, CURLINFO info, ...)
{
	static CURLcode (*real)(CURL *, CURLINFO, void *);
	CURLcode rc;
	va_list ap;
	void *at;

	va_start(ap, info);
	at = va_arg(ap, void *);
	va_end(ap);
	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "curl_easy_getinfo");
	rc = real(c, info, at);
	if (blind && info == CURLINFO_REQUEST_SIZE)
		*(long *)at = 0;
	if (blind && info == CURLINFO_SIZE_UPLOAD_T)
		*(curl_off_t *)at = 0;
	return rc;
}

/* A server that takes connections and says nothing, or a byte now and then. */
static int
serve(char *url, size_t size)
{
	struct sockaddr_in a = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t n = sizeof(a);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	assert_int_equal(bind(fd, (struct sockaddr *)&a, n), 0);
	assert_int_equal(listen(fd, 4), 0);
	getsockname(fd, (struct sockaddr *)&a, &n);
	snprintf(url, size, "http://127.0.0.1:%d/x", ntohs(a.sin_port));
	return fd;
}

static void
call(const char *url, struct http_reply *reply)
{
	struct http_request r = { .method = "POST", .url = url,
		.body = SLICE("{\"a\":1}"), .timeout = 1 };
	struct pool *p = NULL;
	struct err e = { 0 };

	assert_int_equal(pool_open(&p, 1, NULL, &e), 0);
	assert_int_equal(pool_add(p, &r, &e), 0);
	assert_true(pool_wait(p, 20000, reply));
	pool_close(p);
}

/* Once the body was handed over it may have reached the server. */
static void
test_body_asked(void **state)
{
	struct http_reply reply = { 0 };
	char url[64];
	int fd = serve(url, sizeof(url));

	(void)state;
	blind = true;
	call(url, &reply);
	blind = false;
	assert_int_equal(reply.failure, HTTP_TIMEOUT);
	assert_int_equal(reply.outcome, HTTP_LOST);
	http_reply_free(&reply);
	close(fd);
}

static void *
drip(void *arg)
{
	static const char answer[] = "HTTP/1.1 200 OK\r\nContent-Length: 500"
	    "\r\n\r\n{                                           ";
	int fd = accept(*(int *)arg, NULL, NULL);
	size_t i;

	for (i = 0; i < sizeof(answer) - 1; i++) {
		if (send(fd, answer + i, 1, MSG_NOSIGNAL) != 1)
			break;
		nanosleep(&(struct timespec){ 0, 100000000 }, NULL);
	}
	close(fd);
	return NULL;
}

/* The time of a call is that of all of it, however often a byte comes. */
static void
test_slow_drip(void **state)
{
	struct http_reply reply = { 0 };
	struct timespec from, to;
	char url[64];
	int fd = serve(url, sizeof(url));
	pthread_t thread;

	(void)state;
	assert_int_equal(pthread_create(&thread, NULL, drip, &fd), 0);
	clock_gettime(CLOCK_MONOTONIC, &from);
	call(url, &reply);
	clock_gettime(CLOCK_MONOTONIC, &to);
	assert_int_equal(reply.outcome, HTTP_LOST);
	assert_int_equal(reply.failure, HTTP_TIMEOUT);
	assert_true(to.tv_sec - from.tv_sec < 4);
	http_reply_free(&reply);
	pthread_join(thread, NULL);
	close(fd);
}

static void
test_nobody_there(void **state)
{
	struct http_reply reply = { 0 };
	char url[64];
	int fd = serve(url, sizeof(url));

	(void)state;
	close(fd);
	call(url, &reply);
	assert_int_equal(reply.outcome, HTTP_NOT_SENT);
	http_reply_free(&reply);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_body_asked),
		cmocka_unit_test(test_slow_drip),
		cmocka_unit_test(test_nobody_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
