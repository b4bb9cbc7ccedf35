/* Runs a command several times and prints how long it took and how much memory it used.
 *
 * usage: netinfo-time RUNS PROGRAM ARGUMENT...
 *
 * Prints "wall_ms=MEDIAN best_ms=LOWEST resident_mb=HIGHEST". Output of the command is thrown away. A small program of
 * its own, because a child's peak counts from the size of whoever starts it. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}

static int ascending(const void *left, const void *right) {
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

static int run_once(char **command, double *wall, long *resident) {
    double start = now();
    pid_t child = fork();
    if (child < 0) return -1;
    if (child == 0) {
        int null = open("/dev/null", O_RDWR);
        dup2(null, 1);
        execvp(command[0], command);
        _exit(127);
    }
    int status;
    struct rusage usage;
    if (wait4(child, &status, 0, &usage) < 0) return -1;
    *wall = now() - start;
    *resident = usage.ru_maxrss;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int main(int argc, char **argv) {
    int runs = argc > 2 ? atoi(argv[1]) : 0;
    if (runs < 1) {
        fprintf(stderr, "usage: netinfo-time RUNS PROGRAM ARGUMENT...\n");
        return 2;
    }
    double *walls = calloc(runs, sizeof *walls);
    long resident, highest = 0;
    if (!walls) return 1;
    for (int run = -1; run < runs; run++) { /* the first warms up */
        double wall;
        int status = run_once(argv + 2, &wall, &resident);
        if (status != 0) {
            fprintf(stderr, "netinfo-time: %s ended with %d\n", argv[2], status);
            return 1;
        }
        if (run < 0) continue;
        walls[run] = wall;
        if (resident > highest) highest = resident;
    }
    qsort(walls, runs, sizeof *walls, ascending);
    printf("wall_ms=%.1f best_ms=%.1f resident_mb=%.1f\n", walls[runs / 2], walls[0], highest / 1024.0);
    free(walls);
    return 0;
}
