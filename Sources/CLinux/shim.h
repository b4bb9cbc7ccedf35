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

// Threads and their privileges. glibc has the calls, but declares them in libcap's headers, or with arguments that vary,
// which Swift cannot call.
#include <linux/capability.h>
#include <sys/prctl.h>
int capget(struct __user_cap_header_struct *header, struct __user_cap_data_struct *data);
int capset(struct __user_cap_header_struct *header, const struct __user_cap_data_struct *data);
static inline int process_control(int option, unsigned long first, unsigned long second) {
    return prctl(option, first, second, 0ul, 0ul);
}
static inline int name_process(const char *name) { return prctl(PR_SET_NAME, name, 0ul, 0ul, 0ul); }

// What is known of a file. Several modules have the structure of stat(2), and where Foundation is about, Swift 6.3 may take
// its members for those of a module that no file imports. This one nobody else has.
#include <linux/stat.h>
int statx(int folder, const char *path, int flags, unsigned int mask, struct statx *status);
