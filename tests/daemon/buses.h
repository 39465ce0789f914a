/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buses.h - the control interface of a pipeline on a private bus, and a client that calls it */
#pragma once
#include "control/leatd-control.h"
#include "leat-dbus-generated.h"
#include "leat-error.h"
#include "pipelines.h"

/**
 * TestControl:
 * @address: of its bus
 * @path: of its key file
 * @connection: the client's
 * @objects: as the client sees them
 * @n_reloads: how often Reload() asked for that
 * @drained: how long sinks were to drain then, µs
 * @n_stops: how often Stop() asked the daemon to end
 * @drain: as the last Stop() said
 *
 * The daemon's side and the client's are in one thread: a client never waits without letting the
 * main context run.
 */
typedef struct {
  GTestDBus          *bus;
  char               *address;
  char               *path;
  TestPipeline       *pipeline;
  LeatdControl       *control;
  GDBusConnection    *connection;
  GDBusObjectManager *objects;
  guint               n_stops;
  guint               n_reloads;
  gint64              drained;
  gboolean            drain;
} TestControl;

/* --- what is awaited --- */

static inline void
test_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

/* (transfer full): @result as test_answered() sets it */
static inline GAsyncResult *
test_await_answer (GAsyncResult **result)
{
  while (g_atomic_pointer_get (result) == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

/* a call of any object; (transfer full) (nullable) */
static inline GVariant *
test_call_at (GDBusConnection *connection, const char *name, const char *path,
              const char *interface, const char *method, GVariant *arguments, GError **error)
{
  GAsyncResult *answered = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  g_dbus_connection_call (connection, name, path, interface, method, arguments, NULL,
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, G_MAXINT, NULL, test_answered,
                          &answered);
  result = test_await_answer (&answered);
  return g_dbus_connection_call_finish (connection, result, error);
}

/* the same of a proxy, whose bus may be another's; LeatError by its name on the bus */
static inline GVariant *
test_call (gpointer proxy, const char *method, GVariant *arguments, GError **error)
{
  return test_call_at (g_dbus_proxy_get_connection (proxy), g_dbus_proxy_get_name (proxy),
                       g_dbus_proxy_get_object_path (proxy),
                       g_dbus_proxy_get_interface_name (proxy), method, arguments, error);
}

static inline void
test_call_well (gpointer proxy, const char *method)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = test_call (proxy, method, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (answer);
}

/* a call that fails: with that code, and that in its text */
static inline void
test_call_badly (gpointer proxy, const char *method, GVariant *arguments, LeatError code,
                 const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = test_call (proxy, method, arguments, &error);

  g_assert_null (answer);
  g_assert_error (error, LEAT_ERROR, (gint) code);
  if (strstr (error->message, text) == NULL)
    g_error ("%s() said \"%s\", not \"%s\"", method, error->message, text);
}

/* as the daemon has it now: a proxy keeps what it heard once; (transfer full) */
static inline GVariant *
test_get_property (gpointer proxy, const char *property)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) inner = NULL;
  g_autoptr (GVariant)
      answer = test_call_at (g_dbus_proxy_get_connection (proxy), g_dbus_proxy_get_name (proxy),
                             g_dbus_proxy_get_object_path (proxy),
                             "org.freedesktop.DBus.Properties", "Get",
                             g_variant_new ("(ss)", g_dbus_proxy_get_interface_name (proxy),
                                            property),
                             &error);

  g_assert_no_error (error);
  g_variant_get (answer, "(v)", &inner);
  return g_steal_pointer (&inner);
}

static inline guint64
test_get_number (gpointer proxy, const char *property)
{
  g_autoptr (GVariant) value = test_get_property (proxy, property);

  return g_variant_get_uint64 (value);
}

