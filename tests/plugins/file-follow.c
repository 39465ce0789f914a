/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* file-follow.c - tests that a file is followed through all that is done to it: each byte once */
#include "file-reader.h"

#define NOW "rotate-wait=0"

static void
test_grows (gconstpointer options)
{
  g_auto (Reader) reader = { 0 };

  reader_init (&reader, options);
  reader_write (&reader, "", "a\n");
  reader_open (&reader);
  reader_expect (&reader, "a\n");
  reader_write (&reader, "", "b");
  reader_expect (&reader, "a\nb");
  reader_write (&reader, "", "\nc\n");
  reader_expect (&reader, "a\nb\nc\n");
  reader_expect_told (&reader, "");
}

/* nothing is ready while nothing happens */
static void
test_sleeps (void)
{
  g_auto (Reader) reader = { 0 };
  struct pollfd ready = { .events = POLLIN };

  reader_init (&reader, NOW);
  reader_write (&reader, "", "a\n");
  reader_open (&reader);
  reader_expect (&reader, "a\n");
  ready.fd = file_link_class.get_fd (reader.link);
  g_assert_cmpint (poll (&ready, 1, 200), ==, 0);
}

/* what stands there and was not read is counted, until it is or the file is closed */
static void
test_unread (void)
{
  g_auto (Reader) reader = { 0 };
  LeatArrival arrival = { .struct_size = sizeof arrival };
  guint8 data[4];

  reader_init (&reader, NOW);
  reader_write (&reader, "", "0123456789");
  reader_open (&reader);
  g_assert_cmpint (file_link_class.read (reader.link, data, sizeof data, &arrival, NULL), ==, 4);
  g_assert_cmpuint (reader_get_count (&reader, "unread-bytes"), ==, 6);
  reader_write (&reader, "", "ab");
  g_assert_cmpint (file_link_class.read (reader.link, data, sizeof data, &arrival, NULL), ==, 4);
  g_assert_cmpuint (reader_get_count (&reader, "unread-bytes"), ==, 4);
  reader_close (&reader);
  g_assert_cmpuint (reader_get_count (&reader, "unread-bytes"), ==, 0);
}

static void
test_start (void)
{
  g_auto (Reader) reader = { 0 };

  reader_init (&reader, NOW " start=end");
  reader_write (&reader, "", "old\n");
  reader_open (&reader);
  reader_expect (&reader, "");
  reader_write (&reader, "", "new\n");
  reader_expect (&reader, "new\n");
}

