/* SPDX-License-Identifier: MIT */
/*
 * What links of meeting products are not: pages of the same hosts that join
 * no meeting.  test_links has the links that do.  And which links are of
 * servers of our own.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "plan/links.h"

static void
test_pages(void **state)
{
	static const char *const links[] = {
		/* Feishu and Lark */
		"https://vc.feishu.cn/j", "https://vc.feishu.cn/download",
		"https://meetings.feishu.cn/minutes/abc",
		"https://applink.feishu.cn/client/calendar/event?eventId=1",
		"https://applink.feishu.cn/client/videochat",
		"https://acme.feishu.cn/minutes/obcn1", "https://lark.com/j/1",
		"https://vc.larksuite.com/", "https://www.larksuite.com/j/1",
		"https://vc.larksuite.com.example/j/1",
		/* China */
		"https://meeting.tencent.com/", "https://meeting.tencent.com/cw/a",
		"https://meeting.tencent.com/ct/abc",
		"https://meeting.tencent.com/download/",
		"https://meeting.tencent.com/login.html",
		"https://meeting.tencent.com/support/topic/1592",
		"https://meeting.tencent.com/v2/cloud-record/share?id=1",
		"https://cdn.meeting.tencent.com/dm/a",
		"https://wemeet.qq.com/", "https://wemeet.qq.com/download",
		"https://voovmeeting.com/download-center.html",
		"https://voovmeeting.com/r",
		"https://work.weixin.qq.com/webapp/ts/lMnaPZ0UMccPAyCS",
		"https://work.weixin.qq.com/webapp/tm/",
		"https://work.weixin.qq.com/kfid/kfc1",
		"https://meeting.dingtalk.com/", "https://meeting.dingtalk.com/app",
		"https://www.dingtalk.com/j/abc",
		"https://meeting.huaweicloud.com/#/login",
		"https://api.meeting.huaweicloud.com/v1/usg/acs/auth",
		"https://softclient.meeting.huaweicloud.com/a.deb",
		"https://open.welink.huaweicloud.com/docs/#/990hh0/whokyc",
		"https://www.zhumu.com/download", "https://umeet.com.cn/",
		"https://www.umeet.com.cn/download.html",
		"https://newcas.quanshi.com/", "https://cloud.quanshi.com/help",
		"https://www.xylink.com/download",
		"https://openapi.xylink.com/common/meeting/doc/description",
		"https://meeting.163.com/", "https://meeting.163.com/privacy/a.shtml",
		"https://meeting.kdocs.cn/api/v1/app/version",
		"https://meeting.kdocs.cn/meeting/ai/abc",
		/* Zoom */
		"https://zoom.us/download", "https://zoom.us/rec/share/abc",
		"https://zoom.com/pricing", "https://zoom.com.cn/",
		"https://support.zoom.us/hc/en-us", "https://zoom-x.de/preise",
		"https://www.zoomgov.com/signup", "https://zoom.cn.example/j/1",
		"https://reclaim.ai/pricing", "https://zm.page/",
		/* Google, Microsoft, Cisco */
		"https://meet.google.com/about", "https://g.co/kgs/abc",
		"https://hangouts.google.com/", "https://duo.app.goo.gl/",
		"https://teams.microsoft.com/l/channel/19%3a",
		"https://teams.microsoft.com/l/chat/0/0",
		"https://teams.live.com/download", "https://teams.cloud.microsoft/",
		"https://aka.ms/JoinTeamsMeeting?omkt=en-US",
		"https://join.skype.com/", "https://meet.lync.com/acme",
		"https://gov.teams.microsoft.us/l/chat/0/0",
		"https://www.webex.com/downloads.html",
		"https://acme.webex.com/webappng/sites/acme/dashboard",
		"https://acme.webex.com/recordingservice/sites/acme/recording/1",
		"https://acme.webex.com.cn/acme/ldr.php?RCID=1",
		/* Others */
		"https://www.goto.com/meeting", "https://app.goto.com/login",
		"https://www.gotomeeting.com/pricing",
		"https://bluejeans.com/downloads", "https://bluejeans.com/",
		"https://chime.aws/", "https://app.chime.aws/portal",
		"https://aws.amazon.com/chime/",
		"https://whereby.com/information/pricing",
		"https://whereby.com/user/login", "https://whereby.com/blog/a",
		"https://8x8.vc/", "https://www.8x8.com/products",
		"https://facetime.apple.com/", "https://app.slack.com/client/T0/C0",
		"https://acme.slack.com/archives/C0/p1",
		"https://discord.com/download", "https://discord.gg/",
		"https://www.ringcentral.com/pricing", "https://v.ringcentral.com/",
		"https://meetings.ringcentral.com/download",
		"https://join.me/", "https://meet.starleaf.com/",
		"https://www.starleaf.com/a", "https://www.zoho.com/meeting/",
		"https://meeting.zoho.com/", "https://cliq.zoho.eu/company/1",
		"https://livestorm.co/pricing", "https://demio.com/a",
		"https://telemost.yandex.ru/", "https://vk.com/call",
		"https://www.vonage.com/a", "https://streamyard.com/a/b",
		"https://gather.town/pricing", "https://clickmeeting.com/",
		"https://doxy.me/en/features", "https://tuple.app/pricing",
		"https://livekit.io/rooms/a", "https://riverside.fm/pricing",
		"https://meet.around.co/about", "https://www.workplace.com/a",
		"https://www.messenger.com/t/1", "https://call.whatsapp.com/a",
		"https://meet.proton.me/pricing", "https://pexip.me/",
		"https://www.teamviewer.com/", "https://vsee.com/pricing",
		"https://coscreen.co/a", "https://www.vowel.com/a",
		"https://lu.ma/abc", "https://cal.com/li/30min",
		"https://www.meetecho.com/a", "https://pumble.com/a",
		"https://gong.io/a", "https://demodesk.com/pricing",
		"https://element.io/a", "https://jitsi.org/",
		"https://meet.jit.si/", "https://framatalk.org/",
		"https://app.livestorm.com/login", "https://around.co/pricing",
		"https://acme.ovice.in/lobby/about", "https://app.ovice.com/",
		"https://app.teemyco.com/", "https://venue.live/app/a",
		"https://vimeo.com/123456", "https://venues.vimeo.com/help",
		"https://conference.istesuit.com/", "https://chorus.ai/1",
		"https://go.userzoom.com/login", "https://preply.com/en/tutors",
		"https://zoom.us/webinar/help", "https://zoom.us/join",
		"https://teams.microsoft.us/", "https://gov.teams.microsoft.com/",
		"https://bmeeting.huaweicloud.com/#/login",
		"https://welink.zhumu.com/wc/join/", "msteams:/l/chat/0/0",
		"wemeet://page/home", "zoom://us.zoom.videomeetings",
		/* Servers of whoever runs them */
		"https://meet.example.org/", "https://meet.example.org/about",
		"https://meet.example.org/static/close.html",
		"https://meet.example.org/index.html",
		"https://meet.example.org/a/b", "https://meeting.example.org/a",
		"https://jitsi.example.org/", "https://jitsi.example.org/a/b",
		"https://jitsi.github.io/handbook/docs/intro",
		"https://bbb.example.org/bigbluebutton/api",
		"https://bbb.example.org/b/", "https://example.org/b/2026-12-01",
		"https://bbb.example.org/gl/", "https://example.org/gl/a-b-c",
		"https://meetings.webex.com/collabs/support/nfaqs",
		"https://meetings.webex.com/collabs/files/playRecording?a=1",
		"https://visio.numerique.gouv.fr/",
		"https://visio.numerique.gouv.fr/conditions-utilisation",
		"https://bbb.example.org/html5client/metrics",
		"https://bbb.example.org/rooms/abc-def-ghi-jkl",
		"https://example.org/call/", "https://example.org/call/us",
		"https://example.org/call/customer-service",
		"https://cloud.example.org/index.php/apps/spreed",
		"https://cloud.example.org/index.php/call/",
	};
	const char *found;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(links) / sizeof(*links); i++) {
		found = links_provider(slice_str(links[i]), NULL);
		if (found)
			fail_msg("%s: %s", links[i], found);
	}
}

static void
test_own(void **state)
{
	const char *items[] = { "vc.corp.example", "meet.corp.example" };
	const struct text_list hosts = { items, 2 };
	static const struct {
		const char *url;
		bool own;
	} rows[] = {
		{ "https://vc.corp.example/j/1", true },
		{ "https://meet.corp.example/j/1", true },
		{ "https://meetings.corp.example/s/1", true },
		{ "https://applink.corp.example/client/videochat/open?id=1",
		    true },
		{ "https://meet.corp.example/room", false },
		{ "https://applink.corp.example/client/calendar", false },
		{ "vc.corp.example/j/1", false },
	};
	const char *found;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		found = links_provider(slice_str(rows[i].url), &hosts);
		if ((found == items[0] || found == items[1]) != rows[i].own)
			fail_msg("%s", rows[i].url);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pages),
		cmocka_unit_test(test_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
