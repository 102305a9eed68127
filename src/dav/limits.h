/* SPDX-License-Identifier: MIT */
#ifndef ICSR_DAV_LIMITS_H
#define ICSR_DAV_LIMITS_H

/* What is accepted from servers of calendars, each with its reason. */

/* Depth of elements: a real multistatus has 7. */
#define DAV_DEPTH_MAX 24
/* A listing of 100,000 events with 300 bytes each. */
#define DAV_LIST_MAX ((size_t)64 * 1024 * 1024)
/* A batch of events; sabre takes 10 MB for one. */
#define DAV_EVENTS_MAX ((size_t)64 * 1024 * 1024)
/* A feed, unpacked. */
#define DAV_FEED_MAX ((size_t)128 * 1024 * 1024)
/* Members of a collection. */
#define DAV_MEMBERS_MAX 200000

/* Events of one multiget: some servers fail past 100. */
#define DAV_BATCH 50
/* Connections side by side: some servers count them as an attack. */
#define DAV_CONNECTIONS 4
/* Pages of a sync-collection; a page has 200 changes and more. */
#define DAV_PAGES_MAX 2000
/* Redirects in a row (RFC 6764 needs two). */
#define DAV_REDIRECTS_MAX 5

/* How often what may be asked again is asked in all. */
#define DAV_TRIES 3
/* A longer Retry-After ends the work with the server for this run. */
#define DAV_WAIT_MAX_SECONDS 30
/* A whole answer; idle ends it sooner. */
#define DAV_TIMEOUT 900

#endif
