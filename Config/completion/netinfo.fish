# Completion of the NetInfo tools for fish.
# Domains come from `nidomain -l` and paths from `niutil -list`, each of which may take a second at most.

set -g __netinfo_tools niutil nicl nidump niload nigrep nireport nifind nidomain

function __netinfo_options -a tool
    set -l common -T --timeout --json --color -h --help --version
    set -l login -u --user -P -p --ask-password --password-file --password-fd
    switch $tool
        case niutil
            printf '%s\n' -create -destroy -createprop -appendprop -mergeprop -insertval -destroyprop -destroyval \
                -renameprop -passwd -read -list -readprop -readval -rparent -resync -statistics -domainname \
                -t --tag --database -n -R -f --force -0 --null --dry-run --new-password-file --new-password-fd \
                --legacy-des $login $common
        case nicl
            printf '%s\n' -raw -t --tag -c -ro -q -v -vv -i --force --dry-run --new-password-file --new-password-fd \
                --legacy-des $login $common
        case nidump
            printf '%s\n' -r -t --tag -v --verbose --force --database $common
        case niload
            printf '%s\n' -v -d -m -r -t --tag -n --dry-run --unique -f --force --database $login $common
        case nigrep
            printf '%s\n' -t --tag -e --expression -i --ignore-case -k --keys -V --values -c --count -l --list \
                -q --quiet --exit-status -0 --null --database $common
        case nireport
            printf '%s\n' -t --tag --header --no-value --separator --csv --align --sort -0 --null --database $common
        case nifind
            printf '%s\n' -a --all -n --no-local -p --properties -v --verbose --first --exit-status $common
        case nidomain
            printf '%s\n' -l -g -m -c -d -u -a -f --force --keep-files --legacy-exit --user -P -p --ask-password \
                --password-file --password-fd $common
        case status
            printf '%s\n' --store --tag --security --json -h --help
        case history
            printf '%s\n' --store --database --tag --recursive --diff --since --until --user --refusals --json \
                -n --count -h --help
        case check
            printf '%s\n' --store --tag --repair --passwords --database --try-seconds --json -h --help
        case export
            printf '%s\n' -t --tag --database --suffix --make-uuids --force -T --timeout -v --verbose --json -h --help
    end
end

# What the option takes: nothing, a word, a file, a database, a path, a server or a colour.
function __netinfo_value_of -a tool option
    switch $tool:$option
        case '*:--color'
            echo color
        case '*:--password-file' '*:--new-password-file' check:--store status:--store history:--store \
                check:--database history:--database
            echo file
        case '*:--database'
            echo database
        case nidomain:-u
            echo none
        case '*:-T' '*:--timeout' '*:-u' '*:--user' '*:-P' '*:--password-fd' '*:--new-password-fd' '*:--unique' \
                check:--tag check:--try-seconds status:--tag history:--tag history:--since history:--until history:-n \
                history:--count
            echo word
        case nigrep:-e nigrep:--expression nireport:--no-value nireport:--separator nireport:--sort
            echo word
        case nigrep:-t nigrep:--tag nireport:-t nireport:--tag nidump:-t nidump:--tag
            echo server
        case nidump:-r niload:-r
            echo path
        case export:--suffix
            echo word
        case '*'
            echo none
    end
end

# What the operand at a position is, from the options before it.
function __netinfo_operand -a tool position server raw expression operation
    set -l kinds
    switch $tool
        case niutil
            set kinds $server path
        case nicl
            set kinds domain command path path
        case nidump niload
            set kinds $raw $server
        case nigrep
            set kinds $expression $server path path path path path path
        case nireport
            set kinds $server path word word word word word word
        case nifind
            set kinds path domain
        case import
            set kinds import file
        case export
            set kinds export $server file
        case check
            set kinds file
        case history
            set kinds path
        case nidomain
            switch $operation
                case -l
                    set kinds host
                case -m
                    set kinds word host
                case -c
                    set kinds word word host
                case -a
                    set kinds tag word host
                case '*'
                    set kinds tag host
            end
    end
    set kinds (string match -v given -- $kinds)
    echo $kinds[(math $position + 1)]
end

