/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/str.h"
#include "plan/links.h"
#include "plan/providers.h"

/* One link for each provider, as it stands in invitations. */
static const struct {
	const char *provider, *link;
} links[] = {
	{ "Feishu", "https://vc.feishu.cn/j/123456789" },
	{ "Feishu", "https://meetings.feishu.cn/s/1i3xnbxqedibh" },
	{ "Lark", "https://vc.larksuite.com/j/123456789" },
	{ "Lark", "https://vc.larkoffice.com/j/123456789" },
	{ "Lark", "https://meetings.larksuite.com/s/1i3xnbxqedibh" },
	{ "Zoom", "https://zoom.us/j/98765432101?pwd=QWJj" },
	{ "Zoom", "https://us02web.zoom.us/j/98765432101" },
	{ "Zoom", "https://acme.zoom.us/my/li.wei" },
	{ "Zoom", "https://zoom.us/w/98765432101?tk=a" },
	{ "Zoom", "https://zoom.us/s/98765432101" },
	{ "Zoom", "https://app.zoom.us/wc/98765432101/join" },
	{ "Zoom", "https://zoom.us/webinar/register/WN_abc" },
	{ "Zoom", "https://app.zoom.com/j/98765432101" },
	{ "Zoom", "https://zoom.com/my/li.wei" },
	{ "Zoom", "https://acme.zoom.com.cn/j/98765432101" },
	{ "Zoom", "https://zoom.com.cn/my/li.wei" },
	{ "ZoomGov", "https://agency.zoomgov.com/j/1612345678" },
	{ "ZoomGov", "https://www.zoomgov.com/my/someone" },
	{ "Google Meet", "https://meet.google.com/abc-defg-hij" },
	{ "Google Meet", "https://meet.google.com/abc-defg-hij?hs=224" },
	{ "Google Meet", "https://meet.google.com/lookup/abcdef" },
	{ "Google Meet", "https://g.co/meet/standup" },
	{ "Google Meet", "https://stream.meet.google.com/stream/1-2-3" },
	{ "Google Hangouts", "https://hangouts.google.com/call/abc" },
	{ "Google Hangouts", "https://plus.google.com/hangouts/_/x/y" },
	{ "Microsoft Teams", "https://teams.microsoft.com/l/meetup-join/"
	    "19%3ameeting_MTIz%40thread.v2/0?context=%7b%7d" },
	{ "Microsoft Teams", "https://teams.microsoft.com/meet/2345?p=x" },
	{ "Microsoft Teams", "https://teams.live.com/meet/9312345678" },
	{ "Microsoft Teams", "https://gov.teams.microsoft.us/l/meetup-join/"
	    "19%3a" },
	{ "Microsoft Teams", "https://dod.teams.microsoft.us/l/meetup-join/"
	    "19%3a" },
	{ "Microsoft Teams", "https://teams.microsoftonline.cn/l/"
	    "meetup-join/19%3a" },
	{ "Skype", "https://join.skype.com/AbCdEfGh" },
	{ "Skype for Business", "https://meet.lync.com/acme/li/ABC123" },
	{ "Webex", "https://acme.webex.com/meet/li.wei" },
	{ "Webex", "https://acme.webex.com/join/li.wei" },
	{ "Webex", "https://acme.webex.com/m/0a1b2c" },
	{ "Webex", "https://acme.webex.com/acme/j.php?MTID=m0a1b" },
	{ "Webex", "https://acme.webex.com/wbxmjs/joinservice/sites/a" },
	{ "Webex", "https://acme.webex.com/webappng/sites/acme/meeting" },
	{ "GoTo Meeting", "https://gotomeet.me/liwei" },
	{ "GoTo Meeting", "https://www.gotomeet.me/liwei" },
	{ "GoTo Meeting", "https://meet.goto.com/123456789" },
	{ "GoTo Meeting", "https://app.goto.com/meeting/123456789" },
	{ "GoTo Meeting", "https://global.gotomeeting.com/join/123456789" },
	{ "GoTo Meeting", "https://www.gotomeeting.com/join/123456789" },
	{ "GoTo Webinar", "https://attendee.gotowebinar.com/register/1" },
	{ "BlueJeans", "https://bluejeans.com/123456789" },
	{ "BlueJeans", "https://meet.bluejeans.com/123456789" },
	{ "Amazon Chime", "https://chime.aws/1234567890" },
	{ "Amazon Chime", "https://app.chime.aws/meetings/1234567890" },
	{ "Whereby", "https://whereby.com/our-room" },
	{ "Whereby", "https://acme.whereby.com/our-room" },
	{ "Whereby", "https://appear.in/our-room" },
	{ "Jitsi", "https://meet.jit.si/OurRoom" },
	{ "Jitsi", "https://moderated.jitsi.net/0a1b2c" },
	{ "Jitsi", "https://meet.ffmuc.net/OurRoom" },
	{ "8x8", "https://8x8.vc/acme/room" },
	{ "FaceTime", "https://facetime.apple.com/join#v=1&p=abc" },
	{ "Slack", "https://app.slack.com/huddle/T0/C0" },
	{ "Discord", "https://discord.com/channels/1/2" },
	{ "Discord", "https://discord.gg/abcdef" },
	{ "RingCentral", "https://v.ringcentral.com/join/123456789" },
	{ "RingCentral", "https://meetings.ringcentral.com/j/123456789" },
	{ "Dialpad", "https://meetings.dialpad.com/room/acme" },
	{ "Dialpad", "https://www.uberconference.com/acme" },
	{ "join.me", "https://join.me/123-456-789" },
	{ "StarLeaf", "https://meet.starleaf.com/123456789" },
	{ "Tencent Meeting", "https://meeting.tencent.com/dm/AbCdEf" },
	{ "Tencent Meeting", "https://meeting.tencent.com/p/1234567890" },
	{ "Tencent Meeting", "https://meeting.tencent.com/s/AbCdEf" },
	{ "Tencent Meeting", "https://wemeet.qq.com/w/AbCdEf" },
	{ "VooV Meeting", "https://voovmeeting.com/dm/AbCdEf" },
	{ "VooV Meeting", "https://www.voovmeeting.com/dm/AbCdEf" },
	{ "DingTalk", "https://meeting.dingtalk.com/j/AbCdEf" },
	{ "Huawei Cloud Meeting",
	    "https://meeting.huaweicloud.com:36443/#/j/98765" },
	{ "WeLink", "https://welink.zhumu.com/j/123456789" },
	{ "WeLink", "https://welink.zhumu.com/wc/join/150525986?wpk=a" },
	{ "Huawei Cloud Meeting",
	    "https://bmeeting.huaweicloud.com/#/j/98765/6401c5" },
	{ "Zoom", "https://zoom.us/webinar/123456789" },
	{ "Zoom", "zoommtg://zoom.us/join?confno=123456789&pwd=a" },
	{ "Microsoft Teams", "msteams:/l/meetup-join/19%3ameeting_a/0" },
	{ "Tencent Meeting", "wemeet://page/inmeeting?meeting_code=1" },
	{ "Microsoft Teams", "https://gov.teams.microsoft.com/meet/123?p=a" },
	{ "Microsoft Teams",
	    "https://gov.teams.microsoft.com/l/meetup-join/19%3ameeting_a/0" },
	{ "Microsoft Teams", "https://teams.microsoft.us/meet/123?p=a" },
	{ "Microsoft Teams",
	    "https://teams.microsoft.us/l/meetup-join/19%3ameeting_a/0" },
	{ "Livestorm", "https://app.livestorm.com/p/cc113fd5/live?s=0231" },
	{ "Around", "https://around.co/r/abc" },
	{ "CoScreen", "https://join.coscreen.co/Eng-Leads/95RyHq" },
	{ "oVice", "https://acme.ovice.in/lobby/enter" },
	{ "oVice", "https://app.ovice.com/acme/@102,105" },
	{ "Teemyco", "https://app.teemyco.com/room/7HAQ/goOv" },
	{ "Venue", "https://app.venue.live/app/sdoak?token=kn" },
	{ "Vimeo", "https://venues.vimeo.com/12345678/abcdef" },
	{ "Turkcell", "https://turkcell.conference.istesuit.com/li" },
	{ "Chorus", "https://go.chorus.ai/1234567890" },
	{ "UserZoom", "https://go.userzoom.com/participate/12345" },
	{ "Preply", "https://preply.com/ua/chat/t-room/3262947?a=b" },
	{ "Zoho Meeting", "https://meeting.zoho.com/meeting/join?key=1" },
	{ "Zoho Meeting", "https://meeting.zoho.com.cn/join?key=1" },
	{ "Zoho Meeting", "https://meeting.zoho.eu/join?key=1" },
	{ "Zoho Meeting", "https://meeting.zoho.in/join?key=1" },
	{ "Zoho Meeting", "https://meet.zoho.com/abcd" },
	{ "Zoho Meeting", "https://meet.zoho.eu/abcd" },
	{ "Zoho Meeting", "https://meet.zoho.in/abcd" },
	{ "Lifesize", "https://call.lifesizecloud.com/1234567" },
	{ "Livestorm", "https://app.livestorm.co/p/0a1b" },
	{ "Livestorm", "https://app.livestorm.co/acme/talk" },
	{ "Demio", "https://event.demio.com/ref/abc" },
	{ "kMeet", "https://kmeet.infomaniak.com/abcdef" },
	{ "Yandex Telemost", "https://telemost.yandex.ru/j/123456" },
	{ "VK Calls", "https://vk.com/call/join/abc" },
	{ "Vonage", "https://meetings.vonage.com/123456789" },
	{ "Vonage", "https://meet.vonage.com/123456789" },
	{ "Vonage", "https://freely.vonage.com/123456789" },
	{ "StreamYard", "https://streamyard.com/abcdef" },
	{ "Gather", "https://app.gather.town/app/abc/office" },
	{ "ClickMeeting", "https://acme.clickmeeting.com/talk" },
	{ "Doxy.me", "https://doxy.me/drli" },
	{ "Doxy.me", "https://clinic.doxy.me/drli" },
	{ "Tuple", "https://tuple.app/c/V1StGXR8" },
	{ "Pop", "https://pop.com/j/810-218-630" },
	{ "LiveKit", "https://meet.livekit.io/rooms/abc" },
	{ "Riverside", "https://riverside.fm/studio/talk" },
	{ "Around", "https://meet.around.co/r/abc" },
	{ "Workplace", "https://acme.workplace.com/groupcall/LINK:abc/" },
	{ "Messenger", "https://www.messenger.com/groupcall/LINK:abc/" },
	{ "WhatsApp", "https://call.whatsapp.com/video/abc" },
	{ "Proton Meet", "https://meet.proton.me/join/id-abc" },
	{ "Pexip", "https://pexip.me/meet/abc" },
	{ "Nextcloud Talk", "https://cloud.example.org/index.php/call/abc" },
	{ "BigBlueButton",
	    "https://bbb.example.org/bigbluebutton/api/join?meetingID=1" },
	{ "Feishu", "https://meetings.feishu.cn/j/123456789" },
	{ "Feishu", "https://applink.feishu.cn/client/videochat/open?source"
	    "=openplatform&action=join&idtype=reservationid&id=69" },
	{ "Lark", "https://vc-sg.larksuite.com/j/123456789" },
	{ "Lark", "https://meetings.larkoffice.com/s/1i3xnbxqedibh" },
	{ "Lark", "https://applink.larksuite.com/client/videochat/open?id=1" },
	{ "Lark", "https://applink.larkoffice.com/client/videochat/open?a=1" },
	{ "Tencent Meeting", "https://meeting.tencent.com/dw/AbCdEf12" },
	{ "Tencent Meeting", "https://meeting.tencent.com/l/AbCdEf12" },
	{ "Tencent Meeting", "https://meeting.tencent.com/crm/AbCdEf12" },
	{ "Tencent Meeting", "https://meeting.tencent.com/live/123456" },
	{ "Tencent Meeting", "https://meeting.qq.com/s/AbCdEf" },
	{ "Tencent Meeting", "https://meeting.qq.com/dm/AbCdEf" },
	{ "Tencent Meeting", "https://wemeet.qq.com/p/123456789" },
	{ "Tencent Meeting", "https://wemeet.qq.com/s/AbCdEf" },
	{ "VooV Meeting", "https://intl.voovmeeting.com/dm/AbCdEf" },
	{ "VooV Meeting", "https://voovmeeting.com/dw/AbCdEf" },
	{ "VooV Meeting", "https://voovmeeting.com/p/123456789" },
	{ "VooV Meeting", "https://voovmeeting.com/s/AbCdEf" },
	{ "VooV Meeting", "https://voovmeeting.com/wc/?meeting_code=1" },
	{ "WeCom", "https://work.weixin.qq.com/webapp/tm/0m9TcMlGM" },
	{ "DingTalk", "https://meeting.dingtalk.com/app?roomCode=42&token=1" },
	{ "Huawei Cloud Meeting",
	    "https://intl.meeting.huaweicloud.com/#/j/289229034/6401c5" },
	{ "WeLink", "https://meeting.welink.huaweicloud.com/#/j/98765/ab" },
	{ "Zhumu", "https://meeting.zhumu.com/j/1757772677?pwd=" },
	{ "Umeet", "https://umeet.com.cn/j/1894216583" },
	{ "Quanshi", "https://acme.quanshi.com/j/123456789" },
	{ "Quanshi", "https://meeting.quanshi.com/page/join?code=123" },
	{ "XYLink", "https://cloud.xylink.com/meeting/join/9000692623" },
	{ "XYLink", "https://live.xylink.com/live/v/ff8080817" },
	{ "XYLink", "https://web.xylink.com/webrtc/?id=1" },
	{ "NetEase Meeting",
	    "https://meeting.163.com/invite/#/?meeting=xekJAxcNYG39" },
	{ "Kingsoft Meeting", "https://meeting.kdocs.cn/meeting/s/AbCd" },
	{ "Zoom", "https://zoom.us/meeting/register/tJAbc" },
	{ "Zoom", "https://acme.zoom.com/w/1" },
	{ "Zoom", "https://app.zoom.com/wc/1/join" },
	{ "Zoom", "https://zoom.com.cn/w/1" },
	{ "Zoom", "https://zoom.com.cn/wc/1/join" },
	{ "Zoom", "https://uni.zoom-x.de/j/1" },
	{ "Zoom", "https://uni.zoom-x.de/my/li" },
	{ "Zoom", "https://acme.zm.page" },
	{ "Zoom", "https://reclaim.ai/z/abc/def" },
	{ "ZoomGov", "https://agency.zoomgov.com/w/1" },
	{ "Google Meet", "https://meet.google.com/_meet/abc-defg-hij" },
	{ "Google Hangouts", "https://hangouts.google.com/hangouts/_/abc" },
	{ "Google Duo", "https://duo.app.goo.gl/abc" },
	{ "Microsoft Teams", "https://teams.microsoft.com/dl/launcher/launcher"
	    ".html?url=%2F_%23%2Fl%2Fmeetup-join%2F19" },
	{ "Microsoft Teams", "https://teams.cloud.microsoft/meet/23456?p=a" },
	{ "Microsoft Teams",
	    "https://teams.cloud.microsoft/l/meetup-join/19%3a" },
	{ "Microsoft Teams", "https://gov.teams.microsoft.us/meet/2345?p=a" },
	{ "Microsoft Teams", "https://dod.teams.microsoft.us/meet/2345?p=a" },
	{ "Webex", "https://acme.webex.com/acme/e.php?MTID=m0a1b" },
	{ "Webex", "https://acme.webex.com/weblink/register/r0a1b" },
	{ "Webex", "https://meetings.webex.com/collabs/meetings/join?uuid=M6" },
	{ "Webex", "https://meetings.webex.com/collabs/#/meetings/detail?u=M" },
	{ "Webex", "https://acme.webex.com.cn/meet/li" },
	{ "Webex", "https://acme.webex.com.cn/join/li" },
	{ "Webex", "https://acme.webex.com.cn/acme/j.php?MTID=m0a1b" },
	{ "GoTo Meeting", "https://app.gotomeeting.com/?meetingId=123456789" },
	{ "BlueJeans", "https://bluejeans.com/123456789/1234" },
	{ "BlueJeans", "https://bluejeans.com/a2m/live-event/abc" },
	{ "Slack", "https://acme.slack.com/huddle/C0" },
	{ "RingCentral", "https://v.ringcentral.com/conf/on/123" },
	{ "RingCentral", "https://video.ringcentral.com/join/123" },
	{ "RingCentral", "https://meetings.officeathand.att.com/join/123" },
	{ "RingCentral", "https://meetings.btcloudphone.bt.com/j/123" },
	{ "RingCentral", "https://meetings.businessconnect.telus.com/j/1" },
	{ "Zoho Cliq", "https://cliq.zoho.eu/meetings/abc" },
	{ "Yandex Telemost", "https://telemost.360.yandex.ru/j/123456" },
	{ "StreamYard", "https://streamyard.com/guest/abcdef" },
	{ "Riverside", "https://riverside.com/studio/talk" },
	{ "TeamViewer Meeting", "https://go.teamviewer.com/v15/m12345" },
	{ "TeamViewer Meeting", "https://go.blizz.com/join/12345" },
	{ "VSee", "https://vsee.com/c/li" },
	{ "CoScreen", "https://join.coscreen.co/abc" },
	{ "Vowel", "https://app.vowel.com/#/g/abc123" },
	{ "oVice", "https://acme.ovice.in/lobby" },
	{ "oVice", "https://acme.ovice.com/lobby" },
	{ "Luma", "https://lu.ma/join/g-abc" },
	{ "Blackboard Collaborate", "https://us.bbcollab.com/guest/abc" },
	{ "Cal Video", "https://app.cal.com/video/abc" },
	{ "Meetecho", "https://meetings.conf.meetecho.com/ietf120/?s=1" },
	{ "Pumble", "https://meet.pumble.com/abc-def" },
	{ "Gong", "https://acme.join.gong.io/acme/li" },
	{ "Demodesk", "https://demodesk.com/s/abc" },
	{ "Element Call", "https://call.element.io/room/#/abc" },
	{ "Jitsi", "https://framatalk.org/OurRoom" },
	{ "Jitsi", "https://meet.example.org/OurRoom" },
	{ "Jitsi", "https://meet.example.org/OurRoom#config.x=1" },
	{ "Jitsi", "https://jitsi.example.org/OurRoom" },
	{ "Jitsi", "https://conf.jitsi.example.org/OurRoom?jwt=a" },
	{ "Jitsi", "https://jitsi-meet.example.org/OurRoom" },
	{ "Nextcloud Talk", "https://example.org/nextcloud/index.php/call/a" },
	{ "Nextcloud Talk", "https://cloud.example.org/call/k9m2xq7d" },
	{ "Nextcloud Talk", "https://example.org/cloud/call/k9m2xq7d#msg" },
	{ "BigBlueButton",
	    "https://bbb.example.org/html5client/join?sessionToken=a1" },
	{ "BigBlueButton", "https://bbb.example.org/b/wei-abc-def" },
	{ "BigBlueButton", "https://bbb.example.org/gl/wei-abc-def" },
	{ "BigBlueButton", "https://bbb.example.org/gl/wei-abc-def-ghi" },
	{ "Visio", "https://visio.numerique.gouv.fr/abc-defg-hij" },
	{ "BigBlueButton", "https://bbb.example.org/b/wei-abc-def-ghi" },
	{ "BigBlueButton",
	    "https://bbb.example.org/rooms/abc-def-ghi-jkl/join" },
};

