/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* event-line.c - tests events as lines, and which of them are wanted */
#include "bus/event-line.h"

#define TIME G_GUINT64_CONSTANT (1539403402104518)

static GVariant *
make_event (const char *level, const char *component, const char *text, const char *about)
{
  return g_variant_ref_sink (
      g_variant_new (LEAT_EVENT_TYPE, (guint64) 17, TIME, level, component, "drop", text, about));
}

static const struct {
  const char *path;
  const char *level;
  const char *about;
  const char *names[3];
  LeatLevel least;
  gboolean wanted;
} wants[] = {
  { "/event-line/wants/all", "info", "", { NULL }, LEAT_LEVEL_INFO, TRUE },
  { "/event-line/wants/not-urgent", "debug", "", { NULL }, LEAT_LEVEL_INFO, FALSE },
  { "/event-line/wants/urgent", "error", "", { NULL }, LEAT_LEVEL_WARNING, TRUE },
  { "/event-line/wants/new-level", "grave", "", { NULL }, LEAT_LEVEL_ERROR, TRUE },
  { "/event-line/wants/component", "info", "", { "x", "file" }, LEAT_LEVEL_INFO, TRUE },
  { "/event-line/wants/about", "info", "camera0", { "camera0" }, LEAT_LEVEL_INFO, TRUE },
  { "/event-line/wants/another", "info", "camera0", { "camera1" }, LEAT_LEVEL_INFO, FALSE },
};

static void
test_wants (gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  const LeatEventWants what = { .names = wants[i].names, .level = wants[i].least };
  g_autoptr (GVariant) event = make_event (wants[i].level, "file", "x", wants[i].about);

  g_assert_cmpint (leat_event_is_wanted (event, &what), ==, wants[i].wanted);
  g_assert_cmpuint (leat_event_get_number (event), ==, 17);
}

/* a terminal takes nothing of it for a command */
static void
test_text (void)
{
  g_autoptr (GVariant) event = make_event ("warning", "file", "3 \033[31m récords\n", "camera0");
  g_autoptr (GString) line = g_string_new (NULL);

  leat_event_append_text (line, event, LEAT_TEXT_ASCII);
  g_assert_cmpstr (line->str, ==, "2018-10-13 04:03:22.104 warning file drop: 3 ?[31m r?cords?\n");
}

static void
test_json (void)
{
  g_autoptr (GVariant) event = make_event ("info", "file", "3 \"é\"\n", "camera0");
  g_autoptr (GVariant) plain = make_event ("info", "file", "", "");
  g_autoptr (GString) line = g_string_new (NULL);

  leat_event_append_json (line, event);
  g_assert_cmpstr (line->str, ==,
                   "{\"number\":17,\"time\":\"2018-10-13T04:03:22.104518000Z\","
                   "\"level\":\"info\",\"component\":\"file\",\"event\":\"drop\","
                   "\"text\":\"3 \\\"é\\\"\\n\",\"about\":\"camera0\"}\n");
  g_string_truncate (line, 0);
  leat_event_append_json (line, plain);
  g_assert_true (g_str_has_suffix (line->str, ",\"text\":\"\"}\n"));
}

int
main (int argc, char **argv)
{
  g_assert_true (g_setenv ("TZ", "UTC", TRUE));
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (wants); i++)
    g_test_add_data_func (wants[i].path, GSIZE_TO_POINTER (i), test_wants);
  g_test_add_func ("/event-line/text", test_text);
  g_test_add_func ("/event-line/json", test_json);
  return g_test_run ();
}
