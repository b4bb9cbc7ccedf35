#include "CEditLine.h"

#include <histedit.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct ceditline {
    EditLine *line;
    History *history;
    FILE *input, *output;
    const char *prompt;
    void *context;
    ceditline_completer completer;
};

const char ceditline_escape = '\1';

static const int history_size = 1000;

static ceditline *editor_of(EditLine *line) {
    void *editor = NULL;
    el_get(line, EL_CLIENTDATA, &editor);
    return editor;
}

static char *prompt(EditLine *line) {
    return (char *)editor_of(line)->prompt;
}

static unsigned char complete(EditLine *line, int key) {
    (void)key;
    ceditline *editor = editor_of(line);
    const LineInfo *info = el_line(line);
    size_t length = (size_t)(info->lastchar - info->buffer), cursor = (size_t)(info->cursor - info->buffer);
    switch (editor->completer(editor->context, info->buffer, length, cursor)) {
    case ceditline_inserted: return CC_REFRESH;
    case ceditline_listed: return CC_REDISPLAY;
    default: return CC_REFRESH_BEEP;
    }
}

// Forgets the line, as shells do at an interruption.
static unsigned char cancel(EditLine *line, int key) {
    (void)key;
    const LineInfo *info = el_line(line);
    int length = (int)(info->lastchar - info->buffer);
    el_cursor(line, (int)(info->lastchar - info->cursor));
    if (length > 0) el_deletestr(line, length);
    el_insertstr(line, "\n");
    ceditline *editor = editor_of(line);
    fputs("^C\n", editor->output);
    fflush(editor->output);
    return CC_NEWLINE;
}

// Gives the terminal back to the shell until the program is continued.
static unsigned char stop(EditLine *line, int key) {
    (void)key;
    el_set(line, EL_PREP_TERM, 0);
    raise(SIGTSTP);
    el_set(line, EL_PREP_TERM, 1);
    return CC_REDISPLAY;
}

// libedit thinks in characters: without a locale that has more than ASCII it would refuse all others.
static void choose_characters(void) {
    if (!setlocale(LC_CTYPE, "") || MB_CUR_MAX == 1) setlocale(LC_CTYPE, "C.UTF-8");
}

static FILE *stream(int descriptor, const char *mode) {
    int copy = dup(descriptor);
    if (copy < 0) return NULL;
    FILE *stream = fdopen(copy, mode);
    if (!stream) close(copy);
    return stream;
}

static void configure(ceditline *editor) {
    HistEvent event;
    el_set(editor->line, EL_CLIENTDATA, editor);
    el_set(editor->line, EL_EDITOR, "emacs");
    el_set(editor->line, EL_SIGNAL, 1);
    el_set(editor->line, EL_PROMPT_ESC, prompt, ceditline_escape);
    el_set(editor->line, EL_ADDFN, "netinfo-complete", "Complete the word", complete);
    el_set(editor->line, EL_BIND, "\t", "netinfo-complete", NULL);
    el_set(editor->line, EL_ADDFN, "netinfo-cancel", "Forget the line", cancel);
    el_set(editor->line, EL_ADDFN, "netinfo-stop", "Stop the program", stop);
    // While a line is edited these keys are keys, not signals.
    el_set(editor->line, EL_SETTY, "-d", "-isig", NULL);
    el_set(editor->line, EL_BIND, "^C", "netinfo-cancel", NULL);
    el_set(editor->line, EL_BIND, "^Z", "netinfo-stop", NULL);
    history(editor->history, &event, H_SETSIZE, history_size);
    history(editor->history, &event, H_SETUNIQUE, 1);
    el_set(editor->line, EL_HIST, history, editor->history);
    el_source(editor->line, NULL);
}

ceditline *ceditline_open(
    const char *program, int input, int output, void *context, ceditline_completer completer) {
    ceditline *editor = calloc(1, sizeof *editor);
    if (!editor) return NULL;
    choose_characters();
    editor->prompt = "";
    editor->context = context;
    editor->completer = completer;
    editor->input = stream(input, "r");
    editor->output = stream(output, "w");
    editor->history = history_init();
    if (editor->input && editor->output && editor->history)
        editor->line = el_init(program, editor->input, editor->output, editor->output);
    if (!editor->line) {
        ceditline_close(editor);
        return NULL;
    }
    configure(editor);
    return editor;
}

void ceditline_close(ceditline *editor) {
    if (editor->line) el_end(editor->line);
    if (editor->history) history_end(editor->history);
    if (editor->input) fclose(editor->input);
    if (editor->output) fclose(editor->output);
    free(editor);
}

const char *ceditline_read(ceditline *editor, const char *prompt, size_t *length) {
    int count = 0;
    editor->prompt = prompt;
    const char *line = el_gets(editor->line, &count);
    editor->prompt = "";
    *length = line && count > 0 ? (size_t)count : 0;
    return *length ? line : NULL;
}

bool ceditline_insert(ceditline *editor, const char *text) {
    return el_insertstr(editor->line, text) == 0;
}

void ceditline_show(ceditline *editor, const char *text) {
    fputc('\n', editor->output);
    fputs(text, editor->output);
    fflush(editor->output);
}

void ceditline_remember(ceditline *editor, const char *line) {
    HistEvent event;
    history(editor->history, &event, H_ENTER, line);
}

void ceditline_load(ceditline *editor, const char *path) {
    HistEvent event;
    history(editor->history, &event, H_LOAD, path);
}

void ceditline_save(ceditline *editor, const char *path) {
    HistEvent event;
    history(editor->history, &event, H_SAVE, path);
}
