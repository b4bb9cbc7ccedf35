#!/usr/bin/env bash
# Measures netinfod beside a bare libtirpc server in the same run, on loopback, and prints one table.
set -u -o pipefail
cd "$(dirname "$0")/.." || exit 1

users=100000 small=1000 repeats=5 seconds=1 warm_up=0.2 starts=5 idle=5000 daemon=
usage() {
    cat <<'EOF'
usage: Benchmarks/run.sh [--quick] [--repeats N] [--users N] [--daemon PROGRAM]

  --quick           short repeats and 10,000 users
  --repeats N       repeats of every load (default 5)
  --users N         users of the large domain (default 100,000)
  --daemon PROGRAM  measure this netinfod instead of building one

Compared servers take turns within every repeat. A lookup of one call at a time has server and client on the same core,
other loads have one core each; writers run wherever the system puts them. CPU is the server's process CPU clock,
divided by replies; rates depend on the machine and on what else it does. A missed target is no failure; the exit
status says whether everything ran. Writes need root: without it, everything runs in a user namespace (unshare).
Scratch files go below ${TMPDIR:-/tmp}, which should be on a real disk.
EOF
}
arguments=("$@")
while [ $# -gt 0 ]; do
    case $1 in
    --quick) users=10000 repeats=2 seconds=0.3 warm_up=0.1 starts=3 ;;
    --repeats) repeats=${2:?} && shift ;;
    --users) users=${2:?} && shift ;;
    --daemon) daemon=${2:?} && shift ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; exit 2 ;;
    esac
    shift
done

# Programs -----------------------------------------------------------------------------------------------------------

if [ -z "$daemon" ]; then
    swift build -c release --product netinfod >&2 || exit 1
    daemon=$(swift build -c release --show-bin-path)/netinfod
fi
if [ "$(id -u)" != 0 ]; then
    exec unshare --map-root-user --net bash -c 'ip link set lo up && exec "$@"' - \
        "$PWD/Benchmarks/run.sh" "${arguments[@]}" --daemon "$(realpath "$daemon")"
fi

