/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* exec-json-sink.c - a child that speaks JSON lines as a sink: plugins in any language
 *
 * leat-exec(7) has every message. What write() takes the child has acknowledged: nothing is owed
 * between two calls, so a child, or leatd, may die at any moment, and what it did not acknowledge
 * is given to the next one. Behind a record that is refused others may have been acknowledged
 * already: they are known by their ids, and are not sent again. */
#include "exec-json-sink.h"
#include "exec-hearing.h"
#include "exec-talk.h"

/* of lines that are made before the child has taken any */
#define OUT_MAX (1024 * 1024)

typedef struct {
  LeatSink sink;
  char *command;
  gint64 in_flight;
  gint64 answer_timeout;
  ExecOptions options;

  ExecTalk talk;
  ExecHearing hearing;
  GPtrArray *offered; /* of ExecSent: what write() waits for */
  guint64 n_written;   /* bytes that the child had taken then */
  gint64 moved_at;     /* monotonic, µs */
  guint64 n_taken;     /* records that flush() has not called safe yet */
} ExecJsonSink;

static const LeatOption exec_json_sink_options[] = {
  LEAT_OPTION_STRING (ExecJsonSink, command, .key = "command", .flags = LEAT_OPTION_REQUIRED,
                      .summary = "The program and its arguments: /usr/bin/thing --flag \"a b\". No "
                                 "shell sees it."),
  LEAT_OPTION_INT (ExecJsonSink, in_flight, .key = "in-flight", .preset = "1000", .minimum = 1,
                   .maximum = 1e6,
                   .summary = "Records that the child is given before it has acknowledged the "
                              "first of them."),
  LEAT_OPTION_DURATION (ExecJsonSink, answer_timeout, .key = "answer-timeout", .preset = "30s",
                        .minimum = 1e4, .maximum = 8.64e10,
                        .summary = "Time in which the child reads something, or acknowledges a "
                                   "record; one that does neither is killed with its process "
                                   "group, started anew, and given the records again."),
  EXEC_OPTIONS (ExecJsonSink, options, "LEAT_SINK, the name of the sink"),
  LEAT_OPTION_END,
};

static gboolean
exec_json_sink_init (LeatSink *sink, GError **error)
{
  ExecJsonSink *self = (ExecJsonSink *) sink;
  g_autoptr (GError) fault = NULL;
  g_auto (GStrv) words = NULL;

  exec_talk_init (&self->talk);
  exec_hearing_init (&self->hearing, sink);
  self->offered = g_ptr_array_new ();
  words = exec_command_parse (self->command, &fault);
  if (words != NULL)
    return exec_options_check (&self->options, error);
  return leat_error_fail (error, LEAT_ERROR_CONFIG, "command: %s", fault->message);
}

static void
exec_json_sink_clear (LeatSink *sink)
{
  ExecJsonSink *self = (ExecJsonSink *) sink;

  exec_talk_clear (&self->talk);
  exec_hearing_clear (&self->hearing);
  g_clear_pointer (&self->offered, g_ptr_array_unref);
}

/* --- waiting for it --- */

static guint
count_open (ExecJsonSink *self)
{
  guint n = 0;

  for (GList *link = self->hearing.window.order.head; link != NULL; link = link->next)
    n += exec_sent_is_open (link->data);
  return n;
}

static gboolean
fail_silent (ExecJsonSink *self, GError **error)
{
  const double seconds = (double) self->answer_timeout / G_USEC_PER_SEC;

  if (exec_talk_has_unsent (&self->talk))
    return leat_error_fail (error, LEAT_ERROR_DISCONNECTED,
                            "the child has not read its standard input for %g s "
                            "(answer-timeout=), and is killed",
                            seconds);
  if (!self->hearing.greeted)
    return leat_error_fail (error, LEAT_ERROR_DISCONNECTED,
                            "the child has not said hello for %g s (answer-timeout=), and is "
                            "killed",
                            seconds);
  return leat_error_fail (error, LEAT_ERROR_DISCONNECTED,
                          "the child has acknowledged none of %u records for %g s "
                          "(answer-timeout=), and is killed",
                          count_open (self), seconds);
}

