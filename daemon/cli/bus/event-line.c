/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* event-line.c - an event of a leatd as a line, for people or for programs */
#include "event-line.h"
#include "leat-json.h"

typedef struct {
  guint64 number;
  guint64 time; /* µs since 1970 */
  const char *level;
  const char *component;
  const char *event;
  const char *text;
  const char *about; /* may be empty */
} Event;

static Event
read_event (GVariant *event)
{
  Event self;

  g_variant_get (event, "(tt&s&s&s&s&s)", &self.number, &self.time, &self.level, &self.component,
                 &self.event, &self.text, &self.about);
  return self;
}

guint64
leat_event_get_number (GVariant *event)
{
  return read_event (event).number;
}

/**
 * leat_event_is_wanted:
 * @event: of %LEAT_EVENT_TYPE
 * @wants: what is looked for
 *
 * A level that is not known, of a later leatd, is urgent.
 *
 * Returns: whether it is meant
 */
gboolean
leat_event_is_wanted (GVariant *event, const LeatEventWants *wants)
{
  const Event self = read_event (event);
  LeatLevel level = LEAT_LEVEL_ERROR;

  leat_level_from_name (self.level, &level);
  if (level > wants->level)
    return FALSE;
  return wants->names[0] == NULL || g_strv_contains (wants->names, self.component) ||
         g_strv_contains (wants->names, self.about);
}

/**
 * leat_event_append_text:
 * @line: gets the event
 * @event: of %LEAT_EVENT_TYPE
 * @flags: of the terminal
 *
 * Writes "2018-10-13 14:03:22.104 warning camera0 silent: nothing came for 2000 ms" in local time.
 */
void
leat_event_append_text (GString *line, GVariant *event, LeatTextFlags flags)
{
  const Event self = read_event (event);
  g_autoptr (GDateTime)
      seconds = g_date_time_new_from_unix_local ((gint64) (self.time / G_USEC_PER_SEC));
  g_autofree char *time = seconds != NULL ? g_date_time_format (seconds, "%Y-%m-%d %H:%M:%S")
                                          : g_strdup ("-");

  g_string_append_printf (line, "%s.%03u %-7s ", time, (guint) (self.time % G_USEC_PER_SEC / 1000),
                          self.level);
  leat_text_append (line, self.component, flags);
  g_string_append_c (line, ' ');
  leat_text_append (line, self.event, flags);
  g_string_append (line, ": ");
  leat_text_append (line, self.text, flags);
  g_string_append_c (line, '\n');
}

static void
append_member (GString *line, const char *name, const char *text)
{
  g_string_append_printf (line, ",\"%s\":", name);
  leat_json_append_string (line, text, -1);
}

/**
 * leat_event_append_json:
 * @line: gets an object: number, time, level, component, event, text, and about where it is not
 *   empty
 * @event: of %LEAT_EVENT_TYPE
 */
void
leat_event_append_json (GString *line, GVariant *event)
{
  const Event self = read_event (event);
  char time[LEAT_VALUE_TEXT_MAX];

  leat_time_write ((gint64) self.time * 1000, time);
  g_string_append_printf (line, "{\"number\":%" G_GUINT64_FORMAT, self.number);
  append_member (line, "time", time);
  append_member (line, "level", self.level);
  append_member (line, "component", self.component);
  append_member (line, "event", self.event);
  append_member (line, "text", self.text);
  if (*self.about != '\0')
    append_member (line, "about", self.about);
  g_string_append (line, "}\n");
}
