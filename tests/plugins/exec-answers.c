/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* exec-answers.c - tests lines for a child: their form, and a child that is slow, deaf or gone */
#include "exec-answers.h"
#include <string.h>

typedef struct {
  ExecAnswers answers;
  GString *written;
  gsize room;
  gboolean is_gone;
} Fixture;

static gboolean
take (gpointer owner, GBytes *bytes, GError **error)
{
  Fixture *self = owner;
  const gsize length = g_bytes_get_size (bytes);

  if (self->is_gone || length > self->room)
    {
      g_set_error_literal (error, LEAT_ERROR,
                           self->is_gone ? LEAT_ERROR_DISCONNECTED : LEAT_ERROR_BUSY, "no");
      return FALSE;
    }
  self->room -= length;
  g_string_append_len (self->written, g_bytes_get_data (bytes, NULL), (gssize) length);
  return TRUE;
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->written = g_string_new (NULL);
  self->room = G_MAXSIZE;
  exec_answers_init (&self->answers, take, self);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  exec_answers_clear (&self->answers);
  exec_answers_clear (&self->answers);
  g_string_free (self->written, TRUE);
}

static void
test_form (Fixture *self, gconstpointer data)
{
  g_assert_true (exec_answers_greet (&self->answers, 1, "gauge"));
  g_assert_true (exec_answers_add (&self->answers, "ack", "id", "1\"7\n", NULL));
  g_assert_true (
      exec_answers_add (&self->answers, "command", "name", "send", "argument", NULL, NULL));
  g_assert_true (exec_answers_add (&self->answers, "stop", NULL));
  g_assert_cmpstr (self->written->str, ==, "");
  exec_answers_flush (&self->answers);
  g_assert_cmpstr (self->written->str, ==,
                   "{\"type\":\"hello\",\"version\":1,\"source\":\"gauge\"}\n"
                   "{\"type\":\"ack\",\"id\":\"1\\\"7\\n\"}\n"
                   "{\"type\":\"command\",\"name\":\"send\"}\n"
                   "{\"type\":\"stop\"}\n");
  g_assert_null (self->answers.retry);
}

/* what is not taken at once is tried again, and arrives whole and in order */
static void
test_slow (Fixture *self, gconstpointer data)
{
  g_autoptr (GString) expected = g_string_new (NULL);

  self->room = 0;
  for (guint i = 0; i < 5000; i++)
    {
      g_autofree char *id = g_strdup_printf ("%u", i);

      g_assert_true (exec_answers_add (&self->answers, "ack", "id", id, NULL));
      g_string_append_printf (expected, "{\"type\":\"ack\",\"id\":\"%s\"}\n", id);
    }
  exec_answers_flush (&self->answers);
  while (self->written->len < expected->len)
    {
      g_assert_nonnull (self->answers.retry);
      self->room = 40000;
      exec_answers_flush (&self->answers); /* does nothing while it waits */
      g_main_context_iteration (NULL, TRUE);
    }
  g_assert_cmpstr (self->written->str, ==, expected->str);
  g_assert_null (self->answers.retry);
}

static void
test_deaf (Fixture *self, gconstpointer data)
{
  g_autofree char *id = g_strnfill (200, 'x');
  guint n = 0;

  self->room = 0;
  while (exec_answers_add (&self->answers, "ack", "id", id, NULL))
    {
      exec_answers_flush (&self->answers);
      n++;
    }
  g_assert_cmpuint (n, ==, EXEC_ANSWERS_MAX / (strlen ("{'type':'ack','id':''}\n") + 200));
  g_assert_cmpuint (self->answers.waiting->len, ==, 0);
  g_assert_null (self->answers.retry);
}

static void
test_gone (Fixture *self, gconstpointer data)
{
  self->is_gone = TRUE;
  g_assert_true (exec_answers_add (&self->answers, "stop", NULL));
  exec_answers_flush (&self->answers);
  g_assert_cmpuint (self->answers.waiting->len, ==, 0);
  g_assert_null (self->answers.retry);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/exec-answers/form", Fixture, NULL, set_up, test_form, tear_down);
  g_test_add ("/exec-answers/slow", Fixture, NULL, set_up, test_slow, tear_down);
  g_test_add ("/exec-answers/deaf", Fixture, NULL, set_up, test_deaf, tear_down);
  g_test_add ("/exec-answers/gone", Fixture, NULL, set_up, test_gone, tear_down);
  return g_test_run ();
}
