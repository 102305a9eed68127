# SPDX-License-Identifier: MIT
# Completion for fish.

# The command of the line: its first word that is no option and no value.
function __icsreserve_command
    set -l skip 0
    for word in (commandline -opc)[2..-1]
        if test $skip = 1
            set skip 0
        else if contains -- $word $__icsreserve_valued
            set skip 1
        else if not string match -q -- '-*' $word
            echo $word
            return 0
        end
    end
    return 1
end

function __icsreserve_none
    not __icsreserve_command >/dev/null
end

function __icsreserve_has
    test "$(__icsreserve_command)" = $argv[1]
end

# What the program knows of calendars or uids, with the -c and --state of the
# line.
function __icsreserve_values
    set -l place
    set -l words (commandline -opc)
    for i in (seq (count $words))
        switch $words[$i]
            case -c --config --state
                set -a place $words[$i] $words[(math $i + 1)]
            case '--config=*' '--state=*'
                set -a place $words[$i]
        end
    end
    command icsreserve $place complete $argv[1] 2>/dev/null
end

complete -c icsreserve -f
complete -c icsreserve-sandbox -f
# tables: made by `make man'
set -g __icsreserve_valued -c --config --state --plan --max-deletes --wait -o --output --csv --rejects --encoding --dates --keep --max-deletes --wait --format -o --output --title --lang --days --wait --max-deletes --wait --calendar --strays --wait --wait
complete -c icsreserve -s c -l config -rF -d 'the configuration'
complete -c icsreserve -l state -rF -d 'the state database'
complete -c icsreserve -s v -l verbose -d 'print more (to -vvv)'
complete -c icsreserve -s q -l quiet -d 'print errors only'
complete -c icsreserve -l json -d 'one JSON object'
complete -c icsreserve -l no-progress -d 'no progress bar'
complete -c icsreserve -s h -l help -d 'list the options'
complete -c icsreserve -l version -d 'print the version'
complete -c icsreserve -n __icsreserve_none -a sync -d 'reserve, update and delete as the calendars say'
complete -c icsreserve -n '__icsreserve_has sync' -s n -l dry-run -d 'print the plan and touch nothing'
complete -c icsreserve -n '__icsreserve_has sync' -l detailed-exitcode -d 'with -n: 9 when there is something to do'
complete -c icsreserve -n '__icsreserve_has sync' -l plan -xa '' -d 'carry out only the plan with this digest'
complete -c icsreserve -n '__icsreserve_has sync' -l max-deletes -xa '' -d 'allow at most N (or P%) deletions'
complete -c icsreserve -n '__icsreserve_has sync' -l force -d 'lift the deletion guard for this run'
complete -c icsreserve -n '__icsreserve_has sync' -l no-write-back -d 'leave the calendar files alone'
complete -c icsreserve -n '__icsreserve_has sync' -l wait -xa '' -d 'wait for another run to end (default 0)'
complete -c icsreserve -n '__icsreserve_has sync' -a '(__icsreserve_values calendars)'
complete -c icsreserve -n '__icsreserve_has sync' -F
complete -c icsreserve -n __icsreserve_none -a import -d 'book the events of .ics and .csv files, once'
complete -c icsreserve -n '__icsreserve_has import' -s o -l output -rF -d 'write the copy with the links there'
complete -c icsreserve -n '__icsreserve_has import' -l in-place -d 'edit the files themselves'
complete -c icsreserve -n '__icsreserve_has import' -l csv -rF -d 'write a row for each booking'
complete -c icsreserve -n '__icsreserve_has import' -l rejects -rF -d 'write what could not be booked'
complete -c icsreserve -n '__icsreserve_has import' -l encoding -xa '' -d 'encoding of the files: utf-8, gb18030, ...'
complete -c icsreserve -n '__icsreserve_has import' -l dates -xa 'mdy dmy ymd' -d 'order of day and month in dates as 12/1/2026'
complete -c icsreserve -n '__icsreserve_has import' -l keep -xa '' -d 'remember the file as a calendar'
complete -c icsreserve -n '__icsreserve_has import' -s n -l dry-run -d 'print the plan and touch nothing'
complete -c icsreserve -n '__icsreserve_has import' -l max-deletes -xa '' -d 'allow at most N (or P%) deletions'
complete -c icsreserve -n '__icsreserve_has import' -l force -d 'lift the deletion guard for this run'
complete -c icsreserve -n '__icsreserve_has import' -l wait -xa '' -d 'wait for another run to end (default 0)'
complete -c icsreserve -n '__icsreserve_has import' -F
complete -c icsreserve -n __icsreserve_none -a export -d 'write all reservations as calendar, table, JSON, page'
complete -c icsreserve -n '__icsreserve_has export' -l format -xa 'ics csv json html' -d 'one of ics, csv, json, html'
complete -c icsreserve -n '__icsreserve_has export' -s o -l output -rF -d 'write there, not to standard output'
complete -c icsreserve -n '__icsreserve_has export' -l title -xa '' -d 'name of the calendar or page'
complete -c icsreserve -n '__icsreserve_has export' -l lang -xa 'en zh' -d 'language of the page; else the browser\'s'
complete -c icsreserve -n '__icsreserve_has export' -l days -xa '' -d 'list occurrences of a series for N days ahead'
complete -c icsreserve -n '__icsreserve_has export' -a '(__icsreserve_values calendars)'
complete -c icsreserve -n __icsreserve_none -a status -d 'list the reservations: event, time, link, expiry, error'
complete -c icsreserve -n '__icsreserve_has status' -l failed -d 'only what failed or is unknown'
complete -c icsreserve -n '__icsreserve_has status' -l upcoming -d 'only what has not ended'
complete -c icsreserve -n '__icsreserve_has status' -a '(__icsreserve_values uids)'
complete -c icsreserve -n __icsreserve_none -a explain -d 'say what a sync does with an event, and why'
complete -c icsreserve -n '__icsreserve_has explain' -a '(__icsreserve_values uids)'
complete -c icsreserve -n '__icsreserve_has explain' -a '(__icsreserve_values calendars)'
complete -c icsreserve -n '__icsreserve_has explain' -F
complete -c icsreserve -n __icsreserve_none -a show -d 'a reservation as the server has it, and as recorded'
complete -c icsreserve -n '__icsreserve_has show' -l password -d 'show the meeting password'
complete -c icsreserve -n '__icsreserve_has show' -a '(__icsreserve_values uids)'
complete -c icsreserve -n __icsreserve_none -a active -d 'the meeting that is running now, and who is in it'
complete -c icsreserve -n '__icsreserve_has active' -l participants -d 'list the people, with join and leave times'
complete -c icsreserve -n '__icsreserve_has active' -l csv -d 'print the attendance sheet as CSV'
complete -c icsreserve -n '__icsreserve_has active' -a '(__icsreserve_values uids)'
complete -c icsreserve -n __icsreserve_none -a attendance -d 'who was in the meetings, as a timer has recorded it'
complete -c icsreserve -n '__icsreserve_has attendance' -l record -d 'look at the meetings that may be running'
complete -c icsreserve -n '__icsreserve_has attendance' -l forget -d 'remove the records of these events, or all records'
complete -c icsreserve -n '__icsreserve_has attendance' -l csv -d 'print the attendance sheet as CSV'
complete -c icsreserve -n '__icsreserve_has attendance' -l wait -xa '' -d 'wait for another run to end (default 0)'
complete -c icsreserve -n '__icsreserve_has attendance' -a '(__icsreserve_values uids)'
complete -c icsreserve -n __icsreserve_none -a verify -d 'compare live reservations with the server; --repair'
complete -c icsreserve -n '__icsreserve_has verify' -l repair -d 'plan the repair, show the plan and carry it out'
complete -c icsreserve -n '__icsreserve_has verify' -s n -l dry-run -d 'with --repair: only show the plan'
complete -c icsreserve -n '__icsreserve_has verify' -l max-deletes -xa '' -d 'allow at most N (or P%) deletions'
complete -c icsreserve -n '__icsreserve_has verify' -l force -d 'lift the deletion guard for this run'
complete -c icsreserve -n '__icsreserve_has verify' -l wait -xa '' -d 'wait for another run to end (default 0)'
complete -c icsreserve -n __icsreserve_none -a cancel -d 'delete reservations, remove their lines from the files'
complete -c icsreserve -n '__icsreserve_has cancel' -l calendar -xa '(__icsreserve_values calendars)' -d 'cancel all reservations of a calendar'
complete -c icsreserve -n '__icsreserve_has cancel' -l all -d 'cancel all reservations'
complete -c icsreserve -n '__icsreserve_has cancel' -l strays -xa '(__icsreserve_values calendars)' -d 'remove lines of reservations unknown to this state'
complete -c icsreserve -n '__icsreserve_has cancel' -l wait -xa '' -d 'wait for another run to end (default 0)'
complete -c icsreserve -n '__icsreserve_has cancel' -a '(__icsreserve_values uids)'
complete -c icsreserve -n __icsreserve_none -a backup -d 'write a consistent copy of the state'
complete -c icsreserve -n '__icsreserve_has backup' -F
complete -c icsreserve -n __icsreserve_none -a restore -d 'put a checked copy of the state back'
complete -c icsreserve -n '__icsreserve_has restore' -l wait -xa '' -d 'wait for another run to end (default 0)'
complete -c icsreserve -n '__icsreserve_has restore' -F
complete -c icsreserve -n __icsreserve_none -a doctor -d 'check all that a run needs; each finding has a remedy'
complete -c icsreserve -n '__icsreserve_has doctor' -l offline -d 'skip what needs the network'
complete -c icsreserve -n __icsreserve_none -a version -d 'print the version'
complete -c icsreserve-sandbox -l port -xa '' -d 'port on 127.0.0.1; 0 takes any; default 0'
complete -c icsreserve-sandbox -l state -rF -d 'keep reservations and meetings in FILE'
complete -c icsreserve-sandbox -l latency -xa '' -d 'answer this much later'
complete -c icsreserve-sandbox -l rate-second -xa '' -d 'calls a second at an endpoint; default 50, 0: off'
complete -c icsreserve-sandbox -l rate-minute -xa '' -d 'the same a minute; default 1000, 0: off'
complete -c icsreserve-sandbox -l script -rF -d 'misbehave as FILE says'
complete -c icsreserve-sandbox -l log -rF -d 'append one JSON line for each request'
complete -c icsreserve-sandbox -l app-id -xa '' -d 'the app\'s id, by default cli_sandbox'
complete -c icsreserve-sandbox -l app-secret -xa '' -d 'the app\'s secret, by default sandbox-secret'
complete -c icsreserve-sandbox -l directory -rF -d 'the people: lines of \'ADDRESS ID [STATUS]\''
complete -c icsreserve-sandbox -l user-token -xa '' -d 'accept this user token; repeatable'
complete -c icsreserve-sandbox -l token-life -xa '' -d 'life of a tenant token, by default 7200'
complete -c icsreserve-sandbox -l quota -xa '' -d 'calls that the monthly quota allows; 0: no quota'
complete -c icsreserve-sandbox -l missing-scope -xa '' -d 'a scope the app lacks; repeatable'
complete -c icsreserve-sandbox -l user-scope -xa '' -d 'a scope for user tokens alone; repeatable'
complete -c icsreserve-sandbox -l numbers -xa '' -d 'use only N meeting numbers; 0, the default: plenty'
complete -c icsreserve-sandbox -l assume -xa 'expired=readable expired=gone expired-update=allow expired-update=refuse update-link=keep update-link=change update-link=expired update-password=keep update-password=regenerate default-password=random default-password=none invalid-hosts=list invalid-hosts=error unknown-owner=121003 unknown-owner=99992351 unknown-fields=refuse unknown-fields=ignore long-topic=accept long-topic=refuse check-info=always check-info=when-any expire-status=enum expire-status=zero get-defaults=omit get-defaults=fill get-scope=readonly get-scope=any tenant-own=app tenant-own=tenant no-meeting=404 no-meeting=empty delete-data=empty delete-data=absent unknown-user=absent unknown-user=empty unknown-user=null user-order=same user-order=reverse rate-status=429 rate-status=400 token-status=200 token-status=400 auth-status=400 auth-status=200 brand=feishu brand=lark empty=clear empty=keep end-time-number=refuse end-time-number=accept token-form=t token-form=jwt scope-list=open scope-list=refuse' -d 'a reading of what is undocumented'
complete -c icsreserve-sandbox -l help -d 'show the help and exit'
complete -c icsreserve-sandbox -l version -d 'show the version and exit'
# end of tables
