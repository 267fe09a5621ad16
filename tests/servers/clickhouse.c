/* Runs the ClickHouse that is in libchdb.so, given as the first argument, with the arguments that follow: those of
   clickhouse-local. It is a server while its standard input is open; see clickhouse.rs. */
#include <dlfcn.h>
#include <stdio.h>

int main(int argc, char **argv) {
    if (argc < 2) {
        fprintf(stderr, "usage: %s libchdb.so ARGUMENTS\n", argv[0]);
        return 2;
    }
    void *library = dlopen(argv[1], RTLD_NOW);
    int (*run)(int, char **) = library ? (int (*)(int, char **))dlsym(library, "chdb_query_cmdline") : NULL;
    if (!run) {
        fprintf(stderr, "%s\n", dlerror());
        return 2;
    }
    argv[1] = "clickhouse-local";
    return run(argc - 1, argv + 1);
}
