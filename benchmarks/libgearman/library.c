/*
 * Measures libgearman as `benchmarks.jar library` measures our client and worker: the same jobs, in the same order, on any job
 * server. Prints a line for each scenario: name, jobs a second, CPU of this process in microseconds per job.
 *
 *     gcc -O2 -o library library.c -lgearman -lpthread
 *     ./library 127.0.0.1 4730 ROUNDS
 */
#include <libgearman/gearman.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

enum { PAYLOAD = 100, ONE_BY_ONE = 20000, PIPELINED = 100000, BATCH = 1000, CALLS = 20000 };

static const char *host, *queued = "library-queued", *called = "library-called";
static int port;
static char payload[PAYLOAD];
static unsigned long next_unique;
static volatile int stopping;

static void check(gearman_return_t result, const char *what) {
    if (gearman_failed(result)) {
        fprintf(stderr, "%s: %s\n", what, gearman_strerror(result));
        exit(1);
    }
}

static double wall(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec + now.tv_nsec / 1e9;
}

static double cpu(void) {
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    return used.ru_utime.tv_sec + used.ru_stime.tv_sec + (used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

static double wall_before, cpu_before;

static void begin(void) {
    wall_before = wall();
    cpu_before = cpu();
}

static void end(const char *name, int jobs) {
    printf("%s\t%.0f\t%.2f\n", name, jobs / (wall() - wall_before), (cpu() - cpu_before) / jobs * 1e6);
    fflush(stdout);
}

static const char *unique(char *text) {
    sprintf(text, "u%lu", ++next_unique);
    return text;
}

static gearman_client_st *client(void) {
    gearman_client_st *made = gearman_client_create(NULL);
    check(gearman_client_add_server(made, host, port), "server");
    return made;
}

static void *echo(gearman_job_st *job, void *context, size_t *size, gearman_return_t *result) {
    (void) context;
    *size = gearman_job_workload_size(job);
    void *copy = malloc(*size);
    memcpy(copy, gearman_job_workload(job), *size);
    *result = GEARMAN_SUCCESS;
    return copy;
}

static gearman_worker_st *worker(const char *function) {
    gearman_worker_st *made = gearman_worker_create(NULL);
    check(gearman_worker_add_server(made, host, port), "server");
    check(gearman_worker_add_function(made, function, 0, echo, NULL), "function");
    return made;
}

static void submit_one_by_one(gearman_client_st *c) {
    char text[32];
    gearman_job_handle_t handle;
    begin();
    for (int i = 0; i < ONE_BY_ONE; i++) {
        check(gearman_client_do_background(c, queued, unique(text), payload, PAYLOAD, handle), "submit");
    }
    end("submit-one-by-one", ONE_BY_ONE);
}

static void submit_pipelined(gearman_client_st *c) {
    char text[32];
    gearman_return_t result;
    begin();
    for (int i = 0; i < PIPELINED; i += BATCH) {
        for (int j = 0; j < BATCH; j++) {
            gearman_client_add_task_background(c, NULL, NULL, queued, unique(text), payload, PAYLOAD, &result);
            check(result, "task");
        }
        check(gearman_client_run_tasks(c), "tasks");
        gearman_client_task_free_all(c);
    }
    end("submit-pipelined", PIPELINED);
}

static void drain(void) {
    gearman_worker_st *w = worker(queued);
    begin();
    for (int i = 0; i < ONE_BY_ONE + PIPELINED; i++) {
        check(gearman_worker_work(w), "work");
    }
    end("drain", ONE_BY_ONE + PIPELINED);
    gearman_worker_free(w);
}

static void *work(void *context) {
    gearman_worker_st *w = worker(called);
    gearman_worker_set_timeout(w, 100);
    while (!stopping) {
        gearman_return_t result = gearman_worker_work(w);
        if (result != GEARMAN_TIMEOUT) {
            check(result, "work");
        }
    }
    gearman_worker_free(w);
    return context;
}

static void call(gearman_client_st *c) {
    pthread_t thread;
    stopping = 0;
    pthread_create(&thread, NULL, work, NULL);
    begin();
    for (int i = 0; i < CALLS; i++) {
        char text[32];
        size_t size;
        gearman_return_t result;
        void *reply = gearman_client_do(c, called, unique(text), payload, PAYLOAD, &size, &result);
        check(result, "call");
        if (size != PAYLOAD || memcmp(reply, payload, PAYLOAD) != 0) {
            fprintf(stderr, "a reply is not what was sent\n");
            exit(1);
        }
        free(reply);
    }
    end("call", CALLS);
    stopping = 1;
    pthread_join(thread, NULL);
}

int main(int argc, char **argv) {
    if (argc != 4) {
        fprintf(stderr, "usage: %s HOST PORT ROUNDS\n", argv[0]);
        return 2;
    }
    host = argv[1];
    port = atoi(argv[2]);
    memset(payload, 'x', PAYLOAD);
    gearman_client_st *c = client();
    for (int round = atoi(argv[3]); round > 0; round--) {
        submit_one_by_one(c);
        submit_pipelined(c);
        drain();
        call(c);
    }
    gearman_client_free(c);
    return 0;
}