work=$(mktemp -d "${TMPDIR:-/tmp}/netinfo-bench.XXXXXX") || exit 1
servers=() task=
finish() {
    trap - EXIT
    [ -n "$task" ] && kill "$task" 2>/dev/null
    # Hard: what they would still write is about to be removed.
    [ ${#servers[@]} -gt 0 ] && kill -KILL "${servers[@]}" 2>/dev/null && wait "${servers[@]}" 2>/dev/null
    rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

c_flags=(-O2 -Wall -Wextra)
for program in load fill idle start; do
    "${CC:-cc}" "${c_flags[@]}" -o "$work/netinfo-$program" Benchmarks/load/netinfo-$program.c Benchmarks/load/nib_*.c ||
        exit 1
done
read -r -a tirpc <<<"$(pkg-config --cflags --libs libtirpc)"
"${CC:-cc}" "${c_flags[@]}" -o "$work/netinfo-echo" Benchmarks/load/netinfo-echo.c "${tirpc[@]}" || exit 1
ulimit -n "$(ulimit -H -n)"
[ "$(stat -f -c %T "$work")" = tmpfs ] && echo "note: $work is in memory: writes cost no disk" >&2

# Servers ------------------------------------------------------------------------------------------------------------

failures=0 results=$work/results layout=$work/layout
: >"$results" >"$layout"
failed() {
    echo "did not run: $*" >&2
    failures=$((failures + 1))
}

# begin NAME FILE PROGRAM ARGUMENT...: starts a server that writes FILE once it is ready; its process is pid[NAME].
declare -A pid port
begin() {
    local name=$1 ready=$2
    shift 2
    rm -f "$ready"
    "$@" >"$work/$name.log" 2>&1 &
    pid[$name]=$!
    servers+=("${pid[$name]}")
    for _ in $(seq 1200); do
        [ -s "$ready" ] && return 0
        kill -0 "${pid[$name]}" 2>/dev/null || break
        sleep 0.05
    done
    cat "$work/$name.log" >&2
    failed "the server $name"
    return 1
}

# In the environment, as older servers know no such option.
export NETINFOD_SOCKET_FOLDER=off NETINFOD_USER=$(id -u)
daemon_options=(--portmapper off --security original --local-port off --log-level warning)
serve() {
    begin "$1" "$work/$1.ready" "$daemon" --port 0 --ready-file "$work/$1.ready" --store "$work/$1" \
        "${daemon_options[@]}" || return 1
    port[$1]=$(sed 's/.*"binder":{[^}]*"tcp":\([0-9]*\).*/\1/' "$work/$1.ready")
}

serve_echo() {
    local name=$1
    shift
    begin "$name" "$work/$name.ready" "$work/netinfo-echo" -r "$work/$name.ready" "$@" || return 1
    port[$name]=$(cat "$work/$name.ready")
}

# settle SERVER: waits until the server has written its property lists and is quiet.
settle() {
    local before=-1 now=0 turn
    for turn in $(seq 600); do
        now=$(awk '{ print $14 + $15 }' "/proc/${pid[$1]}/stat") || return
        [ $((now - before)) -le 1 ] && [ "$turn" -gt 2 ] && return
        before=$now
        sleep 0.5
    done
}

end() {
    kill "${pid[$1]}" 2>/dev/null
    wait "${pid[$1]}" 2>/dev/null
    local left=() server
    for server in "${servers[@]}"; do [ "$server" = "${pid[$1]}" ] || left+=("$server"); done
    servers=("${left[@]}")
}

# Measurements -------------------------------------------------------------------------------------------------------

all_cores=$(sed -n 's/^Cpus_allowed_list:\s*//p' /proc/self/status)
first_core=${all_cores%%[-,]*} last_core=${all_cores##*[-,]}

# place same|apart|free SERVER: sets the server's cores, and the client's as $client.
place() {
    local server_cores=$last_core
    case $1 in
    same) client=$last_core ;;
    apart) client=$first_core ;;
    *) client=$all_cores server_cores=$all_cores ;;
    esac
    taskset -a -c -p "$server_cores" "${pid[$2]}" >/dev/null
}

# figure KEY VALUE
figure() { echo "$1 $2" >>"$results"; }
value() { sed -n "s/.*\b$1=\([0-9.-]*\).*/\1/p" <<<"$2"; }

# measure KEY PLACE SERVER OPTION...: notes KEY.cpu and KEY.rate, and for one call at a time KEY.p50.
measure() {
    local key=$1 where=$2 server=$3 line echo=()
    shift 3
    [[ $server == echo* ]] && echo=(-e)
    [ "$where" = free ] && settle "$server"
    place "$where" "$server"
    if ! line=$(taskset -c "$client" "$work/netinfo-load" -P "${port[$server]}" -s "${pid[$server]}" -t "$seconds" \
        -w "$warm_up" "${echo[@]}" "$@"); then
        failed "$key"
        return
    fi
    figure "$key.cpu" "$(value cpu_us "$line")"
    figure "$key.rate" "$(value rate "$line")"
    figure "$key.p50" "$(value p50_us "$line")"
    figure "$key.p99" "$(value p99_us "$line")"
}

row() { echo "$1" >>"$layout"; }
resident() { awk '/^VmRSS/ { printf "%.1f", $2 / 1024 }' "/proc/${pid[$1]}/status"; }

loads=("1 1 same" "8 1 apart" "64 1 apart" "8 16 apart")
lookups() {
    local load connections outstanding where repeat key
    for load in "${loads[@]}"; do
        read -r connections outstanding where <<<"$load"
        key=$connections.$outstanding
        set -- -c "$connections" -k "$outstanding"
        for repeat in $(seq "$repeats"); do
            measure "echo.$key" "$where" echo "$@" -l name -u "$small"
            measure "name.small.$key" "$where" small "$@" -l name -u "$small"
            measure "name.large.$key" "$where" large "$@" -l name -u "$users"
            measure "echo.$key" "$where" echo "$@" -l name -u "$small"
            measure "uid.small.$key" "$where" small "$@" -l uid -u "$small"
            measure "uid.large.$key" "$where" large "$@" -l uid -u "$users"
        done
    done
}

lookup_rows() {
    local load connections outstanding where key size target
    row ";LOOKUPREAD, server CPU per call, beside libtirpc echoing as many bytes; connections x outstanding"
    for load in "${loads[@]}"; do
        read -r connections outstanding where <<<"$load"
        key=$connections.$outstanding
        case $key in 1.1) target="ratio;<=1.2" ;; 8.16) target="ratio;<=0.7" ;; *) target=";" ;; esac
        for by in name uid; do
            row "by $by, $small users, ${key/./x};us;$by.small.$key.cpu;echo.$key.cpu;low;$target"
            row "by $by, $users users, ${key/./x};us;$by.large.$key.cpu;echo.$key.cpu;low;$target"
        done
    done
    row ";The same at $users users beside $small users"
    for load in "${loads[@]}"; do
        read -r connections outstanding where <<<"$load"
        key=$connections.$outstanding
        for by in name uid; do
            row "by $by, ${key/./x};us;$by.large.$key.cpu;$by.small.$key.cpu;low;ratio;<=1.15"
        done
    done
    row ";LOOKUPREAD by name at $users users, rates and latencies"
    for load in "${loads[@]}"; do
        read -r connections outstanding where <<<"$load"
        key=$connections.$outstanding
        row "rate, ${key/./x};calls/s;name.large.$key.rate;echo.$key.rate;high;;"
        row "p50, ${key/./x};us;name.large.$key.p50;echo.$key.p50;low;;"
        row "p99, ${key/./x};us;name.large.$key.p99;echo.$key.p99;low;;"
    done
}

