/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* exec-window.c - tests what answers mean for what was sent */
#include "exec-window.h"

static void
set_up (ExecWindow *self, gconstpointer data)
{
  exec_window_init (self);
  for (guint i = 1; i <= 5; i++)
    {
      g_autofree char *id = g_strdup_printf ("s/e/%u", i);

      exec_window_add (self, id);
    }
}

static void
tear_down (ExecWindow *self, gconstpointer data)
{
  exec_window_clear (self);
}

/* "s" safe, "r" refused, "." open, in the order of sending */
static void
expect (ExecWindow *self, const char *expected)
{
  g_autoptr (GString) states = g_string_new (NULL);

  for (GList *link = self->order.head; link != NULL; link = link->next)
    {
      const ExecSent *sent = link->data;

      g_string_append_c (states, exec_sent_is_open (sent) ? '.' : sent->is_safe ? 's' : 'r');
    }
  g_assert_cmpstr (states->str, ==, expected);
  g_assert_cmpuint (g_hash_table_size (self->by_id), ==, states->len);
}

static void
test_one (ExecWindow *self, gconstpointer data)
{
  g_assert_true (exec_window_acknowledge (self, "s/e/3"));
  g_assert_false (exec_window_acknowledge (self, "s/e/3"));
  g_assert_false (exec_window_acknowledge (self, "s/e/6"));
  g_assert_false (exec_window_refuse (self, "s/e/3", "late"));
  expect (self, "..s..");
}

/* those before it, but not what was refused */
static void
test_through (ExecWindow *self, gconstpointer data)
{
  g_assert_true (exec_window_refuse (self, "s/e/2", "odd"));
  g_assert_false (exec_window_refuse (self, "s/e/2", "odd"));
  g_assert_true (exec_window_acknowledge_through (self, "s/e/4"));
  expect (self, "srss.");
  g_assert_cmpstr (exec_window_find (self, "s/e/2")->reason, ==, "odd");
  g_assert_false (exec_window_acknowledge_through (self, "s/e/4"));
  g_assert_false (exec_window_acknowledge_through (self, "other"));
  g_assert_true (exec_window_acknowledge_through (self, "s/e/5"));
  expect (self, "srsss");
}

static void
test_forgotten (ExecWindow *self, gconstpointer data)
{
  exec_window_acknowledge (self, "s/e/2");
  exec_window_refuse (self, "s/e/4", "odd");
  exec_window_forget_open (self);
  expect (self, "sr");
  g_assert_null (exec_window_find (self, "s/e/1"));
  exec_window_remove (self, exec_window_find (self, "s/e/2"));
  expect (self, "r");
  exec_window_reset (self);
  expect (self, "");
  exec_window_add (self, "s/e/1");
  expect (self, ".");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/exec-window/one", ExecWindow, NULL, set_up, test_one, tear_down);
  g_test_add ("/exec-window/through", ExecWindow, NULL, set_up, test_through, tear_down);
  g_test_add ("/exec-window/forgotten", ExecWindow, NULL, set_up, test_forgotten, tear_down);
  return g_test_run ();
}
