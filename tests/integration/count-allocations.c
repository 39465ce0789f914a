/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* count-allocations.c - counts the allocations of a whole process: preloaded, it tells at the end
 */
#include <stdio.h>
#include <stdlib.h>

/* glibc's own, under the names that it keeps for such as us */
void *__libc_malloc (size_t size);
void *__libc_calloc (size_t number, size_t size);
void *__libc_realloc (void *memory, size_t size);

void *malloc (size_t size);
void *calloc (size_t number, size_t size);
void *realloc (void *memory, size_t size);

static unsigned long allocations;

static void
count (void)
{
  __atomic_fetch_add (&allocations, 1, __ATOMIC_RELAXED);
}

void *
malloc (size_t size)
{
  count ();
  return __libc_malloc (size);
}

void *
calloc (size_t number, size_t size)
{
  count ();
  return __libc_calloc (number, size);
}

void *
realloc (void *memory, size_t size)
{
  count ();
  return __libc_realloc (memory, size);
}

__attribute__ ((destructor)) static void
tell (void)
{
  fprintf (stderr, "allocations: %lu\n", __atomic_load_n (&allocations, __ATOMIC_RELAXED));
}
