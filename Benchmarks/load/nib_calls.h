#ifndef NIB_CALLS_H
#define NIB_CALLS_H

#include "nib_xdr.h"

// The calls that a load consists of.

typedef struct {
    uint32_t procedure;
    uint32_t users; // of the data set
    uint32_t directory, first_user; // ids: of /users, and of its first child; the others follow it
    bool by_uid;
    const char *key; // of LIST
} nib_load;

// Sets the procedure by name: ping, read, children, list, write, readall, name, uid; the last two are LOOKUPREAD.
bool nib_name_load(nib_load *load, const char *name);
// Finds /users and checks that it has as many users as it should; ends the program if not.
void nib_find_users(nib_load *load, int connection);
// The present instance of a user; ends the program when there is no such user.
uint32_t nib_instance_of(const nib_load *load, int connection, uint32_t user);
// Appends a call. `user` and `instance` are what a write changes; other calls choose a user at random.
void nib_put_call(nib_buffer *calls, const nib_load *load, uint32_t xid, uint32_t user, uint32_t instance);

#endif
