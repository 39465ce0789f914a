/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* state.c - tests that a state is told once, with its reason and its time */
#include "heard.h"
#include "worker/leatd-state.h"

typedef struct {
  const char *path;
  LeatdStateCode code;
  const char *reason;
  const char *told;
} Case;

static const Case cases[] = {
  { "/state/absent", LEATD_STATE_ABSENT, "no such file", "camera0 absent: absent: no such file" },
  { "/state/running", LEATD_STATE_RUNNING, NULL, "camera0 running: running" },
  { "/state/silent", LEATD_STATE_SILENT, "for 5 s", "camera0 silent: silent: for 5 s" },
  { "/state/waiting", LEATD_STATE_WAITING, "a queue", "camera0 waiting: waiting: a queue" },
  { "/state/held", LEATD_STATE_HELD, "no rights", "camera0 held: held: no rights" },
  { "/state/paused", LEATD_STATE_PAUSED, NULL, "camera0 paused: paused" },
  { "/state/failed", LEATD_STATE_FAILED, "100% gone", "camera0 failed: failed: 100% gone" },
  { "/state/ended", LEATD_STATE_ENDED, NULL, "camera0 ended: ended" },
};

static void
assert_state (LeatdState *state, LeatdStateCode code, const char *expected)
{
  g_autofree char *reason = NULL;

  g_assert_cmpint (leatd_state_get (state, &reason, NULL), ==, code);
  g_assert_cmpstr (reason, ==, expected);
}

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  LeatdState state = { 0 };

  heard_forget ();
  leatd_state_init (&state, "camera0");
  assert_state (&state, LEATD_STATE_CONNECTING, NULL);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpint (leatd_state_set (&state, c->code, c->reason != NULL ? "%s" : NULL, c->reason),
                     ==, i == 0);
  assert_state (&state, c->code, c->reason);
  g_assert_cmpuint (heard.events->len, ==, 1);
  g_assert_cmpstr (heard.events->pdata[0], ==, c->told);
  leatd_state_clear (&state);
}

/* another reason for the same state is told, but does not begin it anew */
static void
test_since (void)
{
  LeatdState state = { 0 };
  gint64 first, same, next;

  heard_forget ();
  leatd_state_init (&state, "camera0");
  leatd_state_set (&state, LEATD_STATE_ABSENT, "one");
  leatd_state_get (&state, NULL, &first);
  g_assert_true (leatd_state_set (&state, LEATD_STATE_ABSENT, "two"));
  leatd_state_get (&state, NULL, &same);
  g_assert_cmpint (same, ==, first);
  g_assert_true (leatd_state_set (&state, LEATD_STATE_RUNNING, NULL));
  leatd_state_get (&state, NULL, &next);
  g_assert_cmpint (next, >, first);
  g_assert_cmpuint (heard.events->len, ==, 3);
  leatd_state_clear (&state);
}

/* stuck lies over what the worker says, which holds again when the plugin is back */
static void
test_stuck (void)
{
  LeatdState state = { 0 };

  heard_forget ();
  leatd_state_init (&state, "camera0");
  leatd_state_set_stuck (&state, "a.so has not returned");
  assert_state (&state, LEATD_STATE_STUCK, "a.so has not returned");
  leatd_state_set_stuck (&state, "a.so has still not returned");
  leatd_state_set (&state, LEATD_STATE_ABSENT, "unplugged");
  assert_state (&state, LEATD_STATE_STUCK, "a.so has still not returned");
  leatd_state_set_stuck (&state, NULL);
  leatd_state_set_stuck (&state, NULL);
  assert_state (&state, LEATD_STATE_ABSENT, "unplugged");
  g_assert_cmpuint (heard_count ("camera0 stuck: stuck: a.so has not returned"), ==, 1);
  g_assert_cmpuint (heard_count ("camera0 absent: absent: unplugged"), ==, 2);
  g_assert_cmpuint (heard.events->len, ==, 3);
  leatd_state_clear (&state);
}

static gpointer
change (gpointer state)
{
  for (guint i = 0; i < 2000; i++)
    leatd_state_set (state, i % 2 == 0 ? LEATD_STATE_RUNNING : LEATD_STATE_WAITING, "turn %u", i);
  return NULL;
}

/* one thread sets, another reads: state and reason belong together */
static void
test_threads (void)
{
  LeatdState state = { 0 };
  GThread *thread;
  gboolean over = FALSE;

  leatd_state_init (&state, "camera0");
  thread = g_thread_new ("worker", change, &state);
  while (!over)
    {
      g_autofree char *reason = NULL;
      LeatdStateCode code = leatd_state_get (&state, &reason, NULL);
      guint64 turn = reason != NULL ? g_ascii_strtoull (reason + strlen ("turn "), NULL, 10) : 0;

      if (reason != NULL)
        g_assert_cmpint (code, ==, turn % 2 == 0 ? LEATD_STATE_RUNNING : LEATD_STATE_WAITING);
      over = turn == 1999;
    }
  g_thread_join (thread);
  leatd_state_clear (&state);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_case);
  g_test_add_func ("/state/since", test_since);
  g_test_add_func ("/state/stuck", test_stuck);
  g_test_add_func ("/state/threads", test_threads);
  return g_test_run ();
}