/* has it read, or answered? Then it has its time anew */
static void
look_at_clock (ExecJsonSink *self)
{
  if (!self->hearing.moved && self->talk.n_written == self->n_written)
    return;
  self->hearing.moved = FALSE;
  self->n_written = self->talk.n_written;
  self->moved_at = g_get_monotonic_time ();
}

/* one turn: what was said is taken first */
static gboolean
pump (ExecJsonSink *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) failure = NULL;
  gboolean done;
  char *line;
  gsize length;

  done = exec_talk_turn (&self->talk, self->moved_at + self->answer_timeout, cancellable, &failure);
  while ((line = exec_talk_take_line (&self->talk, &length)) != NULL)
    exec_hearing_take (&self->hearing, line, length);
  look_at_clock (self);
  if (done)
    return TRUE;
  if (g_error_matches (failure, LEAT_ERROR, LEAT_ERROR_TIMED_OUT))
    return fail_silent (self, error);
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* --- its life --- */

static void
tell_line (const char *line, gpointer owner)
{
  leat_sink_note (owner, "stderr", "%s", line);
}

static void
tell_ending (ExecJsonSink *self, const ExecEnding *ending)
{
  if (ending->is_held)
    leat_sink_note (&self->sink, "left",
                    "a process that the child started has left its group (setsid), and is left "
                    "alone");
}

static void
exec_json_sink_close (LeatSink *sink)
{
  ExecJsonSink *self = (ExecJsonSink *) sink;
  ExecEnding ending;

  if (!exec_talk_has_unsent (&self->talk))
    {
      g_string_append (self->talk.out, "{\"type\":\"stop\"}\n");
      exec_talk_write (&self->talk);
    }
  exec_talk_end (&self->talk, &self->options, &ending);
  tell_ending (self, &ending);
}

static gboolean
greet (ExecJsonSink *self, GCancellable *cancellable, GError **error)
{
  const char *name = leat_sink_get_name (&self->sink);

  g_string_append_printf (self->talk.out,
                          "{\"type\":\"hello\",\"version\":%d,\"sink\":", EXEC_MESSAGE_VERSION);
  leat_json_append_string (self->talk.out, name != NULL ? name : "", -1);
  g_string_append (self->talk.out, "}\n");
  while (!self->hearing.greeted && self->hearing.put_off == NULL)
    if (!pump (self, cancellable, error))
      return FALSE;
  if (self->hearing.put_off == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&self->hearing.put_off));
  return FALSE;
}

static gboolean
exec_json_sink_open (LeatSink *sink, const char *position, GCancellable *cancellable,
                     GError **error)
{
  ExecJsonSink *self = (ExecJsonSink *) sink;
  ExecChild child;

  exec_hearing_reset (&self->hearing);
  self->n_written = self->n_taken = 0;
  self->moved_at = g_get_monotonic_time ();
  if (!exec_options_spawn (&self->options, &child, self->command, EXEC_SINK,
                           leat_sink_get_name (sink), error))
    return FALSE;
  exec_talk_begin (&self->talk, &child, tell_line, sink);
  if (greet (self, cancellable, error))
    return TRUE;
  exec_json_sink_close (sink);
  return FALSE;
}

/* --- records --- */

static void
append_record (GString *lines, const LeatRecord *record)
{
  const gsize begin = lines->len;

  leat_json_append_record (lines, record);
  g_string_overwrite_len (lines, (gssize) begin, ",", 1); /* its { */
  g_string_insert (lines, (gssize) begin, "{\"type\":\"record\"");
  g_string_append_c (lines, '\n');
}

