# Completion of the NetInfo tools for bash.
# Domains come from `nidomain -l` and paths from `niutil -list`, each of which may take a second at most.

_netinfo_common='-T --timeout --json --color -h --help --version'
_netinfo_login='-u --user -P -p --ask-password --password-file --password-fd'
_netinfo_formats='aliases bootparams bootptab ethers exports fstab group hosts networks passwd printcap protocols
    resolv.conf rpc services'

_netinfo_options() {
    case $1 in
    niutil) echo "-create -destroy -createprop -appendprop -mergeprop -insertval -destroyprop -destroyval -renameprop
        -passwd -read -list -readprop -readval -rparent -resync -statistics -domainname
        -t --tag --database -n -R -f --force -0 --null --dry-run --new-password-file --new-password-fd
        --legacy-des $_netinfo_login $_netinfo_common" ;;
    nicl) echo "-raw -t --tag -c -ro -q -v -vv -i --force --dry-run --new-password-file --new-password-fd --legacy-des
        $_netinfo_login $_netinfo_common" ;;
    nidump) echo "-r -t --tag -v --verbose --force --database $_netinfo_common" ;;
    niload) echo "-v -d -m -r -t --tag -n --dry-run --unique -f --force --database $_netinfo_login $_netinfo_common" ;;
    nigrep) echo "-t --tag -e --expression -i --ignore-case -k --keys -V --values -c --count -l --list -q --quiet
        --exit-status -0 --null --database $_netinfo_common" ;;
    nireport) echo "-t --tag --header --no-value --separator --csv --align --sort -0 --null --database
        $_netinfo_common" ;;
    nifind) echo "-a --all -n --no-local -p --properties -v --verbose --first --exit-status $_netinfo_common" ;;
    export) echo "-t --tag --database --suffix --make-uuids --force -T --timeout -v --verbose --json -h --help" ;;
    nidomain) echo "-l -g -m -c -d -u -a -f --force --keep-files --legacy-exit --user -P -p --ask-password
        --password-file --password-fd $_netinfo_common" ;;
    status) echo "--store --tag --security --json -h --help" ;;
    history) echo "--store --database --tag --recursive --diff --since --until --user --refusals --json -n --count
        -h --help" ;;
    check) echo "--store --tag --repair --passwords --database --try-seconds --json -h --help" ;;
    esac
}

_netinfo_commands='read list create delete append merge insert rename move copy search path load passwd history stats
    domainname rparent resync flush source echo auth help'

# What the option takes: nothing, a word, a file, a database, a path, a server or a colour.
_netinfo_value_of() {
    case $1:$2 in
    *:--color) echo color ;;
    *:--password-file | *:--new-password-file | check:--store | status:--store | history:--store) echo file ;;
    check:--database | history:--database) echo file ;;
    *:--database) echo database ;;
    nidomain:-u) echo none ;;
    *:-T | *:--timeout | *:-u | *:--user | *:-P | *:--password-fd | *:--new-password-fd | *:--unique) echo word ;;
    check:--tag | check:--try-seconds | status:--tag | history:--tag | history:--since | history:--until | history:-n | \
        history:--count) echo word ;;
    nigrep:-e | nigrep:--expression | nireport:--no-value | nireport:--separator | nireport:--sort) echo word ;;
    nigrep:-t | nigrep:--tag | nireport:-t | nireport:--tag | nidump:-t | nidump:--tag) echo server ;;
    nidump:-r | niload:-r) echo path ;;
    export:--suffix) echo word ;;
    *) echo none ;;
    esac
}

# What the operand at a position is; the words before it are known to the caller.
_netinfo_operand() {
    local tool=$1 position=$2
    case $tool in
    niutil) set -- ${server:-domain} path ;;
    nicl) set -- domain command path path ;;
    nidump | niload) set -- ${raw:-format} ${server:-domain} ;;
    nigrep) set -- ${expression:-word} ${server:-domain} path path path path path path ;;
    nireport) set -- ${server:-domain} path word word word word word word ;;
    nifind) set -- path domain ;;
    import) set -- import file ;;
    export) set -- export ${server:-domain} file ;;
    check) set -- file ;;
    history) set -- path ;;
    nidomain)
        case $operation in
        -l) set -- host ;;
        -m) set -- word host ;;
        -c) set -- word word host ;;
        -a) set -- tag word host ;;
        *) set -- tag host ;;
        esac ;;
    esac
    local kind
    for kind; do
        [[ $kind == given ]] && continue
        if ((position == 0)); then
            echo "$kind"
            return
        fi
        ((position--))
    done
}

