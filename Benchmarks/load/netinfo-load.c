// Loads a NetInfo server over TCP: N connections with K calls outstanding on each, every reply checked.

#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "nib_calls.h"
#include "nib_peer.h"
#include "nib_reply.h"

typedef struct {
    int descriptor;
    uint32_t next_xid, user, instance;
    nib_reply reply;
    uint64_t *sent; // when, by xid modulo the number outstanding
} nib_connection;

// What was measured since the warm-up ended.
typedef struct {
    uint64_t started, cpu, calls, bytes;
    uint32_t *latencies;
    size_t latency_count, latency_capacity;
} nib_measure;

static nib_load nib_chosen = {.procedure = NIB_LOOKUPREAD, .users = 1, .key = "name"};
static uint16_t nib_port;
static pid_t nib_server;
static uint32_t nib_connection_count = 1, nib_outstanding = 1;
static double nib_seconds = 1, nib_warm_up = 0.2;
static uint64_t nib_call_limit = UINT64_MAX;
static bool nib_is_echo;

static nib_connection *nib_connections;
static nib_measure nib_measured;
static nib_buffer nib_outgoing;
static uint8_t nib_incoming[1 << 18];

// MARK: Calls and replies

static void nib_send_calls(nib_connection *connection, uint32_t count) {
    nib_clear(&nib_outgoing);
    uint64_t now = nib_now();
    for (uint32_t index = 0; index < count; index++) {
        uint32_t xid = connection->next_xid++;
        nib_put_call(&nib_outgoing, &nib_chosen, xid, connection->user, connection->instance);
        connection->sent[xid % nib_outstanding] = now;
    }
    if (!nib_send(connection->descriptor, nib_outgoing.base, nib_outgoing.length)) nib_fail("send");
}

static void nib_note_latency(uint64_t nanoseconds) {
    if (nib_measured.latency_count == nib_measured.latency_capacity) {
        nib_measured.latency_capacity += 1 << 20;
        nib_measured.latencies = realloc(nib_measured.latencies, nib_measured.latency_capacity * sizeof(uint32_t));
        if (nib_measured.latencies == NULL) nib_fail("memory");
    }
    uint32_t latency = nanoseconds > UINT32_MAX ? UINT32_MAX : (uint32_t)nanoseconds;
    nib_measured.latencies[nib_measured.latency_count++] = latency;
}

static void nib_take_reply(nib_connection *connection, uint64_t now) {
    const char *fault = nib_check_reply(&connection->reply, nib_chosen.procedure != NIB_PING);
    errno = 0;
    if (fault != NULL) nib_fail(fault);
    if (nib_chosen.procedure == NIB_WRITEPROP && !nib_is_echo)
        connection->instance = nib_word_at(connection->reply.head + NIB_REPLY_HEADER + 8);
    uint32_t xid = nib_word_at(connection->reply.head);
    nib_note_latency(now - connection->sent[xid % nib_outstanding]);
    nib_measured.bytes += connection->reply.size;
    nib_measured.calls++;
}

static void nib_receive_replies(nib_connection *connection) {
    ssize_t got = recv(connection->descriptor, nib_incoming, sizeof nib_incoming, MSG_DONTWAIT);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (got == 0) errno = 0;
    if (got <= 0) nib_fail("the server closed a connection");
    uint64_t now = nib_now();
    size_t cursor = 0;
    uint32_t finished = 0;
    while (nib_follow_reply(&connection->reply, nib_incoming, (size_t)got, &cursor)) {
        nib_take_reply(connection, now);
        nib_next_reply(&connection->reply);
        finished++;
    }
    if (finished > 0) nib_send_calls(connection, finished);
}

// MARK: The run

static void nib_open(nib_connection *connection, uint32_t number, int poller) {
    bool writes = nib_chosen.procedure == NIB_WRITEPROP;
    connection->descriptor = nib_dial(nib_port, writes && !nib_is_echo);
    if (connection->descriptor < 0) nib_fail(writes ? "cannot connect from a port below 1024" : "connect");
    if (number == 0 && !nib_is_echo) nib_find_users(&nib_chosen, connection->descriptor);
    connection->user = number;
    connection->sent = calloc(nib_outstanding, sizeof *connection->sent);
    if (writes && !nib_is_echo)
        connection->instance = nib_instance_of(&nib_chosen, connection->descriptor, number);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = connection};
    if (connection->sent == NULL || epoll_ctl(poller, EPOLL_CTL_ADD, connection->descriptor, &event) != 0)
        nib_fail("epoll_ctl");
}

