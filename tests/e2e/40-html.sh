#!/bin/bash
# SPDX-License-Identifier: MIT
# The page of `export --format html' in a browser: what its reader sees.
HERE=$(cd "$(dirname "$0")/.." && pwd)
. "$HERE/lib.sh"
CHROMIUM=$(command -v chromium || command -v chromium-browser ||
    command -v google-chrome) || { echo 'skip - 40-html no chromium'; exit 0; }
RENDER=$BUILD/export/render
NOW=$(date +%s)
HOUR=$((NOW - NOW % 3600))

# dom FILE[#FRAGMENT] [OPTION]...: the page as the browser has it, in "seen"
# what is shown of it, in "console" what it complained of
dom() {
	local page=$1
	shift
	timeout 60 "$CHROMIUM" --headless=new --no-sandbox --disable-gpu \
	    --user-data-dir="$DIR/profile" --no-first-run --dump-dom \
	    --disable-dev-shm-usage --virtual-time-budget=2000 \
	    --enable-logging=stderr \
	    "$@" "file://$PWD/$page" > dom 2> log
	grep -E 'CONSOLE|[Cc]ontent[- ][Ss]ecurity' log > console
	"$PYTHON" "$HERE/export/seen.py" < dom > seen
}
GB='--accept-lang=en-GB,en'
# line TITLE: of the meeting so named
line() { grep -F "|$1|" seen; }
at() { TZ=$1 date -d "@$2" +"$3"; }
START=$((HOUR + 86400)) END=$((HOUR + 90000))
# times ZONE: of the meeting tomorrow; its end has its day where that is
# another one
times() {
	local day=
	[ "$(at "$1" $START %F)" = "$(at "$1" $END %F)" ] || day=$(at "$1" $END '%-d %b ')
	echo "$(at "$1" $START %H:%M)-$day$(at "$1" $END %H:%M)"
}

"$RENDER" html - "$NOW" 9 > page.html
result $? 'the page is made'

# A sandbox that lets no browser start says nothing about the page.
echo '<p id=x></p><script>x.textContent = "works"</script>' > probe.html
timeout 60 "$CHROMIUM" --headless=new --no-sandbox --disable-gpu \
    --user-data-dir="$DIR/profile" --dump-dom "file://$PWD/probe.html" 2> log |
    grep -q works || { echo 'skip - 40-html chromium does not start here'; exit 0; }

# --- the reader's times -------------------------------------------------------
for zone in Asia/Shanghai America/New_York; do
	TZ=$zone dom page.html $GB
	is "$zone: nothing is complained of" "$(cat console)" ''
	has "$zone: said" "$(cat seen)" "zone|Times are in your time zone, $zone."
	has "$zone: the times are the reader's" "$(line 客户会议：季度总结)" "|$(times $zone)|"
	has "$zone: under the reader's day" "$(grep '^day' seen | tr -d ,)" "$(at $zone $START '%A %-d %B %Y')"
	own=$(at Asia/Shanghai $START '%H:%M Asia/Shanghai')
	if [ $zone = Asia/Shanghai ]; then
		has "$zone: the zone is named" "$(line 客户会议：季度总结)" '|Asia/Shanghai|'
	else
		has "$zone: the event's own time beside it" "$(line 客户会议：季度总结)" "$own|"
	fi
	has "$zone: all day is no time" "$(line Offsite)" '|All day-'
	has "$zone: what is on now" "$(line 'Weekly stand-up')" '|Now|'
	has "$zone: what comes next" "$(line 'Design review')" '|Next, in '
done
is 'the order is that of the days' "$(grep -c '^day|days|' seen)" "$(grep '^day|days|' seen | sort -u | wc -l)"
has 'past meetings are folded away' "$(cat seen)" 'past|Past meetings (1)|folded'
has 'and stand there' "$(line Retrospective)" 'm|past|'
has 'all are counted' "$(cat seen)" 'count|9 meetings'
has 'search and filter are there' "$(cat seen)" 'tools|shown'
has 'the link to join' "$(line 'Design review')" '|https://vc.feishu.cn/j/100007919|Join'

# --- hostile texts --------------------------------------------------------------
has 'a hostile title stays text' "$(cat seen)" '|<script>alert(1)</script><img src=x onerror=alert(2)>|'
is 'there is one script' "$(grep '^script' seen)" 'script|1'
hasnt 'a javascript link is none' "$(cat dom)" 'href="javascript'
is 'and its meeting has no button' "$(line 'javascript link' | sed 's/.*javascript link|//')" '||'

