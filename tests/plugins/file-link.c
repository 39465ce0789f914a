/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* file-link.c - tests a file that is read whole, and FIFOs whose writers come and go */
#include "file-reader.h"

static void
test_table (void)
{
  g_autoptr (GError) error = NULL;

  leat_options_check (file_link_class.options, file_link_class.instance_size, &error);
  g_assert_no_error (error);
}

static void
test_whole (gconstpointer options)
{
  const gboolean rejects = g_str_has_suffix (options, "reject");
  g_auto (Reader) reader = { 0 };

  reader_init (&reader, options);
  reader_write (&reader, "", "a\nb");
  reader_open (&reader);
  reader_expect (&reader, rejects ? "a\nb!#" : "a\nb|#");
}

static void
fifo_write (Reader *self, const char *text)
{
  const int fd = open (self->path, O_WRONLY | O_CLOEXEC);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (write (fd, text, strlen (text)), ==, (gssize) strlen (text));
  close (fd);
}

/* open() does not wait for a writer, and nothing is ready as long as there is none */
static void
test_fifo (void)
{
  g_auto (Reader) reader = { 0 };
  struct pollfd ready = { .events = POLLIN };

  reader_init (&reader, "make-fifo=yes");
  reader_open (&reader);
  ready.fd = file_link_class.get_fd (reader.link);
  reader_expect (&reader, "");
  g_assert_cmpint (poll (&ready, 1, 100), ==, 0);
  fifo_write (&reader, "a\n");
  reader_expect (&reader, "a\n|");
  g_assert_cmpint (poll (&ready, 1, 100), ==, 0);
  fifo_write (&reader, "b\n");
  reader_expect (&reader, "a\n|b\n|");
}

static void
test_fifo_whole (void)
{
  g_auto (Reader) reader = { 0 };

  reader_init (&reader, "make-fifo=yes mode=whole");
  reader_open (&reader);
  reader_expect (&reader, "");
  fifo_write (&reader, "a\n");
  reader_expect (&reader, "a\n|#");
}

static gpointer
write_often (gpointer data)
{
  Reader *self = data;

  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *line = g_strdup_printf ("%u\n", i);

      fifo_write (self, line);
    }
  return NULL;
}

/* a hundred writers, as fast as they come: no line is lost */
static void
test_fifo_often (void)
{
  g_auto (Reader) reader = { 0 };
  g_autoptr (GString) all = g_string_new (NULL);
  g_autoptr (GString) lines = g_string_new (NULL);
  GThread *thread;
  guint n_descriptors;

  reader_init (&reader, "make-fifo=yes");
  reader_open (&reader);
  n_descriptors = count_descriptors ();
  for (guint i = 0; i < 100; i++)
    g_string_append_printf (all, "%u\n", i);
  thread = g_thread_new ("writers", write_often, &reader);
  while (lines->len < all->len)
    {
      struct pollfd ready = { .fd = file_link_class.get_fd (reader.link), .events = POLLIN };

      g_assert_cmpint (poll (&ready, 1, PATIENCE), ==, 1);
      g_assert_true (reader_take (&reader, NULL));
      g_string_assign (lines, reader.got->str);
      g_string_replace (lines, "|", "", 0);
    }
  g_thread_join (thread);
  g_assert_cmpstr (lines->str, ==, all->str);
  g_assert_cmpuint (count_descriptors (), ==, n_descriptors);
}

/* another file has the name when the writer has left */
static void
test_fifo_gone (void)
{
  g_auto (Reader) reader = { 0 };
  g_autoptr (GError) error = NULL;

  reader_init (&reader, "make-fifo=yes");
  reader_open (&reader);
  reader_expect (&reader, "");
  fifo_write (&reader, "a\n");
  g_assert_cmpint (unlink (reader.path), ==, 0);
  reader_write (&reader, "", "file");
  while (reader_take (&reader, &error))
    ;
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED);
}

static void
test_input (gconstpointer data)
{
  const char *text = data;
  g_auto (Reader) reader = { 0 };
  g_autofree char *all = g_strconcat (text, "|#", NULL);
  const int before = dup (STDIN_FILENO);
  int ends[2];

  reader_init (&reader, "");
  g_assert_cmpint (pipe (ends), ==, 0);
  g_assert_cmpint (dup2 (ends[0], STDIN_FILENO), ==, STDIN_FILENO);
  close (ends[0]);
  g_assert_true (file_link_class.open (reader.link, "-", NULL, NULL));
  reader.is_open = TRUE;
  reader_expect (&reader, "");
  g_assert_cmpint (write (ends[1], text, strlen (text)), ==, (gssize) strlen (text));
  reader_expect (&reader, text);
  close (ends[1]);
  reader_expect (&reader, all);
  dup2 (before, STDIN_FILENO);
  close (before);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/file-link/table", test_table);
  g_test_add_data_func ("/file-link/whole", "mode=whole", test_whole);
  g_test_add_data_func ("/file-link/whole/reject", "mode=whole last-line=reject", test_whole);
  g_test_add_func ("/file-link/fifo", test_fifo);
  g_test_add_func ("/file-link/fifo/whole", test_fifo_whole);
  g_test_add_func ("/file-link/fifo/often", test_fifo_often);
  g_test_add_func ("/file-link/fifo/gone", test_fifo_gone);
  g_test_add_data_func ("/file-link/input", "a\nb\n", test_input);
  return g_test_run ();
}
