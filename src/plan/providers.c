/* SPDX-License-Identifier: MIT */
#include "plan/providers.h"

/*
 * The first row that fits decides; one without a provider is a page that is
 * no meeting.
 */
const struct provider providers[] = {
	/* Feishu and Lark: url, live_link and app_link of their answers. */
	{ "vc.feishu.cn", "/j/@", "Feishu" },
	{ "meetings.feishu.cn", "/s/@", "Feishu" },
	{ "meetings.feishu.cn", "/j/@", "Feishu" },
	{ "applink.feishu.cn", "/client/videochat/open?*", "Feishu" },
	{ "vc*.larksuite.com", "/j/@", "Lark" },
	{ "vc*.larkoffice.com", "/j/@", "Lark" },
	{ "meetings.larksuite.com", "/s/@", "Lark" },
	{ "meetings.larkoffice.com", "/s/@", "Lark" },
	{ "applink.larksuite.com", "/client/videochat/open?*", "Lark" },
	{ "applink.larkoffice.com", "/client/videochat/open?*", "Lark" },
	/* China. */
	{ "meeting.tencent.com", "/dm/@", "Tencent Meeting" },
	{ "meeting.tencent.com", "/dw/@", "Tencent Meeting" },
	{ "meeting.tencent.com", "/p/@", "Tencent Meeting" },
	{ "meeting.tencent.com", "/s/@", "Tencent Meeting" },
	{ "meeting.tencent.com", "/l/@", "Tencent Meeting" },
	{ "meeting.tencent.com", "/crm/@", "Tencent Meeting" },
	{ "meeting.tencent.com", "/live/@", "Tencent Meeting" },
	{ "meeting.qq.com", "/dm/@", "Tencent Meeting" },
	{ "meeting.qq.com", "/s/@", "Tencent Meeting" },
	{ "wemeet.qq.com", "/w/@", "Tencent Meeting" },
	{ "wemeet.qq.com", "/p/@", "Tencent Meeting" },
	{ "wemeet.qq.com", "/s/@", "Tencent Meeting" },
	{ ".voovmeeting.com", "/dm/@", "VooV Meeting" },
	{ ".voovmeeting.com", "/dw/@", "VooV Meeting" },
	{ ".voovmeeting.com", "/p/@", "VooV Meeting" },
	{ ".voovmeeting.com", "/s/@", "VooV Meeting" },
	{ ".voovmeeting.com", "/wc/?*", "VooV Meeting" },
	{ "work.weixin.qq.com", "/webapp/tm/@", "WeCom" },
	{ "meeting.dingtalk.com", "/j/@", "DingTalk" },
	{ "meeting.dingtalk.com", "/app?*roomCode=?*", "DingTalk" },
	{ "*meeting.huaweicloud.com", "/#/j/@*", "Huawei Cloud Meeting" },
	{ ".welink.huaweicloud.com", "/#/j/@*", "WeLink" },
	{ "welink.zhumu.com", "/j/@", "WeLink" },
	{ "welink.zhumu.com", "/wc/join/@", "WeLink" },
	{ ".zhumu.com", "/j/@", "Zhumu" },
	{ ".umeet.com.cn", "/j/@", "Umeet" },
	{ ".quanshi.com", "/j/@", "Quanshi" },
	{ ".quanshi.com", "/*join*", "Quanshi" },
	{ ".xylink.com", "/*join*", "XYLink" },
	{ ".xylink.com", "/live/v/@", "XYLink" },
	{ ".xylink.com", "/webrtc/?*", "XYLink" },
	{ "meeting.163.com", "/invite/*meeting=?*", "NetEase Meeting" },
	{ "meeting.kdocs.cn", "/meeting/ai/*", NULL },
	{ "meeting.kdocs.cn", "/meeting/?*", "Kingsoft Meeting" },
	/* Zoom. */
	{ ".zoom.us", "/j/@", "Zoom" },
	{ ".zoom.us", "/my/@", "Zoom" },
	{ ".zoom.us", "/w/@", "Zoom" },
	{ ".zoom.us", "/s/@", "Zoom" },
	{ ".zoom.us", "/wc/?*", "Zoom" },
	{ ".zoom.us", "/webinar/register/@", "Zoom" },
	{ ".zoom.us", "/webinar/%", "Zoom" },
	{ ".zoom.us", "/meeting/register/@", "Zoom" },
	{ ".zoom.com", "/j/@", "Zoom" },
	{ ".zoom.com", "/my/@", "Zoom" },
	{ ".zoom.com", "/w/@", "Zoom" },
	{ ".zoom.com", "/wc/?*", "Zoom" },
	{ ".zoom.com.cn", "/j/@", "Zoom" },
	{ ".zoom.com.cn", "/my/@", "Zoom" },
	{ ".zoom.com.cn", "/w/@", "Zoom" },
	{ ".zoom.com.cn", "/wc/?*", "Zoom" },
	{ ".zoom-x.de", "/j/@", "Zoom" },
	{ ".zoom-x.de", "/my/@", "Zoom" },
	{ ".zoomgov.com", "/j/@", "ZoomGov" },
	{ ".zoomgov.com", "/my/@", "ZoomGov" },
	{ ".zoomgov.com", "/w/@", "ZoomGov" },
	{ "*.zm.page", "*", "Zoom" },
	{ "reclaim.ai", "/z/?*", "Zoom" },
	/* Google. */
	{ "meet.google.com", "/&&&-&&&&-&&&*", "Google Meet" },
	{ "meet.google.com", "/_meet/?*", "Google Meet" },
	{ "meet.google.com", "/lookup/@", "Google Meet" },
	{ "meet.google.com", "*", NULL },
	{ "g.co", "/meet/@", "Google Meet" },
	{ "stream.meet.google.com", "/stream/@", "Google Meet" },
	{ "hangouts.google.com", "/call/?*", "Google Hangouts" },
	{ "hangouts.google.com", "/hangouts/?*", "Google Hangouts" },
	{ "plus.google.com", "/hangouts/?*", "Google Hangouts" },
	{ "duo.app.goo.gl", "/@", "Google Duo" },
	/* Microsoft. */
	{ "teams.microsoft.com", "/l/meetup-join/?*", "Microsoft Teams" },
	{ "teams.microsoft.com", "/meet/@", "Microsoft Teams" },
	{ "teams.microsoft.com", "/*meetup-join*", "Microsoft Teams" },
	{ "teams.cloud.microsoft", "/l/meetup-join/?*", "Microsoft Teams" },
	{ "teams.cloud.microsoft", "/meet/@", "Microsoft Teams" },
	{ "teams.live.com", "/meet/@", "Microsoft Teams" },
	{ "gov.teams.microsoft.com", "/l/meetup-join/?*", "Microsoft Teams" },
	{ "gov.teams.microsoft.com", "/meet/@", "Microsoft Teams" },
	{ "teams.microsoft.us", "/l/meetup-join/?*", "Microsoft Teams" },
	{ "teams.microsoft.us", "/meet/@", "Microsoft Teams" },
	{ "gov.teams.microsoft.us", "/l/meetup-join/?*", "Microsoft Teams" },
	{ "gov.teams.microsoft.us", "/meet/@", "Microsoft Teams" },
	{ "dod.teams.microsoft.us", "/l/meetup-join/?*", "Microsoft Teams" },
	{ "dod.teams.microsoft.us", "/meet/@", "Microsoft Teams" },
	{ "teams.microsoftonline.cn", "/l/meetup-join/?*", "Microsoft Teams" },
	{ "join.skype.com", "/@", "Skype" },
	{ "meet.lync.com", "/@/?*", "Skype for Business" },
	{ "meet.lync.com", "*", NULL },
	/* Cisco. */
	{ ".webex.com", "/meet/@", "Webex" },
	{ ".webex.com", "/join/@", "Webex" },
	{ ".webex.com", "/m/@", "Webex" },
	{ ".webex.com", "/@/j.php?*", "Webex" },
	{ ".webex.com", "/@/e.php?*", "Webex" },
	{ ".webex.com", "/wbxmjs/joinservice/?*", "Webex" },
	{ ".webex.com", "/webappng/sites/@/meeting*", "Webex" },
	{ ".webex.com", "/weblink/register/@", "Webex" },
	{ "meetings.webex.com", "/collabs/meetings/join?*", "Webex" },
	{ "meetings.webex.com", "/collabs/#/meetings/*", "Webex" },
	{ ".webex.com.cn", "/meet/@", "Webex" },
	{ ".webex.com.cn", "/join/@", "Webex" },
	{ ".webex.com.cn", "/@/j.php?*", "Webex" },
	/* Others. */
	{ "gotomeet.me", "/@", "GoTo Meeting" },
	{ "www.gotomeet.me", "/@", "GoTo Meeting" },
	{ "meet.goto.com", "/@*", "GoTo Meeting" },
	{ "app.goto.com", "/meet?*", "GoTo Meeting" },
	{ "global.gotomeeting.com", "/join/@", "GoTo Meeting" },
	{ "www.gotomeeting.com", "/join/@", "GoTo Meeting" },
	{ "app.gotomeeting.com", "/*meetingId=?*", "GoTo Meeting" },
	{ "attendee.gotowebinar.com", "/?*", "GoTo Webinar" },
	{ "bluejeans.com", "/%", "BlueJeans" },
	{ "bluejeans.com", "/%/?*", "BlueJeans" },
	{ "bluejeans.com", "/a2m/?*", "BlueJeans" },
	{ "meet.bluejeans.com", "/@", "BlueJeans" },
	{ "chime.aws", "/@", "Amazon Chime" },
	{ "app.chime.aws", "/meetings/@", "Amazon Chime" },
	{ "whereby.com", "/information/*", NULL },
	{ "whereby.com", "/blog*", NULL },
	{ "whereby.com", "/user*", NULL },
	{ ".whereby.com", "/@", "Whereby" },
	{ "appear.in", "/@", "Whereby" },
	{ "8x8.vc", "/?*", "8x8" },
	{ "facetime.apple.com", "/join?*", "FaceTime" },
	{ "app.slack.com", "/huddle/?*", "Slack" },
	{ ".slack.com", "/huddle/?*", "Slack" },
	{ "discord.com", "/channels/?*", "Discord" },
	{ "discord.gg", "/@", "Discord" },
	{ "v.ringcentral.com", "/join/@", "RingCentral" },
	{ "v.ringcentral.com", "/conf/?*", "RingCentral" },
	{ "video.ringcentral.com", "/join/@", "RingCentral" },
	{ "meetings.ringcentral.com", "/j/@", "RingCentral" },
	{ "meetings.officeathand.att.com", "/join/@", "RingCentral" },
	{ "meetings.btcloudphone.bt.com", "/j/@", "RingCentral" },
	{ "meetings.businessconnect.telus.com", "/j/@", "RingCentral" },
	{ "meetings.dialpad.com", "/?*", "Dialpad" },
	{ ".uberconference.com", "/@", "Dialpad" },
	{ "join.me", "/@", "join.me" },
	{ "meet.starleaf.com", "/@*", "StarLeaf" },
	{ "meeting.zoho.com", "/*join?*", "Zoho Meeting" },
	{ "meeting.zoho.com.cn", "/*join?*", "Zoho Meeting" },
	{ "meeting.zoho.eu", "/*join?*", "Zoho Meeting" },
	{ "meeting.zoho.in", "/*join?*", "Zoho Meeting" },
	{ "meet.zoho.com", "/@", "Zoho Meeting" },
	{ "meet.zoho.eu", "/@", "Zoho Meeting" },
	{ "meet.zoho.in", "/@", "Zoho Meeting" },
	{ "cliq.zoho.*", "/meetings/?*", "Zoho Cliq" },
	{ "call.lifesizecloud.com", "/@", "Lifesize" },
	{ "app.livestorm.com", "/p/@*", "Livestorm" },
	{ "app.livestorm.co", "/p/@*", "Livestorm" },
	{ "app.livestorm.co", "/@/@*", "Livestorm" },
	{ "event.demio.com", "/ref/@", "Demio" },
	{ "kmeet.infomaniak.com", "/@", "kMeet" },
	{ "telemost.yandex.ru", "/j/@", "Yandex Telemost" },
	{ "telemost.360.yandex.ru", "/j/@", "Yandex Telemost" },
	{ "vk.com", "/call/join/@", "VK Calls" },
	{ "meetings.vonage.com", "/@", "Vonage" },
	{ "meet.vonage.com", "/@", "Vonage" },
	{ "freely.vonage.com", "/@", "Vonage" },
	{ ".streamyard.com", "/guest/@", "StreamYard" },
	{ "streamyard.com", "/@", "StreamYard" },
	{ "app.gather.town", "/app/@/@", "Gather" },
	{ ".clickmeeting.com", "/@*", "ClickMeeting" },
	{ "doxy.me", "/en/*", NULL },
	{ ".doxy.me", "/@", "Doxy.me" },
	{ "tuple.app", "/c/@", "Tuple" },
	{ "pop.com", "/j/@", "Pop" },
	{ "meet*.livekit.io", "/rooms/@", "LiveKit" },
	{ "riverside.fm", "/studio/@", "Riverside" },
	{ "riverside.com", "/studio/@", "Riverside" },
	{ "meet.around.co", "/r/@", "Around" },
	{ "around.co", "/r/@", "Around" },
	{ "meet.around.co", "*", NULL },
	{ ".workplace.com", "/groupcall/?*", "Workplace" },
	{ "www.messenger.com", "/groupcall/?*", "Messenger" },
	{ "call.whatsapp.com", "/@/@", "WhatsApp" },
	{ "meet.proton.me", "/join/@", "Proton Meet" },
	{ "meet.proton.me", "*", NULL },
	{ "pexip.me", "/meet/@", "Pexip" },
	{ "go.teamviewer.com", "/?*", "TeamViewer Meeting" },
	{ "go.blizz.com", "/?*", "TeamViewer Meeting" },
	{ "vsee.com", "/c/@", "VSee" },
	{ "join.coscreen.co", "/@", "CoScreen" },
	{ "join.coscreen.co", "/@/@", "CoScreen" },
	{ ".vowel.com", "/#/g/?*", "Vowel" },
	{ ".ovice.in", "/@", "oVice" },
	{ ".ovice.in", "/lobby/enter", "oVice" },
	{ "app.ovice.com", "/@/@*", "oVice" },
	{ ".ovice.com", "/@", "oVice" },
	{ "lu.ma", "/join/?*", "Luma" },
	{ ".bbcollab.com", "/?*", "Blackboard Collaborate" },
	{ "app.cal.com", "/video/@", "Cal Video" },
	{ "app.teemyco.com", "/room/?*", "Teemyco" },
	{ "app.venue.live", "/app/?*", "Venue" },
	{ "venues.vimeo.com", "/%/?*", "Vimeo" },
	{ ".conference.istesuit.com", "/@", "Turkcell" },
	{ "go.chorus.ai", "/%", "Chorus" },
	{ "go.userzoom.com", "/participate/@", "UserZoom" },
	{ "preply.com", "/*chat/t-room/?*", "Preply" },
	{ "meetings.conf.meetecho.com", "/?*", "Meetecho" },
	{ "meet.pumble.com", "/@", "Pumble" },
	{ ".join.gong.io", "/?*", "Gong" },
	{ "demodesk.com", "/s/@", "Demodesk" },
	{ "app.element.io", "/#/room/*", NULL },
	{ "call.element.io", "/?*", "Element Call" },
	{ "visio.numerique.gouv.fr", "/&&&-&&&&-&&&", "Visio" },
	{ "framatalk.org", "/@", "Jitsi" },
	{ "meet.jit.si", "/?*", "Jitsi" },
	{ ".jitsi.net", "/@", "Jitsi" },
	/* On the servers of whoever runs it: the path is the product's. */
	{ "*", "/*bigbluebutton/api/join?*", "BigBlueButton" },
	{ "*", "/html5client/join?*", "BigBlueButton" },
	{ "*", "/b/&&&-&&&-&&&", "BigBlueButton" },
	{ "*", "/b/&&&-&&&-&&&-&&&", "BigBlueButton" },
	{ "*", "/gl/&&&-&&&-&&&", "BigBlueButton" },
	{ "*", "/gl/&&&-&&&-&&&-&&&", "BigBlueButton" },
	{ "*", "/rooms/&&&-&&&-&&&-&&&/join*", "BigBlueButton" },
	{ "*", "/index.php/call/@", "Nextcloud Talk" },
	{ "*", "/@/index.php/call/@", "Nextcloud Talk" },
	{ "*", "/call/$", "Nextcloud Talk" },
	{ "*", "/@/call/$", "Nextcloud Talk" },
	{ "meet.*", "/*.html*", NULL },
	{ "meet.*", "/about*", NULL },
	{ "meet.*", "/login*", NULL },
	{ "meet.*", "/help*", NULL },
	{ "meet.*", "/privacy*", NULL },
	{ "meet.*", "/terms*", NULL },
	{ "meet.*", "/download*", NULL },
	{ "jitsi*.*", "/static/*", NULL },
	{ "meet.*", "/@", "Jitsi" },
	{ "jitsi.*", "/@", "Jitsi" },
	{ "*.jitsi.*", "/@", "Jitsi" },
	{ "jitsi-meet.*", "/@", "Jitsi" },
};
const size_t providers_n = sizeof(providers) / sizeof(*providers);

