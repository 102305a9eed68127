#!/bin/bash
# SPDX-License-Identifier: MIT
# The completions, each in its shell: what a Tab makes of a line that was typed.
. "$(dirname "$0")/../lib.sh"
start_box
FILES=$(cd "$SQL/../contrib/completions" && pwd)
mkdir cal booked bin zsh
ln -s "$TOOL" bin/icsreserve; ln -s "$BOX" bin/icsreserve-sandbox
cp "$FILES/icsreserve.zsh" zsh/_icsreserve
export PATH=$DIR/w/bin:$PATH HOME=$DIR/w XDG_CONFIG_HOME=$DIR/w/conf ICSRESERVE_STATE=$DIR/state/state.db XDG_DATA_HOME=$DIR/w/data
mkdir -p conf/icsreserve
printf '[calendar "rooms"]\npath = %s\n[calendar "team"]\npath = %s\n' "$DIR/w/booked" "$DIR/w/cal" | config
cp ../config.ini conf/icsreserve/config.ini
printf '[calendar "other"]\npath = %s\n' "$DIR/w/none" > xyz.ini; chmod 600 xyz.ini
one cal/a.ics review@example.com 20261201T020000Z; one cal/b.ics 'odd:one two' 20261202T020000Z
tool sync team
is 'what the shells ask for' "$("$TOOL" complete uids | tr '\t\n' '>|') $("$TOOL" complete calendars | cut -f1 | tr '\n' ' ')" 'review@example.com>review@example.com|odd:one two>odd:one two| rooms team '
"$TOOL" complete --json calendars > ../out; is 'as JSON' "$(out calendars)" '["rooms", "team"]'
"$TOOL" complete nonsense 2> /dev/null; is 'nothing else' $? 2

# type.py SHELL LINE...: an interactive shell in which each line is typed with
# a Tab behind it; the words that the program would get, a line each
cat > type.py <<'END'
import os,pty,re,select,sys,time
shell, lines = sys.argv[1], sys.argv[2:]
setup = {'bash': ['bash', '--norc', '--noprofile', '-i'], 'zsh': ['zsh', '-f', '-i']}[shell]
pid, fd = pty.fork()
if pid == 0:
    os.environ.update(TERM='dumb', PS1='$ ', HISTFILE='/dev/null')
    os.execvp(setup[0], setup)
seen = b''
def wait(mark, limit=30):
    global seen
    end = time.monotonic() + limit
    while mark not in seen and time.monotonic() < end:
        if select.select([fd], [], [], .1)[0]:
            seen += os.read(fd, 65536)
    found = mark in seen
    before, _, seen = seen.partition(mark)
    return before if found else b'TIMEOUT ' + before
def send(text):
    os.write(fd, text.encode())
load = {'bash': '. %s/icsreserve.bash' % os.environ['FILES'],
        'zsh': 'unsetopt zle_bracketed_paste prompt_sp; zstyle ":completion:*" menu no; unsetopt auto_menu list_beep; fpath=(%s/zsh $fpath); autoload -U compinit; compinit -u -D' % os.getcwd()}[shell]
show = 'icsreserve() { printf "<%s>" "$@"; echo " E""ND"; }'
# The program is asked by `command icsreserve`; the line goes to this.
send(load + '; ' + show + '; icsreserve-sandbox() { icsreserve "$@"; }; echo REA""DY\n')
wait(b'READY\r')
for line in lines:
    send(line + '\t')
    time.sleep(0)
    send('\n')
    out = wait(b' END')
    print(re.sub(r'.*\n', '', out.decode(errors='replace').replace('\r', '\n')).strip())
os.close(fd)
os.waitpid(pid, 0)
END
export FILES
LINES=(
	'icsreserve expo'
	'icsreserve sync --det'
	'icsreserve export --format cs'
	'icsreserve export --format=ht'
	'icsreserve sync ro'
	'icsreserve -c xyz.ini sync oth'
	'icsreserve status rev'
	'icsreserve status review@ex'
	'icsreserve -c xy'
	'icsreserve cancel --calendar te'
	'icsreserve --js'
	'icsreserve import --dates dm'
	'icsreserve import cal/a'
	'icsreserve-sandbox --rate-s'
	'icsreserve-sandbox --assume expired=g'
)
WANT='<export>
<sync><--detailed-exitcode>
<export><--format><csv>
<export><--format=html>
<sync><rooms>
<-c><xyz.ini><sync><other>
<status><review@example.com>
<status><review@example.com>
<-c><xyz.ini>
<cancel><--calendar><team>
<--json>
<import><--dates><dmy>
<import><cal/a.ics>
<--rate-second>
<--assume><expired=gone>'
for shell in bash zsh; do
	if command -v $shell > /dev/null; then
		is "$shell" "$("$PYTHON" type.py $shell "${LINES[@]}" 2>&1)" "$WANT"
	else
		echo "skip - completion in $shell: it is not there"
	fi
done
if command -v fish > /dev/null; then
	cat > fish.fish <<'END'
source $FILES/icsreserve.fish
for line in $argv
    # The words of the line but the last, and what it can become.
    set -l words (string split ' ' -- $line)[2..-1]
    set -l found (complete -C $line | string replace -r '\t.*' '')
    printf '<%s>' $words[1..-2] $found
    echo
end
END
	is fish "$(fish --no-config fish.fish "${LINES[@]}" 2>&1)" "$WANT"
else
	echo 'skip - completion in fish: it is not there'
fi
