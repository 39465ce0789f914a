/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* event.c - tests the fields of an event, and that a flood of them is counted, not lost */
#include "leat-clock.h"
#include "worker/leatd-event.h"
#include <stdlib.h>
#include <string.h>

typedef struct {
  GLogLevelFlags level;
  char *message;
  char *priority;
  char *component;
  char *event;
} Line;

static GPtrArray *lines;

/* the clock of this test: no second is over before it says so */
static gint64 now_ns = LEAT_NSEC_PER_SEC;

static LeatMoment
tell_time (gpointer user_data)
{
  return (LeatMoment) { .time = now_ns, .monotonic = now_ns };
}

static void
line_free (gpointer data)
{
  Line *line = data;

  g_free (line->message);
  g_free (line->priority);
  g_free (line->component);
  g_free (line->event);
  g_free (line);
}

static GLogWriterOutput
keep_line (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer user_data)
{
  Line *line = g_new0 (Line, 1);

  line->level = level;
  for (gsize i = 0; i < n_fields; i++)
    {
      char **member = strcmp (fields[i].key, "MESSAGE") == 0          ? &line->message
                      : strcmp (fields[i].key, "PRIORITY") == 0       ? &line->priority
                      : strcmp (fields[i].key, "LEAT_COMPONENT") == 0 ? &line->component
                      : strcmp (fields[i].key, "LEAT_EVENT") == 0     ? &line->event
                                                                      : NULL;

      if (member != NULL)
        *member = g_strdup (fields[i].value);
    }
  g_ptr_array_add (lines, line);
  return G_LOG_WRITER_HANDLED;
}

static const Line *
get_line (guint index)
{
  g_assert_cmpuint (index, <, lines->len);
  return lines->pdata[index];
}

static void
assert_line (guint index, const char *priority, const char *component, const char *event,
             const char *message)
{
  const Line *line = get_line (index);

  g_assert_cmpstr (line->priority, ==, priority);
  g_assert_cmpstr (line->component, ==, component);
  g_assert_cmpstr (line->event, ==, event);
  g_assert_cmpstr (line->message, ==, message);
}

static void
test_event_fields (void)
{
  g_ptr_array_set_size (lines, 0);
  leatd_event (G_LOG_LEVEL_WARNING, "fields", "gap", "%d to %d are missing", 7, 9);
  leatd_event (G_LOG_LEVEL_CRITICAL, "fields", "gone", "c");
  leatd_event (G_LOG_LEVEL_INFO, "fields", "open", "i");
  leatd_event (G_LOG_LEVEL_DEBUG, "fields", "look", "d");
  g_assert_cmpuint (lines->len, ==, 4);
  assert_line (0, "4", "fields", "gap", "7 to 9 are missing");
  assert_line (1, "3", "fields", "gone", "c");
  assert_line (2, "6", "fields", "open", "i");
  assert_line (3, "7", "fields", "look", "d");
  g_assert_cmpint (get_line (0)->level, ==, G_LOG_LEVEL_MESSAGE);
  g_assert_cmpint (get_line (1)->level, ==, G_LOG_LEVEL_MESSAGE);
  g_assert_cmpint (get_line (2)->level, ==, G_LOG_LEVEL_INFO);
  g_assert_cmpint (get_line (3)->level, ==, G_LOG_LEVEL_DEBUG);
}

static void
test_event_flood (void)
{
  g_ptr_array_set_size (lines, 0);
  for (guint i = 0; i < 332; i++)
    leatd_event (i == 100 ? G_LOG_LEVEL_WARNING : G_LOG_LEVEL_INFO, "flood", "noise", "%u", i);
  leatd_event (G_LOG_LEVEL_INFO, "flood", "gap", "another kind");
  leatd_event (G_LOG_LEVEL_INFO, "other", "noise", "another component");
  g_assert_cmpuint (lines->len, ==, LEATD_EVENTS_MAX + 2);
  assert_line (LEATD_EVENTS_MAX - 1, "6", "flood", "noise", "19");
  assert_line (LEATD_EVENTS_MAX, "6", "flood", "gap", "another kind");

  leatd_event_flush ();
  g_assert_cmpuint (lines->len, ==, LEATD_EVENTS_MAX + 3);
  assert_line (LEATD_EVENTS_MAX + 2, "4", "flood", "noise", "… and 312 more (noise)");
  leatd_event_flush ();
  g_assert_cmpuint (lines->len, ==, LEATD_EVENTS_MAX + 3);

  now_ns += LEAT_NSEC_PER_SEC - 1;
  leatd_event (G_LOG_LEVEL_INFO, "flood", "noise", "in the same second");
  g_assert_cmpuint (lines->len, ==, LEATD_EVENTS_MAX + 3);
  now_ns += 1;
  leatd_event (G_LOG_LEVEL_INFO, "flood", "noise", "in the next");
  g_assert_cmpuint (lines->len, ==, LEATD_EVENTS_MAX + 5);
  assert_line (LEATD_EVENTS_MAX + 3, "6", "flood", "noise", "… and 1 more (noise)");
  assert_line (LEATD_EVENTS_MAX + 4, "6", "flood", "noise", "in the next");
}

/* nobody asks, and no further event comes: the main context tells */
static void
test_event_timer (void)
{
  g_ptr_array_set_size (lines, 0);
  for (guint i = 0; i < LEATD_EVENTS_MAX + 5; i++)
    leatd_event (G_LOG_LEVEL_INFO, "timer", "noise", "%u", i);
  while (lines->len == LEATD_EVENTS_MAX)
    g_main_context_iteration (NULL, TRUE);
  assert_line (LEATD_EVENTS_MAX, "6", "timer", "noise", "… and 5 more (noise)");

  /* its second is over: the next one is told again */
  now_ns += LEAT_NSEC_PER_SEC;
  leatd_event (G_LOG_LEVEL_INFO, "timer", "noise", "anew");
  assert_line (LEATD_EVENTS_MAX + 1, "6", "timer", "noise", "anew");
}

/* a plugin that makes up names of events: they share one count in the end */
static void
test_event_many_kinds (void)
{
  guint64 n_counted = 0;
  guint n_told = 0;

  g_ptr_array_set_size (lines, 0);
  for (guint i = 0; i < 5000; i++)
    {
      g_autofree char *event = g_strdup_printf ("event-%u", i);

      leatd_event (G_LOG_LEVEL_INFO, "many", event, "x");
    }
  leatd_event_flush ();
  for (guint i = 0; i < lines->len; i++)
    if (g_str_has_prefix (get_line (i)->message, "… and "))
      n_counted += g_ascii_strtoull (get_line (i)->message + strlen ("… and "), NULL, 10);
    else
      n_told++;
  g_assert_cmpuint (n_told + n_counted, ==, 5000);
  g_assert_cmpuint (n_counted, >, 3000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  lines = g_ptr_array_new_with_free_func (line_free);
  g_log_set_writer_func (keep_line, NULL, NULL);
  leat_clock_inject (tell_time, NULL);
  g_test_add_func ("/event/fields", test_event_fields);
  g_test_add_func ("/event/flood", test_event_flood);
  g_test_add_func ("/event/timer", test_event_timer);
  g_test_add_func ("/event/many-kinds", test_event_many_kinds);
  return g_test_run ();
}