function __netinfo_tags
    nidomain -T 1 -l 2>/dev/null </dev/null | string replace -rf '^tag=(.*) udp=.*' '$1'
end

# The directories below the last slash of a path, one to a line and escaped as in a path.
function __netinfo_paths -a byname domain path
    set -l parent (string replace -rf '^(.*/).*' '$1' -- $path)
    set -l start $parent
    test -n "$start"; or set start /
    set -l flag
    test $byname = none; or set flag $byname
    # A relative path is completed as an absolute one is, from the root.
    set -l prefix $start
    string match -qr '^[^/]' -- $path; and test -z "$parent"; and set prefix ''
    for line in (niutil -T 1 -list $flag $domain $start 2>/dev/null </dev/null)
        set -l name (string replace -rf '^[0-9]+\t ([^ ]+).*' '$1' -- $line | string replace -ra '[\\\\/]' '\\\\$0')
        test -n "$name"; and printf '%s%s\n' $prefix $name
    end
end

function __netinfo_candidates -a kind current byname domain
    switch $kind
        case domain
            if test $byname != none
                __netinfo_candidates server $current $byname $domain
                return
            end
            printf '%s\n' . .. / (__netinfo_tags)@localhost
        case server
            printf '%s\n' localhost/(__netinfo_tags)
        case tag
            __netinfo_tags
        case host
            echo localhost
        case path
            __netinfo_paths $byname $domain $current
        case format
            printf '%s\n' aliases bootparams bootptab ethers exports fstab group hosts networks passwd printcap \
                protocols resolv.conf rpc services
        case command
            printf '%s\n' read list create delete append merge insert rename move copy search path load passwd history \
                stats domainname rparent resync flush source echo auth help
        case color
            printf '%s\n' auto always never
        case import
            printf '%s\n' nidb dslocal
        case export
            printf '%s\n' dslocal ldif json raw flat
        case file database
            __fish_complete_path $current
    end
end

function __netinfo_complete
    set -l given (commandline -opc)
    set -l current (commandline -ct | string unescape)
    test -n "$current"; or set current ''
    set -l tool (string replace -r '.*/' '' -- $given[1])
    set -e given[1]
    if test $tool = netinfo
        if not set -q given[1]
            printf '%s\n' import export check status history $__netinfo_tools
            return
        end
        set tool $given[1]
        set -e given[1]
    end
    set -l position 0
    set -l options 1
    set -l awaited none
    set -l byname none
    set -l domain .
    set -l server domain
    set -l raw format
    set -l expression word
    set -l operation none
    for word in $given
        if test $awaited != none
            if contains $awaited server database
                set byname -t
                test $awaited = database; and set byname --database
                set domain $word
                set server given
            end
            set awaited none
            continue
        end
        if test $options = 1; and string match -qr '^-.' -- $word; and not string match -qr '^-[1-9][0-9]*$' -- $word
            switch $tool:$word
                case '*:--'
                    set options 0
                case niutil:-t nicl:-t niload:-t niutil:--tag nicl:--tag niload:--tag export:-t export:--tag
                    set byname -t
                case export:--database
                    set server given
                case nigrep:-e nigrep:--expression
                    set expression given
                case nidump:-r niload:-r
                    set raw given
                case '*'
                    string match -qr '^(nidomain:-[lgmcdua]|niutil:-[a-z]{2,})$' -- $tool:$word
                    and set operation $word
            end
            set awaited (__netinfo_value_of $tool $word)
            continue
        end
        if test (__netinfo_operand $tool $position $server $raw $expression $operation)x = domainx
            set domain $word
            set options 0
        end
        set position (math $position + 1)
    end
    if test $awaited != none
        __netinfo_candidates $awaited $current $byname $domain
    else if test $options = 1; and begin; string match -q -- '-*' $current; or test $tool$operation = niutilnone; end
        __netinfo_options $tool
    else
        set -l kind (__netinfo_operand $tool $position $server $raw $expression $operation)
        __netinfo_candidates "$kind" $current $byname $domain
    end
end

for tool in netinfo $__netinfo_tools
    complete -c $tool -f -a '(__netinfo_complete)'
end