# --- search and filter ------------------------------------------------------------
shown() { grep '^m|' seen | awk -F'|' '{ printf "%s%s", sep, $5; sep = ", " }'; }
dom 'page.html#q=REVIEW' $GB
is 'a search, whatever the case' "$(shown)" 'Design review'
has 'a search is counted' "$(cat seen)" 'count|1 of 9 meetings'
dom 'page.html#q=team+stand&cal=team' $GB
is 'two words and a calendar' "$(shown)" 'Weekly stand-up'
dom 'page.html#cal=sales' $GB
is 'a calendar' "$(shown)" '客户会议：季度总结, javascript link'
dom 'page.html#cal=nobody&q=%E5%AD%A3%E5%BA%A6' $GB
is 'a calendar that is not there is none' "$(shown)" '客户会议：季度总结'
dom 'page.html#q=retro' $GB
has 'found in the past alone: unfolded' "$(cat seen)" 'past|Past meetings (1)|open'
dom 'page.html#q=%3Cscript%3Ealert(1)%3C/script%3Ex' $GB
has 'nothing found is said' "$(cat seen)" 'note|Nothing matches your search.'
is 'a hostile search stays text' "$(grep '^script' seen)" 'script|1'

# --- languages ----------------------------------------------------------------------
TZ=Asia/Shanghai LANGUAGE=zh_CN dom page.html --lang=zh-CN --accept-lang=zh-CN,zh,en
has "the browser's language" "$(cat seen)" 'lang|zh-CN'
has 'a Chinese day' "$(cat seen)" "$(at Asia/Shanghai $START '%Y年%-m月%-d日')"
has 'Chinese words' "$(cat seen)" 'count|9 场会议'
has 'a Chinese button' "$(line 'Design review')" '|入会'
is 'Chinese: nothing is complained of' "$(cat console)" ''
"$RENDER" html zh "$NOW" 9 > zh.html
dom zh.html $GB
has 'Chinese when it is asked for' "$(cat seen)" 'lang|zh-CN'
"$RENDER" html en "$NOW" 9 > en.html
dom en.html --lang=zh-CN --accept-lang=zh-CN,zh
has 'English when it is asked for' "$(cat seen)" 'lang|en'
has 'and its words' "$(line 'Design review')" '|Join'

# --- without JavaScript ---------------------------------------------------------------
"$PYTHON" "$HERE/export/seen.py" < page.html > seen
has 'without script: each in its own zone' "$(line 客户会议：季度总结)" \
    "|$(times Asia/Shanghai)|Asia/Shanghai (UTC+08:00)|"
has 'without script: no dead search' "$(cat seen)" 'tools|hidden'
has 'without script: the past is folded' "$(cat seen)" 'past|Past meetings (1)|folded'
has 'without script: said' "$(cat seen)" "zone|Each time is in the meeting’s own time zone."

# --- nothing from elsewhere -------------------------------------------------------------
is 'the policy has the hashes of what stands there' "$("$PYTHON" - page.html << 'END'
import base64, hashlib, re, sys
page = open(sys.argv[1], newline="").read()
csp = re.search('Content-Security-Policy" content="([^"]*)"', page).group(1)
want = "; ".join(["default-src 'none'"] + ["%s-src 'sha256-%s'" % (tag,
    base64.b64encode(hashlib.sha256(re.search("<%s>(.*?)</%s>" % (tag, tag),
    page, re.S).group(1).encode()).digest()).decode())
    for tag in ("style", "script")] + ["base-uri 'none'", "form-action 'none'"])
print("fine" if csp == want else csp + "\n" + want)
END
)" fine
is 'nothing is loaded' "$(grep -oE '<(link|img|iframe|object|embed|base)\b|[^-]src=|@import|url\(|fetch\(|XMLHttp' \
    <(sed 's/&lt;.*&gt;//' page.html))" ''
# That the console would have told: each of these must be refused, by the words
# of it that a refusal has.
EVIL='<img src="http://127.0.0.1:9/x.png"> <script>document.title = "evil"</script> <style>body{display:none}</style> <p onclick="x()"> <link rel="stylesheet" href="http://127.0.0.1:9/x.css">'
sed "s|<main>|&$EVIL|" page.html > evil.html
dom evil.html $GB
is 'the policy refuses five evils' "$(grep -c 'Content Security Policy' console)" 5
for evil in x.png 'inline script' 'inline style' 'inline event handler' x.css; do
	has "the policy refuses: $evil" "$(grep 'Content Security Policy' console)" "$evil"
done

# --- many and none -------------------------------------------------------------------------
"$RENDER" html - "$NOW" 0 > none.html
dom none.html $GB
is 'without meetings: nothing is complained of' "$(cat console)" ''
has 'without meetings: said' "$(cat dom)" 'No meetings yet.'
has 'without meetings: no search' "$(cat seen)" 'tools|hidden'
"$RENDER" html - "$NOW" 1000 > many.html
dom many.html $GB
has 'a thousand meetings' "$(cat seen)" 'count|1000 meetings'
is 'a thousand meetings: each once' "$(grep -c '^m|' seen)" 1000