static inline gint64
test_get_counter (LeatDBusComponent *component, const char *name)
{
  g_autoptr (GVariant) counters = test_get_property (component, "Counters");
  gint64 count;

  if (!g_variant_lookup (counters, name, "x", &count))
    g_error ("there is no counter %s", name);
  return count;
}

static inline void
test_await_counter (LeatDBusComponent *component, const char *name, gint64 count)
{
  while (test_get_counter (component, name) < count)
    g_main_context_iteration (NULL, FALSE);
}

static inline void
test_await_state (LeatDBusComponent *component, const char *state)
{
  while (g_strcmp0 (leat_dbus_component_get_state (component), state) != 0)
    g_main_context_iteration (NULL, TRUE);
}

static inline gboolean
test_note_emission (GSignalInvocationHint *hint, guint n, const GValue *values, gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return FALSE; /* it is not called again */
}

/* Notes the next call of a method, as "handle-pause", that the daemon begins to work on. Another
 * call's answer does not tell that: calls of one client that are not awaited may overtake each
 * other, as GDBus asks who may call in threads of its own. */
static inline void
test_note_call (GType interface, const char *method, gboolean *begun)
{
  g_signal_add_emission_hook (g_signal_lookup (method, interface), 0, test_note_emission, begun,
                              NULL);
}

static inline void
test_await_call (const gboolean *begun)
{
  while (!*begun)
    g_main_context_iteration (NULL, TRUE);
}

/* --- buses and their clients --- */

/* its death is awaited by who made it, and ends nobody else */
static inline GDBusConnection *
test_bus_connect (const char *address)
{
  GAsyncResult *answered = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GDBusConnection *connection;

  g_dbus_connection_new_for_address (address,
                                     G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                         G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                     NULL, NULL, test_answered, &answered);
  result = test_await_answer (&answered);
  connection = g_dbus_connection_new_for_address_finish (result, &error);
  g_assert_no_error (error);
  return connection;
}

static inline void
test_bus_appeared (GDBusConnection *connection, const char *name, const char *owner,
                   gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
}

/* until someone owns it */
static inline void
test_bus_await_name (GDBusConnection *connection, const char *name)
{
  gboolean appeared = FALSE;
  guint watch = g_bus_watch_name_on_connection (connection, name, G_BUS_NAME_WATCHER_FLAGS_NONE,
                                                test_bus_appeared, NULL, &appeared, NULL);

  test_pipeline_await (&appeared);
  g_bus_unwatch_name (watch);
}

/* a dbus-daemon at an address that stays, which can die and come back */
static inline GSubprocess *
test_bus_spawn (const char *address)
{
  g_autofree char *option = g_strconcat ("--address=", address, NULL);
  g_autoptr (GError) error = NULL;
  GSubprocess *process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, "dbus-daemon",
                                           "--session", "--nofork", "--nopidfile", option,
                                           "--print-address", NULL);
  char byte;

  g_assert_no_error (error);
  /* it prints when it listens */
  g_assert_cmpint (g_input_stream_read (g_subprocess_get_stdout_pipe (process), &byte, 1, NULL,
                                        NULL),
                   ==, 1);
  return process;
}

static inline void
test_bus_kill (GSubprocess *process)
{
  g_subprocess_force_exit (process);
  g_assert_true (g_subprocess_wait (process, NULL, NULL));
  g_object_unref (process);
}

/* --- a pipeline and its control --- */

static inline void
test_control_stop (gboolean drain, gpointer user_data)
{
  TestControl *self = user_data;

  self->n_stops++;
  self->drain = drain;
}

/* one source has changed; the second time there is a fault */
static inline void
test_control_reload (gint64 drain, LeatdReloadAnswer answer, gpointer answer_data,
                     gpointer user_data)
{
  TestControl *self = user_data;
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_autoptr (GPtrArray) changes = g_ptr_array_new ();
  LeatdReloadChange changed = { FALSE, (char *) "numbers", LEATD_RELOAD_CHANGED, 0 };
  LeatdReloadChange removed = { TRUE, (char *) "mes", LEATD_RELOAD_REMOVED, 7 };

  self->drained = drain;
  g_ptr_array_add (changes, &changed);
  g_ptr_array_add (changes, &removed);
  leat_faults_add (faults, self->path, 7, "sink file", "path", "is a fault");
  if (self->n_reloads++ == 0)
    answer (changes, NULL, answer_data);
  else
    answer (NULL, faults, answer_data);
}

