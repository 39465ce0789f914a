/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* line-probe.c - tests that a line's settings and bytes are found by listening, whoever sends */
#include "probe/line-probe.h"
#include "fake-line.h"
#include <string.h>

#define LINE "ST,+00012.78  g\r\n"

typedef struct {
  LeatLineListener listener;
  LeatLineProbe probe;
  LeatLineSearch search;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  fake_sender = (FakeSender) { .settings = { 9600, 8, 'N', 1 },
                               .text = LINE,
                               .n_messages = 20,
                               .asked = g_string_new (NULL) };
  leat_line_listener_init (&self->listener, &fake_line_class, "fake://line");
  leat_line_probe_init (&self->probe);
  self->search = (LeatLineSearch) { .rates = leat_line_rates, .duration = 30 * G_USEC_PER_SEC };
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  leat_line_probe_clear (&self->probe);
  leat_line_listener_clear (&self->listener);
  g_string_free (fake_sender.asked, TRUE);
}

static void
run (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  leat_line_probe_run (&self->probe, &self->listener, &self->search, &error);
  g_assert_no_error (error);
}

/* @settings: those of the machine */
static void
expect_found (Fixture *self, const LeatLineSettings *settings)
{
  const LeatLineTrial *best;

  fake_sender.settings = *settings;
  fake_sender.n_messages = 200; /* more than is enough */
  run (self);
  best = self->probe.best;
  g_assert_nonnull (best);
  g_assert_true (leat_line_settings_equal (&best->score.is, settings));
  g_assert_cmpuint (best->bytes->len, >=, 10 * strlen (LINE));
  g_assert_cmpmem (best->bytes->data, strlen (LINE), LINE, strlen (LINE));
  g_assert_cmpuint (fake_sender.asked->len, ==, 0);
}

static void
test_first (Fixture *self, gconstpointer data)
{
  expect_found (self, &(LeatLineSettings) { 9600, 8, 'N', 1 });
  g_assert_cmpuint (self->probe.trials->len, ==, 1);
}

static void
test_parity (Fixture *self, gconstpointer data)
{
  expect_found (self, &(LeatLineSettings) { 19200, 7, 'E', 1 });
  g_assert_cmpuint (self->probe.trials->len, ==, 2);
  g_assert_cmpuint (self->probe.best->score.heard_at.data_bits, ==, 8);
}

static void
test_eight_with_parity (Fixture *self, gconstpointer data)
{
  expect_found (self, &(LeatLineSettings) { 115200, 8, 'E', 1 });
}

/* no rate is better than another where nothing is said */
static void
test_silent (Fixture *self, gconstpointer data)
{
  fake_sender.n_messages = 0;
  self->search.duration = G_USEC_PER_SEC / 5;
  run (self);
  g_assert_null (self->probe.best);
  g_assert_cmpuint (self->probe.trials->len, ==, 1);
  g_assert_cmpint (g_array_index (self->probe.trials, LeatLineTrial, 0).time, >=,
                   G_USEC_PER_SEC / 5);
}

/* who answers is asked at each rate, before it is listened to */
static void
test_asked (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) questions = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  static const guint rates[] = { 1200, 9600, 0 };

  g_ptr_array_add (questions, g_bytes_new_static ("SI\r\n", 4));
  self->listener.questions = questions;
  self->search.rates = rates;
  self->search.each = G_USEC_PER_SEC;
  fake_sender.answers = TRUE;
  fake_sender.n_messages = 200; /* more than is enough */
  run (self);
  g_assert_nonnull (self->probe.best);
  g_assert_cmpuint (self->probe.best->score.is.rate, ==, 9600);
  g_assert_cmpuint (self->probe.trials->len, ==, 2);
  g_assert_true (g_str_has_prefix (fake_sender.asked->str, "SI\r\nSI\r\n"));
}

/* the first refusal of a port that takes no settings is what is told */
static void
test_refused (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) refusal = g_error_new (LEAT_ERROR, LEAT_ERROR_CONFIG, "not a serial port");
  g_autoptr (GError) error = NULL;

  fake_sender.refuses = refusal;
  g_assert_false (leat_line_probe_run (&self->probe, &self->listener, &self->search, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
  g_assert_cmpstr (error->message, ==, "not a serial port");
}

/* who holds it is told at once */
static void
test_busy (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) refusal = g_error_new (LEAT_ERROR, LEAT_ERROR_BUSY, "busy: x has it open");
  g_autoptr (GError) error = NULL;

  fake_sender.refuses = refusal;
  g_assert_false (leat_line_probe_run (&self->probe, &self->listener, &self->search, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_BUSY);
  g_assert_cmpuint (fake_sender.n_opened, ==, 1);
}

/* a link without rates is heard once, to its end */
static void
test_no_rates (Fixture *self, gconstpointer data)
{
  self->search.rates = NULL;
  fake_sender.is_gone = TRUE;
  run (self);
  g_assert_cmpuint (self->probe.trials->len, ==, 1);
  g_assert_cmpuint (self->probe.best->score.heard_at.rate, ==, 0);
  g_assert_cmpuint (self->probe.best->bytes->len, >=, 256);
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    void (*test) (Fixture *self, gconstpointer data);
  } tests[] = {
    { "/line-probe/first", test_first },
    { "/line-probe/parity", test_parity },
    { "/line-probe/eight-with-parity", test_eight_with_parity },
    { "/line-probe/silent", test_silent },
    { "/line-probe/asked", test_asked },
    { "/line-probe/refused", test_refused },
    { "/line-probe/busy", test_busy },
    { "/line-probe/no-rates", test_no_rates },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