static void
test_providers(void **state)
{
	const char *found;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(links) / sizeof(*links); i++) {
		found = links_provider(slice_str(links[i].link), NULL);
		if (!found || strcmp(found, links[i].provider) != 0)
			fail_msg("%s: %s, not %s", links[i].link,
			    found ? found : "none", links[i].provider);
	}
}

/* Each row of the table has a link here that it is the first to fit. */
static void
test_rows(void **state)
{
	struct slice host, path;
	size_t i, k;

	(void)state;
	for (i = 0; i < providers_n; i++) {
		for (k = 0; k < sizeof(links) / sizeof(*links); k++) {
			host = slice_from(slice_str(links[k].link), 8);
			path = slice_from(host, strcspn(host.p, "/:?#"));
			host.n -= path.n;
			if (path.n && *path.p == ':')
				path = slice_from(path,
				    strcspn(path.p, "/?#"));
			if (provider_host_is(host, providers[i].host) &&
			    provider_path_is(path, providers[i].path))
				break;
		}
		if (providers[i].name && k == sizeof(links) / sizeof(*links))
			fail_msg("%s %s: no link", providers[i].host,
			    providers[i].path);
	}
}

static void
test_forms(void **state)
{
	static const char *const texts[] = {
		"http://zoom.us/j/1",
		"HTTPS://ZOOM.US/J/1",
		"https://zoom.us./j/1",
		"https://zoom.us:443/j/1",
		"https://zoom.us.:443/j/1",
		"https://user@zoom.us/j/1",
		"https://user:word@us02web.zoom.us:8443/j/1",
		"https://evil.example@zoom.us/j/1",
		"see https://example.com/a, then https://zoom.us/j/1.",
		"<https://zoom.us/j/1>",
		"(https://zoom.us/j/1)",
		"[join](https://zoom.us/j/1)",
		"Zoom:https://zoom.us/j/1",
		"\xe9\x93\xbe\xe6\x8e\xa5\xef\xbc\x9ahttps://zoom.us/j/1"
		    "\xef\xbc\x8c\xe5\xaf\x86",
		"https://a.cn/b\xef\xbc\x8chttps://zoom.us/j/1",
		"http: https: :// https://zoom.us/j/1",
		"<a href=\"https://zoom.us/j/1?a=b&amp;c=d\">join</a>",
		"<a href='https://example.com'>x</a>"
		    "<a href='https://zoom.us/j/1'>",
		/* Wrapped by mail filters. */
		"https://nam12.safelinks.protection.outlook.com/?url=https"
		    "%3A%2F%2Fzoom.us%2Fj%2F123%3Fpwd%3Da&data=05%7C01&x=y",
		"https://eur03.safelinks.protection.outlook.com/ap/t-59584e83"
		    "/?url=https%3A%2F%2Fzoom.us%2Fj%2F123",
		"<a href=\"https://gcc02.safelinks.protection.outlook.com/?a"
		    "=b&amp;url=https%3a%2f%2fzoom.us%2fj%2f123&amp;d=0\">",
		"https://statics.teams.cdn.office.net/evergreen-assets/"
		    "safelinks/1/atp-safelinks.html?url=https%3A%2F%2Fzoom.us"
		    "%2Fj%2F1&locale=en-us",
		"https://urldefense.proofpoint.com/v1/url?u=https://zoom.us/"
		    "j/1&k=a",
		"https://urldefense.proofpoint.com/v2/url?u=https-3A__zoom.us"
		    "_j_123-3Fpwd-3Da&d=DwMFAg&c=x",
		"https://urldefense.com/v3/__https://zoom.us/j/123__;!!AbC!x$",
		"https://urldefense.com/v3/__https:/zoom.us/j/123__;!!AbC!x$",
		"https://urldefense.us/v3/__https://zoom.us/j/123__;!!AbC!x$",
		"https://linkprotect.cudasvc.com/url?a=https%3a%2f%2fzoom.us"
		    "%2fj%2f123&c=E,1,a",
		"https://www.google.com/url?q=https://zoom.us/j/123&sa=D",
		"https://www.google.co.uk/url?q=https%3A%2F%2Fzoom.us%2Fj%2F1",
		"https://security.feishu.cn/link/safety?target=https%3A%2F%2F"
		    "zoom.us%2Fj%2F123&scene=ccm",
		/* Twice. */
		"https://nam12.safelinks.protection.outlook.com/?url=https"
		    "%3A%2F%2Furldefense.com%2Fv3%2F__https%3A%2F%2Fzoom.us"
		    "%2Fj%2F1__%3B!!a",
	};
	const char *found;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		found = links_provider(slice_str(texts[i]), NULL);
		if (!found || strcmp(found, "Zoom") != 0)
			fail_msg("%s: %s", texts[i], found ? found : "none");
	}
}

