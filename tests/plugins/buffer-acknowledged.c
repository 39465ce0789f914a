/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-acknowledged.c - tests that what every reader has had is kept from then on, not longer */
#include "buffer-acknowledged.h"
#include "buffer-file.h"

#define MINUTE (60 * LEAT_NSEC_PER_SEC)
#define HOUR   (60 * MINUTE)
#define KEEP   (32 * G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)   /* one moment an hour */
#define BEGIN  (1000 * HOUR)

static BufferMarks
make_marks (guint64 by_all, gint64 now)
{
  return (BufferMarks) { .by_all = by_all, .by_present = by_all, .has_readers = TRUE, .now = now };
}

static void
note (BufferAcknowledged *self, BufferFile *file, guint64 by_all, gint64 now)
{
  const BufferMarks marks = make_marks (by_all, now);
  g_autoptr (GError) error = NULL;

  g_assert_true (buffer_acknowledged_note (self, file->database, &marks, &error));
  g_assert_no_error (error);
}

static guint64
get_end (const BufferAcknowledged *self, guint64 by_all, gint64 now)
{
  const BufferMarks marks = make_marks (by_all, now);

  return buffer_acknowledged_get_end (self, &marks);
}

/* from when it was had; a restart in between changes nothing */
static void
test_window (void)
{
  g_autoptr (BufferAcknowledged) self = buffer_acknowledged_new (KEEP);
  BufferFile file;

  buffer_file_init (&file);
  note (self, &file, 10, BEGIN);
  note (self, &file, 20, BEGIN + HOUR);
  for (guint life = 0; life < 2; life++)
    {
      g_assert_cmpuint (get_end (self, 30, BEGIN + 32 * HOUR - 1), ==, 0);
      g_assert_cmpuint (get_end (self, 30, BEGIN + 32 * HOUR), ==, 10);
      g_assert_cmpuint (get_end (self, 30, BEGIN + 33 * HOUR), ==, 20);
      /* one that came back to an earlier place needs them again */
      g_assert_cmpuint (get_end (self, 15, BEGIN + 33 * HOUR), ==, 15);
      buffer_acknowledged_free (g_steal_pointer (&self));
      self = buffer_acknowledged_new (KEEP);
      g_assert_true (buffer_acknowledged_load (self, file.database, NULL));
    }
  buffer_file_clear (&file);
}

/* so many at the most, whatever comes, and none if nothing does */
static void
test_moments (void)
{
  g_autoptr (BufferAcknowledged) self = buffer_acknowledged_new (KEEP);
  BufferFile file;

  buffer_file_init (&file);
  note (self, &file, 0, BEGIN);
  buffer_file_expect (&file, "SELECT count(*) FROM acknowledged", "0");
  note (self, &file, 5, BEGIN);
  note (self, &file, 6, BEGIN + 59 * MINUTE);
  note (self, &file, 5, BEGIN + 2 * HOUR);
  buffer_file_expect (&file, "SELECT group_concat (up_to) FROM acknowledged", "5");
  for (guint i = 1; i < 10 * 1000; i++)
    note (self, &file, 5 + i, BEGIN + i * MINUTE);
  buffer_file_expect (&file, "SELECT count(*) BETWEEN 32 AND 34 FROM acknowledged", "1");
  g_assert_cmpuint (get_end (self, 10 * 1000, BEGIN + 9999 * MINUTE), >, 9999 - 34 * 60);
  g_assert_cmpuint (get_end (self, 10 * 1000, BEGIN + 9999 * MINUTE), <=, 5 + 9999 - 32 * 60);
  buffer_file_clear (&file);
}

/* the clock was set back: it is noted again, and nothing goes before its time */
static void
test_clock (void)
{
  g_autoptr (BufferAcknowledged) self = buffer_acknowledged_new (KEEP);
  BufferFile file;

  buffer_file_init (&file);
  note (self, &file, 10, BEGIN + 100 * HOUR);
  note (self, &file, 20, BEGIN);
  g_assert_cmpuint (get_end (self, 20, BEGIN + 33 * HOUR), ==, 0);
  g_assert_cmpuint (get_end (self, 20, BEGIN + 133 * HOUR), ==, 20);
  buffer_file_clear (&file);
}

static void
test_none (void)
{
  g_autoptr (BufferAcknowledged) self = buffer_acknowledged_new (0);
  BufferMarks archive = make_marks (G_MAXUINT64, BEGIN);
  BufferFile file;

  buffer_file_init (&file);
  note (self, &file, 10, BEGIN);
  buffer_file_expect (&file, "SELECT count(*) FROM acknowledged", "0");
  g_assert_cmpuint (get_end (self, 10, BEGIN), ==, 10);
  archive.has_readers = FALSE;
  g_assert_cmpuint (buffer_acknowledged_get_end (self, &archive), ==, 0);
  buffer_file_clear (&file);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/buffer-acknowledged/window", test_window);
  g_test_add_func ("/buffer-acknowledged/moments", test_moments);
  g_test_add_func ("/buffer-acknowledged/clock", test_clock);
  g_test_add_func ("/buffer-acknowledged/none", test_none);
  return g_test_run ();
}
