/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* bench-checksum.c - how fast checksums are made of frames, beside a memchr over the same bytes:
 * `bench-checksum [BYTES-A-FRAME]` */
#include <stdio.h>
#include <string.h>
#include <time.h>
#include "leat-checksum.h"

#define N_BYTES (G_GUINT64_CONSTANT (1) << 29)
#define FRAME_MAX 65536

static volatile guint64 result; /* keeps what is measured */

/* the checksum: NULL: only looked through */
static double
measure (const LeatChecksum *checksum, const guint8 *data, gsize length)
{
  const clock_t begin = clock ();

  for (guint64 done = 0; done < N_BYTES; done += length)
    if (checksum != NULL)
      result = leat_checksum_compute (checksum, data, length);
    else
      result = memchr (data, '\n', length) != NULL;
  return (double) (clock () - begin) / CLOCKS_PER_SEC;
}

static void
tell (const char *name, const LeatChecksum *checksum, const guint8 *data, gsize length)
{
  double best = G_MAXDOUBLE;

  for (guint i = 0; i < 3; i++)
    best = MIN (best, measure (checksum, data, length));
  g_print ("%-18s %8.0f MB/s %9.1f ns a frame of %zu bytes\n", name, (double) N_BYTES / best / 1e6,
           best * 1e9 * (double) length / (double) N_BYTES, length);
}

int
main (int argc, char **argv)
{
  static const char *const names[] = { "xor8",        "sum8",     "fletcher-8",  "fletcher-16",
                                       "fletcher-32", "adler-32", "crc-8/maxim", "crc-16/modbus",
                                       "crc-24q",     "crc-32" };
  const guint64 wanted = argc > 1 ? g_ascii_strtoull (argv[1], NULL, 10) : 64;
  const gsize length = (gsize) CLAMP (wanted, 1, FRAME_MAX);
  guint8 data[FRAME_MAX];

  memset (data, 'x', sizeof data);
  tell ("memchr", NULL, data, length);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (LeatChecksum) checksum = leat_checksum_new (names[i], NULL);

      tell (names[i], checksum, data, length);
    }
  return 0;
}
