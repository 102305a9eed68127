#compdef icsreserve icsreserve-sandbox
# SPDX-License-Identifier: MIT
# Completion for zsh, as the file _icsreserve in a folder of $fpath.

# tables: made by `make man'
_icsreserve_commands()
{
	local -a commands=(
	    'sync'':''reserve, update and delete as the calendars say'
	    'import'':''book the events of .ics and .csv files, once'
	    'export'':''write all reservations as calendar, table, JSON, page'
	    'status'':''list the reservations: event, time, link, expiry, error'
	    'explain'':''say what a sync does with an event, and why'
	    'show'':''a reservation as the server has it, and as recorded'
	    'active'':''the meeting that is running now, and who is in it'
	    'attendance'':''who was in the meetings, as a timer has recorded it'
	    'verify'':''compare live reservations with the server; --repair'
	    'cancel'':''delete reservations, remove their lines from the files'
	    'backup'':''write a consistent copy of the state'
	    'restore'':''put a checked copy of the state back'
	    'doctor'':''check all that a run needs; each finding has a remedy'
	    'version'':''print the version'
	)
	_describe command commands
}
_icsreserve_globals()
{
	globals=(
	    '(-c --config)'{-c+,--config=}'[the configuration]:FILE:_files'
	    --state='[the state database]:FILE:_files'
	    '*'{-v,--verbose}'[print more (to -vvv)]'
	    '(-q --quiet)'{-q,--quiet}'[print errors only]'
	    --json'[one JSON object]'
	    --no-progress'[no progress bar]'
	    '(-h --help)'{-h,--help}'[list the options]'
	    --version'[print the version]'
	)
}
_icsreserve_command()
{
	case $1 in
	sync)
	    kinds=(calendars files)
	    options=(
	    '(-n --dry-run)'{-n,--dry-run}'[print the plan and touch nothing]'
	    --detailed-exitcode'[with -n\: 9 when there is something to do]'
	    --plan='[carry out only the plan with this digest]:DIGEST: '
	    --max-deletes='[allow at most N (or P%) deletions]:N|P%: '
	    --force'[lift the deletion guard for this run]'
	    --no-write-back'[leave the calendar files alone]'
	    --wait='[wait for another run to end (default 0)]:SECONDS: '
	    ) ;;
	import)
	    kinds=(files)
	    options=(
	    '(-o --output)'{-o+,--output=}'[write the copy with the links there]:OUT.ics:_files'
	    --in-place'[edit the files themselves]'
	    --csv='[write a row for each booking]:FILE:_files'
	    --rejects='[write what could not be booked]:FILE:_files'
	    --encoding='[encoding of the files\: utf-8, gb18030, ...]:NAME: '
	    --dates='[order of day and month in dates as 12/1/2026]:mdy|dmy|ymd:(mdy dmy ymd)'
	    --keep='[remember the file as a calendar]:NAME: '
	    '(-n --dry-run)'{-n,--dry-run}'[print the plan and touch nothing]'
	    --max-deletes='[allow at most N (or P%) deletions]:N|P%: '
	    --force'[lift the deletion guard for this run]'
	    --wait='[wait for another run to end (default 0)]:SECONDS: '
	    ) ;;
	export)
	    kinds=(calendars)
	    options=(
	    --format='[one of ics, csv, json, html]:FORMAT:(ics csv json html)'
	    '(-o --output)'{-o+,--output=}'[write there, not to standard output]:FILE:_files'
	    --title='[name of the calendar or page]:TEXT: '
	    --lang='[language of the page; else the browser'\''s]:en|zh:(en zh)'
	    --days='[list occurrences of a series for N days ahead]:N: '
	    ) ;;
	status)
	    kinds=(uids)
	    options=(
	    --failed'[only what failed or is unknown]'
	    --upcoming'[only what has not ended]'
	    ) ;;
	explain)
	    kinds=(uids calendars files)
	    options=(
	    ) ;;
	show)
	    kinds=(uids)
	    options=(
	    --password'[show the meeting password]'
	    ) ;;
	active)
	    kinds=(uids)
	    options=(
	    --participants'[list the people, with join and leave times]'
	    --csv'[print the attendance sheet as CSV]'
	    ) ;;
	attendance)
	    kinds=(uids)
	    options=(
	    --record'[look at the meetings that may be running]'
	    --forget'[remove the records of these events, or all records]'
	    --csv'[print the attendance sheet as CSV]'
	    --wait='[wait for another run to end (default 0)]:SECONDS: '
	    ) ;;
	verify)
	    kinds=()
	    options=(
	    --repair'[plan the repair, show the plan and carry it out]'
	    '(-n --dry-run)'{-n,--dry-run}'[with --repair\: only show the plan]'
	    --max-deletes='[allow at most N (or P%) deletions]:N|P%: '
	    --force'[lift the deletion guard for this run]'
	    --wait='[wait for another run to end (default 0)]:SECONDS: '
	    ) ;;
	cancel)
	    kinds=(uids)
	    options=(
	    --calendar='[cancel all reservations of a calendar]:CALENDAR:_icsreserve_values calendars'
	    --all'[cancel all reservations]'
	    --strays='[remove lines of reservations unknown to this state]:CALENDAR:_icsreserve_values calendars'
	    --wait='[wait for another run to end (default 0)]:SECONDS: '
	    ) ;;
	backup)
	    kinds=(files)
	    options=(
	    ) ;;
	restore)
	    kinds=(files)
	    options=(
	    --wait='[wait for another run to end (default 0)]:SECONDS: '
	    ) ;;
	doctor)
	    kinds=()
	    options=(
	    --offline'[skip what needs the network]'
	    ) ;;
	version)
	    kinds=()
	    options=(
	    ) ;;
	complete)
	    kinds=(words calendars uids)
	    options=(
	    ) ;;
	esac
}
_icsreserve_sandbox()
{
	options=(
	    --port='[port on 127.0.0.1; 0 takes any; default 0]:N: '
	    --state='[keep reservations and meetings in FILE]:FILE:_files'
	    --latency='[answer this much later]:MS: '
	    --rate-second='[calls a second at an endpoint; default 50, 0\: off]:N: '
	    --rate-minute='[the same a minute; default 1000, 0\: off]:N: '
	    --script='[misbehave as FILE says]:FILE:_files'
	    --log='[append one JSON line for each request]:FILE:_files'
	    --app-id='[the app'\''s id, by default cli_sandbox]:ID: '
	    --app-secret='[the app'\''s secret, by default sandbox-secret]:SECRET: '
	    --directory='[the people\: lines of '\''ADDRESS ID \[STATUS\]'\'']:FILE:_files'
	    '*'--user-token='[accept this user token; repeatable]:TOKEN\[=ID\]: '
	    --token-life='[life of a tenant token, by default 7200]:SECONDS: '
	    --quota='[calls that the monthly quota allows; 0\: no quota]:N: '
	    '*'--missing-scope='[a scope the app lacks; repeatable]:NAME: '
	    '*'--user-scope='[a scope for user tokens alone; repeatable]:NAME: '
	    --numbers='[use only N meeting numbers; 0, the default\: plenty]:N: '
	    '*'--assume='[a reading of what is undocumented]:NAME=VALUE:(expired=readable expired=gone expired-update=allow expired-update=refuse update-link=keep update-link=change update-link=expired update-password=keep update-password=regenerate default-password=random default-password=none invalid-hosts=list invalid-hosts=error unknown-owner=121003 unknown-owner=99992351 unknown-fields=refuse unknown-fields=ignore long-topic=accept long-topic=refuse check-info=always check-info=when-any expire-status=enum expire-status=zero get-defaults=omit get-defaults=fill get-scope=readonly get-scope=any tenant-own=app tenant-own=tenant no-meeting=404 no-meeting=empty delete-data=empty delete-data=absent unknown-user=absent unknown-user=empty unknown-user=null user-order=same user-order=reverse rate-status=429 rate-status=400 token-status=200 token-status=400 auth-status=400 auth-status=200 brand=feishu brand=lark empty=clear empty=keep end-time-number=refuse end-time-number=accept token-form=t token-form=jwt scope-list=open scope-list=refuse)'
	    --help'[show the help and exit]'
	    --version'[show the version and exit]'
	)
}
# end of tables

