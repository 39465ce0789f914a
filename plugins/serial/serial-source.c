/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* serial-source.c - records from a serial line */
#include "serial-link.h"
#include "serial-records.h"

/* µs; what tcsendbreak(3) takes at the least, and a little */
#define BREAK_TIME 300000

typedef struct {
  LeatSource source;
  char **watch_lines;
  gint64 watch_interval;
  gboolean line_records;

  LeatLink *link; /* while it is open */
  GSource *timer; /* of the break that is being sent; NULL: none is */
  LeatCommand *breaking;
  SerialWatch watch;
  GSource *watch_timer; /* NULL: nothing is watched */
  LeatSchema *schema;   /* of records of lines; NULL: there are none */
  LeatOrigin *origin;   /* of an epoch of its own */
  gboolean full;        /* a queue is: lines wait, their changes are in the driver's counts */
} SerialSource;

static const LeatOption serial_source_options[] = {
  LEAT_OPTION_LIST (SerialSource, watch_lines, .key = "watch-lines",
                    .summary = "What else of the line is told as an event when it changes: cts, "
                               "dsr, dcd, ri and break."),
  LEAT_OPTION_DURATION (SerialSource, watch_interval, .key = "watch-interval", .preset = "100ms",
                        .minimum = 5e3, .maximum = 3600e6,
                        .summary = "Time from one look at these lines to the next. What comes and "
                                   "goes between two is told too where the driver counts it."),
  LEAT_OPTION_BOOL (SerialSource, line_records, .key = "line-records", .preset = "no",
                    .summary = "Whether a change of a line of watch-lines= is a record "
                               "(serial-line), too."),
  LEAT_OPTION_END,
};

static gboolean
serial_source_init (LeatSource *source, GError **error)
{
  SerialSource *self = (SerialSource *) source;

  if (self->watch_lines != NULL &&
      !serial_watch_parse (&self->watch, (const char *const *) self->watch_lines, error))
    return FALSE;
  if (self->line_records && self->watch.wanted == 0)
    return leat_error_fail (error, LEAT_ERROR_CONFIG,
                            "line-records=yes needs watch-lines=, such as watch-lines=cts;dcd");
  if (self->line_records)
    self->schema = leat_schema_new (serial_line_table.name, serial_line_table.fields,
                                    serial_line_table.n_fields);
  return TRUE;
}

static void
serial_source_clear (LeatSource *source)
{
  g_clear_pointer (&((SerialSource *) source)->schema, leat_schema_unref);
}

static void
timer_clear (GSource **timer)
{
  if (*timer != NULL)
    g_source_destroy (*timer);
  g_clear_pointer (timer, g_source_unref);
}

static GSource *
timer_new (gint64 microseconds, GSourceFunc callback, SerialSource *self)
{
  GSource *timer = g_timeout_source_new ((guint) (microseconds / 1000));

  g_source_set_callback (timer, callback, self, NULL);
  g_source_attach (timer, g_main_context_get_thread_default ());
  return timer;
}

/* --- lines that are watched --- */

static void
tell_changes (SerialSource *self, const SerialChange *changes)
{
  for (guint i = 0; i < SERIAL_N_WATCHED; i++)
    if (changes[i].count > 0)
      {
        g_autofree char *text = serial_records_tell ((SerialWatched) i, &changes[i]);

        leat_source_note (&self->source, i == SERIAL_WATCHED_BREAK ? "break" : "line", "%s", text);
      }
}

static void
push_changes (SerialSource *self, const SerialChange *changes)
{
  LeatBatch *batch = leat_batch_new (SERIAL_N_WATCHED);
  const LeatMoment now = leat_clock_now ();

  for (guint i = 0; i < SERIAL_N_WATCHED; i++)
    if (changes[i].count > 0)
      serial_records_append (batch, self->origin, now, (SerialWatched) i, &changes[i]);
  self->full = leat_source_push_batch (&self->source, batch, NULL, NULL, NULL) == LEAT_PUSH_FULL;
}

static gboolean
on_watch (gpointer user_data)
{
  SerialSource *self = user_data;
  const SerialLink *link = (const SerialLink *) self->link;
  SerialChange changes[SERIAL_N_WATCHED];

  if (self->full || !serial_watch_look (&self->watch, link->operations, link->fd, changes))
    return G_SOURCE_CONTINUE;
  tell_changes (self, changes);
  if (self->origin != NULL)
    push_changes (self, changes);
  return G_SOURCE_CONTINUE;
}

static gboolean
open_origin (SerialSource *self, GError **error)
{
  LeatStream *stream = leat_source_open_stream (&self->source, NULL);
  const LeatOrigin *host;

  if (stream == NULL)
    return leat_error_fail (error, LEAT_ERROR_FAILED, "no stream could be opened for lines");
  host = leat_stream_get_origin (stream);
  self->origin = leat_origin_new (host->source, host->epoch, self->schema, host->gateway,
                                  host->tags);
  return TRUE;
}

