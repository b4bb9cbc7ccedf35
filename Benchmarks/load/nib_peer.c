#define _GNU_SOURCE
#include "nib_peer.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static uint64_t nib_clock(clockid_t clock) {
    struct timespec time;
    if (clock_gettime(clock, &time) != 0) return 0;
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

uint64_t nib_now(void) { return nib_clock(CLOCK_MONOTONIC); }

uint64_t nib_cpu_of(pid_t process) {
    clockid_t clock;
    if (process <= 0 || clock_getcpuclockid(process, &clock) != 0) return 0;
    return nib_clock(clock);
}

long nib_resident_of(pid_t process) {
    char path[64], line[256];
    long kilobytes = -1;
    snprintf(path, sizeof path, "/proc/%d/status", (int)process);
    FILE *file = fopen(path, "r");
    if (file == NULL) return -1;
    while (fgets(line, sizeof line, file) != NULL && sscanf(line, "VmRSS: %ld", &kilobytes) != 1) continue;
    fclose(file);
    return kilobytes;
}

bool nib_raise_descriptors(unsigned long wanted) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return false;
    if (limit.rlim_cur >= wanted) return true;
    limit.rlim_cur = wanted;
    if (limit.rlim_max < wanted) limit.rlim_max = wanted;
    return setrlimit(RLIMIT_NOFILE, &limit) == 0;
}

static bool nib_take_reserved_port(int connection) {
    static uint16_t next = 1023;
    struct sockaddr_in own = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    for (int attempt = 0; attempt < 424; attempt++) {
        own.sin_port = htons(next);
        next = next > 600 ? next - 1 : 1023;
        if (bind(connection, (struct sockaddr *)&own, sizeof own) == 0) return true;
        if (errno != EADDRINUSE) return false;
    }
    return false;
}

// Closing resets instead of lingering: reserved ports are few and would wait a minute each.
int nib_dial(uint16_t port, bool reserved) {
    struct sockaddr_in server = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int one = 1;
    struct linger reset = {.l_onoff = 1, .l_linger = 0};
    int connection = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connection < 0) return -1;
    setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    setsockopt(connection, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    if ((!reserved || nib_take_reserved_port(connection))
        && connect(connection, (struct sockaddr *)&server, sizeof server) == 0)
        return connection;
    int why = errno;
    close(connection);
    errno = why;
    return -1;
}

bool nib_send(int connection, const void *bytes, size_t size) {
    const uint8_t *at = bytes;
    while (size > 0) {
        ssize_t sent = send(connection, at, size, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        if (sent <= 0) return false;
        at += sent;
        size -= (size_t)sent;
    }
    return true;
}

static bool nib_receive_exactly(int connection, uint8_t *bytes, size_t size) {
    while (size > 0) {
        ssize_t got = recv(connection, bytes, size, MSG_WAITALL);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return false;
        bytes += got;
        size -= (size_t)got;
    }
    return true;
}

bool nib_receive(int connection, nib_buffer *record) {
    uint8_t mark[4];
    nib_clear(record);
    do {
        if (!nib_receive_exactly(connection, mark, 4)) return false;
        uint32_t size = nib_word_at(mark) & 0x7FFFFFFF;
        if (!nib_receive_exactly(connection, nib_extend(record, size), size)) return false;
    } while ((mark[0] & 0x80) == 0);
    return true;
}

bool nib_call(int connection, uint32_t procedure, const nib_buffer *arguments, nib_buffer *results) {
    nib_buffer call = {0};
    size_t start = nib_begin_call(&call, 1, procedure);
    if (arguments->length > 0) memcpy(nib_extend(&call, arguments->length), arguments->base, arguments->length);
    nib_end_call(&call, start);
    bool done = nib_send(connection, call.base, call.length) && nib_receive(connection, results);
    nib_free(&call);
    if (!done || results->length < NIB_REPLY_HEADER) return false;
    // Accepted (word 2), and executed (word 5).
    if (nib_word_at(results->base + 8) != 0 || nib_word_at(results->base + 20) != 0) return false;
    results->length -= NIB_REPLY_HEADER;
    memmove(results->base, results->base + NIB_REPLY_HEADER, results->length);
    return true;
}

static bool nib_succeeded(const nib_buffer *results, size_t needed) {
    return results->length >= needed && nib_word_at(results->base) == 0;
}

bool nib_find_child(int connection, const char *name, uint32_t id[2]) {
    nib_buffer arguments = {0}, results = {0};
    nib_put_word(&arguments, 0);
    nib_put_word(&arguments, 0);
    nib_put_text(&arguments, "name");
    nib_put_text(&arguments, name);
    bool found = nib_call(connection, NIB_LOOKUP, &arguments, &results) && nib_succeeded(&results, 12);
    if (found) {
        id[0] = nib_word_at(results.base + 8);
        nib_clear(&arguments);
        nib_put_word(&arguments, id[0]);
        nib_put_word(&arguments, 0);
        found = nib_call(connection, NIB_SELF, &arguments, &results) && nib_succeeded(&results, 12);
        if (found) id[1] = nib_word_at(results.base + 8);
    }
    nib_free(&arguments);
    nib_free(&results);
    return found;
}

void nib_fail(const char *what) {
    if (errno != 0) fprintf(stderr, "%s: %s: %s\n", program_invocation_short_name, what, strerror(errno));
    else fprintf(stderr, "%s: %s\n", program_invocation_short_name, what);
    exit(1);
}
