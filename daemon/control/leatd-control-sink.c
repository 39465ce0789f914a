/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-control-sink.c - what may be asked of a sink alone: its backlog, and a flush */
#include "control/leatd-control-private.h"
#include "leat-clock.h"

/* --- the interface, whose backlog is read when it is asked for --- */

#define LEATD_TYPE_MEASURED (leatd_measured_get_type ())
G_DECLARE_FINAL_TYPE (LeatdMeasured, leatd_measured, LEATD, MEASURED, LeatDBusSinkSkeleton)

struct _LeatdMeasured {
  LeatDBusSinkSkeleton parent;
  LeatdPart part;
  GMainContext *context;
  GPtrArray *flushes; /* of Flush: who waits for one */
  GSource *look;      /* whether they are done; NULL: nobody waits */
};

G_DEFINE_FINAL_TYPE (LeatdMeasured, leatd_measured, LEAT_DBUS_TYPE_SINK_SKELETON)

enum { BACKLOG = 1, OLDEST_UNDELIVERED, DELIVERED_THROUGH, ONLINE };

static guint64
measured_get_oldest (const guint64 *counters)
{
  const guint64 age = leatd_counter_get (&counters[LEATD_SINK_OLDEST_AGE]);

  return age > 0 ? ((guint64) leat_clock_now ().time - age) / 1000 : 0;
}

static guint64
measured_get_backlog (LeatdMeasured *self, const guint64 *counters)
{
  if (!leatd_sink_worker_is_reader (self->part.sink))
    return leatd_counter_get (&counters[LEATD_SINK_QUEUE_RECORDS]);
  return leatd_counter_get (&counters[LEATD_SINK_BACKLOG]) +
         leatd_counter_get (&counters[LEATD_SINK_BACKLOG_AGAIN]);
}

/* what arrives from now on is not meant: it was not there when it was asked for */
static guint64
measured_get_delivered (LeatdMeasured *self, const guint64 *counters)
{
  return measured_get_backlog (self, counters) > 0 ? measured_get_oldest (counters)
                                                   : (guint64) leat_clock_now ().time / 1000;
}

static void
measured_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  LeatdMeasured *self = LEATD_MEASURED (object);
  const guint64 *counters = leatd_part_get_counters (&self->part);

  if (id == ONLINE)
    g_value_set_boolean (value,
                         leatd_state_get (self->part.state, NULL, NULL) == LEATD_STATE_RUNNING);
  else if (id == OLDEST_UNDELIVERED)
    g_value_set_uint64 (value, measured_get_oldest (counters));
  else if (id == DELIVERED_THROUGH)
    g_value_set_uint64 (value, measured_get_delivered (self, counters));
  else
    g_value_set_uint64 (value, measured_get_backlog (self, counters));
}

/* --- flushes --- */

#define FLUSH_PATIENCE (20 * G_USEC_PER_SEC)
#define FLUSH_LOOK 20 /* ms; only while somebody waits */
#define FLUSHES_MAX 64

typedef struct {
  GDBusMethodInvocation *invocation; /* (transfer full) to its answer */
  gint number;
  gint64 until; /* monotonic µs */
} Flush;

/* NULL: it may still come */
static GError *
flush_judge (const Flush *self, const LeatdPart *part)
{
  g_autofree char *reason = NULL;
  const LeatdStateCode code = leatd_state_get (part->state, &reason, NULL);

  if (code != LEATD_STATE_RUNNING && code != LEATD_STATE_WAITING)
    return g_error_new (LEAT_ERROR, LEAT_ERROR_DISCONNECTED, "%s: is %s%s%s; nothing was flushed",
                        part->name, leatd_state_get_name (code), reason != NULL ? ": " : "",
                        reason != NULL ? reason : "");
  if (g_get_monotonic_time () >= self->until)
    return g_error_new (LEAT_ERROR, LEAT_ERROR_TIMED_OUT,
                        "%s: its flush takes longer than %d s; it goes on", part->name,
                        (int) (FLUSH_PATIENCE / G_USEC_PER_SEC));
  return NULL;
}

/* TRUE: it is answered */
static gboolean
measured_try_answer (LeatdMeasured *self, const Flush *flush)
{
  GError *error;

  if (leatd_sink_worker_has_flushed (self->part.sink, flush->number))
    {
      leat_dbus_sink_complete_flush (LEAT_DBUS_SINK (self), flush->invocation);
      return TRUE;
    }
  error = flush_judge (flush, &self->part);
  return error != NULL && leatd_control_fail (flush->invocation, error);
}

