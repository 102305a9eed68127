/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SANDBOX_LIMITS_H
#define ICSR_SANDBOX_LIMITS_H

/*
 * What the sandbox takes from outside at most, so that no request makes it
 * grow without end.
 */

/* The largest honest body is an apply with a long topic: some KiB. */
#define LIMIT_BODY ((size_t)1 << 20)
/* A larger body is read up to here and dropped; then the line is cut. */
#define LIMIT_DRAIN ((size_t)16 << 20)
/* Headers of a request; a JWT of a user is up to 4 KiB. */
#define LIMIT_HEADER ((size_t)32 << 10)
/* Arguments of a query that are looked at; a call for names has 51. */
#define LIMIT_QUERY 64
/* Below the usual 1024 file descriptors of a process. */
#define LIMIT_CONNECTIONS 512
/* Seconds that a silent connection stays open. */
#define LIMIT_IDLE 60
/* json-c recurses; the deepest shape of the API has six levels. */
#define LIMIT_DEPTH 32
/* Ten times the largest bench; the bytes bound what each may hold. */
#define LIMIT_RESERVES 100000
#define LIMIT_STORE ((size_t)64 << 20)
/* The state file: the store and what JSON adds. */
#define LIMIT_STATE ((size_t)80 << 20)
/* Tokens alive at once; the oldest goes when there would be more. */
#define LIMIT_TOKENS 1024
/* Rules of misbehaviour, those of the control endpoint included. */
#define LIMIT_RULES 10000
#define LIMIT_SCRIPT ((size_t)1 << 20)
/* Their texts together: rules are only freed at the end. */
#define LIMIT_SCRIPTS ((size_t)8 << 20)
/* People in the directory file. */
#define LIMIT_PEOPLE 100000
#define LIMIT_DIRECTORY ((size_t)16 << 20)
/* A log line shows this much of a body. */
#define LIMIT_LOG_BODY ((size_t)64 << 10)
/* What /_sandbox/log remembers, in lines and in bytes. */
#define LIMIT_LOG_LINES 1000
#define LIMIT_LOG_BYTES ((size_t)8 << 20)
/* Calls in a window of the rate limit: the ring holds one time each. */
#define LIMIT_RATE 100000
/* Addresses in one batch_get_id, each kind (documented). */
#define LIMIT_BATCH 50
/* Hosts of one reservation (documented). */
#define LIMIT_HOSTS 10
/* A reservation ends at most this far ahead (documented). */
#define LIMIT_AHEAD ((int64_t)30 * 86400)
/* People in one meeting started by the control endpoint. */
#define LIMIT_PARTICIPANTS 1000
/* Where --assume long-topic=refuse draws its line, in characters. */
#define LIMIT_TOPIC 255

#endif
