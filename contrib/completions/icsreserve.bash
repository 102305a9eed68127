# SPDX-License-Identifier: MIT
# Completion for bash: commands and options as --help has them, so that
# there is no second list of them.
_icsreserve()
{
	local cur=${COMP_WORDS[COMP_CWORD]} command='' word words
	for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
		case $word in -*) ;; *) command=$word; break ;; esac
	done
	case $cur in
	-*)
		# shellcheck disable=SC2086
		words=$(icsreserve $command --help 2> /dev/null |
		    grep -oE -- '(^| |, )--?[a-z][a-z-]*' | tr -d ' ,' | sort -u)
		;;
	*)
		[ -n "$command" ] || words=$(icsreserve --help 2> /dev/null |
		    sed -n 's/^  \([a-z]\{4,\}\)  *[a-z].*/\1/p')
		;;
	esac
	mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
	[ ${#COMPREPLY[@]} -gt 0 ] || mapfile -t COMPREPLY < <(compgen -f -- "$cur")
}
complete -o filenames -F _icsreserve icsreserve