/* The length of what the class stands for at the start of a path. */
static size_t
run(char class, struct slice path)
{
	static const char token[] = "abcdefghijkmnopqrstwxyz23456789";
	static const char digits[] = "0123456789-";
	size_t n = 0;

	while (n < path.n && !strchr("/?#", path.p[n]) && (class == '@' ||
	    strchr(class == '$' ? token : digits, path.p[n])))
		n++;
	return class != '$' || n >= 8 ? n : 0;
}

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool
provider_path_is(struct slice path, const char *pattern)
{
	size_t n;

	for (; *pattern && *pattern != '*'; pattern++) {
		n = 1;
		if (strchr("@%$", *pattern))
			n = run(*pattern, path);
		else if (*pattern == '&')
			n = run('@', slice_of(path.p, path.n > 0));
		else if (!path.n || (*pattern != '?' &&
		    lower(*pattern) != lower(path.p[0])))
			return false;
		if (!n)
			return false;
		path = slice_from(path, n);
	}
	if (*pattern)
		return slice_glob(path, slice_str(pattern));
	if (path.n && path.p[0] == '/')
		path = slice_from(path, 1);
	return !path.n || path.p[0] == '?' || path.p[0] == '#';
}

bool
provider_host_is(struct slice host, const char *pattern)
{
	struct slice want;

	/* Most rows are of other hosts, which shows here. */
	if (!host.n || (*pattern >= 'a' && *pattern <= 'z' &&
	    lower(host.p[0]) != *pattern))
		return false;
	want = slice_str(pattern);
	if (strchr(pattern, '*'))
		return slice_glob(host, want);
	if (*pattern == '.' && host.n >= want.n)
		return slice_ieq(slice_from(host, host.n - want.n), want);
	return slice_ieq(host, *pattern == '.' ? slice_from(want, 1) : want);
}
