/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-moments.c - tests that something is kept from when it was so, no longer and no shorter */
#include "buffer-moments.h"
#include "buffer-file.h"

#define MINUTE (60 * LEAT_NSEC_PER_SEC)
#define HOUR   (60 * MINUTE)
#define KEEP   (32 * G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)   /* one moment an hour */
#define BEGIN  (1000 * HOUR)

static void
note (BufferMoments *self, BufferFile *file, guint64 up_to, gint64 now)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (buffer_moments_note (self, file->database, now, up_to, &error));
  g_assert_no_error (error);
}

/* a restart in between changes nothing, nor do moments of the other kind */
static void
test_window (void)
{
  g_autoptr (BufferMoments) self = buffer_moments_new (BUFFER_ACKNOWLEDGED, KEEP);
  g_autoptr (BufferMoments) other = buffer_moments_new (BUFFER_ARRIVED, KEEP);
  BufferFile file;

  buffer_file_init (&file);
  note (other, &file, 40, BEGIN - HOUR);
  note (self, &file, 10, BEGIN);
  note (self, &file, 20, BEGIN + HOUR);
  for (guint life = 0; life < 2; life++)
    {
      g_assert_cmpuint (buffer_moments_get_over (self, BEGIN + 32 * HOUR - 1), ==, 0);
      g_assert_cmpuint (buffer_moments_get_over (self, BEGIN + 32 * HOUR), ==, 10);
      g_assert_cmpuint (buffer_moments_get_over (self, BEGIN + 33 * HOUR), ==, 20);
      buffer_moments_free (g_steal_pointer (&self));
      self = buffer_moments_new (BUFFER_ACKNOWLEDGED, KEEP);
      g_assert_true (buffer_moments_load (self, file.database, NULL));
    }
  buffer_file_clear (&file);
}

/* so many at the most, whatever comes, and none if nothing does */
static void
test_moments (void)
{
  g_autoptr (BufferMoments) self = buffer_moments_new (BUFFER_ARRIVED, KEEP);
  BufferFile file;

  buffer_file_init (&file);
  note (self, &file, 0, BEGIN);
  buffer_file_expect (&file, "SELECT count(*) FROM moments", "0");
  note (self, &file, 5, BEGIN);
  note (self, &file, 6, BEGIN + 59 * MINUTE);
  note (self, &file, 5, BEGIN + 2 * HOUR);
  buffer_file_expect (&file, "SELECT group_concat (up_to) FROM moments", "5");
  for (guint i = 1; i < 10 * 1000; i++)
    note (self, &file, 5 + i, BEGIN + i * MINUTE);
  buffer_file_expect (&file, "SELECT count(*) BETWEEN 32 AND 34 FROM moments", "1");
  g_assert_cmpuint (buffer_moments_get_over (self, BEGIN + 9999 * MINUTE), >, 9999 - 34 * 60);
  g_assert_cmpuint (buffer_moments_get_over (self, BEGIN + 9999 * MINUTE), <=, 5 + 9999 - 32 * 60);
  buffer_file_clear (&file);
}

static void
test_none (void)
{
  g_autoptr (BufferMoments) self = buffer_moments_new (BUFFER_ACKNOWLEDGED, 0);
  BufferFile file;

  buffer_file_init (&file);
  note (self, &file, 10, BEGIN);
  buffer_file_expect (&file, "SELECT count(*) FROM moments", "0");
  g_assert_cmpuint (buffer_moments_get_over (self, BEGIN + HOUR), ==, 0);
  buffer_file_clear (&file);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/buffer-moments/window", test_window);
  g_test_add_func ("/buffer-moments/moments", test_moments);
  g_test_add_func ("/buffer-moments/none", test_none);
  return g_test_run ();
}
