/* SPDX-License-Identifier: MIT */
#ifndef ICSR_API_SETTLE_H
#define ICSR_API_SETTLE_H

#include "base/err.h"
#include "base/mem.h"
#include "http/pool.h"

struct api;
struct api_work;

/* Draw the conclusions from a reply; cookie: the work, NULL: the token. */
void settle_reply(struct api *api, struct http_reply *reply,
    struct arena *texts);
/* End a call that was not done. */
void settle_not_done(struct api *api, struct api_work *w,
    const char *message);
/* Nothing more is sent.  The first reason stays. */
void settle_stop(struct api *api, enum err_code code, const char *why);

#endif
