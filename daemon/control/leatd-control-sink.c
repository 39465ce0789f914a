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
};

G_DEFINE_FINAL_TYPE (LeatdMeasured, leatd_measured, LEAT_DBUS_TYPE_SINK_SKELETON)

enum { BACKLOG = 1, OLDEST_UNDELIVERED, ONLINE };

static guint64
measured_get_backlog (const guint64 *counters)
{
  return leatd_counter_get (&counters[LEATD_SINK_BACKLOG]) +
         leatd_counter_get (&counters[LEATD_SINK_BACKLOG_AGAIN]);
}

static guint64
measured_get_oldest (const guint64 *counters)
{
  const guint64 age = leatd_counter_get (&counters[LEATD_SINK_OLDEST_AGE]);

  return age > 0 ? ((guint64) leat_clock_now ().time - age) / 1000 : 0;
}

static void
measured_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  LeatdMeasured *self = LEATD_MEASURED (object);
  const guint64 *counters = leatd_part_get_counters (&self->part);
  const gboolean reads = leatd_sink_worker_is_reader (self->part.sink);

  if (id == ONLINE)
    g_value_set_boolean (value,
                         leatd_state_get (self->part.state, NULL, NULL) == LEATD_STATE_RUNNING);
  else if (id == OLDEST_UNDELIVERED)
    g_value_set_uint64 (value, measured_get_oldest (counters));
  else
    g_value_set_uint64 (value, reads ? measured_get_backlog (counters)
                                     : leatd_counter_get (&counters[LEATD_SINK_QUEUE_RECORDS]));
}

static void
leatd_measured_class_init (LeatdMeasuredClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = measured_get_property;
  object_class->set_property = leatd_control_set_property;
  g_object_class_override_property (object_class, BACKLOG, "backlog");
  g_object_class_override_property (object_class, OLDEST_UNDELIVERED, "oldest-undelivered");
  g_object_class_override_property (object_class, ONLINE, "online");
}

static void
leatd_measured_init (LeatdMeasured *self)
{
}

LeatDBusSink *
leatd_control_sink_new (const LeatdPart *part)
{
  LeatdMeasured *self = g_object_new (LEATD_TYPE_MEASURED, NULL);

  self->part = *part;
  return LEAT_DBUS_SINK (self);
}