static gboolean
on_look (gpointer user_data)
{
  LeatdMeasured *self = user_data;

  for (guint i = self->flushes->len; i > 0; i--)
    if (measured_try_answer (self, self->flushes->pdata[i - 1]))
      g_ptr_array_remove_index (self->flushes, i - 1);
  if (self->flushes->len > 0)
    return G_SOURCE_CONTINUE;
  g_clear_pointer (&self->look, g_source_unref);
  return G_SOURCE_REMOVE;
}

static gboolean
on_flush (LeatDBusSink *sink, GDBusMethodInvocation *invocation, gpointer user_data)
{
  LeatdMeasured *self = LEATD_MEASURED (sink);
  Flush *flush;

  if (self->flushes->len >= FLUSHES_MAX)
    return leatd_control_fail (invocation, g_error_new (LEAT_ERROR, LEAT_ERROR_BUSY,
                                                        "%s: is being flushed", self->part.name));
  flush = g_new0 (Flush, 1);
  flush->invocation = invocation;
  flush->number = leatd_sink_worker_flush (self->part.sink);
  flush->until = g_get_monotonic_time () + FLUSH_PATIENCE;
  g_ptr_array_add (self->flushes, flush);
  if (self->look != NULL)
    return TRUE;
  self->look = g_timeout_source_new (FLUSH_LOOK);
  g_source_set_callback (self->look, on_look, self, NULL);
  g_source_attach (self->look, self->context);
  return TRUE;
}

/* --- what its peer has refused --- */

static gboolean
on_retry_rejects (LeatDBusSink *sink, GDBusMethodInvocation *invocation, const char *const *ids,
                  gpointer user_data)
{
  LeatdMeasured *self = LEATD_MEASURED (sink);
  const LeatdSinkConfig *config = leatd_sink_worker_get_config (self->part.sink);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (config->via == NULL)
    return leatd_control_fail (invocation,
                               g_error_new (LEAT_ERROR, LEAT_ERROR_CONFIG,
                                            "%s: reads from no store; its rejects are in files, "
                                            "which leat rejects retries",
                                            self->part.name));
  g_strv_builder_add (builder, self->part.name);
  if (ids[0] == NULL)
    g_strv_builder_add (builder, "--all");
  for (gsize i = 0; ids[i] != NULL; i++)
    g_strv_builder_add (builder, ids[i]);
  leatd_control_word (config->via, "retry", g_strv_builder_end (builder), -1, invocation);
  return TRUE;
}

static void
leatd_measured_finalize (GObject *object)
{
  LeatdMeasured *self = LEATD_MEASURED (object);

  if (self->look != NULL)
    g_source_destroy (self->look);
  g_clear_pointer (&self->look, g_source_unref);
  for (guint i = 0; i < self->flushes->len; i++)
    leatd_control_fail (((Flush *) self->flushes->pdata[i])->invocation,
                        g_error_new (LEAT_ERROR, LEAT_ERROR_FAILED, "%s: is no longer there",
                                     self->part.name));
  g_ptr_array_unref (self->flushes);
  g_main_context_unref (self->context);
  G_OBJECT_CLASS (leatd_measured_parent_class)->finalize (object);
}

static void
leatd_measured_class_init (LeatdMeasuredClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = leatd_measured_finalize;
  object_class->get_property = measured_get_property;
  object_class->set_property = leatd_control_set_property;
  g_object_class_override_property (object_class, BACKLOG, "backlog");
  g_object_class_override_property (object_class, OLDEST_UNDELIVERED, "oldest-undelivered");
  g_object_class_override_property (object_class, DELIVERED_THROUGH, "delivered-through");
  g_object_class_override_property (object_class, ONLINE, "online");
}

static void
leatd_measured_init (LeatdMeasured *self)
{
  self->context = g_main_context_ref_thread_default ();
  self->flushes = g_ptr_array_new_with_free_func (g_free);
}

LeatDBusSink *
leatd_control_sink_new (const LeatdPart *part)
{
  LeatdMeasured *self = g_object_new (LEATD_TYPE_MEASURED, NULL);

  self->part = *part;
  g_signal_connect (self, "handle-flush", G_CALLBACK (on_flush), NULL);
  g_signal_connect (self, "handle-retry-rejects", G_CALLBACK (on_retry_rejects), NULL);
  return LEAT_DBUS_SINK (self);
}