/* what comes later than leatd has no end to begin at */
static void
test_start_absent (void)
{
  g_auto (Reader) reader = { 0 };
  g_autofree char *device = NULL;
  g_autoptr (GError) error = NULL;

  reader_init (&reader, NOW " start=end");
  device = g_strconcat ("file:", reader.path, NULL);
  g_assert_false (file_link_class.open (reader.link, device, NULL, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED);
  g_assert_true (g_str_has_suffix (error->message, "scale.log: there is no such file yet"));
  reader_write (&reader, "", "new\n");
  reader_open (&reader);
  reader_expect (&reader, "new\n");
}

static void
test_renamed (gconstpointer options)
{
  g_auto (Reader) reader = { 0 };

  reader_init (&reader, options);
  reader_write (&reader, "", "a\n");
  reader_open (&reader);
  reader_expect (&reader, "a\n");
  reader_write (&reader, "", "b\n");
  reader_move (&reader, "", ".1");
  reader_write (&reader, ".1", "c\n");
  reader_write (&reader, "", "d\n");
  reader_expect (&reader, "a\nb\nc\n|d\n");
  reader_write (&reader, "", "e\n");
  reader_expect (&reader, "a\nb\nc\n|d\ne\n");
  reader_expect_told (&reader, "rotated;");
  g_assert_cmpuint (reader_get_count (&reader, "rotations"), ==, 1);
}

/* who has the old file open goes on with it for a while */
static void
test_late_writer (void)
{
  g_auto (Reader) reader = { 0 };

  reader_init (&reader, "rotate-wait=300ms");
  reader_write (&reader, "", "a\n");
  reader_open (&reader);
  reader_expect (&reader, "a\n");
  reader_move (&reader, "", ".1");
  reader_write (&reader, "", "new\n");
  reader_expect (&reader, "a\n");
  reader_write (&reader, ".1", "late\n");
  reader_expect (&reader, "a\nlate\n|new\n");
}

/* twice or more while nobody read, with packed ones and other files beside them */
static void
test_renamed_often (void)
{
  g_auto (Reader) reader = { 0 };

  reader_init (&reader, NOW);
  reader_write (&reader, "", "1\n");
  reader_open (&reader);
  reader_expect (&reader, "1\n");
  reader_move (&reader, "", ".1");
  g_usleep (20000); /* times of files are no finer than a tick of the kernel */
  reader_write (&reader, "", "2\n");
  reader_move (&reader, ".1", ".2");
  reader_move (&reader, "", ".1");
  g_usleep (20000);
  reader_write (&reader, ".0.gz", "packed");
  reader_write (&reader, "", "3\n");
  reader_expect (&reader, "1\n|2\n|3\n");
  reader_move (&reader, "", "-20260101");
  g_usleep (20000);
  reader_write (&reader, "", "4\n");
  reader_expect (&reader, "1\n|2\n|3\n|4\n");
}

static void
test_truncated (gconstpointer options)
{
  g_auto (Reader) reader = { 0 };

  reader_init (&reader, options);
  reader_write (&reader, "", "long line\nhalf");
  reader_open (&reader);
  reader_expect (&reader, "long line\nhalf");
  g_assert_cmpint (truncate (reader.path, 0), ==, 0);
  reader_expect (&reader, "long line\nhalf!");
  reader_write (&reader, "", "b\n");
  reader_expect (&reader, "long line\nhalf!b\n");
  reader_expect_told (&reader, "truncated;");
  g_assert_cmpuint (reader_get_count (&reader, "truncations"), ==, 1);
}

/* as long as before, or longer, when it is looked at next: its bytes tell */
static void
test_regrown (gconstpointer fresh)
{
  g_auto (Reader) reader = { 0 };
  g_autofree char *all = g_strconcat ("header\n1\n!header\n", fresh, NULL);

  reader_init (&reader, NOW);
  reader_write (&reader, "", "header\n1\n");
  reader_open (&reader);
  reader_expect (&reader, "header\n1\n");
  g_assert_cmpint (truncate (reader.path, 0), ==, 0);
  reader_write (&reader, "", "header\n");
  reader_write (&reader, "", fresh);
  reader_expect (&reader, all);
}

/* written anew behind a read, and longer than that before the next one: neither has seen an end */
static void
test_regrown_between_reads (void)
{
  LeatArrival arrival = { .struct_size = sizeof arrival };
  g_auto (Reader) reader = { 0 };
  guint8 data[100];

  reader_init (&reader, NOW);
  reader_write (&reader, "", "");
  reader_open (&reader);
  reader_expect (&reader, "");
  reader_write (&reader, "", "1\n2\n");
  g_assert_cmpint (file_link_class.read (reader.link, data, sizeof data, &arrival, NULL), ==, 4);
  g_assert_cmpint (truncate (reader.path, 0), ==, 0);
  reader_write (&reader, "", "3\n4\n5\n");
  reader_expect (&reader, "!3\n4\n5\n");
  reader_expect_told (&reader, "truncated;");
}

/* the copy has what was read already */
static void
test_copied_and_truncated (void)
{
  g_auto (Reader) reader = { 0 };

  reader_init (&reader, NOW);
  reader_write (&reader, "", "a\n");
  reader_open (&reader);
  reader_expect (&reader, "a\n");
  reader_write (&reader, ".1", "a\n");
  g_assert_cmpint (truncate (reader.path, 0), ==, 0);
  reader_expect (&reader, "a\n!");
  reader_move (&reader, ".1", ".2");
  reader_move (&reader, "", ".1");
  reader_write (&reader, "", "b\n");
  reader_expect (&reader, "a\n!|b\n");
}

static void
test_deleted (void)
{
  g_auto (Reader) reader = { 0 };
  guint n_descriptors;

  reader_init (&reader, NOW);
  reader_write (&reader, "", "a\n");
  reader_open (&reader);
  reader_expect (&reader, "a\n");
  n_descriptors = count_descriptors ();
  reader_write (&reader, "", "b\n");
  g_assert_cmpint (unlink (reader.path), ==, 0);
  reader_expect (&reader, "a\nb\n|");
  g_assert_cmpuint (count_descriptors (), ==, n_descriptors - 1);
  reader_write (&reader, "", "c\n");
  reader_expect (&reader, "a\nb\n||c\n");
  reader_expect_told (&reader, "deleted;");
}

static void
test_last_line (void)
{
  g_auto (Reader) reader = { 0 };

  reader_init (&reader, NOW " last-line=reject");
  reader_write (&reader, "", "a\nhalf");
  reader_open (&reader);
  reader_expect (&reader, "a\nhalf");
  reader_move (&reader, "", ".1");
  reader_write (&reader, "", "b\n");
  reader_expect (&reader, "a\nhalf!b\n");
}

/* the name leads somewhere else from now on */
static void
test_symlink (void)
{
  g_auto (Reader) reader = { 0 };
  g_autofree char *first = NULL, *second = NULL, *fresh = NULL;

  reader_init (&reader, NOW);
  first = g_build_filename (reader.folder, "first", NULL);
  second = g_build_filename (reader.folder, "second", NULL);
  fresh = g_build_filename (reader.folder, "fresh", NULL);
  g_assert_true (g_file_set_contents (first, "a\n", -1, NULL));
  g_assert_cmpint (symlink (first, reader.path), ==, 0);
  reader_open (&reader);
  reader_expect (&reader, "a\n");
  g_assert_true (g_file_set_contents (second, "b\n", -1, NULL));
  g_assert_cmpint (symlink (second, fresh), ==, 0);
  g_assert_cmpint (g_rename (fresh, reader.path), ==, 0);
  reader_expect (&reader, "a\n|b\n");
}

/* holes are NULs, and NULs are bytes */
static void
test_hole (void)
{
  g_auto (Reader) reader = { 0 };

  reader_init (&reader, NOW);
  reader_write (&reader, "", "a");
  g_assert_cmpint (truncate (reader.path, 3), ==, 0);
  reader_write (&reader, "", "b");
  reader_open (&reader);
  g_assert_true (reader_take (&reader, NULL));
  g_assert_cmpmem (reader.got->str, (int) reader.got->len, "a\0\0b", 4);
}

/* a thousand files, one after the other: nothing stays open */
static void
test_descriptors (void)
{
  g_auto (Reader) reader = { 0 };
  guint n_descriptors;

  reader_init (&reader, NOW);
  reader_write (&reader, "", "x\n");
  reader_open (&reader);
  reader_expect (&reader, "x\n");
  n_descriptors = count_descriptors ();
  for (guint i = 0; i < 1000; i++)
    {
      g_string_truncate (reader.got, 0);
      reader_move (&reader, "", ".1");
      reader_write (&reader, "", "y\n");
      reader_expect (&reader, "|y\n");
    }
  g_assert_cmpuint (count_descriptors (), ==, n_descriptors);
  reader_close (&reader);
  g_assert_cmpuint (count_descriptors (), <, n_descriptors);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/file-follow/grows", NOW, test_grows);
  g_test_add_data_func ("/file-follow/grows/looked-at", NOW " notify=never look-every=5ms",
                        test_grows);
  g_test_add_func ("/file-follow/sleeps", test_sleeps);
  g_test_add_func ("/file-follow/unread", test_unread);
  g_test_add_func ("/file-follow/start/end", test_start);
  g_test_add_func ("/file-follow/start/absent", test_start_absent);
  g_test_add_data_func ("/file-follow/renamed", NOW, test_renamed);
  g_test_add_data_func ("/file-follow/renamed/looked-at", NOW " notify=never look-every=5ms",
                        test_renamed);
  g_test_add_func ("/file-follow/renamed/late-writer", test_late_writer);
  g_test_add_func ("/file-follow/renamed/often", test_renamed_often);
  g_test_add_data_func ("/file-follow/truncated", NOW, test_truncated);
  g_test_add_data_func ("/file-follow/truncated/looked-at", NOW " notify=never look-every=5ms",
                        test_truncated);
  g_test_add_data_func ("/file-follow/regrown/as-long", "2\n", test_regrown);
  g_test_add_data_func ("/file-follow/regrown/longer", "2\n3\n", test_regrown);
  g_test_add_func ("/file-follow/regrown/between-reads", test_regrown_between_reads);
  g_test_add_func ("/file-follow/copied-and-truncated", test_copied_and_truncated);
  g_test_add_func ("/file-follow/deleted", test_deleted);
  g_test_add_func ("/file-follow/last-line", test_last_line);
  g_test_add_func ("/file-follow/symlink", test_symlink);
  g_test_add_func ("/file-follow/hole", test_hole);
  g_test_add_func ("/file-follow/descriptors", test_descriptors);
  return g_test_run ();
}