/* the daemon's side; @address is copied */
static inline void
test_control_show (TestControl *self, const char *address)
{
  self->path = g_build_filename (self->pipeline->directory, "leat.conf", NULL);
  self->address = g_strdup (address);
  self->control = leatd_control_new (&(LeatdControlSetup){
      .bus = self->address,
      .config_path = self->path,
      .config = self->pipeline->config,
      .pipeline = self->pipeline->pipeline,
      .stop = test_control_stop,
      .reload = test_control_reload,
      .user_data = self,
  });
}

static inline void
test_control_connect (TestControl *self)
{
  GAsyncResult *answered = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  self->connection = test_bus_connect (self->address);
  test_bus_await_name (self->connection, LEATD_BUS_NAME);
  leat_dbus_object_manager_client_new (self->connection,
                                       G_DBUS_OBJECT_MANAGER_CLIENT_FLAGS_DO_NOT_AUTO_START,
                                       LEATD_BUS_NAME, LEATD_BUS_PATH, NULL, test_answered,
                                       &answered);
  result = test_await_answer (&answered);
  self->objects = leat_dbus_object_manager_client_new_finish (result, &error);
  g_assert_no_error (error);
}

static inline void
test_control_disconnect (TestControl *self)
{
  g_clear_object (&self->objects);
  g_clear_object (&self->connection);
}

/* a pipeline on a bus of its own, not started */
static inline TestControl *
test_control_new (const char *text)
{
  TestControl *self = g_new0 (TestControl, 1);

  self->bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (self->bus);
  self->pipeline = test_pipeline_new (text);
  test_control_show (self, g_test_dbus_get_bus_address (self->bus));
  test_control_connect (self);
  return self;
}

/* (transfer full): "source/numbers" */
static inline LeatDBusObject *
test_control_get (TestControl *self, const char *name)
{
  g_autofree char *path = g_strconcat (LEATD_BUS_PATH "/", name, NULL);
  GDBusObject *object = g_dbus_object_manager_get_object (self->objects, path);

  g_assert_nonnull (object);
  return LEAT_DBUS_OBJECT (object);
}

/* (transfer full) */
static inline LeatDBusComponent *
test_control_get_component (TestControl *self, const char *name)
{
  g_autoptr (LeatDBusObject) object = test_control_get (self, name);

  return leat_dbus_object_get_component (object);
}

/* (transfer full) */
static inline LeatDBusManager *
test_control_get_manager (TestControl *self)
{
  GAsyncResult *answered = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  LeatDBusManager *manager;

  leat_dbus_manager_proxy_new (self->connection, G_DBUS_PROXY_FLAGS_NONE, LEATD_BUS_NAME,
                               LEATD_BUS_PATH, NULL, test_answered, &answered);
  result = test_await_answer (&answered);
  manager = leat_dbus_manager_proxy_new_finish (result, &error);
  g_assert_no_error (error);
  return manager;
}

/* stops the pipeline if nobody has, as the daemon does */
static inline void
test_control_free (TestControl *self)
{
  if (!self->pipeline->stopped)
    test_pipeline_stop (self->pipeline);
  test_control_disconnect (self);
  g_clear_pointer (&self->control, leatd_control_free);
  test_pipeline_free (self->pipeline);
  if (self->bus != NULL)
    g_test_dbus_down (self->bus);
  g_clear_object (&self->bus);
  g_free (self->path);
  g_free (self->address);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestControl, test_control_free)
