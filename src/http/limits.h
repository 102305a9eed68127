/* SPDX-License-Identifier: MIT */
#ifndef ICSR_HTTP_LIMITS_H
#define ICSR_HTTP_LIMITS_H

/* What is accepted from the network and waited for, each with its reason. */

/* A real answer has 1 to 4 KiB; one with 1000 violations stays below. */
#define HTTP_BODY_MAX ((size_t)1024 * 1024)
/* All header lines of an answer: libcurl 7.88 caps each line (100 KiB) but
 * not their number (CVE-2023-38039). */
#define HTTP_HEADERS_MAX ((size_t)64 * 1024)
/* A TCP and TLS handshake around the world takes below two seconds; a
 * connection that is not there yet after ten won't come. */
#define HTTP_CONNECT_SECONDS 10
/* A connection unused for so long is dropped rather than tried: gateways
 * close idle ones after 60 s and more, and a request sent into a closing
 * one may be lost. */
#define HTTP_IDLE_SECONDS 30
/* Connections side by side; more would only meet the rate limit sooner. */
#define HTTP_CONNECTIONS_MAX 64
/* Header values that are kept: log ids have 32 to 40 characters. */
#define HTTP_VALUE_MAX 80
#define HTTP_ERROR_MAX 256
/* Header values that are sent back: ETags have up to some 100 characters. */
#define HTTP_TEXT_MAX 256
/* No server of calendars has longer paths. */
#define HTTP_LOCATION_MAX 2048
/* Bytes a second below which a transfer counts as stalled. */
#define HTTP_IDLE_BYTES 20
/* The longest wait that x-ogw-ratelimit-reset may ask for: the API's
 * windows are a second and a minute, so more can't be meant. */
#define HTTP_RESET_MAX_SECONDS 120

/*
 * A server counts a request at some moment between our sending and our
 * having its answer, and pace.c reckons with all of that time.  What the
 * windows have above a second and a minute covers rounding to whole
 * milliseconds on both sides and clocks that run differently (500 ppm).
 */
#define BUCKET_SECOND_MS 1010
#define BUCKET_MINUTE_MS 60100
/* A higher rate is no rate: the memory is 8 bytes for each in a minute. */
#define BUCKET_RATE_MAX 1000000

/* First wait before trying again and the longest one; doubled each time. */
#define RETRY_BASE_MS 250
#define RETRY_CAP_MS 30000

#endif
