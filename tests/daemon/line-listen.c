/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* line-listen.c - tests what ends a time of listening, and what it leaves */
#include "probe/line-listen.h"
#include "fake-line.h"
#include <string.h>

#define LINE "ST,+00012.78  g\r\n"
#define LONG (30 * G_USEC_PER_SEC)

typedef struct {
  LeatLineListener listener;
  LeatLineWish     wish;
} Fixture;

static const LeatLineSettings settings = { 9600, 8, 'N', 1 };

static void
set_up (Fixture *self, gconstpointer data)
{
  fake_sender = (FakeSender) { .settings = settings,
                               .text = LINE,
                               .n_messages = 3,
                               .asked = g_string_new (NULL) };
  leat_line_listener_init (&self->listener, &fake_line_class, "fake://line");
  self->wish = (LeatLineWish) { .settings = &settings,
                                .deadline = g_get_monotonic_time () + LONG,
                                .enough = 10000 };
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  leat_line_listener_clear (&self->listener);
  g_string_free (fake_sender.asked, TRUE);
}

static void
run (Fixture *self, gsize expected)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (leat_line_listener_run (&self->listener, &self->wish, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (self->listener.bytes->len, ==, expected);
  g_assert_cmpuint (self->listener.bad->len, ==, expected);
}

static void
test_enough (Fixture *self, gconstpointer data)
{
  self->wish.enough = strlen (LINE);
  run (self, 3 * strlen (LINE));
  g_assert_true (self->listener.was_open);
}

static void
test_quiet (Fixture *self, gconstpointer data)
{
  self->wish.quiet = 1000;
  run (self, 3 * strlen (LINE));
}

/* a byte or two are not what was waited for, but it is not waited for ever */
static void
test_few (Fixture *self, gconstpointer data)
{
  fake_sender.text = "x";
  self->wish.quiet = 1000;
  run (self, 3);
}

static void
test_deadline (Fixture *self, gconstpointer data)
{
  fake_sender.n_messages = 0;
  self->wish.deadline = g_get_monotonic_time () + 1000;
  run (self, 0);
}

static void
test_other_end (Fixture *self, gconstpointer data)
{
  fake_sender.is_gone = TRUE;
  run (self, 3 * strlen (LINE));
  g_assert_true (self->listener.is_over);
}

static void
test_signal (Fixture *self, gconstpointer data)
{
  const int signals = eventfd (1, EFD_CLOEXEC);

  fake_sender.n_messages = 0;
  self->listener.signals = signals;
  run (self, 0);
  g_assert_true (self->listener.is_stopped);
  close (signals);
}

/* bytes with errors keep their marks */
static void
test_errors (Fixture *self, gconstpointer data)
{
  guint n_bad = 0;

  fake_sender.settings.parity = 'E';
  self->wish.enough = 3 * strlen (LINE);
  run (self, 3 * strlen (LINE));
  for (guint i = 0; i < self->listener.bad->len; i++)
    {
      const gboolean is_even = __builtin_parity (self->listener.bytes->data[i]) == 0;

      g_assert_cmpint (self->listener.bad->data[i] != 0, ==, is_even);
      n_bad += is_even;
    }
  g_assert_cmpuint (n_bad, >, 0);
}

static void
test_questions (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) questions = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  g_ptr_array_add (questions, g_bytes_new_static ("A\r", 2));
  g_ptr_array_add (questions, g_bytes_new_static ("B\r", 2));
  self->listener.questions = questions;
  self->wish.enough = 1;
  run (self, 3 * strlen (LINE));
  g_assert_cmpstr (fake_sender.asked->str, ==, "A\rB\r");
}

/* options of the link that are none are told, and nothing is opened */
static void
test_options (Fixture *self, gconstpointer data)
{
  char *words[] = { (char *) "flow=none", NULL };
  g_autoptr (GError) error = NULL;

  self->listener.words = words;
  g_assert_false (leat_line_listener_run (&self->listener, &self->wish, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
  g_assert_cmpuint (fake_sender.n_opened, ==, 0);
  g_assert_false (self->listener.was_open);
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    void (*test) (Fixture *self, gconstpointer data);
  } tests[] = {
    { "/line-listen/enough", test_enough },       { "/line-listen/quiet", test_quiet },
    { "/line-listen/few", test_few },             { "/line-listen/deadline", test_deadline },
    { "/line-listen/other-end", test_other_end }, { "/line-listen/signal", test_signal },
    { "/line-listen/errors", test_errors },       { "/line-listen/questions", test_questions },
    { "/line-listen/options", test_options },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