static void nib_open_all(int poller) {
    if (!nib_raise_descriptors(nib_connection_count + 64)) nib_fail("cannot open so many connections");
    nib_connections = calloc(nib_connection_count, sizeof *nib_connections);
    if (nib_connections == NULL) nib_fail("memory");
    for (uint32_t number = 0; number < nib_connection_count; number++)
        nib_open(&nib_connections[number], number, poller);
    for (uint32_t number = 0; number < nib_connection_count; number++)
        nib_send_calls(&nib_connections[number], nib_outstanding);
}

static void nib_restart_measure(void) {
    nib_measured.calls = nib_measured.bytes = 0;
    nib_measured.latency_count = 0;
    nib_measured.cpu = nib_cpu_of(nib_server);
    nib_measured.started = nib_now();
}

static void nib_run_until(int poller, uint64_t deadline, uint64_t calls) {
    struct epoll_event events[256];
    uint64_t patience = deadline + 60000000000u;
    // A reply that takes longer than the measurement is waited for, so that there is something to report.
    while (nib_measured.calls < calls && (nib_now() < deadline || nib_measured.calls == 0)) {
        int count = epoll_wait(poller, events, 256, 100);
        if (count < 0 && errno != EINTR) nib_fail("epoll_wait");
        for (int index = 0; index < count; index++) nib_receive_replies(events[index].data.ptr);
        errno = 0;
        if (nib_now() > patience) nib_fail("the server does not answer");
    }
}

static int nib_compare(const void *left, const void *right) {
    uint32_t first = *(const uint32_t *)left, second = *(const uint32_t *)right;
    return (first > second) - (first < second);
}

static void nib_report(void) {
    double elapsed = (double)(nib_now() - nib_measured.started);
    double cpu = (double)(nib_cpu_of(nib_server) - nib_measured.cpu), calls = (double)nib_measured.calls;
    size_t count = nib_measured.latency_count;
    uint32_t *latencies = nib_measured.latencies;
    qsort(latencies, count, sizeof *latencies, nib_compare);
    printf("calls=%.0f rate=%.1f cpu_us=%.3f p50_us=%.1f p99_us=%.1f bytes=%.0f\n", calls, calls * 1e9 / elapsed,
           cpu / 1e3 / calls, latencies[count / 2] / 1e3, latencies[count * 99 / 100] / 1e3,
           (double)nib_measured.bytes / calls - NIB_REPLY_HEADER);
}

// MARK: Options

static _Noreturn void nib_usage(void) {
    fputs("usage: netinfo-load -P PORT [-s SERVERPROCESS] [-l LOAD] [-u USERS] [-c CONNECTIONS] [-k OUTSTANDING]\n"
          "                    [-t SECONDS] [-w WARMUPSECONDS] [-n CALLS] [-e]\n"
          "LOAD: name, uid (LOOKUPREAD of random users), read, children, list, readall, ping, write (WRITEPROP of a\n"
          "user of its own for each connection; as root). -e: the server is netinfo-echo, which has no directories.\n"
          "Prints calls, calls per second, server CPU microseconds per call, latencies, and bytes of results.\n",
          stderr);
    exit(2);
}

static void nib_take_option(int option) {
    switch (option) {
    case 'P': nib_port = (uint16_t)atoi(optarg); break;
    case 's': nib_server = (pid_t)atoi(optarg); break;
    case 'u': nib_chosen.users = (uint32_t)atol(optarg); break;
    case 'c': nib_connection_count = (uint32_t)atol(optarg); break;
    case 'k': nib_outstanding = (uint32_t)atol(optarg); break;
    case 't': nib_seconds = atof(optarg); break;
    case 'w': nib_warm_up = atof(optarg); break;
    case 'n': nib_call_limit = strtoull(optarg, NULL, 10); break;
    case 'e': nib_is_echo = true; break;
    case 'l': if (nib_name_load(&nib_chosen, optarg)) break; // fall through
    default: nib_usage();
    }
}

int main(int count, char **arguments) {
    int option;
    while ((option = getopt(count, arguments, "P:s:u:c:k:t:w:n:l:e")) > 0) nib_take_option(option);
    bool writes = nib_chosen.procedure == NIB_WRITEPROP;
    if (nib_port == 0 || nib_connection_count == 0 || nib_outstanding == 0 || nib_chosen.users == 0) nib_usage();
    // A write names the instance that the one before it left, so its connection has to wait for the reply.
    if (writes && (nib_outstanding > 1 || nib_connection_count > nib_chosen.users)) nib_usage();
    int poller = epoll_create1(EPOLL_CLOEXEC);
    if (poller < 0) nib_fail("epoll_create1");
    nib_restart_measure();
    nib_open_all(poller);
    if (nib_warm_up > 0) nib_run_until(poller, nib_now() + (uint64_t)(nib_warm_up * 1e9), UINT64_MAX);
    nib_restart_measure();
    nib_run_until(poller, nib_now() + (uint64_t)(nib_seconds * 1e9), nib_call_limit);
    nib_report();
    return 0;
}
