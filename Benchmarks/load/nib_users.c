#include "nib_users.h"

#include <stdio.h>

void nib_user_name(uint32_t user, char name[NIB_KEY_SIZE]) {
    snprintf(name, NIB_KEY_SIZE, "user%06u", (unsigned)(user % 1000000));
}

void nib_user_uid(uint32_t user, char uid[NIB_KEY_SIZE]) {
    snprintf(uid, NIB_KEY_SIZE, "%u", (unsigned)(NIB_FIRST_UID + user));
}

void nib_put_realname(nib_buffer *buffer, uint32_t user, const char *title) {
    char text[48];
    snprintf(text, sizeof text, "%-4.4sFirstname Middle Lastname %06u", title, (unsigned)(user % 1000000));
    nib_put_text(buffer, text);
}

void nib_put_user(nib_buffer *buffer, uint32_t user) {
    char name[NIB_KEY_SIZE], uid[NIB_KEY_SIZE], home[48], password[16];
    nib_user_name(user, name);
    nib_user_uid(user, uid);
    snprintf(home, sizeof home, "/Network/Users/%s", name);
    snprintf(password, sizeof password, "xy%011u", (unsigned)(user * 2654435761u));
    nib_put_word(buffer, 11);
    nib_put_property(buffer, "name", name);
    nib_put_property(buffer, "passwd", password);
    nib_put_property(buffer, "uid", uid);
    nib_put_property(buffer, "gid", "20");
    nib_put_text(buffer, "realname");
    nib_put_word(buffer, 1);
    nib_put_realname(buffer, user, "Dr.");
    nib_put_property(buffer, "home", home);
    nib_put_property(buffer, "shell", "/bin/tcsh");
    nib_put_property(buffer, "_writers_passwd", name);
    nib_put_property(buffer, "class", "");
    nib_put_property(buffer, "change", "0");
    nib_put_property(buffer, "expire", "0");
}
