# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Completion for bash: commands, options and their values; calendars of the
# configuration and UIDs of the state come from the program itself.

# tables: made by `make man'
_icsreserve_option()
{
	case "$1 $2" in
	'-c '* | '--config '*) kinds='files' ;;
	'--state '*) kinds='files' ;;
	'--plan sync') kinds='' ;;
	'--max-deletes sync') kinds='' ;;
	'--wait sync') kinds='' ;;
	'-o import' | '--output import') kinds='files' ;;
	'--csv import') kinds='files' ;;
	'--rejects import') kinds='files' ;;
	'--encoding import') kinds='' ;;
	'--dates import') kinds='words mdy dmy ymd' ;;
	'--keep import') kinds='' ;;
	'--max-deletes import') kinds='' ;;
	'--wait import') kinds='' ;;
	'--format export') kinds='words ics csv json html' ;;
	'-o export' | '--output export') kinds='files' ;;
	'--title export') kinds='' ;;
	'--lang export') kinds='words en zh' ;;
	'--days export') kinds='' ;;
	'--wait attendance') kinds='' ;;
	'--max-deletes verify') kinds='' ;;
	'--wait verify') kinds='' ;;
	'--calendar cancel') kinds='calendars' ;;
	'--strays cancel') kinds='calendars' ;;
	'--wait cancel') kinds='' ;;
	'--wait restore') kinds='' ;;
	esac
}
_icsreserve_command()
{
	case $1 in
	sync)
		options='-n --dry-run --detailed-exitcode --plan --max-deletes --force --no-write-back --wait '
		arguments='calendars files' ;;
	import)
		options='-o --output --in-place --csv --rejects --encoding --dates --keep -n --dry-run --max-deletes --force --wait '
		arguments='files' ;;
	export)
		options='--format -o --output --title --lang --days '
		arguments='calendars' ;;
	status)
		options='--failed --upcoming '
		arguments='uids' ;;
	explain)
		options=''
		arguments='uids calendars files' ;;
	show)
		options='--password '
		arguments='uids' ;;
	active)
		options='--participants --csv '
		arguments='uids' ;;
	attendance)
		options='--record --forget --csv --wait '
		arguments='uids' ;;
	verify)
		options='--repair -n --dry-run --max-deletes --force --wait '
		arguments='' ;;
	cancel)
		options='--calendar --all --strays --wait '
		arguments='uids' ;;
	backup)
		options=''
		arguments='files' ;;
	restore)
		options='--wait '
		arguments='files' ;;
	doctor)
		options='--offline '
		arguments='' ;;
	version)
		options=''
		arguments='' ;;
	complete)
		options=''
		arguments='words calendars uids' ;;
	*) arguments='words sync import export status explain show active attendance verify cancel backup restore doctor version' ;;
	esac
	options+='-c --config --state -v --verbose -q --quiet --json --no-progress -h --help --version '
}
_icsreserve_sandbox_option()
{
	case "$1 $2" in
	'--port '*) kinds='' ;;
	'--state '*) kinds='files' ;;
	'--latency '*) kinds='' ;;
	'--rate-second '*) kinds='' ;;
	'--rate-minute '*) kinds='' ;;
	'--script '*) kinds='files' ;;
	'--log '*) kinds='files' ;;
	'--app-id '*) kinds='' ;;
	'--app-secret '*) kinds='' ;;
	'--directory '*) kinds='files' ;;
	'--user-token '*) kinds='' ;;
	'--token-life '*) kinds='' ;;
	'--quota '*) kinds='' ;;
	'--missing-scope '*) kinds='' ;;
	'--user-scope '*) kinds='' ;;
	'--numbers '*) kinds='' ;;
	'--assume '*) kinds='words expired=readable expired=gone expired-update=allow expired-update=refuse update-link=keep update-link=change update-link=expired update-password=keep update-password=regenerate default-password=random default-password=none invalid-hosts=list invalid-hosts=error unknown-owner=121003 unknown-owner=99992351 unknown-fields=refuse unknown-fields=ignore long-topic=accept long-topic=refuse check-info=always check-info=when-any expire-status=enum expire-status=zero get-defaults=omit get-defaults=fill get-scope=readonly get-scope=any tenant-own=app tenant-own=tenant no-meeting=404 no-meeting=empty delete-data=empty delete-data=absent unknown-user=absent unknown-user=empty unknown-user=null user-order=same user-order=reverse rate-status=429 rate-status=400 token-status=200 token-status=400 auth-status=400 auth-status=200 brand=feishu brand=lark empty=clear empty=keep end-time-number=refuse end-time-number=accept token-form=t token-form=jwt scope-list=open scope-list=refuse' ;;
	esac
}
_icsreserve_sandbox_command()
{
	options='--port --state --latency --rate-second --rate-minute --script --log --app-id --app-secret --directory --user-token --token-life --quota --missing-scope --user-scope --numbers --assume --help --version '
}
# end of tables

