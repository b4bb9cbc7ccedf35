#!/usr/bin/env bash
# Measures niload, nidump, nigrep and niutil beside OpenLDAP's slapadd and ldapadd, and getent, and prints one table.
set -u -o pipefail
cd "$(dirname "$0")/.." || exit 1

users=100000 repeats=3 reads=40 bin=.build/bin
usage() {
    cat <<'EOT'
usage: Benchmarks/tools.sh [--quick] [--repeats N] [--users N] [--bin FOLDER]

  --quick        10,000 users, once
  --repeats N    repeats of every load but ldapadd (default 3)
  --users N      users to load (default 100,000)
  --bin FOLDER   where the programs are (default .build/bin, from 'make build')

Every load goes into an empty store of its own, netinfod and slapd in turns. slapd has its mdb database with the schemas,
indexes and settings of a new installation on Debian, on loopback; it need not run as a service. A missed target is no
failure; the exit status says whether everything ran. Needs root, for ports below 1024. Scratch files go below
${TMPDIR:-/tmp}, which should be on a real disk.
EOT
}
while [ $# -gt 0 ]; do
    case $1 in
    --quick) users=10000 repeats=1 ;;
    --repeats) repeats=${2:?} && shift ;;
    --users) users=${2:?} && shift ;;
    --bin) bin=${2:?} && shift ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; exit 2 ;;
    esac
    shift
done
[ "$(id -u)" = 0 ] || { echo "tools.sh: needs root" >&2; exit 1; }
bin=$(realpath "$bin") || exit 1
PATH=$PATH:/usr/sbin

work=$(mktemp -d "${TMPDIR:-/tmp}/netinfo-tools.XXXXXX") || exit 1
server=
finish() {
    trap - EXIT
    [ -n "$server" ] && kill -KILL "$server" 2>/dev/null && wait "$server" 2>/dev/null
    rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

"${CC:-cc}" -O2 -Wall -Wextra -o "$work/netinfo-time" Benchmarks/load/netinfo-time.c || exit 1
[ "$(stat -f -c %T "$work")" = tmpfs ] && echo "note: $work is in memory: writes cost no disk" >&2

failures=0 results=$work/results layout=$work/layout
: >"$results" >"$layout"
failed() {
    echo "did not run: $*" >&2
    failures=$((failures + 1))
}
figure() { echo "$1 $2" >>"$results"; }
row() { echo "$1" >>"$layout"; }
value() { sed -n "s/.*\b$1=\([0-9.-]*\).*/\1/p" <<<"$2"; }

# timed KEY COMMAND...: notes users per second.
timed() {
    local key=$1 start=$EPOCHREALTIME
    shift
    if ! "$@"; then
        failed "$key"
        return 1
    fi
    figure "$key" "$(awk -v n="$users" -v a="$start" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.1f", n / (b - a) }')"
}

# Users --------------------------------------------------------------------------------------------------------------

awk -v n="$users" 'BEGIN {
    for (i = 0; i < n; i++)
        printf "user%06d:*:%d:100::0:0:User Number %d:/home/user%06d:/bin/sh\n", i, 10000 + i, i, i
}' >"$work/passwd"
base="dc=example,dc=com"
{
    printf 'dn: %s\nobjectClass: organization\nobjectClass: dcObject\no: example\ndc: example\n\n' "$base"
    printf 'dn: ou=users,%s\nobjectClass: organizationalUnit\nou: users\n\n' "$base"
    awk -F: -v base="$base" '{
        printf "dn: uid=%s,ou=users,%s\nobjectClass: account\nobjectClass: posixAccount\nuid: %s\ncn: %s\n", $1, base, $1, $8
        printf "userPassword: {crypt}%s\nuidNumber: %s\ngidNumber: %s\ngecos: %s\nhomeDirectory: %s\nloginShell: %s\n\n",
            $2, $3, $4, $8, $9, $10
    }' "$work/passwd"
} >"$work/ldif"

# Servers ------------------------------------------------------------------------------------------------------------

# Hard: what it would still write is about to be removed.
stop() {
    kill -KILL "$server" 2>/dev/null
    wait "$server" 2>/dev/null
    server=
}

serve_netinfo() {
    rm -rf "$work/store" "$work/ready"
    "$bin/netinfod" --store "$work/store" --ready-file "$work/ready" --listen 127.0.0.1 --port 0 --local-port off \
        --portmapper off --security original --socket-folder off --log-level warning >"$work/netinfod.log" 2>&1 &
    server=$!
    for _ in $(seq 200); do [ -s "$work/ready" ] && break; sleep 0.05; done
    domain=127.0.0.1:$(sed 's/.*"binder":{[^}]*"tcp":\([0-9]*\).*/\1/' "$work/ready")/network
}

