#!/bin/bash
# SPDX-License-Identifier: MIT
# Messages in Chinese where the locale says so; JSON and calendars never.
. "$(dirname "$0")/../lib.sh"
mkdir -p ../locales
if ! localedef -i zh_CN -f UTF-8 ../locales/zh_CN.UTF-8 > ../localedef 2>&1; then
	echo "skip - chinese the system can't make the locale zh_CN.UTF-8"
	exit 0
fi
start_box
one a.ics a@x 20261125T100000Z 'SUMMARY:周会 🚀'
# The program in Chinese; the shell has no such locale.
cat > ../zh-tool <<END
#!/bin/sh
LOCPATH=$DIR/locales LC_ALL=zh_CN.UTF-8 exec "$TOOL" "\$@"
END
chmod +x ../zh-tool
zh() { TOOL=$DIR/zh-tool tool "$@"; }
shown() { wc -L < "$1"; }

zh --help; is 'help: status' $RC 0
has 'help: its first line' "$(cat ../out)" '用法：icsreserve [选项]... 命令'
[ "$(shown ../out)" -lt 80 ]; result $? 'help: 80 columns' "$(shown ../out)"
mapfile -t commands < <(sed -n 's/^  \([a-z]\{4,\}\)  *.*/\1/p' ../out)
[ ${#commands[@]} -ge 12 ]; result $? 'help: the commands' "${commands[*]}"
for c in "${commands[@]}"; do
	zh "$c" --help; is "$c --help: status" $RC 0
	[ "$(shown ../out)" -lt 80 ]; result $? "$c --help: 80 columns" "$(shown ../out)"
	has "$c --help: Chinese" "$(cat ../out)" '用法：icsreserve'
	! sed -n 3p ../out | LC_ALL=C grep -q '^[ -~]*$'
	result $? "$c --help: its text is Chinese" "$(sed -n 3p ../out)"
done

zh sync --frce; is 'a slip: status' $RC 2
is 'a slip' "$(cat ../err)" "icsreserve: 错误: 未知选项 '--frce'；是否想输入 --force？用法见 icsreserve sync --help"
zh import gone.ics
has 'a path that is not there: named once' "$(cat ../err)" '错误: gone.ics: 没有'
zh sync -n a.ics
has 'plan: the action' "$(cat ../out)" '+ 创建'
has 'plan: the time' "$(cat ../out)" '2026-11-25（周三）'
has 'plan: the totals' "$(cat ../out ../err)" 'sync（试运行）：创建 1'

# --- what programs read is the same in both
zh sync -n --json a.ics; cp ../out ../zh.json
tool sync -n --json a.ics
same_json() { sed 's/"elapsed_ms":[0-9]*//; s/"run":"[^"]*"//' "$1"; }
is 'JSON' "$(same_json ../zh.json)" "$(same_json ../out)"
zh sync a.ics; is 'sync in Chinese' $RC 0
cp a.ics ../a.ics
grep -q 'LABEL=.*Feishu meeting' a.ics; result $? 'the calendar stays English'
quiet 'another run in English' a.ics
same 'the bytes' a.ics ../a.ics

# --- sentences of parts ---------------------------------------------------------
printf '会议,时间,地点\n周会,2026-12-03 09:00,301\n' > none.csv
zh import -n none.csv
has 'a table without columns' "$(cat ../err)" "none.csv: 第 1 行：第一行须为列名；缺少 'summary' 列，列名可以是 summary, "
hasnt 'a table without columns: no English' "$(cat ../err)" 'whose names'
cp ../config.ini ../was.ini
# wrong NAME LINE TEXT: a line of the configuration
wrong() {
	{ cat ../was.ini; printf '%b\n' "$2"; } > ../config.ini
	zh status
	has "$1" "$(cat ../err)" "$3"
	hasnt "$1: no English" "$(cat ../err)" '; '
}
wrong 'a key of another section' '[sync]\nowner = x' '；应放在 [feishu] 小节'
wrong 'a key that is near' '[sync]\ntimezon = x' "是否想输入 'timezone'"
wrong 'a section that is near' '[snyc]\nx = y' '是否想输入 [sync]'
wrong 'no section' '[xyzzy]\nx = y' '；可用的小节有 [feishu], '
wrong 'a zone' '[sync]\ntzalias = x' '；应为：名称 = 时区，如 '
cp ../was.ini ../config.ini
zh sync a.ics
play a@x '2026-11-22T00:00:00Z start ou_me'
now 2026-11-22T00:00:10Z
zh active a@x
has 'the state of a meeting' "$(cat ../out)" '进行中'
hasnt 'the state of a meeting: no English' "$(cat ../out)" 'progress'
