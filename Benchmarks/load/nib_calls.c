#include "nib_calls.h"

#include <errno.h>
#include <string.h>

#include "nib_peer.h"
#include "nib_users.h"

bool nib_name_load(nib_load *load, const char *name) {
    static const struct {
        const char *name;
        uint32_t procedure;
    } known[] = {{"ping", NIB_PING},   {"read", NIB_READ},       {"children", NIB_CHILDREN}, {"list", NIB_LIST},
                 {"write", NIB_WRITEPROP}, {"readall", NIB_READALL}, {"name", NIB_LOOKUPREAD},   {"uid", NIB_LOOKUPREAD}};
    for (size_t index = 0; index < sizeof known / sizeof known[0]; index++) {
        if (strcmp(known[index].name, name) != 0) continue;
        load->procedure = known[index].procedure;
        load->by_uid = strcmp(name, "uid") == 0;
        return true;
    }
    return false;
}

static void nib_expect(int connection, uint32_t procedure, uint32_t id, nib_buffer *results, const char *fault) {
    nib_buffer arguments = {0};
    nib_put_word(&arguments, id);
    nib_put_word(&arguments, 0);
    errno = 0;
    if (!nib_call(connection, procedure, &arguments, results) || results->length < 12
        || nib_word_at(results->base) != 0)
        nib_fail(fault);
    nib_free(&arguments);
}

void nib_find_users(nib_load *load, int connection) {
    uint32_t id[2];
    nib_buffer results = {0};
    errno = 0;
    if (!nib_find_child(connection, "users", id)) nib_fail("the server has no /users");
    load->directory = id[0];
    nib_expect(connection, NIB_CHILDREN, id[0], &results, "CHILDREN of /users failed");
    uint32_t count = nib_word_at(results.base + 4);
    load->first_user = nib_word_at(results.base + 8);
    errno = 0;
    if (count < load->users) nib_fail("the server has fewer users than it should");
    if (nib_word_at(results.base + 4 + 4 * (size_t)count) != load->first_user + count - 1)
        nib_fail("the users' ids do not follow each other");
    nib_free(&results);
}

uint32_t nib_instance_of(const nib_load *load, int connection, uint32_t user) {
    nib_buffer results = {0};
    nib_expect(connection, NIB_SELF, load->first_user + user, &results, "SELF of a user failed");
    uint32_t instance = nib_word_at(results.base + 8);
    nib_free(&results);
    return instance;
}

static uint32_t nib_random_user(const nib_load *load) {
    static uint64_t state = 88172645463325252u;
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (uint32_t)((state >> 11) % load->users);
}

static void nib_put_id(nib_buffer *calls, uint32_t id, uint32_t instance) {
    nib_put_word(calls, id);
    nib_put_word(calls, instance);
}

static void nib_put_lookup(nib_buffer *calls, const nib_load *load) {
    char value[NIB_KEY_SIZE];
    uint32_t user = nib_random_user(load);
    if (load->by_uid) nib_user_uid(user, value);
    else nib_user_name(user, value);
    nib_put_id(calls, load->directory, 0);
    nib_put_text(calls, load->by_uid ? "uid" : "name");
    nib_put_text(calls, value);
}

static void nib_put_write(nib_buffer *calls, const nib_load *load, bool first, uint32_t user, uint32_t instance) {
    nib_put_id(calls, load->first_user + user, instance);
    nib_put_word(calls, NIB_REALNAME_INDEX);
    nib_put_word(calls, 1);
    nib_put_realname(calls, user, first ? "Mr." : "Dr.");
}

void nib_put_call(nib_buffer *calls, const nib_load *load, uint32_t xid, uint32_t user, uint32_t instance) {
    size_t start = nib_begin_call(calls, xid, load->procedure);
    switch (load->procedure) {
    case NIB_PING: break;
    case NIB_LOOKUPREAD: nib_put_lookup(calls, load); break;
    case NIB_WRITEPROP: nib_put_write(calls, load, xid & 1, user, instance); break;
    case NIB_READALL: nib_put_word(calls, 0); break; // no checksum: everything
    case NIB_READ: nib_put_id(calls, load->first_user + nib_random_user(load), 0); break;
    default:
        nib_put_id(calls, load->directory, 0);
        if (load->procedure == NIB_LIST) nib_put_text(calls, load->key);
    }
    nib_end_call(calls, start);
}