/* what is not on its way is sent; too many answers that nobody asked for are forgotten */
static void
offer (ExecJsonSink *self, const LeatBatch *batch, guint from, guint count)
{
  g_ptr_array_set_size (self->offered, 0);
  if (g_hash_table_size (self->hearing.window.by_id) > 2 * (guint) self->in_flight)
    exec_window_reset (&self->hearing.window);
  for (guint i = 0; i < count && self->talk.out->len - self->talk.n_sent < OUT_MAX; i++)
    {
      const LeatRecord *record = leat_batch_get_record (batch, from + i);
      g_autofree char *id = leat_record_make_id (record);
      ExecSent *sent = exec_window_find (&self->hearing.window, id);

      if (sent == NULL)
        {
          sent = exec_window_add (&self->hearing.window, id);
          append_record (self->talk.out, record);
        }
      g_ptr_array_add (self->offered, sent);
    }
  g_string_append (self->talk.out, "{\"type\":\"flush\"}\n");
}

/* @n of them are known to be */
static guint
count_safe (ExecJsonSink *self, guint n)
{
  while (n < self->offered->len && ((ExecSent *) self->offered->pdata[n])->is_safe)
    n++;
  return n;
}

/* the worker looks for the refused one by halves if it stands in front: it is asked again */
static gboolean
refuse (ExecJsonSink *self, ExecSent *sent, gboolean is_asked_again, GError **error)
{
  leat_error_fail (error, LEAT_ERROR_REJECTED, "%s", sent->reason);
  if (!is_asked_again)
    exec_window_remove (&self->hearing.window, sent);
  return FALSE;
}

/* what is to be said to the worker; the first @n of @count are safe */
static gboolean
conclude (ExecJsonSink *self, guint n, guint count, GError **error)
{
  ExecSent *behind = n < self->offered->len ? self->offered->pdata[n] : NULL;
  const gboolean is_refused = behind != NULL && behind->reason != NULL;

  for (guint i = 0; i < n; i++)
    exec_window_remove (&self->hearing.window, self->offered->pdata[i]);
  self->n_taken += n;
  if (behind == NULL)
    return TRUE;
  if (self->hearing.put_off != NULL)
    exec_window_forget_open (&self->hearing.window);
  if (is_refused)
    return refuse (self, behind, n == 0 && count > 1, error);
  g_propagate_error (error, g_steal_pointer (&self->hearing.put_off));
  return FALSE;
}

static gboolean
exec_json_sink_write (LeatSink *sink, LeatBatch *batch, guint from, guint count, guint *taken,
                      GCancellable *cancellable, GError **error)
{
  ExecJsonSink *self = (ExecJsonSink *) sink;
  guint n = 0;

  g_clear_error (&self->hearing.put_off);
  offer (self, batch, from, MIN (count, (guint) self->in_flight));
  self->moved_at = g_get_monotonic_time ();
  while (TRUE)
    {
      n = count_safe (self, n);
      if (n == self->offered->len || self->hearing.put_off != NULL ||
          ((ExecSent *) self->offered->pdata[n])->reason != NULL)
        break;
      if (!pump (self, cancellable, error))
        {
          *taken = 0;
          return FALSE;
        }
    }
  *taken = n;
  return conclude (self, n, count, error);
}

static gboolean
exec_json_sink_flush (LeatSink *sink, guint64 *safe, char **position, GCancellable *cancellable,
                      GError **error)
{
  ExecJsonSink *self = (ExecJsonSink *) sink;

  *safe = self->n_taken;
  self->n_taken = 0;
  return TRUE;
}

static gboolean
exec_json_sink_render (LeatSink *sink, LeatBatch *batch, guint from, guint count, guint *taken,
                       GString *text, GError **error)
{
  for (guint i = from; i < from + count; i++)
    append_record (text, leat_batch_get_record (batch, i));
  *taken = count;
  return TRUE;
}

const LeatSinkClass exec_json_sink_class = {
  .struct_size = sizeof (LeatSinkClass),
  .instance_size = sizeof (ExecJsonSink),
  .name = "exec-json",
  .summary = "Records to a child process that speaks JSON lines, and says of each when it is safe: "
             "a plugin in any language.",
  .options = exec_json_sink_options,
  .flags = LEAT_SINK_LASTING,
  .init = exec_json_sink_init,
  .clear = exec_json_sink_clear,
  .open = exec_json_sink_open,
  .write = exec_json_sink_write,
  .flush = exec_json_sink_flush,
  .close = exec_json_sink_close,
  .render = exec_json_sink_render,
};
