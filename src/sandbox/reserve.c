/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <json-c/json.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/hash.h"
#include "base/num.h"
#include "sandbox/box.h"
#include "sandbox/json.h"
#include "sandbox/reserve.h"
#include "sandbox/validate.h"

#define NOT_EXPIRED 1
#define EXPIRED 2

static const char *
text_of(struct json_object *o, const char *name)
{
	return json_object_get_string(json_object_object_get(o, name));
}

static struct json_object *
__attribute__((format(printf, 1, 2)))
format(const char *fmt, ...)
{
	char text[320];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	return json_object_new_string(text);
}

static const char *
domain(const struct box *b)
{
	return assume_is(&b->opt.assume, ASSUME_BRAND, "lark") ?
	    "larksuite.com" : "feishu.cn";
}

struct json_object *
reserve_url(const struct box *b, struct json_object *o)
{
	return format("https://vc.%s/j/%s", domain(b),
	    text_of(o, "meeting_no"));
}

static bool
is_expired(const struct box *b, struct json_object *o)
{
	int64_t end = 0;

	json_number(json_object_object_get(o, "end_time"), &end);
	return end <= box_now(b);
}

/* A password of six digits, the same in every run. */
static void
put_random_password(struct json_object *o, int64_t salt)
{
	char text[48];
	uint64_t h;
	int n = snprintf(text, sizeof(text), "%s/%" PRId64,
	    text_of(o, "id"), salt);

	h = hash_bytes(slice_of(text, (size_t)n));
	snprintf(text, sizeof(text), "%06" PRIu64, h % 1000000);
	json_put_text(o, "password", text);
}

/* --- answers -------------------------------------------------------------- */

static struct json_object *
describe(const struct box *b, struct json_object *o)
{
	static const char *const same[] = { "id", "meeting_no", "password",
		"end_time" };
	struct json_object *r = json_object_new_object();
	int64_t id = 0;

	for (size_t i = 0; i < sizeof(same) / sizeof(*same); i++)
		json_put_text(r, same[i], text_of(o, same[i]));
	json_number(json_object_object_get(o, "id"), &id);
	json_object_object_add(r, "url", reserve_url(b, o));
	json_object_object_add(r, "live_link", format(
	    "https://meetings.%s/s/1gub%" PRIx64, domain(b), (uint64_t)id));
	return r;
}

static void
add_app_link(const struct box *b, struct json_object *r,
    struct json_object *o)
{
	const char *host = assume_is(&b->opt.assume, ASSUME_BRAND, "lark") ?
	    "applink.larksuite.com" : "applink.feishu.cn";

	json_object_object_add(r, "app_link", format("https://%s/client/"
	    "videochat/open?source=openplatform&action=join&idtype="
	    "reservationid&id=%s&preview={?}&mic={?}&speaker={?}&camera={?}",
	    host, text_of(o, "id")));
}

static void
add_expire_status(const struct box *b, struct json_object *r,
    struct json_object *o)
{
	int status = is_expired(b, o) ? EXPIRED : NOT_EXPIRED;

	if (assume_is(&b->opt.assume, ASSUME_EXPIRE_STATUS, "zero"))
		status = 0;
	json_put_int(r, "expire_status", status);
}

/* Answer with one reservation and, of apply and update, the hosts sifted. */
static void
answer(struct box *b, struct call *c, struct json_object *reserve,
    struct json_object *invalid)
{
	struct json_object *data = json_object_new_object();
	struct json_object *info;

	json_object_object_add(data, "reserve", reserve);
	if (invalid && (json_object_array_length(invalid) ||
	    assume_is(&b->opt.assume, ASSUME_CHECK_INFO, "always"))) {
		info = json_object_new_object();
		json_object_object_add(info, "invalid_host_id_list",
		    json_object_get(invalid));
		json_object_object_add(data,
		    "reserve_correction_check_info", info);
	}
	reply_data(&c->reply, data);
}

static struct json_object *
echo_settings(const struct box *b, struct json_object *o)
{
	struct json_object *s = json_copy(json_object_object_get(o,
	    "meeting_settings"));

	if (assume_is(&b->opt.assume, ASSUME_GET_DEFAULTS, "omit"))
		return s;
	json_fill(s, "topic", json_object_new_string(""));
	json_fill(s, "action_permissions", json_object_new_array());
	json_fill(s, "meeting_initial_type", json_object_new_int(1));
	json_fill(s, "meeting_connect", json_object_new_boolean(false));
	json_fill(s, "auto_record", json_object_new_boolean(false));
	json_fill(s, "assign_host_list", json_object_new_array());
	return s;
}

/* --- whose ------------------------------------------------------------- */

static bool
is_own(const struct box *b, const struct call *c, struct json_object *o)
{
	const char *by = text_of(o, "made_by");

	if (c->by_user)
		return !strcmp(text_of(o, "owner_id"), c->actor);
	if (assume_is(&b->opt.assume, ASSUME_TENANT_OWN, "tenant"))
		return true;
	return !strncmp(by, "app:", 4) && !strcmp(by + 4, c->actor);
}