static void
test_lookalikes(void **state)
{
	static const char *const texts[] = {
		"", ":", "://", "http:", "https://", "https:///", "https://@",
		"https://:1/j/1", "https://./j/1", "https://zoom.us",
		"https://zoom.us/", "https://zoom.us/j/", "https://zoom.us/j",
		"https://zoom.us/pricing",
		"https://zoom.us?/j/1",
		"https://zoom.us#/j/1",
		"zoom.us/j/1", "//zoom.us/j/1", "ftp://zoom.us/j/1",
		"mailto:j@zoom.us", "ftp://zoom.us/j/1",
		"https://notzoom.us/j/1",
		"https://evil-zoom.us/j/1",
		"https://evil-zoom.us.example.com/j/1",
		"https://zoom.us.example.com/j/1",
		"https://zoom.us@example.com/j/1",
		"https://zoom.us:443@example.com/j/1",
		"https://zoom.us%2fj%2f1@example.com/j/1",
		"https://example.com\\@zoom.us/j/1",
		"https://example.com#@zoom.us/j/1",
		"https://example.com?@zoom.us/j/1",
		"https://example.com/zoom.us/j/1",
		"https://example.com/https://zoom.us/j/1",
		"https://example.com/?u=https://zoom.us/j/1",
		"https://zoom.us../j/1",
		"https://.zoom.us.cn/j/1",
		"https://zoom.u/j/1",
		"https://zoom.us evil/j/1",
		"https://zoom.us\xc2\xa0/j/1",
		"https://zo\xd0\xbem.us/j/1",
		"https://meet.google.com/", "https://meet.google.com/landing",
		"https://meet.google.com/linkredirect?dest=https%3A%2F%2Fa",
		"https://xmeet.google.com/abc-defg-hij",
		"https://a.meet.google.com/abc-defg-hij",
		"https://help.webex.com/en-us/article/x",
		"https://webex.com.evil.example/meet/x",
		"https://teams.microsoft.com/downloads",
		"https://teams.microsoft.com.evil.example/l/meetup-join/1",
		"https://www.feishu.cn/j/123", "https://feishu.cn/j/123",
		"https://vc.feishu.cn/", "https://vc.feishu.cn.cn/j/123",
		"https://example.feishu.cn/docx/abc",
		"https://zoho.com/", "https://meeting.zoho.example/join?key=1",
		"https://example.org/x/bigbluebutton/y",
		"https://whereby.com", "https://whereby.com/",
		/* Wrappers of nothing, of other things, and none. */
		"https://nam12.safelinks.protection.outlook.com/?url=",
		"https://nam12.safelinks.protection.outlook.com/?url=https",
		"https://nam12.safelinks.protection.outlook.com/"
		    "?url=https%3A%2F%2Fexample.com%2Fj%2F1",
		"https://nam12.safelinks.protection.outlook.com/"
		    "?xurl=https%3A%2F%2Fzoom.us%2Fj%2F1",
		"https://nam12.safelinks.protection.outlook.com/"
		    "?urlxhttps%3A%2F%2Fzoom.us%2Fj%2F1",
		"https://safelinks.protection.outlook.com.example/"
		    "?url=https%3A%2F%2Fzoom.us%2Fj%2F1",
		"https://urldefense.com/v3/__",
		"https://urldefense.com/v3/__https://example.com/zoom.us__;",
		"https://urldefense.proofpoint.com/v2/url?u=https-3A__"
		    "zoom.us.example.com_j_1",
		"https://urldefense.proofpoint.com/v2/url?u=-3-3A-",
		"https://www.google.com/url?q=",
		"https://www.google.com/url?q=%",
	};
	const char *found;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		found = links_provider(slice_str(texts[i]), NULL);
		if (found)
			fail_msg("%s: %s", texts[i], found);
	}
}

