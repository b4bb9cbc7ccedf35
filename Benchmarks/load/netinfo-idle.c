// Opens many connections, makes one call on each, lets them idle, and says what that cost the server's memory.

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "nib_peer.h"

static void nib_open(uint16_t port, int count, int *connections) {
    nib_buffer none = {0}, results = {0};
    for (int index = 0; index < count; index++) {
        connections[index] = nib_dial(port, false);
        if (connections[index] < 0) nib_fail("connect");
        errno = 0;
        if (!nib_call(connections[index], NIB_PING, &none, &results)) nib_fail("PING on a new connection");
    }
    nib_free(&results);
}

int main(int count, char **arguments) {
    if (count != 4) {
        fprintf(stderr, "usage: netinfo-idle PORT SERVERPROCESS CONNECTIONS\n");
        return 2;
    }
    uint16_t port = (uint16_t)atoi(arguments[1]);
    pid_t server = (pid_t)atoi(arguments[2]);
    int wanted = atoi(arguments[3]);
    if (wanted < 1) return 2;
    if (!nib_raise_descriptors((unsigned long)wanted + 64)) nib_fail("cannot open so many connections");
    int *connections = calloc((size_t)wanted, sizeof *connections);
    if (connections == NULL) nib_fail("memory");
    long before = nib_resident_of(server);
    nib_open(port, wanted, connections);
    sleep(1);
    long after = nib_resident_of(server);
    errno = 0;
    if (before < 0 || after < 0) nib_fail("the server is gone");
    // They must still be open: one more call on the first and the last.
    nib_buffer none = {0}, results = {0};
    if (!nib_call(connections[0], NIB_PING, &none, &results)
        || !nib_call(connections[wanted - 1], NIB_PING, &none, &results))
        nib_fail("an idle connection was closed");
    printf("connections=%d bytes=%.0f\n", wanted, (double)(after - before) * 1024 / wanted);
    for (int index = 0; index < wanted; index++) close(connections[index]);
    return 0;
}
