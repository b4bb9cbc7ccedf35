#include "netinfo_rpc.h"

#include <arpa/inet.h>
#include <rpc/pmap_clnt.h>
#include <rpc/rpc.h>
#include <rpc/svc_auth.h>
#include <rpc/svc_mt.h>
#include <stdlib.h>
#include <string.h>

// libtirpc keeps the cooked AUTH_SYS credential, its machine name and its groups in one area behind rq_clntcred.
#define CNIRPC_COOKED_SIZE (2 * MAX_AUTH_BYTES + 400)
#define CNIRPC_MINIMAL_CALL 40

struct cnirpc_codec {
    SVCXPRT transport;
    SVCXPRT_EXT extension;
    struct rpc_msg message;
    uint8_t *reply;
    size_t reply_capacity, reply_length;
    char credential[MAX_AUTH_BYTES], verifier[MAX_AUTH_BYTES], reply_verifier[MAX_AUTH_BYTES];
    char cooked[CNIRPC_COOKED_SIZE] __attribute__((aligned(16)));
};

static bool_t cnirpc_reply(SVCXPRT *transport, struct rpc_msg *message) {
    struct cnirpc_codec *codec = transport->xp_p1;
    XDR stream;
    message->rm_xid = codec->message.rm_xid;
    xdrmem_create(&stream, (char *)codec->reply, (u_int)codec->reply_capacity, XDR_ENCODE);
    bool_t done = xdr_replymsg(&stream, message);
    codec->reply_length = done ? XDR_GETPOS(&stream) : 0;
    XDR_DESTROY(&stream);
    return done;
}

static const struct xp_ops cnirpc_operations = {.xp_reply = cnirpc_reply};

cnirpc_codec *cnirpc_codec_create(void) {
    struct cnirpc_codec *codec = calloc(1, sizeof *codec);
    if (codec == NULL) return NULL;
    codec->transport.xp_fd = -1;
    codec->transport.xp_ops = &cnirpc_operations;
    codec->transport.xp_p1 = codec;
    codec->transport.xp_p3 = &codec->extension;
    codec->transport.xp_verf.oa_base = codec->reply_verifier;
    return codec;
}

void cnirpc_codec_destroy(cnirpc_codec *codec) { free(codec); }

static uint32_t cnirpc_word(const uint8_t *message, size_t offset) {
    uint32_t word;
    memcpy(&word, message + offset, sizeof word);
    return ntohl(word);
}

static void cnirpc_deny(cnirpc_codec *codec, struct cnirpc_call *call, enum auth_stat why) {
    codec->reply = call->header;
    codec->reply_capacity = sizeof call->header;
    svcerr_auth(&codec->transport, why);
    call->header_length = (uint32_t)codec->reply_length;
}

// libtirpc's svcerr_* know no RPC_MISMATCH; the message is fixed (RFC 5531 section 9).
static enum cnirpc_verdict cnirpc_deny_version(struct cnirpc_call *call) {
    uint32_t words[6] = {htonl(call->xid), htonl(1), htonl(1), htonl(0), htonl(2), htonl(2)};
    memcpy(call->header, words, sizeof words);
    call->header_length = sizeof words;
    return CNIRPC_DENIED;
}

// svcauth_unix prints to standard output when the parts of a credential do not add up, so they are added here first.
static bool cnirpc_unix_adds_up(const struct opaque_auth *credential) {
    const uint8_t *body = (const uint8_t *)credential->oa_base;
    size_t length = credential->oa_length;
    if (length < 20) return false;
    size_t name = cnirpc_word(body, 4);
    if (name > MAX_MACHINE_NAME) return false;
    size_t padded = (name + 3) & ~(size_t)3;
    if (20 + padded > length) return false;
    size_t groups = cnirpc_word(body, 8 + padded + 8);
    return groups <= NGRPS && 20 + padded + 4 * groups <= length;
}

static void cnirpc_copy_unix(const struct opaque_auth *credential, struct cnirpc_call *call) {
    const uint8_t *body = (const uint8_t *)credential->oa_base;
    uint32_t length = cnirpc_word(body, 4);
    size_t padded = ((size_t)length + 3) & ~(size_t)3;
    call->machine = body + 8;
    call->machine_length = length;
    call->uid = cnirpc_word(body, 8 + padded);
    call->gid = cnirpc_word(body, 12 + padded);
}

