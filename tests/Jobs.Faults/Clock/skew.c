/* gettimeofday and time of the process this is preloaded into, moved by as many seconds as the file named by JOBS_SKEW holds (a 64-bit number). */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static volatile int64_t *skew;

__attribute__((constructor)) static void begin(void)
{
    const char *name = getenv("JOBS_SKEW");
    int file = name ? open(name, O_RDONLY) : -1;
    if (file < 0)
        return;
    void *map = mmap(0, sizeof(int64_t), PROT_READ, MAP_SHARED, file, 0);
    if (map != MAP_FAILED)
        skew = map;
    close(file);
}

int gettimeofday(struct timeval *restrict now, void *restrict zone)
{
    struct timespec at;
    (void)zone;
    clock_gettime(CLOCK_REALTIME, &at);
    now->tv_sec = at.tv_sec + (skew ? *skew : 0);
    now->tv_usec = at.tv_nsec / 1000;
    return 0;
}

time_t time(time_t *to)
{
    struct timeval now;
    gettimeofday(&now, 0);
    if (to)
        *to = now.tv_sec;
    return now.tv_sec;
}
