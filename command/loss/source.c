/* A loss in C, compiled on the fly. */
#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "command/loss/library.h"

extern char **environ;

enum {
    most_arguments = 32,
    longest_name = 4096
};

/* The words of $CC, or cc; they stay in `buffer`. Returns how many. */
static size_t compiler_words(char *buffer, size_t size, char **words, size_t room)
{
    const char *const chosen = getenv("CC");
    snprintf(buffer, size, "%s", chosen && *chosen ? chosen : "cc");
    size_t count = 0;
    for (char *rest = buffer, *word; count < room && (word = strtok_r(rest, " ", &rest));)
        words[count++] = word;
    return count;
}

/* The folder of this program, without a slash at its end; "" if it cannot be told. */
static void own_folder(char folder[longest_name])
{
    const ssize_t length = readlink("/proc/self/exe", folder, longest_name - 1);
    folder[length > 0 ? length : 0] = '\0';
    char *const slash = strrchr(folder, '/');
    if (slash)
        *slash = '\0';
}

/*
 * Where descent/descent.h is: installed, beside the folder of this program; in the build tree, where a file beside it says.
 * "" if nowhere: then the compiler has to know.
 */
static void include_option(char *option, size_t size)
{
    char folder[longest_name], name[longest_name + 64], places[2][longest_name + 64] = {"", ""};
    own_folder(folder);
    snprintf(places[0], sizeof places[0], "%s/../include", folder);
    snprintf(name, sizeof name, "%s/include_folder", folder);
    FILE *const file = fopen(name, "r");
    if (file && fgets(places[1], sizeof places[1], file))
        places[1][strcspn(places[1], "\n")] = '\0';
    if (file)
        fclose(file);
    *option = '\0';
    for (size_t i = 0; i < sizeof places / sizeof places[0] && !*option; i++) {
        char header[longest_name + 128];
        const int length = snprintf(header, sizeof header, "%s/descent/descent.h", places[i]);
        if (length >= (int)sizeof header || access(header, R_OK) != 0 ||
            snprintf(option, size, "-I%s", places[i]) >= (int)size)
            *option = '\0';
    }
}

/* Runs a program to its end; interrupts are its own, so that the folder is cleared up in any case. Returns its status. */
static int run(char *const *words, int *error)
{
    const struct sigaction ignore = {.sa_handler = SIG_IGN};
    struct sigaction before;
    sigset_t interrupt;
    posix_spawnattr_t attributes;
    pid_t child;
    int status = -1;
    sigaction(SIGINT, &ignore, &before);
    sigemptyset(&interrupt);
    sigaddset(&interrupt, SIGINT);
    *error = posix_spawnattr_init(&attributes);
    if (*error == 0) {
        posix_spawnattr_setsigdefault(&attributes, &interrupt);
        posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
        *error = posix_spawnp(&child, words[0], NULL, &attributes, words, environ);
        posix_spawnattr_destroy(&attributes);
    }
    while (*error == 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    sigaction(SIGINT, &before, NULL);
    return status;
}

static descent__exit compile(const char *file, char *library)
{
    char words[longest_name], include[2 * longest_name], *arguments[most_arguments];
    char *const source = malloc(strlen(file) + sizeof "./");
    if (!source)
        return descent__failed(DESCENT__EXIT_NOT_MADE, "out of memory");
    /* A name that begins with a dash is no option. */
    sprintf(source, "%s%s", *file == '-' ? "./" : "", file);
    include_option(include, sizeof include);

    /* The same operations give the same bits as in the library: no fused multiply-add. */
    static char shared[] = "-shared", pic[] = "-fPIC", fast[] = "-O2", exact[] = "-ffp-contract=off", to[] = "-o",
                math[] = "-lm";
    char *const others[] = {shared, pic, fast, exact, *include ? include : fast, to, library, source, math, NULL};
    const size_t count =
        compiler_words(words, sizeof words, arguments, most_arguments - sizeof others / sizeof others[0]);
    memcpy(arguments + count, others, sizeof others);

    int error = ENOENT, status = count ? run(arguments, &error) : -1;
    free(source);
    if (error == ENOENT)
        return descent__failed(DESCENT__EXIT_MISSING, "no C compiler %s: install gcc, or set CC",
                               count ? arguments[0] : "in CC");
    if (error)
        return descent__failed(DESCENT__EXIT_NOT_MADE, "%s: %s", arguments[0], strerror(error));
    if (status != 0)
        return descent__failed(DESCENT__EXIT_NOT_MADE, "%s does not compile (see above)", file);
    return DESCENT__EXIT_DONE;
}

descent__exit descent__source_open(descent__loss *loss, const char *file, size_t dimension, const char *start)
{
    const char *const temporary = getenv("TMPDIR");
    char folder[longest_name], library[longest_name + sizeof "/loss.so"];
    if (access(file, R_OK) != 0)
        return descent__failed(DESCENT__EXIT_FILES, "%s: %s", file, strerror(errno));
    const int length =
        snprintf(folder, sizeof folder, "%s/descent-XXXXXX", temporary && *temporary ? temporary : "/tmp");
    if (length >= (int)sizeof folder || !mkdtemp(folder))
        return descent__failed(DESCENT__EXIT_FILES, "no folder for what is compiled can be made in %s: %s",
                               temporary && *temporary ? temporary : "/tmp", strerror(errno));
    snprintf(library, sizeof library, "%s/loss.so", folder);
    descent__exit exit = compile(file, library);
    if (exit == DESCENT__EXIT_DONE)
        exit = descent__library_open(loss, library, file, dimension, start);
    unlink(library);
    rmdir(folder);
    return exit;
}
