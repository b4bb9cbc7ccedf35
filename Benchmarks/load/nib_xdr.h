#ifndef NIB_XDR_H
#define NIB_XDR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Growing output, and the few XDR types (RFC 4506) that NetInfo calls are made of.

enum { NIB_PROGRAM = 200100000, NIB_VERSION = 2, NIB_REPLY_HEADER = 24 };

// Procedures of NetInfo version 2 (protocol.md 1.4).
enum nib_procedure {
    NIB_PING = 0,
    NIB_ROOT = 2,
    NIB_SELF = 3,
    NIB_CREATE = 5,
    NIB_READ = 7,
    NIB_CHILDREN = 9,
    NIB_LOOKUP = 10,
    NIB_LIST = 11,
    NIB_WRITEPROP = 15,
    NIB_READALL = 25,
    NIB_LOOKUPREAD = 28
};

typedef struct {
    uint8_t *base;
    size_t length, capacity;
} nib_buffer;

void nib_clear(nib_buffer *buffer);
void nib_free(nib_buffer *buffer);
uint8_t *nib_extend(nib_buffer *buffer, size_t size);
void nib_put_word(nib_buffer *buffer, uint32_t word);
void nib_put_opaque(nib_buffer *buffer, const void *bytes, size_t size);
void nib_put_text(nib_buffer *buffer, const char *text);
// A property with one value.
void nib_put_property(nib_buffer *buffer, const char *name, const char *value);

// Appends record mark and call header; nib_end_call completes the mark once the arguments stand behind it.
size_t nib_begin_call(nib_buffer *buffer, uint32_t xid, uint32_t procedure);
void nib_end_call(nib_buffer *buffer, size_t start);

uint32_t nib_word_at(const uint8_t *bytes);

#endif
