#ifndef NIB_PEER_H
#define NIB_PEER_H

#include <sys/types.h>

#include "nib_xdr.h"

// Clocks, the state of a server process, and one call at a time over a loopback connection.

// Nanoseconds.
uint64_t nib_now(void);
// CPU nanoseconds of a whole process, all threads; 0 for none.
uint64_t nib_cpu_of(pid_t process);
// Resident kilobytes of a process; -1 when there is none.
long nib_resident_of(pid_t process);

// A connection to 127.0.0.1, from a port below 1024 if reserved (that makes root's writes privileged); -1 with errno.
int nib_dial(uint16_t port, bool reserved);
// Raises the limit on descriptors to at least `wanted`; false when the system does not let us.
bool nib_raise_descriptors(unsigned long wanted);

bool nib_send(int connection, const void *bytes, size_t size);
// Receives one record into `record`, its fragments joined.
bool nib_receive(int connection, nib_buffer *record);
// Makes one call whose arguments stand in `arguments`; the reply's results replace `results`.
bool nib_call(int connection, uint32_t procedure, const nib_buffer *arguments, nib_buffer *results);

// Root's child called `name`: its id and instance.
bool nib_find_child(int connection, const char *name, uint32_t id[2]);

// Prints why and ends the program.
_Noreturn void nib_fail(const char *what);

#endif
