#include "nib_reply.h"

#include <stdio.h>
#include <string.h>

static size_t nib_least(size_t left, size_t right) { return left < right ? left : right; }

static void nib_keep(nib_reply *reply, const uint8_t *bytes, size_t size) {
    if (reply->size < NIB_REPLY_HEAD)
        memcpy(reply->head + reply->size, bytes, nib_least(size, NIB_REPLY_HEAD - (size_t)reply->size));
    reply->size += size;
}

bool nib_follow_reply(nib_reply *reply, const uint8_t *bytes, size_t size, size_t *cursor) {
    while (*cursor < size) {
        if (reply->mark_bytes < 4) {
            reply->mark[reply->mark_bytes++] = bytes[(*cursor)++];
            if (reply->mark_bytes < 4) continue;
            reply->is_last = (reply->mark[0] & 0x80) != 0;
            reply->fragment_left = nib_word_at(reply->mark) & 0x7FFFFFFF;
        }
        size_t part = nib_least(reply->fragment_left, size - *cursor);
        nib_keep(reply, bytes + *cursor, part);
        *cursor += part;
        reply->fragment_left -= (uint32_t)part;
        if (reply->fragment_left > 0) return false;
        reply->mark_bytes = 0;
        if (reply->is_last) return true;
    }
    return false;
}

void nib_next_reply(nib_reply *reply) {
    reply->size = 0;
    reply->mark_bytes = 0;
    reply->is_last = false;
}

const char *nib_check_reply(const nib_reply *reply, bool has_status) {
    static char fault[96];
    if (reply->size < NIB_REPLY_HEADER + (has_status ? 4 : 0)) return "a reply is too short, or a refusal";
    if (nib_word_at(reply->head + 4) != 1) return "a reply is none";
    if (nib_word_at(reply->head + 8) != 0) return "a call was denied";
    uint32_t accepted = nib_word_at(reply->head + 20), status = nib_word_at(reply->head + NIB_REPLY_HEADER);
    if (accepted == 0 && (!has_status || status == 0)) return NULL;
    snprintf(fault, sizeof fault, "a call failed: accept_stat %u, status %u", (unsigned)accepted, (unsigned)status);
    return fault;
}
