# SPDX-License-Identifier: MIT
# Completion for bash: commands and options as --help has them, so that
# there is no second list of them.
_icsreserve()
{
	local cur=${COMP_WORDS[COMP_CWORD]} command='' commands word words=''
	commands=$(icsreserve --help 2> /dev/null |
	    sed -n 's/^  \([a-z]\{4,\}\)  *[a-z].*/\1/p')
	# The value of an option before it is none.
	for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
		case $'\n'$commands$'\n' in
		*$'\n'"$word"$'\n'*) command=$word; break ;;
		esac
	done
	case $cur in
	-*)
		# Two blanks or a comma stand before an option, not in a text.
		# shellcheck disable=SC2086
		words=$(icsreserve $command --help 2> /dev/null |
		    grep -oE -- '(^|  |, )--?[a-z][a-z-]*' | tr -d ' ,' | sort -u)
		;;
	*)
		[ -n "$command" ] || words=$commands
		;;
	esac
	mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
	[ ${#COMPREPLY[@]} -gt 0 ] || mapfile -t COMPREPLY < <(compgen -f -- "$cur")
}
complete -o filenames -F _icsreserve icsreserve
