// System calls of Linux that Swift's Glibc module leaves out.
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <sys/socket.h>

// Declared by glibc for _GNU_SOURCE only, which a module cannot ask for.
int accept4(int fd, struct sockaddr *address, socklen_t *length, int flags);
int syncfs(int fd);
void *_Nullable memmem(const void *_Nullable bytes, size_t size, const void *_Nullable wanted, size_t wanted_size);

// The same as struct ucred, what SO_PEERCRED gives.
struct peer_credentials {
    pid_t pid;
    uid_t uid;
    gid_t gid;
};