struct json_object *
reserve_find(struct box *b, struct call *c, int64_t *id)
{
	struct json_object *o;

	if (!num_parse(slice_str(c->id), 0, INT64_MAX, id)) {
		call_refuse(c, CODE_PARAM, "reserve_id: a number is wanted");
		return NULL;
	}
	o = store_get(&b->store, *id);
	if (!o || (is_expired(b, o) &&
	    assume_is(&b->opt.assume, ASSUME_EXPIRED, "gone"))) {
		call_refuse(c, CODE_NOT_EXIST, "there is no such reservation");
		return NULL;
	}
	if (!is_own(b, c, o)) {
		call_refuse(c, CODE_NO_PERMISSION, "it is another's");
		return NULL;
	}
	return o;
}

/* Keep o (taken over) and note the deed. */
static int
keep(struct box *b, struct call *c, int64_t id, struct json_object *o)
{
	struct err e = { 0 };

	if (store_put(&b->store, id, o, &e) == -1)
		return call_refuse(c, CODE_INTERNAL, "%s", e.msg);
	c->deed = true;
	return 0;
}

/* --- endpoints ------------------------------------------------------------ */

static struct json_object *
make(struct box *b, struct call *c, struct wish *w, int64_t id)
{
	struct json_object *o = json_object_new_object();

	json_put_digits(o, "id", id);
	json_put_digits(o, "meeting_no", store_new_number(&b->store, id,
	    b->opt.numbers, box_now(b)));
	if (w->password)
		json_put_text(o, "password", w->password);
	else if (assume_is(&b->opt.assume, ASSUME_DEFAULT_PASSWORD, "none"))
		json_put_text(o, "password", "");
	else
		put_random_password(o, 0);
	json_put_digits(o, "end_time", w->end_time);
	json_put_text(o, "owner_id", w->owner);
	json_object_object_add(o, "made_by", format("%s:%s",
	    c->by_user ? "user" : "app", c->actor));
	json_put_digits(o, "created", box_now(b));
	json_put_digits(o, "updated", box_now(b));
	json_object_object_add(o, "meeting_settings",
	    json_object_get(w->settings));
	return o;
}

int
reserve_apply(struct box *b, struct call *c)
{
	struct json_object *o, *r;
	struct wish w;
	int64_t id;

	if (wish_read(b, c, NULL, &w) == -1) {
		wish_free(&w);
		return -1;
	}
	id = store_new_id(&b->store);
	o = make(b, c, &w, id);
	r = describe(b, o);
	add_app_link(b, r, o);
	answer(b, c, r, w.invalid);
	snprintf(c->made, sizeof(c->made), "%" PRId64, id);
	wish_free(&w);
	return keep(b, c, id, o);
}

static void
renumber(struct box *b, struct json_object *o, bool expired)
{
	bool change = assume_is(&b->opt.assume, ASSUME_UPDATE_LINK, "change");

	if (change || (expired &&
	    assume_is(&b->opt.assume, ASSUME_UPDATE_LINK, "expired")))
		json_put_digits(o, "meeting_no", store_new_number(&b->store,
		    store_new_id(&b->store), b->opt.numbers, box_now(b)));
}

static void
overwrite(struct box *b, struct json_object *o, struct wish *w)
{
	bool expired = is_expired(b, o);

	if (w->end_time)
		json_put_digits(o, "end_time", w->end_time);
	if (w->password)
		json_put_text(o, "password", w->password);
	else if (assume_is(&b->opt.assume, ASSUME_UPDATE_PASSWORD,
	    "regenerate"))
		put_random_password(o, b->seq);
	json_put_digits(o, "updated", box_now(b));
	json_object_object_add(o, "meeting_settings",
	    json_object_get(w->settings));
	renumber(b, o, expired);
}

int
reserve_update(struct box *b, struct call *c)
{
	struct json_object *o, *r;
	struct wish w = { 0 };
	int64_t id;

	o = reserve_find(b, c, &id);
	if (!o)
		return -1;
	if (is_expired(b, o) && assume_is(&b->opt.assume,
	    ASSUME_EXPIRED_UPDATE, "refuse"))
		return call_refuse(c, CODE_NOT_EXIST, "it is expired");
	if (wish_read(b, c, o, &w) == -1) {
		wish_free(&w);
		return -1;
	}
	o = json_copy(o);
	overwrite(b, o, &w);
	r = describe(b, o);
	add_expire_status(b, r, o);
	answer(b, c, r, w.invalid);
	wish_free(&w);
	return keep(b, c, id, o);
}

int
reserve_delete(struct box *b, struct call *c)
{
	struct err e = { 0 };
	int64_t id;

	if (!reserve_find(b, c, &id))
		return -1;
	if (store_remove(&b->store, id, &e) == -1)
		return call_refuse(c, CODE_INTERNAL, "%s", e.msg);
	c->deed = true;
	reply_data(&c->reply, assume_is(&b->opt.assume, ASSUME_DELETE_DATA,
	    "empty") ? json_object_new_object() : NULL);
	return 0;
}

int
reserve_get(struct box *b, struct call *c)
{
	struct json_object *o, *r;
	enum id_type type;
	int64_t id;

	if (call_id_type(c, &type) == -1 || !(o = reserve_find(b, c, &id)))
		return -1;
	r = describe(b, o);
	add_app_link(b, r, o);
	add_expire_status(b, r, o);
	json_put_text(r, "reserve_user_id", text_of(o, "owner_id"));
	json_object_object_add(r, "meeting_settings", echo_settings(b, o));
	answer(b, c, r, NULL);
	return 0;
}
