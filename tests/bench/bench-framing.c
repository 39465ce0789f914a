/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* bench-framing.c - what host and delimiter framer cost for each short frame: `bench-framing
 * [MILLIONS]` */
#include "cpu-time.h"
#include "feed.h"
#include "framers.h"
#include <string.h>

#define RECORD "18/10/13,14:03:22, 1234567, 1,1.730,2.104,0000,\r\n"
#define READ_SIZE 65536

/* a stream in reads of one size, copied into the buffer as read() does; returns the seconds */
static double
bench_run (const char *const *options, const char *stream, gsize length, gsize read_size,
           guint64 total)
{
  g_autoptr (LeatFraming)
      framing = leat_framing_new (feed_framer_new (&delimiter_framer_class, options), 65536);
  LeatArrival arrival = { .struct_size = sizeof (LeatArrival), .byte_time = 1000 };
  guint64 frames = 0;
  gsize at = 0;
  double start = cpu_time_get ();
  LeatPiece piece;

  for (guint64 fed = 0; fed < total; fed += read_size)
    {
      memcpy (leat_framing_reserve (framing, READ_SIZE), stream + at, read_size);
      leat_framing_commit (framing, read_size, &arrival);
      at = (at + read_size) % length;
      while (leat_framing_next (framing, &piece))
        frames += piece.reason == NULL;
    }
  g_assert_cmpuint (frames, ==, leat_framing_get_offset (framing) / strlen (RECORD));
  return cpu_time_get () - start;
}

static double
bench_copy (const char *stream, gsize length, gsize read_size, guint64 total)
{
  g_autofree char *buffer = g_malloc0 (READ_SIZE);
  volatile char sum = 0;
  gsize at = 0;
  double start = cpu_time_get ();

  for (guint64 fed = 0; fed < total; fed += read_size)
    {
      memcpy (buffer, stream + at, read_size);
      sum = (char) (sum + buffer[read_size - 1]);
      at = (at + read_size) % length;
    }
  return cpu_time_get () - start;
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *name;
    const char *options[5];
  } cases[] = {
    { "LF", { "delimiter", "\\n", NULL } },
    { "CR LF", { "delimiter", "\\r\\n", NULL } },
    { "CR, LF swallowed", { "delimiter", "\\r", "swallow", "\\n", NULL } },
    { "CR LF or CR", { "delimiter", "\\r\\n;\\r", NULL } },
    { "LF or ETX", { "delimiter", "\\n;\\x03", NULL } },
  };
  static const gsize reads[] = { 65513, 4096, 49 * 4 };
  guint64 records = (argc > 1 ? g_ascii_strtoull (argv[1], NULL, 10) : 4) * 1000000;
  gsize width = strlen (RECORD);
  gsize length = width * READ_SIZE;
  g_autofree char *stream = g_malloc (length + READ_SIZE);

  for (gsize i = 0; i < length + READ_SIZE; i++)
    stream[i] = RECORD[i % width];

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (reads); j++)
      {
        double copy = bench_copy (stream, length, reads[j], records * width);
        double seconds = bench_run (cases[i].options, stream, length, reads[j], records * width);

        g_print ("%-18s reads of %5" G_GSIZE_FORMAT
                 ": %5.1f ns a frame, of which %4.1f copying; %5.1f M frames/s\n",
                 cases[i].name, reads[j], seconds * 1e9 / (double) records,
                 copy * 1e9 / (double) records, (double) records / seconds / 1e6);
      }
  return 0;
}