static enum auth_stat cnirpc_check(cnirpc_codec *codec, struct cnirpc_call *call) {
    struct opaque_auth *credential = &codec->message.rm_call.cb_cred;
    if (credential->oa_flavor > AUTH_SYS) return AUTH_REJECTEDCRED;
    if (credential->oa_flavor == AUTH_SYS && !cnirpc_unix_adds_up(credential)) return AUTH_BADCRED;
    struct svc_req request = {
        .rq_prog = codec->message.rm_call.cb_prog,
        .rq_vers = codec->message.rm_call.cb_vers,
        .rq_proc = codec->message.rm_call.cb_proc,
        .rq_cred = *credential,
        .rq_clntcred = codec->cooked,
        .rq_xprt = &codec->transport,
    };
    enum auth_stat why = _authenticate(&request, &codec->message);
    if (why == AUTH_OK && credential->oa_flavor == AUTH_SYS) cnirpc_copy_unix(credential, call);
    return why;
}

enum cnirpc_verdict cnirpc_decode(cnirpc_codec *codec, const uint8_t *message, size_t length,
                                  struct cnirpc_call *call) {
    if (length < CNIRPC_MINIMAL_CALL || length > UINT32_MAX) return CNIRPC_IGNORED;
    if (cnirpc_word(message, 4) != CALL) return CNIRPC_IGNORED;
    call->xid = cnirpc_word(message, 0);
    call->machine = NULL;
    call->machine_length = call->uid = call->gid = 0;
    if (cnirpc_word(message, 8) != RPC_MSG_VERSION) return cnirpc_deny_version(call);

    XDR stream;
    codec->message.rm_call.cb_cred.oa_base = codec->credential;
    codec->message.rm_call.cb_verf.oa_base = codec->verifier;
    xdrmem_create(&stream, (char *)(uintptr_t)message, (u_int)length, XDR_DECODE);
    bool_t decoded = xdr_callmsg(&stream, &codec->message);
    uint32_t offset = XDR_GETPOS(&stream);
    XDR_DESTROY(&stream);
    if (!decoded) return CNIRPC_IGNORED;

    codec->transport.xp_verf.oa_flavor = AUTH_NONE;
    codec->transport.xp_verf.oa_length = 0;
    call->program = codec->message.rm_call.cb_prog;
    call->version = codec->message.rm_call.cb_vers;
    call->procedure = codec->message.rm_call.cb_proc;
    call->flavor = (uint32_t)codec->message.rm_call.cb_cred.oa_flavor;
    call->arguments_offset = offset;
    enum auth_stat why = cnirpc_check(codec, call);
    if (why != AUTH_OK) {
        cnirpc_deny(codec, call, why);
        return CNIRPC_DENIED;
    }
    codec->reply = call->header;
    codec->reply_capacity = sizeof call->header;
    if (!svc_sendreply(&codec->transport, (xdrproc_t)xdr_void, NULL)) return CNIRPC_IGNORED;
    call->header_length = (uint32_t)codec->reply_length;
    return CNIRPC_CALL;
}

size_t cnirpc_refuse(cnirpc_codec *codec, enum cnirpc_refusal refusal, uint32_t low, uint32_t high, uint8_t *reply,
                     size_t capacity) {
    SVCXPRT *transport = &codec->transport;
    codec->reply = reply;
    codec->reply_capacity = capacity;
    codec->reply_length = 0;
    switch (refusal) {
    case CNIRPC_PROG_UNAVAIL: svcerr_noprog(transport); break;
    case CNIRPC_PROG_MISMATCH: svcerr_progvers(transport, low, high); break;
    case CNIRPC_PROC_UNAVAIL: svcerr_noproc(transport); break;
    case CNIRPC_GARBAGE_ARGS: svcerr_decode(transport); break;
    case CNIRPC_SYSTEM_ERR: svcerr_systemerr(transport); break;
    case CNIRPC_AUTH_TOOWEAK: svcerr_weakauth(transport); break;
    }
    return codec->reply_length;
}

bool cnirpc_rpcbind_set(uint32_t program, uint32_t version, uint16_t udp_port, uint16_t tcp_port) {
    pmap_unset(program, version);
    return pmap_set(program, version, IPPROTO_UDP, udp_port) && pmap_set(program, version, IPPROTO_TCP, tcp_port);
}

bool cnirpc_rpcbind_unset(uint32_t program, uint32_t version) { return pmap_unset(program, version); }
