/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* port-watch.c - tests what is shown of bytes, and of options that a link does not have */
#include "probe/port-watch.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* a link that gives what a test wants, and then is gone */
typedef struct {
  LeatLink link;
  gint64   rate;
  int      kind;
  int      pipe[2];
  int      step;
} FakeLink;

static const char *const kinds[] = { "plain", "odd", NULL };

static const LeatOption fake_options[] = {
  LEAT_OPTION_INT (FakeLink, rate, .key = "baud-rate", .preset = "9600",
                   .minimum = 1, .maximum = 99999, .summary = "Rate."),
  LEAT_OPTION_CHOICE (FakeLink, kind, .key = "parity", .preset = "plain",
                      .choices = kinds, .summary = "Parity."),
  LEAT_OPTION_END,
};

static gboolean
fake_init (LeatLink *link, GError **error)
{
  if (((FakeLink *) link)->rate != 13)
    return TRUE;
  g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_CONFIG, "no 13");
  return FALSE;
}

static gboolean
fake_open (LeatLink *link, const char *device, GCancellable *cancellable, GError **error)
{
  FakeLink *self = (FakeLink *) link;

  if (g_str_equal (device, "none"))
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED, "%s: not there", device);
      return FALSE;
    }
  g_assert_cmpint (pipe (self->pipe), ==, 0);
  close (self->pipe[1]);
  return TRUE;
}

static void
fake_close (LeatLink *link)
{
  close (((FakeLink *) link)->pipe[0]);
}

static int
fake_get_fd (LeatLink *link)
{
  return ((FakeLink *) link)->pipe[0];
}

static gssize
fake_read (LeatLink *link, guint8 *data, gsize size, LeatArrival *arrival, GError **error)
{
  FakeLink *self = (FakeLink *) link;

  arrival->moment.time = 1537197300 * LEAT_NSEC_PER_SEC + 104000000;
  switch (self->step++)
    {
    case 0:
      memcpy (data, "18/09/17,23:15:00, 0\r\n", 22);
      return 22;
    case 1:
      arrival->line_error = TRUE;
      leat_link_count (link, "parity", 1);
      data[0] = 0xff;
      return 1;
    case 2:
      leat_link_note (link, "lines", "DCD fell");
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK, "not now");
      return -1;
    case 3:
      return 0;
    default:
      g_assert_not_reached ();
    }
}

static const LeatLinkClass fake_class = {
  .struct_size = sizeof (LeatLinkClass),
  .instance_size = sizeof (FakeLink),
  .schemes = "fake",
  .summary = "Fake.",
  .options = fake_options,
  .init = fake_init,
  .open = fake_open,
  .close = fake_close,
  .get_fd = fake_get_fd,
  .read = fake_read,
};

/* what is shown until the link is gone */
static void
test_run (void)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;
  char *words[] = { (char *) "baud-rate=1200", (char *) "parity=odd", NULL };
  LeatPortWatch watch = { .signals = -1 };

  watch.link = leat_port_watch_new_link (&fake_class, words, &error);
  g_assert_no_error (error);
  g_assert_cmpint (((FakeLink *) watch.link)->rate, ==, 1200);
  g_assert_cmpint (((FakeLink *) watch.link)->kind, ==, 1);

  watch.output = open_memstream (&text, &length);
  g_assert_false (leat_port_watch_run (&watch, "device", &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED);
  g_assert_cmpuint (watch.bytes, ==, 23);
  fclose (watch.output);
  g_assert_cmpstr (
      text, ==,
      "15:15:00.104  31 38 2f 30 39 2f 31 37 2c 32 33 3a 31 35 3a 30  18/09/17,23:15:0\n"
      "              30 2c 20 30 0d 0a                                0, 0..\n"
      "parity +1\n"
      "15:15:00.104! ff                                               .\n"
      "lines: DCD fell\n");
  leat_link_instance_free (watch.link);
}

static void
test_not_there (void)
{
  g_autoptr (GError) error = NULL;
  char *words[] = { NULL };
  LeatPortWatch watch = { .signals = -1, .output = stderr };

  watch.link = leat_port_watch_new_link (&fake_class, words, &error);
  g_assert_false (leat_port_watch_run (&watch, "none", &error));
  g_assert_cmpstr (error->message, ==, "none: not there");
  leat_link_instance_free (watch.link);
}

/* a signal that has come ends it before anything is read */
static void
test_signal (void)
{
  g_autoptr (GError) error = NULL;
  char *words[] = { NULL };
  int ends[2];
  LeatPortWatch watch = { .output = stderr };

  g_assert_cmpint (pipe (ends), ==, 0);
  g_assert_cmpint (write (ends[1], "", 1), ==, 1);
  watch.signals = ends[0];
  watch.link = leat_port_watch_new_link (&fake_class, words, &error);
  ((FakeLink *) watch.link)->step = 2;
  g_assert_true (leat_port_watch_run (&watch, "device", &error));
  g_assert_no_error (error);
  g_assert_cmpuint (watch.bytes, ==, 0);
  leat_link_instance_free (watch.link);
  close (ends[0]);
  close (ends[1]);
}

typedef struct {
  const char *name;
  const char *word;
  const char *message;
} WordCase;

static const WordCase word_cases[] = {
  { "nearly", "baudrate=9600",
    "baudrate=9600: no KEY=VALUE of this link; did you mean baud-rate=?" },
  { "unknown", "colour=red", "colour=red: no KEY=VALUE of this link" },
  { "no-value", "parity", "parity: no KEY=VALUE of this link; did you mean parity=?" },
  { "judged-together", "baud-rate=13", "no 13" },
};

static void
test_word (gconstpointer data)
{
  const WordCase *test = data;
  g_autoptr (GError) error = NULL;
  char *words[] = { (char *) test->word, NULL };

  g_assert_null (leat_port_watch_new_link (&fake_class, words, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
  g_assert_cmpstr (error->message, ==, test->message);
}

/* the table's own words */
static void
test_value (void)
{
  g_autoptr (GError) error = NULL;
  char *words[] = { (char *) "parity=pink", NULL };

  g_assert_null (leat_port_watch_new_link (&fake_class, words, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
  g_assert_true (g_str_has_prefix (error->message, "parity: "));
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ports/watch/run", test_run);
  g_test_add_func ("/ports/watch/not-there", test_not_there);
  g_test_add_func ("/ports/watch/signal", test_signal);
  g_test_add_func ("/ports/watch/value", test_value);
  for (gsize i = 0; i < G_N_ELEMENTS (word_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/ports/watch/word/%s", word_cases[i].name);

      g_test_add_data_func (path, &word_cases[i], test_word);
    }
  return g_test_run ();
}
