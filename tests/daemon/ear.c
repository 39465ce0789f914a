/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* ear.c - tests what waits for one who hears of events: in order, bounded, and fit to be sent on */
#include "worker/leatd-ear.h"
#include <string.h>

static void
count (gpointer user_data)
{
  g_atomic_int_inc ((gint *) user_data);
}

static void
tell (const char *event, const char *text)
{
  leatd_listeners_tell (&(LeatEvent) { .struct_size = sizeof (LeatEvent),
                                       .level = LEAT_LEVEL_WARNING,
                                       .moment = { 3, 4 },
                                       .component = "sink",
                                       .event = event,
                                       .text = text,
                                       .about = "camera0" });
}

static void
test_order (void)
{
  gint n_notified = 0;
  LeatdEar *ear = leatd_ear_new (NULL, count, &n_notified);
  g_autoptr (GPtrArray) events = NULL;
  guint64 missed;

  g_assert_false (leatd_ear_has_heard (ear));
  g_assert_null (leatd_ear_take (ear, &missed));
  g_assert_cmpuint (missed, ==, 0);
  tell ("gap", "1");
  tell ("drop", "2");
  g_assert_cmpint (n_notified, ==, 2);
  g_assert_true (leatd_ear_has_heard (ear));
  events = leatd_ear_take (ear, &missed);
  g_assert_cmpuint (missed, ==, 0);
  g_assert_cmpuint (events->len, ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      const LeatEvent *event = events->pdata[i];

      g_assert_cmpint (event->level, ==, LEAT_LEVEL_WARNING);
      g_assert_cmpint (event->moment.time, ==, 3);
      g_assert_cmpstr (event->component, ==, "sink");
      g_assert_cmpstr (event->event, ==, i == 0 ? "gap" : "drop");
      g_assert_cmpstr (event->text, ==, i == 0 ? "1" : "2");
      g_assert_cmpstr (event->about, ==, "camera0");
    }
  g_assert_null (leatd_ear_take (ear, &missed));
  leatd_ear_free (ear);
}

static void
test_bound (void)
{
  gint n_notified = 0;
  LeatdEar *ear = leatd_ear_new ("health", count, &n_notified);
  g_autoptr (GPtrArray) events = NULL;
  guint64 missed;

  for (guint i = 0; i < LEATD_EAR_MAX + 30; i++)
    {
      g_autofree char *text = g_strdup_printf ("%u", i);

      tell ("noise", text);
    }
  events = leatd_ear_take (ear, &missed);
  g_assert_cmpuint (missed, ==, 30);
  g_assert_cmpuint (events->len, ==, LEATD_EAR_MAX);
  g_assert_cmpstr (((LeatEvent *) events->pdata[0])->text, ==, "30");
  g_assert_null (leatd_ear_take (ear, &missed));
  g_assert_cmpuint (missed, ==, 0);
  leatd_ear_free (ear);
}

/* what a plugin makes up goes into records and onto the bus */
static void
test_text (void)
{
  gint n_notified = 0;
  LeatdEar *ear = leatd_ear_new (NULL, count, &n_notified);
  g_autofree char *lengthy = g_strnfill (3 * LEATD_EAR_TEXT_MAX, 'x');
  g_autoptr (GPtrArray) events = NULL;
  guint64 missed;

  tell ("bad\xff", "not\xfe\xffutf-8");
  tell ("long", lengthy);
  events = leatd_ear_take (ear, &missed);
  for (guint i = 0; i < events->len; i++)
    {
      const LeatEvent *event = events->pdata[i];

      g_assert_true (g_utf8_validate (event->event, -1, NULL));
      g_assert_true (g_utf8_validate (event->text, -1, NULL));
      g_assert_cmpuint (strlen (event->text), <=, LEATD_EAR_TEXT_MAX);
    }
  tell ("left", "behind"); /* what was not taken goes with it */
  leatd_ear_free (ear);
}

static gpointer
tell_many (gpointer user_data)
{
  for (guint i = 0; i < 3000; i++)
    tell ("noise", "x");
  return NULL;
}

static void
test_threads (void)
{
  gint n_notified = 0;
  LeatdEar *ear = leatd_ear_new (NULL, count, &n_notified);
  GThread *const threads[] = { g_thread_new ("a", tell_many, NULL),
                               g_thread_new ("b", tell_many, NULL) };
  guint64 n_heard = 0;

  while (n_heard < 6000)
    {
      guint64 missed;
      g_autoptr (GPtrArray) events = leatd_ear_take (ear, &missed);

      n_heard += missed + (events != NULL ? events->len : 0);
    }
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_assert_cmpuint (n_heard, ==, 6000);
  leatd_ear_free (ear);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ear/order", test_order);
  g_test_add_func ("/ear/bound", test_bound);
  g_test_add_func ("/ear/text", test_text);
  g_test_add_func ("/ear/threads", test_threads);
  return g_test_run ();
}
