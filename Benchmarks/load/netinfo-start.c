// Starts a server, says after how many milliseconds it answered its first call, checks its data, and stops it: cleanly,
// or at once and hard with -k.

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "nib_peer.h"
#include "nib_users.h"

enum { NIB_PATIENCE = 120 }; // seconds

static uint16_t nib_free_port(void) {
    struct sockaddr_in own = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof own;
    int probe = socket(AF_INET, SOCK_STREAM, 0);
    if (probe < 0 || bind(probe, (struct sockaddr *)&own, size) != 0
        || getsockname(probe, (struct sockaddr *)&own, &size) != 0)
        nib_fail("cannot find a free port");
    close(probe);
    return ntohs(own.sin_port);
}

// The server gets the port in place of the argument "PORT", and ends with this program.
static pid_t nib_spawn(char **arguments, uint16_t port) {
    char number[8];
    snprintf(number, sizeof number, "%u", (unsigned)port);
    for (char **argument = arguments; *argument != NULL; argument++)
        if (strcmp(*argument, "PORT") == 0) *argument = number;
    pid_t server = vfork();
    if (server == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        execv(arguments[0], arguments);
        _exit(127);
    }
    if (server < 0) nib_fail(arguments[0]);
    return server;
}

static void nib_give_up(pid_t server, const char *why) {
    kill(server, SIGKILL);
    waitpid(server, NULL, 0);
    errno = 0;
    nib_fail(why);
}

// Connects and calls until ROOT is answered.
static int nib_await(pid_t server, uint16_t port) {
    nib_buffer none = {0}, results = {0};
    uint64_t deadline = nib_now() + (uint64_t)NIB_PATIENCE * 1000000000u;
    while (nib_now() < deadline) {
        int connection = nib_dial(port, false);
        if (connection >= 0 && nib_call(connection, NIB_ROOT, &none, &results)) {
            nib_free(&results);
            return connection;
        }
        if (connection >= 0) close(connection);
        if (waitpid(server, NULL, WNOHANG) == server) nib_fail("the server ended before it answered");
        usleep(200);
    }
    nib_give_up(server, "the server does not answer");
    return -1;
}

static bool nib_has_user(int connection, uint32_t user) {
    char name[NIB_KEY_SIZE];
    uint32_t users[2];
    nib_buffer call = {0}, results = {0};
    if (!nib_find_child(connection, "users", users)) return false;
    nib_user_name(user, name);
    nib_put_word(&call, users[0]);
    nib_put_word(&call, 0);
    nib_put_text(&call, "name");
    nib_put_text(&call, name);
    bool found = nib_call(connection, NIB_LOOKUPREAD, &call, &results) && results.length >= 12 + NIB_USER_BYTES
        && nib_word_at(results.base) == 0;
    nib_free(&call);
    nib_free(&results);
    return found;
}

// Milliseconds that a clean stop took.
static double nib_stop(pid_t server, int signal) {
    uint64_t start = nib_now();
    int status = 0;
    kill(server, signal);
    pid_t ended = waitpid(server, &status, 0);
    errno = 0;
    if (ended != server || (signal == SIGTERM && (!WIFEXITED(status) || WEXITSTATUS(status) != 0)))
        nib_fail("the server did not stop cleanly");
    return (double)(nib_now() - start) / 1e6;
}

int main(int count, char **arguments) {
    int signal = SIGTERM;
    if (count > 1 && strcmp(arguments[1], "-k") == 0) {
        signal = SIGKILL;
        arguments++;
        count--;
    }
    if (count < 3) {
        fprintf(stderr, "usage: netinfo-start [-k] USERS PROGRAM ARGUMENT... (one of them PORT)\n");
        return 2;
    }
    uint32_t users = (uint32_t)atol(arguments[1]);
    uint16_t port = nib_free_port();
    uint64_t start = nib_now();
    pid_t server = nib_spawn(arguments + 2, port);
    int connection = nib_await(server, port);
    uint64_t answered = nib_now();
    if (users > 0 && !nib_has_user(connection, users - 1)) nib_give_up(server, "the server lost its users");
    uint64_t looked = nib_now();
    long resident = nib_resident_of(server);
    close(connection);
    printf("answer_ms=%.1f lookup_ms=%.1f resident_mb=%.1f stop_ms=%.1f\n", (double)(answered - start) / 1e6,
           (double)(looked - answered) / 1e6, (double)resident / 1024, nib_stop(server, signal));
    return 0;
}
