#!/usr/bin/env bash
# Measures what hostile clients cost honest ones: 64 honest clients that look users up, alone, beside 1,000 connections that
# do the worst they can, and beside 500 that guess passwords. Prints the honest clients' latencies and the server's memory.
#   hostile.sh [--daemon PROGRAM] [--seconds N]
set -uo pipefail
cd "$(dirname "$0")/.."
daemon=.build/bin/netinfod seconds=5
while [ $# -gt 0 ]; do
    case $1 in
    --daemon) daemon=$2; shift 2 ;;
    --seconds) seconds=$2; shift 2 ;;
    *) sed -n '2,4s/^# *//p' "$0"; exit 64 ;;
    esac
done
[ -x "$daemon" ] || { echo "hostile: $daemon is not built: run 'make build'" >&2; exit 1; }
[ "$(id -u)" = 0 ] || { echo "hostile: needs root, to fill the server from a port below 1024" >&2; exit 1; }
work=$(mktemp -d)
server=
trap 'kill $(jobs -p) 2>/dev/null; wait 2>/dev/null; rm -rf "$work"' EXIT
for program in netinfo-load netinfo-fill; do
    cc -O2 -std=c11 -o "$work/$program" "Benchmarks/load/$program.c" Benchmarks/load/nib_*.c || exit 1
done
"$daemon" --port 0 --portmapper off --local-port off --user root --store "$work/store" --ready-file "$work/ready" \
    --log-level error & server=$!
for _ in $(seq 100); do [ -f "$work/ready" ] && break; sleep 0.1; done
port=$(sed -nE 's/.*"binder":\{"udp":[0-9]+,"tcp":([0-9]+).*/\1/p' "$work/ready")
"$work/netinfo-fill" "$port" 1000 >/dev/null || exit 1

memory() { awk '/VmRSS/ {printf "%.1f MB", $2 / 1024}' "/proc/$server/status"; }
measure() {
    printf '%-28s ' "$1"
    "$work/netinfo-load" -P "$port" -s "$server" -u 1000 -c 64 -k 1 -t "$seconds" -w 1 | tr '\n' ' '
    echo "rss=$(memory)"
}
attack() {
    python3 Benchmarks/load/netinfo-hostile.py "$port" "$@" & attacker=$!
    sleep 3
}
measure quiet
attack 1000 half
measure "1000 hostile connections"
measure "the same, later"
kill $attacker; wait $attacker
attack 500 guess
measure "500 guessing passwords"
sleep 10
kill $attacker; wait $attacker
measure "quiet again"