ldap_port=3890
prepare_slapd() {
    rm -rf "$work/ldap"
    mkdir "$work/ldap"
    cat >"$work/slapd.conf" <<EOT
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/nis.schema
pidfile $work/slapd.pid
loglevel none
tool-threads 1
modulepath /usr/lib/ldap
moduleload back_mdb
database mdb
suffix "$base"
rootdn "cn=admin,$base"
rootpw secret
directory $work/ldap
maxsize 1073741824
checkpoint 512 30
index objectClass eq
index cn,uid eq
index uidNumber,gidNumber eq
index member,memberUid eq
EOT
}

serve_slapd() {
    slapd -f "$work/slapd.conf" -h "ldap://127.0.0.1:$ldap_port" -d 0 >"$work/slapd.log" 2>&1 &
    server=$!
    for _ in $(seq 200); do
        ldapsearch -x -H "ldap://127.0.0.1:$ldap_port" -s base -b "" >"$work/search" 2>&1 && break
        sleep 0.05
    done
}

# Measurements -------------------------------------------------------------------------------------------------------

# The files are read, and the output written, by the tool itself.
niload_users() { "$bin/niload" passwd -t "$domain" <"$work/passwd"; }
nidump_users() { "$bin/nidump" passwd -t "$domain" >"$work/dump" && cmp "$work/passwd" "$work/dump"; }
nigrep_users() { "$bin/nigrep" '^user0+1$' -t "$domain" /users >"$work/found" && [ -s "$work/found" ]; }
ldapadd_users() {
    ldapadd -x -H "ldap://127.0.0.1:$ldap_port" -D "cn=admin,$base" -w secret -f "$work/ldif" >"$work/added" 2>&1
}
slapadd_users() { slapadd -q -f "$work/slapd.conf" -l "$work/ldif" >"$work/added" 2>&1; }

# started KEY COMMAND...: wall time and peak memory of short runs.
started() {
    local key=$1 line
    shift
    if ! line=$("$work/netinfo-time" "$reads" "$@"); then
        failed "$key"
        return
    fi
    figure "$key.wall" "$(value wall_ms "$line")"
    figure "$key.resident" "$(value resident_mb "$line")"
}

netinfo() {
    serve_netinfo
    timed niload niload_users
    timed again niload_users
    timed nidump nidump_users
    timed nigrep nigrep_users
    started read "$bin/niutil" -read -t "$domain" /users/user000007
    stop
}

ldap() {
    if ! command -v slapd >/dev/null || ! command -v ldapadd >/dev/null; then
        failed "slapadd and ldapadd: install slapd and ldap-utils"
        return
    fi
    prepare_slapd
    timed slapadd slapadd_users
    # At the disk's pace for each user, which may take many minutes.
    [ "$1" = 1 ] || return
    prepare_slapd
    serve_slapd
    timed ldapadd ldapadd_users
    stop
}

for repeat in $(seq "$repeats"); do
    netinfo
    ldap "$repeat"
    started getent getent passwd root
done

row ";Loading, beside ldapadd"
row "niload passwd, empty domain;entries/s;niload;ldapadd;high;ratio;>=5"
row "niload passwd, all unchanged;entries/s;again;ldapadd;high;;"
row ";Loading, beside slapadd -q, which needs its server stopped and synchronises at the end"
row "niload passwd, empty domain;entries/s;niload;slapadd;high;ratio;>=0.3333"
row ";Reading"
row "nidump passwd;entries/s;nidump;;high;;"
row "nigrep below /users;entries/s;nigrep;;high;;"
row ";One question from start to end, beside getent passwd root, which asks files"
row "niutil -read, wall time;ms;read.wall;getent.wall;low;median;<=20"
row "niutil -read, highest resident;MB;read.resident;getent.resident;low;median;<=15"

echo "Tools with $users users; $repeats repeats; $(nproc) cores; load average $(cut -d' ' -f1 /proc/loadavg); best is the" \
    "highest rate, ratio is best by best."
echo
awk -f Benchmarks/table.awk "$results" "$layout" | sed '1s/netinfod/  ours  /'
[ "$failures" = 0 ] || { echo; echo "$failures measurements did not run"; exit 1; }
