// Line editing with libedit, whose own functions take variable arguments and cannot be called from Swift.
#ifndef CEDITLINE_H
#define CEDITLINE_H

#include <stdbool.h>
#include <stddef.h>

#pragma clang assume_nonnull begin

// An editor of lines on one terminal.
typedef struct ceditline ceditline;

// What a TAB did.
typedef enum ceditline_completion {
    ceditline_nothing,  // no completion: the terminal beeps
    ceditline_inserted, // text was inserted
    ceditline_listed,   // possibilities were listed
} ceditline_completion;

// Called for a TAB with the line so far and the bytes before the cursor.
typedef ceditline_completion (*ceditline_completer)(void *context, const char *line, size_t length, size_t cursor);

// Opens an editor on the terminal at these descriptors; NULL when it cannot be. Context is not kept alive.
ceditline *_Nullable ceditline_open(
    const char *program, int input, int output, void *context, ceditline_completer completer);

void ceditline_close(ceditline *editor);

// Reads a line with its newline. The line is valid until the next call; NULL at the end of the input.
const char *_Nullable ceditline_read(ceditline *editor, const char *prompt, size_t *length);

// Where escape sequences in a prompt begin and end.
extern const char ceditline_escape;

// Inserts text at the cursor; for completers.
bool ceditline_insert(ceditline *editor, const char *text);

// Writes text below the line; for completers.
void ceditline_show(ceditline *editor, const char *text);

// Puts a line into the history.
void ceditline_remember(ceditline *editor, const char *line);

// Reads the history from a file, or writes it there, for the user's eyes only.
void ceditline_load(ceditline *editor, const char *path);
void ceditline_save(ceditline *editor, const char *path);

#pragma clang assume_nonnull end

#endif