/* one look before the first wait: how the lines are now */
static gboolean
begin_watch (SerialSource *self, GError **error)
{
  const SerialLink *link = (const SerialLink *) self->link;

  if (self->watch.wanted == 0)
    return TRUE;
  serial_watch_begin (&self->watch, link->operations, link->fd);
  if (!self->watch.has_lines && !self->watch.has_counts)
    {
      leat_source_note (&self->source, "lines",
                        "%s has no modem lines to watch: it is a pseudo-terminal, or its driver "
                        "does not know them; going on",
                        link->device);
      return TRUE;
    }
  if (!self->watch.has_counts)
    leat_source_note (&self->source, "lines",
                      "the driver of %s does not count: breaks are not seen, nor changes of a "
                      "line that are over before watch-interval= is",
                      link->device);
  self->full = FALSE;
  self->watch_timer = timer_new (self->watch_interval, on_watch, self);
  return self->schema == NULL || open_origin (self, error);
}

static gboolean
serial_source_start (LeatSource *source, GCancellable *cancellable, GError **error)
{
  SerialSource *self = (SerialSource *) source;

  self->link = leat_source_open_link (source, cancellable, error);
  return self->link != NULL && begin_watch (self, error);
}

static void
serial_source_resume (LeatSource *source)
{
  ((SerialSource *) source)->full = FALSE;
}

/* --- a break that is sent --- */

/* what it has open may be no line: a recording is played to any source */
static gboolean
control (SerialSource *self, const char *request, GVariant *argument, GVariant **answer,
         GError **error)
{
  if (LEAT_CLASS_HAS (self->link->klass, control))
    return self->link->klass->control (self->link, request, argument, answer, error);
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
               "%s: no line; its device= has none of its signals", request);
  return FALSE;
}

static gboolean
set_break (SerialSource *self, gboolean begins, GError **error)
{
  g_autoptr (GVariant) argument = g_variant_ref_sink (g_variant_new_boolean (begins));
  GVariant *answer = NULL;

  if (!control (self, "break", argument, &answer, error))
    return FALSE;
  g_variant_unref (g_variant_ref_sink (answer));
  return TRUE;
}

/* it is over, or its source stops amid it */
static void
end_break (SerialSource *self)
{
  LeatCommand *command = g_steal_pointer (&self->breaking);
  GError *error = NULL;

  if (self->timer == NULL)
    return;
  timer_clear (&self->timer);
  if (set_break (self, FALSE, &error))
    leat_command_answer (command, g_variant_new_string (""));
  else
    leat_command_fail (command, error);
}

static gboolean
on_break_over (gpointer user_data)
{
  end_break (user_data);
  return G_SOURCE_REMOVE;
}

/* what comes meanwhile is read */
static void
begin_break (SerialSource *self, LeatCommand *command)
{
  GError *error = NULL;

  if (self->timer != NULL)
    error = g_error_new_literal (LEAT_ERROR, LEAT_ERROR_BUSY, "a break is being sent already");
  if (error != NULL || !set_break (self, TRUE, &error))
    {
      leat_command_fail (command, error);
      return;
    }
  self->breaking = command;
  self->timer = timer_new (BREAK_TIME, on_break_over, self);
}

static void
serial_source_stop (LeatSource *source)
{
  SerialSource *self = (SerialSource *) source;

  end_break (self);
  timer_clear (&self->watch_timer);
  g_clear_pointer (&self->origin, leat_origin_unref);
}

/* --- commands --- */

/* what is no bytes for the device is the line's */
static void
control_line (SerialSource *self, LeatCommand *command)
{
  static const char *const known[] = { "get-lines", "set-lines", NULL };
  const char *name = leat_command_get_name (command);
  GVariant *answer = NULL;
  GError *error = NULL;

  if (!g_strv_contains (known, name))
    error = g_error_new (LEAT_ERROR, LEAT_ERROR_CONFIG,
                         "no command \"%s\"; a serial source knows send, break, get-lines and "
                         "set-lines",
                         name);
  else if (control (self, name, leat_command_get_argument (command), &answer, &error))
    {
      leat_command_answer (command, answer);
      return;
    }
  leat_command_fail (command, error);
}

static void
serial_source_command (LeatSource *source, LeatCommand *command)
{
  if (g_str_equal (leat_command_get_name (command), "send"))
    leat_command_send (command, source);
  else if (g_str_equal (leat_command_get_name (command), "break"))
    begin_break ((SerialSource *) source, command);
  else
    control_line ((SerialSource *) source, command);
}

static const LeatRecordTable *const serial_tables[] = { &serial_line_table, NULL };

static const LeatSourceClass serial_source_class = {
  .struct_size = sizeof (LeatSourceClass),
  .instance_size = sizeof (SerialSource),
  .name = "serial",
  .summary = "Records that a machine sends on a serial line.",
  .options = serial_source_options,
  .schemes = "serial usb",
  .init = serial_source_init,
  .clear = serial_source_clear,
  .start = serial_source_start,
  .stop = serial_source_stop,
  .resume = serial_source_resume,
  .command = serial_source_command,
  .makes = serial_tables,
};

static const LeatSourceClass *const serial_sources[] = { &serial_source_class, NULL };
static const LeatLinkClass *const serial_links[] = { &serial_link_class, NULL };

LEAT_PLUGIN_DEFINE (.name = "serial", .version = "0.1.0", .summary = "Serial lines.",
                    .license = "LGPL-2.1-or-later", .sources = serial_sources,
                    .links = serial_links)
