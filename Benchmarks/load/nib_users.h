#ifndef NIB_USERS_H
#define NIB_USERS_H

#include "nib_xdr.h"

// The users of the data sets: numbered from 0, all of the same size.

enum {
    NIB_USER_BYTES = 352, // of a user's property list in XDR
    NIB_FIRST_UID = 100000, // so that all numbers have six digits
    NIB_REALNAME_INDEX = 4, // of the property that writes change
    NIB_KEY_SIZE = 16
};

void nib_user_name(uint32_t user, char name[NIB_KEY_SIZE]);
void nib_user_uid(uint32_t user, char uid[NIB_KEY_SIZE]);
// Appends the user's property list.
void nib_put_user(nib_buffer *buffer, uint32_t user);
// The value of realname, of the same length for every user and text.
void nib_put_realname(nib_buffer *buffer, uint32_t user, const char *title);

#endif
