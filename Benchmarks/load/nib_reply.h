#ifndef NIB_REPLY_H
#define NIB_REPLY_H

#include "nib_xdr.h"

// One reply, followed through its fragments without keeping more than its beginning.

enum { NIB_REPLY_HEAD = 48 };

typedef struct {
    uint8_t mark[4], head[NIB_REPLY_HEAD];
    uint32_t mark_bytes, fragment_left;
    uint64_t size; // bytes of the message so far
    bool is_last;
} nib_reply;

// Reads on in `bytes` from `cursor`; true once the reply is complete.
bool nib_follow_reply(nib_reply *reply, const uint8_t *bytes, size_t size, size_t *cursor);
// Gets ready for the next reply.
void nib_next_reply(nib_reply *reply);
// What is wrong with a complete reply, or NULL. With `has_status` its results begin with a NetInfo status.
const char *nib_check_reply(const nib_reply *reply, bool has_status);

#endif
