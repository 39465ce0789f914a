/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-refusal.c - tests that the last reason of a refusal is kept, with a bounded answer */
#include "buffer-file.h"
#include "buffer-refusal.h"

static void
refuse (BufferFile *file, guint64 id, gboolean again, const LeatRefusal *refusal)
{
  g_autoptr (GError) error = NULL;
  BufferRefusal *kept = buffer_refusal_new (id, refusal);

  buffer_refusal_write (kept, "mes", again, file->database, &error);
  g_assert_no_error (error);
  buffer_refusal_free (kept);
}

static void
test_kept (void)
{
  BufferFile file;
  g_autofree char *page = g_strnfill (10000, 'x');
  g_autoptr (GBytes) answer = g_bytes_new (page, 10000);
  const LeatRefusal first = { sizeof first, "bad \xff", 400, answer };
  const LeatRefusal second = { sizeof second, "worse", 0, NULL };

  buffer_file_init (&file);
  refuse (&file, 7, FALSE, &first);
  buffer_file_expect (&file,
                      "SELECT row || ' ' || status || ' ' || length (answer) || reason"
                      " FROM rejects",
                      "7 400 4096bad \357\277\275");
  refuse (&file, 7, FALSE, &second);
  buffer_file_expect (&file, "SELECT count(*) || reason || status FROM rejects", "1worse0");
  buffer_file_clear (&file);
}

/* of the second place: it is the row that is refused */
static void
test_again (void)
{
  BufferFile file;
  const LeatRefusal refusal = { sizeof refusal, "no", 422, NULL };

  buffer_file_init (&file);
  g_assert_true (
      buffer_database_run (file.database,
                           "INSERT INTO again (id, reader, row, flags) VALUES (3, 'mes', 70, 0)",
                           NULL));
  refuse (&file, 3, TRUE, &refusal);
  refuse (&file, 4, TRUE, &refusal);
  buffer_file_expect (&file, "SELECT group_concat (row) FROM rejects", "70");
  buffer_file_clear (&file);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/buffer-refusal/kept", test_kept);
  g_test_add_func ("/buffer-refusal/again", test_again);
  return g_test_run ();
}