static void
test_own_hosts(void **state)
{
	const char *items[] = { "vc.corp.example" };
	const struct text_list hosts = { items, 1 };

	(void)state;
	assert_string_equal(links_provider(SLICE(
	    "https://VC.corp.example/j/1"), &hosts), "vc.corp.example");
	assert_null(links_provider(SLICE("https://vc.corp.example/x/1"),
	    &hosts));
	assert_null(links_provider(SLICE("https://a.vc.corp.example/j/1"),
	    &hosts));
	assert_null(links_provider(SLICE("https://vc.corp.example/j/1"),
	    NULL));
}

/* A part that is repeated up to 200 kB costs no more than its length. */
static void
test_long(void **state)
{
	static const char *const parts[] = {
		"http:", "http://", "https://zoom.us/", ":", "https://a@",
		"https://acme.webex.com/", "/j.ph", "%3A",
		"https://nam12.safelinks.protection.outlook.com/?url=",
		"https://urldefense.com/v3/__", "https://a/ ", "h", "1:",
	};
	const size_t size = 200 << 10;
	struct str text;
	clock_t start = clock();
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		text = (struct str){ 0 };
		str_adds(&text, "https://acme.webex.com/");
		while (text.n < size)
			str_adds(&text, parts[i]);
		assert_null(links_provider(str_slice(&text), NULL));
		str_adds(&text, " https://zoom.us/j/1");
		assert_string_equal(links_provider(str_slice(&text), NULL),
		    "Zoom");
		str_free(&text);
	}
	/* Quadratic would be minutes. */
	assert_true(clock() - start < 20 * CLOCKS_PER_SEC);
}

/* Bytes without a NUL behind them: sanitizers see what is read. */
static void
test_edges(void **state)
{
	static const char text[] = "https://nam12.safelinks.protection."
	    "outlook.com/?url=https%3A%2F%2Fzoom.us%2Fj%2F1";
	const char *found;
	char *copy;
	size_t n;

	(void)state;
	for (n = 0; n < sizeof(text); n++) {
		copy = xmalloc(n ? n : 1);
		memcpy(copy, text, n);
		found = links_provider(slice_of(copy, n), NULL);
		assert_int_equal(found != NULL, n == sizeof(text) - 1);
		free(copy);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_providers),
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_forms),
		cmocka_unit_test(test_lookalikes),
		cmocka_unit_test(test_own_hosts),
		cmocka_unit_test(test_long),
		cmocka_unit_test(test_edges),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
