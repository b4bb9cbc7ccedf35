// The floor: the smallest server that libtirpc's own svc_run makes of TCP. It answers every procedure with a fixed
// number of zero bytes (a zero is also NetInfo's status of success), and looks nothing up.

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <rpc/rpc.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { NIB_PROGRAM = 200100000, NIB_VERSION = 2, NIB_PROCEDURES = 29, NIB_JOURNAL_ENTRY = 400 };

static u_int nib_sizes[NIB_PROCEDURES];
static char *nib_zeros;
static u_int nib_reply_size;
static int nib_journal = -1;
static u_long nib_journaled;

static bool_t nib_encode(XDR *stream, ...) { return xdr_opaque(stream, nib_zeros, nib_reply_size); }

// Writes are procedures 15 here: with a journal they are appended and synchronised before the reply.
static void nib_dispatch(struct svc_req *request, SVCXPRT *transport) {
    if (request->rq_proc >= NIB_PROCEDURES) {
        svcerr_noproc(transport);
        return;
    }
    if (request->rq_proc == 15 && nib_journal >= 0) {
        if (pwrite(nib_journal, nib_zeros, NIB_JOURNAL_ENTRY, (off_t)(nib_journaled++ * NIB_JOURNAL_ENTRY)) < 0
            || fdatasync(nib_journal) != 0) {
            svcerr_systemerr(transport);
            return;
        }
    }
    nib_reply_size = nib_sizes[request->rq_proc];
    svc_sendreply(transport, (xdrproc_t)nib_encode, NULL);
}

static int nib_listen(const char *ready_file) {
    struct sockaddr_in own = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof own;
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    if (listener < 0 || bind(listener, (struct sockaddr *)&own, size) != 0 || listen(listener, 512) != 0
        || getsockname(listener, (struct sockaddr *)&own, &size) != 0)
        return -1;
    FILE *file = fopen(ready_file, "w");
    if (file == NULL) return -1;
    fprintf(file, "%u\n", (unsigned)ntohs(own.sin_port));
    fclose(file);
    return listener;
}

// "PROCEDURE:BYTES"
static bool nib_take_size(const char *text, u_int *largest) {
    u_int procedure, size;
    if (sscanf(text, "%u:%u", &procedure, &size) != 2 || procedure >= NIB_PROCEDURES || size % 4 != 0) return false;
    nib_sizes[procedure] = size;
    if (size > *largest) *largest = size;
    return true;
}

int main(int count, char **arguments) {
    u_int largest = NIB_JOURNAL_ENTRY;
    const char *ready_file = NULL;
    int option;
    while ((option = getopt(count, arguments, "r:s:j:")) > 0) {
        if (option == 'r') ready_file = optarg;
        else if (option == 'j') nib_journal = open(optarg, O_WRONLY | O_CREAT | O_TRUNC, 0600);
        else if (option != 's' || !nib_take_size(optarg, &largest)) return 2;
    }
    if (ready_file == NULL) {
        fprintf(stderr, "usage: netinfo-echo -r READYFILE [-s PROCEDURE:BYTES]... [-j JOURNAL]\n");
        return 2;
    }
    signal(SIGPIPE, SIG_IGN);
    nib_zeros = calloc(1, largest);
    int listener = nib_listen(ready_file);
    SVCXPRT *transport = listener < 0 ? NULL : svc_vc_create(listener, 0, 0);
    if (nib_zeros == NULL || transport == NULL || !svc_reg(transport, NIB_PROGRAM, NIB_VERSION, nib_dispatch, NULL)) {
        fprintf(stderr, "netinfo-echo: cannot serve: %s\n", strerror(errno));
        return 1;
    }
    svc_run();
    return 1;
}
