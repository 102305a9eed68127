/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "api/call.h"
#include "api/json.h"
#include "api/read.h"

/* What get and get_active_meeting answer, by the documentation's examples. */

#define ID "6911188411934973028"

static const char reserve[] = "{\"code\":0,\"msg\":\"success\",\"data\":{"
    "\"reserve\":{\"id\":\"" ID "\",\"meeting_no\":\"112000358\","
    "\"password\":\"971024\",\"url\":\"https://vc.feishu.cn/j/337736498\","
    "\"live_link\":\"https://meetings.feishu.cn/s/1gub381l4gglv\","
    "\"end_time\":\"1608883322\",\"expire_status\":0,"
    "\"reserve_user_id\":\"ou_1\",\"meeting_settings\":{"
    "\"topic\":\"my \\u4f1a meeting\",\"auto_record\":true,"
    "\"assign_host_list\":[{\"id\":\"ou_2\",\"user_type\":1}]}}}}";

static const char meeting[] = "{\"code\":0,\"data\":{\"meeting\":{"
    "\"id\":\"6911188411934433028\",\"topic\":\"my meeting\","
    "\"url\":\"https://vc.feishu.cn/j/337736498\","
    "\"meeting_no\":\"123456789\",\"password\":\"971024\","
    "\"create_time\":\"1608885566\",\"start_time\":\"1608883322\","
    "\"end_time\":\"1608888867\",\"host_user\":{\"id\":\"ou_1\","
    "\"user_type\":1},\"meeting_connect\":true,\"status\":2,"
    "\"participant_count\":\"10\",\"participant_count_accumulated\":\"12\","
    "\"participants\":[{\"id\":\"ou_2\",\"first_join_time\":\"1608883400\","
    "\"final_leave_time\":\"1608883900\",\"in_meeting_duration\":\"500\","
    "\"user_type\":1,\"is_host\":true,\"is_cohost\":false,"
    "\"is_external\":true,\"status\":4},17],"
    "\"ability\":{\"use_video\":true,\"use_pstn\":true,\"use_audio\":1}}}}";

static void
test_reservation(void **state)
{
	struct json_object *o = json_read(slice_str(reserve));
	struct arena texts = { 0 };
	struct reservation r;

	(void)state;
	assert_null(read_reservation(&r, ID, o, &texts));
	assert_string_equal(r.meeting_no, "112000358");
	assert_string_equal(r.password, "971024");
	assert_null(r.app_link);
	assert_int_equal(r.end_time, 1608883322);
	assert_int_equal(r.expire_status, 0);
	assert_string_equal(r.owner, "ou_1");
	assert_string_equal(r.settings.field[REQUEST_OWNER], "\"ou_1\"");
	assert_string_equal(r.settings.field[REQUEST_TOPIC],
	    "\"my \xe4\xbc\x9a meeting\"");
	assert_string_equal(r.settings.field[REQUEST_AUTO_RECORD], "true");
	assert_null(r.settings.field[REQUEST_CALL]);
	/* The order of members and further ones say nothing. */
	assert_true(json_says(r.settings.field[REQUEST_HOSTS],
	    "[{\"user_type\":1,\"id\":\"ou_2\"}]"));
	assert_non_null(read_reservation(&r, "1", o, &texts));
	json_free(o);
	o = json_read(SLICE("{\"code\":0,\"data\":{}}"));
	assert_non_null(read_reservation(&r, ID, o, &texts));
	json_free(o);
	arena_free(&texts);
}

static void
test_meeting(void **state)
{
	static const char *const none[] = { "{\"code\":0}",
		"{\"code\":0,\"data\":null}", "{\"code\":0,\"data\":{}}",
		"{\"code\":0,\"data\":{\"meeting\":null}}",
		"{\"code\":0,\"data\":{\"meeting\":{}}}",
		"{\"code\":0,\"data\":{\"meeting\":{\"id\":\"\"}}}" };
	struct json_object *o = json_read(slice_str(meeting));
	struct arena texts = { 0 };
	struct active_meeting m;
	size_t i;

	(void)state;
	assert_null(read_meeting(&m, o, &texts));
	assert_string_equal(m.id, "6911188411934433028");
	assert_int_equal(m.start_time, 1608883322);
	assert_int_equal(m.participant_count, 10);
	assert_int_equal(m.participant_total, 12);
	assert_string_equal(m.host, "ou_1");
	assert_int_equal(m.host_type, 1);
	assert_true(m.interop);
	assert_int_equal(m.status, 2);
	/* A member of a wrong type counts as absent. */
	assert_int_equal(m.abilities, 1u << ABILITY_VIDEO | 1u <<
	    ABILITY_PSTN);
	assert_int_equal(m.n_participants, 2);
	assert_string_equal(m.participants[0].id, "ou_2");
	assert_int_equal(m.participants[0].seconds, 500);
	assert_true(m.participants[0].is_external);
	assert_int_equal(m.participants[0].status, 4);
	assert_null(m.participants[1].id);
	json_free(o);
	for (i = 0; i < sizeof(none) / sizeof(*none); i++) {
		o = json_read(slice_str(none[i]));
		assert_null(read_meeting(&m, o, &texts));
		assert_null(m.id);
		json_free(o);
	}
	o = json_read(SLICE("{\"code\":0,\"data\":{\"meeting\":7}}"));
	assert_non_null(read_meeting(&m, o, &texts));
	json_free(o);
	arena_free(&texts);
}

static void
test_says(void **state)
{
	static const struct {
		const char *text, *wanted;
		bool says;
	} rows[] = {
		{ "1", "1", true }, { "1", "2", false }, { "1", "\"1\"", false },
		{ "{\"a\":1,\"b\":2}", "{\"b\":2}", true },
		{ "{\"b\":2}", "{\"a\":1,\"b\":2}", false },
		{ "[1,2]", "[2,1]", true }, { "[1,2,3]", "[1,2]", false },
		{ "[1]", "[1,2]", false }, { "[]", "[]", true },
		{ "[{\"l\":[\"x\",\"y\"],\"m\":1}]",
		    "[{\"l\":[\"y\",\"x\"]}]", true },
		{ "null", "null", false }, { "nonsense", "1", false },
		{ "1},{\"v\":2", "1", false },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (json_says(rows[i].text, rows[i].wanted) != rows[i].says)
			fail_msg("%s, %s", rows[i].text, rows[i].wanted);
}

static void
test_paths(void **state)
{
	struct str s = { 0 };

	(void)state;
	call_path(&s, API_GET, ID, "open_id");
	assert_string_equal(str_text(&s), "/open-apis/vc/v1/reserves/" ID
	    "?user_id_type=open_id");
	str_clear(&s);
	call_path(&s, API_ACTIVE, ID, "user_id");
	assert_string_equal(str_text(&s), "/open-apis/vc/v1/reserves/" ID
	    "/get_active_meeting?user_id_type=user_id");
	assert_string_equal(call_method(API_GET), "GET");
	assert_string_equal(call_method(API_ACTIVE), "GET");
	assert_false(call_has_body(API_GET));
	str_free(&s);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reservation),
		cmocka_unit_test(test_meeting),
		cmocka_unit_test(test_says),
		cmocka_unit_test(test_paths),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