# What the program knows of calendars or uids, with the -c and --state of the
# line.
_icsreserve_values()
{
	local -a found
	found=(${(f)"$(command icsreserve $place complete ${@[-1]} 2> /dev/null)"})
	found=(${found%%$'\t'*})
	compadd -a found
}

_icsreserve_arguments()
{
	local kind
	if [[ $kinds[1] == words ]]; then
		compadd -- $kinds[2,-1]
		return
	fi
	for kind in $kinds; do
		case $kind in
		(files) _files ;;
		(*) _icsreserve_values $kind ;;
		esac
	done
}

_icsreserve()
{
	local curcontext=$curcontext state line i
	local -a globals options kinds place
	typeset -A opt_args
	if [[ $service == icsreserve-sandbox ]]; then
		_icsreserve_sandbox
		_arguments : $options
		return
	fi
	for ((i = 2; i < CURRENT; i++)); do
		case $words[i] in
		(-c|--config|--state) place+=($words[i] $words[i+1]) ;;
		(--config=*|--state=*) place+=($words[i]) ;;
		esac
	done
	_icsreserve_globals
	_arguments -s -C : $globals ':command:_icsreserve_commands' \
	    '*:: :->rest' && return
	[[ $state == rest ]] || return 1
	_icsreserve_command $words[1]
	_arguments -s : $globals $options '*: :_icsreserve_arguments'
}

_icsreserve "$@"
