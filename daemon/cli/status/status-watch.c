/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* status-watch.c - looks at a leatd once, or once a second, whatever becomes of it */
#include "status-watch.h"
#include "control/leatd-control.h"
#include "leat-error.h"

#define TIMEOUT 5000 /* ms that reading takes at most */
#define PERIOD 1000  /* ms */
#define PATIENCE 3   /* periods that an answer may take before something is said */

/* Two calls, and all of it is as it is at this moment. GDBusObjectManagerClient would keep counters
 * as they were when it began, as nobody signals them. */
static LeatBusCall
get_manager_call (void)
{
  return (LeatBusCall) { .path = LEATD_BUS_PATH,
                         .timeout = TIMEOUT,
                         .interface = "org.freedesktop.DBus.Properties",
                         .method = "GetAll",
                         .arguments = g_variant_new ("(s)", LEATD_BUS_NAME ".Manager") };
}

static const LeatBusCall objects_call = {
  .timeout = TIMEOUT,
  .path = LEATD_BUS_PATH,
  .interface = "org.freedesktop.DBus.ObjectManager",
  .method = "GetManagedObjects",
};

/* (nullable): one of the two is not what it should be */
static LeatStatus *
make_status (GVariant *manager, GVariant *objects, GError **error)
{
  g_autoptr (GVariant) properties = NULL;
  g_autoptr (GVariant) all = NULL;

  if (!g_variant_is_of_type (manager, G_VARIANT_TYPE ("(a{sv})")) ||
      !g_variant_is_of_type (objects, G_VARIANT_TYPE ("(a{oa{sa{sv}}})")))
    {
      g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_FAILED,
                           "what has the name " LEATD_BUS_NAME " on this bus is no leatd");
      return NULL;
    }
  properties = g_variant_get_child_value (manager, 0);
  all = g_variant_get_child_value (objects, 0);
  return leat_status_new (properties, all);
}

LeatStatus *
leat_status_read (LeatBusClient *client, GError **error)
{
  const LeatBusCall manager_call = get_manager_call ();
  g_autoptr (GVariant) manager = leat_bus_client_call (client, &manager_call, error);
  g_autoptr (GVariant) objects = NULL;

  if (manager == NULL)
    return NULL;
  objects = leat_bus_client_call (client, &objects_call, error);
  return objects != NULL ? make_status (manager, objects, error) : NULL;
}

struct _LeatStatusWatch {
  LeatBusClient *client;
  LeatStatusFunc func;
  gpointer user_data;
  guint timer;
  GCancellable *cancellable; /* of what is asked; NULL: nothing is */
  guint n_periods;           /* that it takes already */
  GVariant *manager;
};

static void watch_ask (LeatStatusWatch *self);

static void
watch_forget (LeatStatusWatch *self)
{
  g_clear_pointer (&self->manager, g_variant_unref);
  g_clear_object (&self->cancellable);
  self->n_periods = 0;
}

/* (nullable): NULL as well if @user_data is gone, then without an error */
static GVariant *
finish (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  GVariant *answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  LeatStatusWatch *self = user_data;

  if (answer != NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return answer;
  leat_bus_client_explain (self->client, NULL, error);
  watch_forget (self);
  self->func (NULL, error, self->user_data);
  return NULL;
}

static void
on_objects (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GVariant) objects = finish (source, result, user_data);
  LeatStatusWatch *self = user_data;
  g_autoptr (GError) error = NULL;
  LeatStatus *status;

  if (objects == NULL)
    return;
  status = make_status (self->manager, objects, &error);
  watch_forget (self);
  self->func (status, error, self->user_data);
}

static void
on_manager (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GVariant *manager = finish (source, result, user_data);
  LeatStatusWatch *self = user_data;

  if (manager == NULL)
    return;
  self->manager = manager;
  leat_bus_client_begin (self->client, &objects_call, self->cancellable, on_objects, self);
}

static gboolean
watch_connect (LeatStatusWatch *self)
{
  g_autoptr (GError) error = NULL;

  if (self->client->connection != NULL && !g_dbus_connection_is_closed (self->client->connection))
    return TRUE;
  if (leat_bus_client_open (self->client, &error))
    return TRUE;
  self->func (NULL, error, self->user_data);
  return FALSE;
}

static void
watch_ask (LeatStatusWatch *self)
{
  const LeatBusCall manager_call = get_manager_call ();

  self->cancellable = g_cancellable_new ();
  leat_bus_client_begin (self->client, &manager_call, self->cancellable, on_manager, self);
}

static gboolean
on_period (gpointer user_data)
{
  LeatStatusWatch *self = user_data;
  g_autoptr (GError) error = NULL;

  if (self->cancellable == NULL)
    {
      if (watch_connect (self))
        watch_ask (self);
      return G_SOURCE_CONTINUE;
    }
  if (++self->n_periods < PATIENCE)
    return G_SOURCE_CONTINUE;
  error = g_error_new (LEAT_ERROR, LEAT_ERROR_TIMED_OUT, "leatd has not answered for %us",
                       self->n_periods);
  self->func (NULL, error, self->user_data);
  return G_SOURCE_CONTINUE;
}

LeatStatusWatch *
leat_status_watch_new (LeatBusClient *client, LeatStatusFunc func, gpointer user_data)
{
  LeatStatusWatch *self = g_new0 (LeatStatusWatch, 1);

  self->client = client;
  self->func = func;
  self->user_data = user_data;
  self->timer = g_timeout_add (PERIOD, on_period, self);
  on_period (self);
  return self;
}

void
leat_status_watch_free (LeatStatusWatch *self)
{
  g_source_remove (self->timer);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  watch_forget (self);
  g_free (self);
}
