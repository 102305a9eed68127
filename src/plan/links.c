/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "plan/links.h"

/*
 * Where meetings live: a part of the link without its scheme, and whose it
 * is.  Home pages are not meetings, so most have the path that joins.
 */
static const struct {
	const char *part, *provider;
} providers[] = {
	{ "vc.feishu.cn/j/", "Feishu" },
	{ "vc.larksuite.com/j/", "Lark" },
	{ "vc.larkoffice.com/j/", "Lark" },
	{ "zoom.us/j/", "Zoom" },
	{ "zoom.us/my/", "Zoom" },
	{ "zoom.us/w/", "Zoom" },
	{ "zoom.us/s/", "Zoom" },
	{ "zoom.com/j/", "Zoom" },
	{ "zoom.com.cn/j/", "Zoom" },
	{ "zoomgov.com/j/", "ZoomGov" },
	{ "meet.google.com/", "Google Meet" },
	{ "hangouts.google.com/", "Google Hangouts" },
	{ "stream.meet.google.com/", "Google Meet" },
	{ "teams.microsoft.com/l/meetup-join", "Microsoft Teams" },
	{ "teams.microsoft.com/meet/", "Microsoft Teams" },
	{ "teams.live.com/meet/", "Microsoft Teams" },
	{ "teams.microsoft.us/l/meetup-join", "Microsoft Teams" },
	{ "dialin.teams.microsoft.com/", "Microsoft Teams" },
	{ "join.skype.com/", "Skype" },
	{ "meet.lync.com/", "Skype for Business" },
	{ ".webex.com/meet/", "Webex" },
	{ ".webex.com/join/", "Webex" },
	{ ".webex.com/wbxmjs/", "Webex" },
	{ ".webex.com/webappng/", "Webex" },
	{ ".webex.com/", "Webex" },
	{ "gotomeet.me/", "GoTo Meeting" },
	{ "meet.goto.com/", "GoTo Meeting" },
	{ "gotomeeting.com/join/", "GoTo Meeting" },
	{ "gotowebinar.com/", "GoTo Webinar" },
	{ "bluejeans.com/", "BlueJeans" },
	{ "chime.aws/", "Amazon Chime" },
	{ "whereby.com/", "Whereby" },
	{ "appear.in/", "Whereby" },
	{ "meet.jit.si/", "Jitsi" },
	{ "8x8.vc/", "8x8" },
	{ "meet.ffmuc.net/", "Jitsi" },
	{ "facetime.apple.com/join", "FaceTime" },
	{ "app.slack.com/huddle/", "Slack" },
	{ "discord.com/channels/", "Discord" },
	{ "v.ringcentral.com/join/", "RingCentral" },
	{ "meetings.ringcentral.com/j/", "RingCentral" },
	{ "meetings.dialpad.com/", "Dialpad" },
	{ "uberconference.com/", "Dialpad" },
	{ "join.me/", "join.me" },
	{ "meet.starleaf.com/", "StarLeaf" },
	{ "meeting.tencent.com/", "Tencent Meeting" },
	{ "voovmeeting.com/", "VooV Meeting" },
	{ "meeting.dingtalk.com/", "DingTalk" },
	{ "meeting.huaweicloud.com", "Huawei Cloud Meeting" },
	{ "welink.zhumu.com/j/", "WeLink" },
	{ "meeting.zoho.", "Zoho Meeting" },
	{ "meet.zoho.", "Zoho Meeting" },
	{ "lifesizecloud.com/", "Lifesize" },
	{ "livestorm.co/p/", "Livestorm" },
	{ "event.demio.com/", "Demio" },
	{ "kmeet.infomaniak.com/", "kMeet" },
	{ "telemost.yandex.ru/j/", "Yandex Telemost" },
	{ "vk.com/call/join/", "VK Calls" },
	{ "meet.vonage.com/", "Vonage" },
	{ "meetings.vonage.com/", "Vonage" },
	{ "streamyard.com/", "StreamYard" },
	{ "app.gather.town/app/", "Gather" },
	{ "clickmeeting.com/", "ClickMeeting" },
	{ "doxy.me/", "Doxy.me" },
	{ "tuple.app/c/", "Tuple" },
	{ "pop.com/j/", "Pop" },
	{ "meet.livekit.io/", "LiveKit" },
	{ "riverside.fm/studio/", "Riverside" },
	{ "around.co/r/", "Around" },
	{ "workplace.com/groupcall/", "Workplace" },
	{ "bigbluebutton/", "BigBlueButton" },
};

/* Properties that hold a meeting link in other products' calendars. */
static const struct {
	const char *name, *provider;
} properties[] = {
	{ "X-GOOGLE-CONFERENCE", "Google Meet" },
	{ "X-MICROSOFT-SKYPETEAMSMEETINGURL", "Microsoft Teams" },
	{ "X-MICROSOFT-ONLINEMEETINGEXTERNALLINK", "Skype for Business" },
	{ "X-MICROSOFT-ONLINEMEETINGCONFLINK", "Skype for Business" },
	{ "X-MICROSOFT-ONLINEMEETINGINFORMATION", "Microsoft Teams" },
	{ "X-OPENPAAS-VIDEOCONFERENCE", "OpenPaaS" },
	{ "CONFERENCE", "another program" },
};

#define COUNT(a) (sizeof(a) / sizeof(*(a)))

const char *
links_provider(struct slice text)
{
	const struct slice scheme = SLICE("://");
	struct slice at, link;
	size_t i;

	for (at = text; at.n > scheme.n; at = slice_from(at, 1)) {
		if (!slice_starts(at, scheme))
			continue;
		link = slice_from(at, scheme.n);
		link.n = 0;
		while (link.n < at.n - scheme.n &&
		    !strchr(" \t\r\n\"'<>", link.p[link.n]))
			link.n++;
		for (i = 0; i < COUNT(providers); i++)
			if (slice_ihas(link, slice_str(providers[i].part)))
				return providers[i].provider;
	}
	return NULL;
}

static bool
has_link(const char *value)
{
	return value && (slice_ihas(slice_str(value), SLICE("http://")) ||
	    slice_ihas(slice_str(value), SLICE("https://")));
}

static const char *
find_in_texts(const struct event *ev, const char **property)
{
	const struct {
		const char *name, *text;
	} texts[] = {
		{ "URL", ev->url },
		{ "LOCATION", ev->location },
		{ "DESCRIPTION", ev->description },
		{ "X-ALT-DESC", event_prop(ev, "X-ALT-DESC") },
	};
	const char *found;
	size_t i;

	for (i = 0; i < COUNT(texts); i++) {
		found = links_provider(slice_str(texts[i].text));
		if (found) {
			*property = texts[i].name;
			return found;
		}
	}
	return NULL;
}

const char *
links_find(const struct event *ev, const char **property)
{
	const char *value, *found;
	size_t i;

	for (i = 0; i < COUNT(properties); i++) {
		value = event_prop(ev, properties[i].name);
		if (!has_link(value))
			continue;
		*property = properties[i].name;
		found = links_provider(slice_str(value));
		return found ? found : properties[i].provider;
	}
	return find_in_texts(ev, property);
}
