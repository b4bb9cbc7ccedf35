#include "nib_xdr.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void nib_clear(nib_buffer *buffer) { buffer->length = 0; }

void nib_free(nib_buffer *buffer) {
    free(buffer->base);
    *buffer = (nib_buffer){0};
}

uint8_t *nib_extend(nib_buffer *buffer, size_t size) {
    if (buffer->length + size > buffer->capacity) {
        size_t larger = (buffer->length + size) * 2;
        uint8_t *base = realloc(buffer->base, larger);
        if (base == NULL) {
            perror("memory");
            exit(1);
        }
        buffer->base = base;
        buffer->capacity = larger;
    }
    uint8_t *place = buffer->base + buffer->length;
    buffer->length += size;
    return place;
}

void nib_put_word(nib_buffer *buffer, uint32_t word) {
    word = htonl(word);
    memcpy(nib_extend(buffer, 4), &word, 4);
}

void nib_put_opaque(nib_buffer *buffer, const void *bytes, size_t size) {
    nib_put_word(buffer, (uint32_t)size);
    size_t padded = (size + 3) & ~(size_t)3;
    uint8_t *place = nib_extend(buffer, padded);
    memset(place, 0, padded);
    memcpy(place, bytes, size);
}

void nib_put_text(nib_buffer *buffer, const char *text) { nib_put_opaque(buffer, text, strlen(text)); }

void nib_put_property(nib_buffer *buffer, const char *name, const char *value) {
    nib_put_text(buffer, name);
    nib_put_word(buffer, 1);
    nib_put_text(buffer, value);
}

size_t nib_begin_call(nib_buffer *buffer, uint32_t xid, uint32_t procedure) {
    size_t start = buffer->length;
    // Mark, xid, CALL, RPC version, program, version, procedure, AUTH_NONE twice.
    const uint32_t words[] = {0, xid, 0, 2, NIB_PROGRAM, NIB_VERSION, procedure, 0, 0, 0, 0};
    for (size_t index = 0; index < sizeof words / sizeof words[0]; index++) nib_put_word(buffer, words[index]);
    return start;
}

void nib_end_call(nib_buffer *buffer, size_t start) {
    uint32_t mark = htonl(0x80000000u | (uint32_t)(buffer->length - start - 4));
    memcpy(buffer->base + start, &mark, 4);
}

uint32_t nib_word_at(const uint8_t *bytes) {
    uint32_t word;
    memcpy(&word, bytes, 4);
    return ntohl(word);
}