# Takes away one level of the shell's quoting.
_netinfo_unquote() {
    local text=$1 result= quote= character
    while [[ -n $text ]]; do
        character=${text:0:1} text=${text:1}
        case $quote$character in
        "''" | '""') quote= ;;
        "'"* ) result+=$character ;;
        '"\' | '\') result+=${text:0:1} text=${text:1} ;;
        '"'?) result+=$character ;;
        "'" | '"') quote=$character ;;
        *) result+=$character ;;
        esac
    done
    printf '%s' "$result"
}

_netinfo_tags() { nidomain -T 1 -l 2>/dev/null </dev/null | sed -n 's/^tag=\(.*\) udp=.*/\1/p'; }

# The directories below the last slash of a path, one to a line and escaped as in a path.
_netinfo_paths() {
    local domain=$1 path=$2 parent=
    [[ $path == */* ]] && parent=${path%/*}/
    niutil -T 1 -list $byname "$domain" "${parent:-/}" 2>/dev/null </dev/null |
        while IFS=$'\t' read -r _ name; do
            name=${name# } name=${name%% *}
            [[ -n $name ]] || continue
            name=${name//\\/\\\\}
            printf '%s%s\n' "${parent:-/}" "${name//\//\\/}"
        done
}

_netinfo_candidates() {
    local kind=$1 current=$2
    case $kind in
    domain)
        if [[ -n $byname ]]; then _netinfo_candidates server; return; fi
        printf '%s\n' . .. /
        _netinfo_tags | sed 's/$/@localhost/' ;;
    server) _netinfo_tags | sed 's|^|localhost/|' ;;
    tag) _netinfo_tags ;;
    host) echo localhost ;;
    path) _netinfo_paths "${domain:-.}" "$current" ;;
    format) printf '%s\n' $_netinfo_formats ;;
    command) printf '%s\n' $_netinfo_commands ;;
    color) printf '%s\n' auto always never ;;
    import) printf '%s\n' nidb dslocal ;;
    export) printf '%s\n' dslocal ldif json raw flat ;;
    esac
}

_netinfo() {
    local first=1 tool=${COMP_WORDS[0]##*/} current byname= domain= server= raw= expression= operation= kind=
    current=$(_netinfo_unquote "${COMP_WORDS[COMP_CWORD]}")
    COMPREPLY=()
    if [[ $tool == netinfo ]]; then
        if ((COMP_CWORD == 1)); then
            COMPREPLY=($(compgen -W 'import export check status history niutil nicl nidump niload nigrep nireport nifind nidomain' -- "$current"))
            return
        fi
        tool=${COMP_WORDS[1]} first=2
    fi
    local index position=0 options=1 word value awaited=none
    for ((index = first; index < COMP_CWORD; index++)); do
        word=$(_netinfo_unquote "${COMP_WORDS[index]}")
        if [[ $awaited != none ]]; then
            [[ $awaited == server ]] && byname=-t domain=$word server=given
            [[ $awaited == database ]] && byname=--database domain=$word server=given
            awaited=none
            continue
        fi
        if ((options)) && [[ $word == -?* && ! $word =~ ^-[1-9][0-9]*$ ]]; then
            case $tool:$word in
            *:--) options=0 ;;
            niutil:-t | nicl:-t | niload:-t | niutil:--tag | nicl:--tag | niload:--tag) byname=-t ;;
            export:-t | export:--tag) byname=-t ;;
            export:--database) server=given ;;
            nidomain:-[lgmcdua] | niutil:-[a-z][a-z]*) operation=$word ;;
            nigrep:-e | nigrep:--expression) expression=given ;;
            nidump:-r | niload:-r) raw=given ;;
            esac
            awaited=$(_netinfo_value_of "$tool" "$word")
            continue
        fi
        if [[ $(_netinfo_operand "$tool" $position) == domain ]]; then domain=$word options=0; fi
        ((position++))
    done
    if [[ $awaited != none ]]; then
        kind=$awaited
    elif ((options)) && [[ $current == -* || ($tool == niutil && -z $operation) ]]; then
        COMPREPLY=($(compgen -W "$(_netinfo_options "$tool")" -- "$current"))
        return
    else
        kind=$(_netinfo_operand "$tool" $position)
    fi
    if [[ $kind == file || $kind == database ]]; then
        compopt -o default 2>/dev/null
        return
    fi
    while IFS= read -r word; do
        # A relative path is completed as an absolute one is, from the root.
        [[ $kind == path && $current == [^/]* ]] && word=${word#/}
        [[ $word == "$current"* ]] && COMPREPLY+=("$(printf %q "$word")")
    done < <(_netinfo_candidates "$kind" "$current")
    [[ $kind == path ]] && compopt -o nospace 2>/dev/null
    return 0
}

complete -F _netinfo netinfo niutil nicl nidump niload nigrep nireport nifind nidomain
