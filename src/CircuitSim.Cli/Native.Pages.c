/*
 * Native binaries for Linux: the runtime unpacks its tables of types, 7 MB, at every start. That memory is asked for at once, and in pages of
 * 2 MB where the kernel has them: taken page by page, as each is first written, it costs a third of a start. A kernel that knows neither
 * request goes on as before.
 */
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23
#endif

/* What the program has without content in its file, as the linker sees it. */
extern char __bss_start[], _end[];

__attribute__((constructor)) static void take_pages(void)
{
    const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    const uintptr_t start = ((uintptr_t)__bss_start + page - 1) / page * page;
    const uintptr_t end = (uintptr_t)_end / page * page;
    madvise((void *)start, end - start, MADV_HUGEPAGE);
    madvise((void *)start, end - start, MADV_POPULATE_WRITE);
}
