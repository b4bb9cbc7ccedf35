// Fills /users of a server with the users of the data sets, many CREATEs on their way at a time.

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "nib_peer.h"
#include "nib_users.h"

enum { NIB_BATCH = 512 };

static void nib_put_create(nib_buffer *calls, const uint32_t parent[2], uint32_t user) {
    size_t start = nib_begin_call(calls, user, NIB_CREATE);
    nib_put_word(calls, parent[0]);
    nib_put_word(calls, parent[1] + user); // every CREATE before it raised the instance by one
    nib_put_user(calls, user);
    nib_put_word(calls, 0xFFFFFFFF); // at the end
    nib_put_word(calls, 0); // no target id
    nib_end_call(calls, start);
}

static void nib_expect_created(int connection, nib_buffer *reply, uint32_t user) {
    char what[96];
    errno = 0;
    if (!nib_receive(connection, reply)) nib_fail("the connection ended");
    if (reply->length >= NIB_REPLY_HEADER + 4 && nib_word_at(reply->base) == user
        && nib_word_at(reply->base + 20) == 0 && nib_word_at(reply->base + NIB_REPLY_HEADER) == 0)
        return;
    unsigned status = reply->length >= NIB_REPLY_HEADER + 4 ? nib_word_at(reply->base + NIB_REPLY_HEADER) : 9999;
    snprintf(what, sizeof what, "CREATE of user %u failed, status %u", (unsigned)user, status);
    nib_fail(what);
}

static void nib_fill(int connection, const uint32_t parent[2], uint32_t users) {
    nib_buffer calls = {0}, reply = {0};
    for (uint32_t first = 0; first < users; first += NIB_BATCH) {
        uint32_t end = users - first < NIB_BATCH ? users : first + NIB_BATCH;
        nib_clear(&calls);
        for (uint32_t user = first; user < end; user++) nib_put_create(&calls, parent, user);
        if (!nib_send(connection, calls.base, calls.length)) nib_fail("send");
        for (uint32_t user = first; user < end; user++) nib_expect_created(connection, &reply, user);
    }
    nib_free(&calls);
    nib_free(&reply);
}

int main(int count, char **arguments) {
    if (count != 3) {
        fprintf(stderr, "usage: netinfo-fill PORT USERS\n");
        return 2;
    }
    uint16_t port = (uint16_t)atoi(arguments[1]);
    uint32_t users = (uint32_t)atol(arguments[2]), parent[2];
    nib_buffer user = {0};
    nib_put_user(&user, 0);
    errno = 0;
    if (user.length != NIB_USER_BYTES) nib_fail("a user does not have the size it should");
    nib_free(&user);
    int connection = nib_dial(port, true);
    if (connection < 0) nib_fail("cannot connect from a port below 1024");
    if (!nib_find_child(connection, "users", parent)) nib_fail("the server has no /users");
    uint64_t start = nib_now();
    nib_fill(connection, parent, users);
    double seconds = (double)(nib_now() - start) / 1e9;
    printf("users=%u seconds=%.3f rate=%.0f\n", (unsigned)users, seconds, users / (seconds > 0 ? seconds : 1));
    close(connection);
    return 0;
}
