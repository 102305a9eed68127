/* SPDX-License-Identifier: MIT */
#ifndef ICSR_API_API_H
#define ICSR_API_API_H

#include <stdbool.h>

#include "api/call.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"

/*
 * The reserve API and the look-up of people.  Calls are
 * submitted, run side by side within the limits of each endpoint, and come
 * back one by one in the order in which they end:
 *
 *	while (api_next(api, &call))
 *		record(call);
 *
 * The token is fetched with the first call and kept for its life; one
 * refresh serves all calls that wait for it.
 */
struct api;

/*
 * conf and clock must outlive the api.  Nothing is sent yet.  ERR_USAGE on
 * a base_url that is neither https:// nor http:// to a loopback address, an
 * unknown user_id_type, or when neither app_id nor token_command is given.
 * The program should ignore SIGPIPE.
 */
int api_open(struct api **api, const struct api_conf *conf,
    const struct clock *clock, struct err *e);
void api_close(struct api *api);

/* "apply", "get", …; of API_OPS: "token". */
const char *api_op_name(int op);

/* Queue a call.  The struct and what it points to stay the caller's and
 * must live until api_next hands it back. */
void api_submit(struct api *api, struct api_call *call);

/*
 * Wait for the next call to end.  False when none is under way.  Texts of
 * the answer belong to the arena `texts`; those of the server are cut,
 * control characters made visible, secrets and the call's own meeting
 * password masked.
 *
 * Once something stops the run (api_stopped; also a signal, base/stop.h)
 * all calls not yet sent come
 * back as API_NOT_DONE, error.message saying why; those on the wire are
 * waited for.  A call submitted afterwards comes back the same way.
 */
bool api_next(struct api *api, struct arena *texts, struct api_call **call);

/*
 * Why nothing more can be done in this run: ERR_NONE, ERR_AUTH (credentials
 * or permission), ERR_NETWORK (unreachable, rate, quota) or ERR_FAILED (a
 * signal), with the sentence for the user in *why (may be NULL).
 */
enum err_code api_stopped(const struct api *api, struct err *why);

#endif