# The echo server answers each procedure with as many bytes as netinfod did.
enumerations() {
    local load procedure size sizes=() repeat
    for load in read:7 children:9 list:11 readall:25; do
        procedure=${load#*:}
        size=$(value bytes "$("$work/netinfo-load" -P "${port[large]}" -u "$users" -l "${load%:*}" -n 1 -w 0 -t 60)")
        [ -n "$size" ] && sizes+=(-s "$procedure:$size")
    done
    serve_echo echo_large "${sizes[@]}" || return
    for load in read children list readall; do
        for repeat in $(seq "$repeats"); do
            measure "echo.$load" apart echo_large -l $load
            measure "large.$load" apart large -u "$users" -l $load
        done
        row "$load, rate;calls/s;large.$load.rate;echo.$load.rate;high;;"
        row "$load, CPU;us;large.$load.cpu;echo.$load.cpu;low;;"
    done
    end echo_large
}

writes() {
    local repeat count
    serve_echo echo_sync -s 15:12 -j "$work/journal" || return
    for repeat in $(seq "$repeats"); do
        for count in 1 64; do
            measure "echo.write.$count" free echo_sync -c $count -l write -u "$small"
            measure "write.$count" free small -c $count -l write -u "$small"
        done
    done
    end echo_sync
    for count in 1 64; do
        row "WRITEPROP, $count at a time, rate;calls/s;write.$count.rate;echo.write.$count.rate;high;;"
        row "WRITEPROP, $count at a time, CPU;us;write.$count.cpu;echo.write.$count.cpu;low;;"
        row "WRITEPROP, $count at a time, p50;us;write.$count.p50;echo.write.$count.p50;low;;"
    done
    row "64 writers beside one;calls/s;write.64.rate;write.1.rate;high;ratio;>=8"
}

# start_times KEY COUNT OPTION...: a start may take minutes, so it runs where a signal to this script finds it.
start_times() {
    local key=$1 count=$2 line run
    shift 2
    for run in $(seq "$count"); do
        [ "$key" = rebuild ] && rm -f "$work"/large/nodes/*/sqlindex*
        "$work/netinfo-start" "$@" "$users" "$daemon" --port PORT --store "$work/large" "${daemon_options[@]}" \
            >"$work/start" &
        task=$!
        if wait "$task"; then
            line=$(cat "$work/start")
            figure "$key.answer" "$(value answer_ms "$line")"
            figure "$key.lookup" "$(value lookup_ms "$line")"
            figure "$key.stop" "$(value stop_ms "$line")"
            figure "$key.rss" "$(value resident_mb "$line")"
        else
            failed "$key"
            return
        fi
        task=
    done
}

idle_connections() {
    local line
    if line=$("$work/netinfo-idle" "${port[$2]}" "${pid[$2]}" "$idle"); then
        figure "$1" "$(value bytes "$line")"
    else
        failed "$idle idle connections, $2"
    fi
}

# fill SERVER USERS
fill() { "$work/netinfo-fill" "${port[$1]}" "$2" >"$work/$1.fill" || failed "filling $1"; }

memory() {
    settle empty
    figure empty.rss "$(resident empty)"
    idle_connections empty.idle empty
    end empty
    figure large.filled "$(resident large)"
    end large
    start_times index "$starts"
    mkdir "$work/kept" && cp "$work"/large/nodes/*/sqlindex* "$work/kept"
    # The property lists are complete already, so these servers may end before they have compared them all.
    start_times rebuild "$starts" -k
    rm -f "$work"/large/nodes/*/sqlindex*
    cp "$work"/kept/* "$work"/large/nodes/*/
    serve large || return 1
    settle large
    figure large.rss "$(resident large)"
}

memory_rows() {
    row ";Start at $users users, from exec to the first answer (median judged)"
    row "with sqlindex;ms;index.answer;;low;median;<=300"
    row "without sqlindex;ms;rebuild.answer;;low;;"
    row "first lookup by name after a start;ms;index.lookup;;low;;"
    row "clean stop at once after a start;ms;index.stop;;low;;"
    row ";Memory, beside libtirpc"
    row "resident, empty;MB;empty.rss;echo.rss;low;median;<=25"
    row "resident, $users users, after start;MB;large.rss;;low;median;<=90"
    row "resident, $users users, after loads;MB;large.used;;low;median;<=90"
    row "resident, $users users, just created;MB;large.filled;;low;;"
    row "resident, $users users, just rebuilt;MB;rebuild.rss;;low;;"
    row "an idle connection, of $idle;bytes;empty.idle;echo.idle;low;;"
}

# The run ------------------------------------------------------------------------------------------------------------

serve empty && serve small && serve large && serve_echo echo -s 28:364 || exit 1
fill small "$small"
fill large "$users"
settle small
settle large
figure echo.rss "$(resident echo)"
memory || exit 1
lookups
lookup_rows
row ";Other reads at $users users, one connection, beside libtirpc echoing as many bytes"
enumerations
figure large.used "$(resident large)"
row ";Durable writes at $small users, beside libtirpc appending and synchronising 400 bytes for each"
writes
idle_connections echo.idle echo
memory_rows

echo "netinfod at $users and $small users of 352 bytes (XDR); $repeats repeats of $seconds s; $(nproc) cores; load" \
    "average $(cut -d' ' -f1 /proc/loadavg); best is the lowest (rates: the highest), ratio is best by best."
echo
awk -f Benchmarks/table.awk "$results" "$layout"
[ "$failures" = 0 ] || { echo; echo "$failures measurements did not run"; exit 1; }