# _icsreserve_names KIND: what the program knows of it, with the -c and --state
# of the line.
_icsreserve_names()
{
	local name rest
	while IFS=$'\t' read -r name rest; do
		case $name in
		"$cur"*) COMPREPLY+=("$(printf %q "$name")") ;;
		esac
	done < <(command icsreserve "${place[@]}" complete "$1" 2> /dev/null)
}

_icsreserve_fill()
{
	local kind
	COMPREPLY=()
	case $kinds in
	words*) mapfile -t COMPREPLY < <(compgen -W "${kinds#words}" -- "$cur") ;;
	*)
		for kind in $kinds; do
			case $kind in
			files)
				compopt -o filenames 2> /dev/null
				mapfile -t -O ${#COMPREPLY[@]} COMPREPLY \
				    < <(compgen -f -- "$cur") ;;
			*) _icsreserve_names "$kind" ;;
			esac
		done ;;
	esac
}

# PROGRAM, as the tables call it.  The line is cut at blanks alone: a UID has
# characters at which bash cuts.
_icsreserve_line()
{
	local line=${COMP_LINE:0:COMP_POINT} cur i n command='' kinds=-
	local options='' arguments='' breaks before
	local -a words place=()
	read -ra words <<< "$line"
	case $line in *[[:blank:]]) words+=('') ;; esac
	n=$((${#words[@]} - 1)) cur=${words[n]}
	for ((i = 1; i < n; i++)); do
		case ${words[i]} in
		--config=* | --state=*) place+=("${words[i]}") ;;
		-*)
			kinds=-
			"$1_option" "${words[i]}" "$command"
			[ "$kinds" != - ] || continue
			case ${words[i]} in
			-c | --config | --state)
				place+=("${words[i]}" "${words[i + 1]}") ;;
			esac
			i=$((i + 1)) ;;
		*) [ -n "$command" ] || command=${words[i]} ;;
		esac
	done
	"$1_command" "$command"
	# Else it is the value of the option before it.
	if [ $i = $n ]; then
		case $cur in
		--*=*)
			kinds=
			"$1_option" "${cur%%=*}" "$command"
			cur=${cur#*=} ;;
		-*) kinds="words $options" ;;
		*) kinds=$arguments ;;
		esac
	fi
	_icsreserve_fill
	# What stands before such a character is not replaced; readline keeps
	# an @ with what follows it.
	breaks=${COMP_WORDBREAKS//[^@:=]/}
	[ -n "$breaks" ] || return 0
	before=${cur%"${cur##*["$breaks"]}"}
	COMPREPLY=("${COMPREPLY[@]#"${before%@}"}")
}
_icsreserve() { _icsreserve_line _icsreserve; }
_icsreserve_sandbox() { _icsreserve_line _icsreserve_sandbox; }
complete -F _icsreserve icsreserve
complete -F _icsreserve_sandbox icsreserve-sandbox
