// The part of ONC RPC that libtirpc does for us: decoding and checking call messages, encoding reply headers, and
// talking to rpcbind. Sockets, records and programs are the caller's. No <rpc/...> header is needed to include this.
#ifndef NETINFO_RPC_H
#define NETINFO_RPC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__clang__)
#pragma clang assume_nonnull begin
#else
#define _Nullable
#endif

/// Room that every reply header fits into: 24 bytes and a verifier of at most 400.
#define CNIRPC_HEADER_CAPACITY 448

/// Holds what libtirpc wants to find behind a transport handle. One per thread that decodes.
typedef struct cnirpc_codec cnirpc_codec;

/// What became of a message.
enum cnirpc_verdict {
    CNIRPC_CALL = 0,    ///< a call; `header` holds the header of a successful reply
    CNIRPC_DENIED = 1,  ///< refused; `header` holds the complete reply
    CNIRPC_IGNORED = 2, ///< not a call message at all; there is nothing to answer
};

/// Replies that are not a success, numbered as RFC 5531 `accept_stat`, and one denial.
enum cnirpc_refusal {
    CNIRPC_PROG_UNAVAIL = 1,
    CNIRPC_PROG_MISMATCH = 2,
    CNIRPC_PROC_UNAVAIL = 3,
    CNIRPC_GARBAGE_ARGS = 4,
    CNIRPC_SYSTEM_ERR = 5,
    CNIRPC_AUTH_TOOWEAK = 6,
};

/// A decoded call header. Pointers stay valid until the next call on the same codec.
struct cnirpc_call {
    uint32_t xid, program, version, procedure;
    uint32_t flavor; ///< 0 AUTH_NONE, 1 AUTH_SYS
    uint32_t uid, gid;
    const uint8_t *_Nullable machine; ///< AUTH_SYS machine name: raw bytes, not text
    uint32_t machine_length;
    uint32_t arguments_offset; ///< where the arguments begin in the message
    uint32_t header_length;    ///< bytes of `header` that are filled
    uint8_t header[CNIRPC_HEADER_CAPACITY];
};

cnirpc_codec *_Nullable cnirpc_codec_create(void);
void cnirpc_codec_destroy(cnirpc_codec *_Nullable codec);

/// Decodes the call header in `message` (RFC 5531 section 9) and checks its credential.
enum cnirpc_verdict cnirpc_decode(cnirpc_codec *codec, const uint8_t *message, size_t length, struct cnirpc_call *call);

/// Writes a refusal of the call last decoded into `reply`; returns its length. `low` and `high` matter to a
/// program mismatch only.
size_t cnirpc_refuse(cnirpc_codec *codec, enum cnirpc_refusal refusal, uint32_t low, uint32_t high, uint8_t *reply,
                     size_t capacity);

/// Replaces the registration of a program version at the local rpcbind; false when there is none or it refuses.
bool cnirpc_rpcbind_set(uint32_t program, uint32_t version, uint16_t udp_port, uint16_t tcp_port);

/// Removes the registration of a program version.
bool cnirpc_rpcbind_unset(uint32_t program, uint32_t version);

#if defined(__clang__)
#pragma clang assume_nonnull end
#endif

#endif
