/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* ring.c - tests the last bytes that a source has read */
#include "stream/leatd-ring.h"

/* the byte at an offset of the stream that all tests write: any mix-up of offsets shows */
static guint8
stream_byte (guint64 offset)
{
  return (guint8) ((offset * 0x9e3779b97f4a7c15ull) >> 56);
}

static void
add_stream (LeatdRing *ring, guint64 offset, gsize length)
{
  g_autofree guint8 *data = g_malloc (length + 1);

  for (gsize i = 0; i < length; i++)
    data[i] = stream_byte (offset + i);
  leatd_ring_add (ring, data, length);
}

/* the first byte of @bytes that is not the stream's at @offset, or their number */
static gsize
first_wrong (GBytes *bytes, guint64 offset)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  for (gsize i = 0; i < length; i++)
    if (data[i] != stream_byte (offset + i))
      return i;
  return length;
}

static void
assert_copy (LeatdRing *ring, guint64 expected_offset, gsize expected_length)
{
  guint64 offset;
  g_autoptr (GBytes) bytes = leatd_ring_copy (ring, &offset);

  g_assert_cmpuint (offset, ==, expected_offset);
  g_assert_cmpuint (g_bytes_get_size (bytes), ==, expected_length);
  g_assert_cmpuint (first_wrong (bytes, offset), ==, expected_length);
}

typedef struct {
  const char *path;
  gsize       adds[6];   /* ends with 0 */
  guint64     offset;    /* what a ring of 64 bytes then has */
  gsize       length;
} Case;

static const Case cases[] = {
  { "/ring/empty",              { 0 },                          0,     0 },
  { "/ring/one-byte",           { 1 },                          0,     1 },
  { "/ring/part",               { 10, 20 },                     0,    30 },
  { "/ring/just-full",          { 60, 4 },                      0,    64 },
  { "/ring/full-at-once",       { 64 },                         0,    64 },
  { "/ring/one-too-many",       { 64, 1 },                      1,    64 },
  { "/ring/over-the-end",       { 60, 10 },                     6,    64 },
  { "/ring/twice-round",        { 50, 50, 50, 3 },             89,    64 },
  { "/ring/longer-than-ring",   { 65 },                         1,    64 },
  { "/ring/much-longer",        { 7, 1000 },                  943,    64 },
  { "/ring/longer-then-short",  { 7, 1000, 5 },               948,    64 },
  { "/ring/twice-its-size",     { 128, 128 },                 192,    64 },
};

static void
test_ring_case (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (LeatdRing) ring = leatd_ring_new (64);
  guint64 total = 0;

  leatd_ring_add (ring, NULL, 0);
  for (guint i = 0; c->adds[i] != 0; i++)
    {
      add_stream (ring, total, c->adds[i]);
      total += c->adds[i];
    }
  assert_copy (ring, c->offset, c->length);
  assert_copy (ring, c->offset, c->length);
}

static void
test_ring_random (void)
{
  for (gsize size = 1; size <= 4096; size *= 8)
    {
      g_autoptr (LeatdRing) ring = leatd_ring_new (size);
      guint64 total = 0;

      for (guint i = 0; i < 2000; i++)
        {
          const gsize length = (gsize) g_test_rand_int_range (0, (gint32) size * 2 + 2);

          add_stream (ring, total, length);
          total += length;
          assert_copy (ring, total > size ? total - size : 0, MIN (total, size));
        }
    }
}

/* the pages of this process that the kernel has given it */
static glong
resident_pages (void)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) words = NULL;

  g_assert_true (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL));
  words = g_strsplit (text, " ", 3);
  return (glong) g_ascii_strtoll (words[1], NULL, 10);
}

/* 64 MiB that no one fills must not cost memory */
static void
test_ring_untouched (void)
{
  const gsize size = 64 << 20;
  g_autoptr (LeatdRing) ring = NULL;
  glong before, after;

  before = resident_pages ();
  ring = leatd_ring_new (size);
  add_stream (ring, 0, 10000);
  after = resident_pages ();
  g_assert_cmpint (after - before, <, 4096);
  assert_copy (ring, 0, 10000);
}

typedef struct {
  LeatdRing *ring;
  guint64    total;
  gint       stop;
} Writer;

static gpointer
write_until_told (gpointer data)
{
  Writer *writer = data;
  g_autofree guint8 *chunk = g_malloc (65536);
  guint step = 1;

  while (!g_atomic_int_get (&writer->stop))
    {
      step = step * 1103515245u + 12345u;
      for (guint i = 0; i < 1 + step % 65536; i++)
        chunk[i] = stream_byte (writer->total + i);
      leatd_ring_add (writer->ring, chunk, 1 + step % 65536);
      writer->total += 1 + step % 65536;
    }
  return NULL;
}

/* whoever looks while the source writes sees a stretch of the stream, never a mixture */
static void
test_ring_threads (void)
{
  Writer writer = { .ring = leatd_ring_new (1 << 18) };
  g_autoptr (GThread) thread = g_thread_new ("writer", write_until_told, &writer);
  guint64 last_end = 0;
  guint n_full = 0;

  for (guint i = 0; i < 200 || n_full < 20; i++)
    {
      guint64 offset;
      g_autoptr (GBytes) bytes = leatd_ring_copy (writer.ring, &offset);
      const gsize length = g_bytes_get_size (bytes);

      g_assert_cmpuint (first_wrong (bytes, offset), ==, length);
      g_assert_cmpuint (offset + length, >=, last_end);
      g_assert_cmpuint (length, <=, 1 << 18);
      last_end = offset + length;
      n_full += offset > 0;
    }

  g_atomic_int_set (&writer.stop, TRUE);
  g_thread_join (g_steal_pointer (&thread));
  assert_copy (writer.ring, writer.total - (1 << 18), 1 << 18);
  leatd_ring_free (writer.ring);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_ring_case);
  g_test_add_func ("/ring/random", test_ring_random);
  g_test_add_func ("/ring/untouched", test_ring_untouched);
  g_test_add_func ("/ring/threads", test_ring_threads);
  return g_test_run ();
}
