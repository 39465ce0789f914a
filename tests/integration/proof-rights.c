/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* proof-rights.c - every method on a system bus of its own, with the installed policy and a real
 * polkitd: who is granted what, and that what is there is what is described */
#include "daemons.h"
#include <sched.h>
#include <sys/mount.h>

#define NAME "org.leat.Leat1"
#define PATH "/org/leat/Leat1"
#define POLKITD "/usr/lib/polkit-1/polkitd"
#define ACTIONS "/usr/share/polkit-1/actions"
#define RULES "/etc/polkit-1/rules.d"

/* two users that are there on every machine: polkit grants the one everything, by a rule */
#define STRANGER "nobody"
#define GRANTED "daemon"

typedef struct {
  TestDaemon *daemon;
  char *address;
  GSubprocess *bus;
  GSubprocess *polkitd;
  GDBusConnection *connection; /* root's */
} Fixture;

static const char bus_config[] =
    "<busconfig><type>system</type><listen>%s</listen><auth>EXTERNAL</auth>"
    "<policy context='default'><allow user='*'/><deny own='*'/><deny send_type='method_call'/>"
    "<allow send_type='signal'/><allow send_requested_reply='true' send_type='method_return'/>"
    "<allow send_requested_reply='true' send_type='error'/><allow receive_type='method_call'/>"
    "<allow receive_type='method_return'/><allow receive_type='error'/>"
    "<allow receive_type='signal'/><allow send_destination='org.freedesktop.DBus'/></policy>"
    "<include>/usr/share/dbus-1/system.d/org.freedesktop.PolicyKit1.conf</include>"
    "<include>%s</include></busconfig>";

static const char rules[] =
    "polkit.addRule (function (action, subject) {\n"
    "  if (subject.user == '" GRANTED "' && action.id.indexOf ('" NAME ".') == 0)\n"
    "    return polkit.Result.YES;\n"
    "});\n";

static const char key_file[] =
    "[source numbers]\nplugin=fixture-source\nbatches=1\nthen=wait\n"
    "[sink file]\nplugin=fixture-sink\npath=DIR/taken\n"
    "[sink store]\nplugin=fixture-store\nmemory=rights\n";

/* --- files in the places where polkitd looks for them, in a mount namespace of our own --- */

/* NULL: it can be */
static const char *
why_not (void)
{
  if (geteuid () != 0)
    return "only root may begin a polkitd";
  if (!g_file_test (POLKITD, G_FILE_TEST_IS_EXECUTABLE))
    return "there is no polkitd here; package polkitd has it";
  if (!g_file_test (RULES, G_FILE_TEST_IS_DIR))
    return "there is no " RULES " here; package polkitd has it";
  if (unshare (CLONE_NEWNS) != 0 || mount (NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0)
    return "a mount namespace of its own is not allowed here";
  return NULL;
}

static void
put (TestDaemon *daemon, const char *folder, const char *name, const char *text, const char *over)
{
  g_autofree char *path = test_path (daemon, folder);
  g_autofree char *file = g_build_filename (path, name, NULL);

  g_assert_cmpint (g_mkdir (path, 0755), ==, 0);
  g_assert_cmpint (chmod (path, 0755), ==, 0);
  g_assert_true (g_file_set_contents_full (file, text, -1, G_FILE_SET_CONTENTS_NONE, 0644, NULL));
  g_assert_cmpint (mount (path, over, NULL, MS_BIND, NULL), ==, 0);
}

static char *
read_description (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "schemas", "dbus", name, NULL);
  g_autoptr (GError) error = NULL;
  char *text;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

/* --- the processes --- */

/* until its first line of output */
static GSubprocess *
spawn (GSubprocessFlags flags, const char *const *words)
{
  g_autoptr (GError) error = NULL;
  GSubprocess *process = g_subprocess_newv (words, flags, &error);

  g_assert_no_error (error);
  return process;
}

static void
begin_bus (Fixture *self)
{
  g_autofree char *policy = g_test_build_filename (G_TEST_DIST, "schemas", "dbus", NAME ".conf",
                                                   NULL);
  g_autofree char *text = g_strdup_printf (bus_config, self->address, policy);
  g_autofree char *path = test_path (self->daemon, "bus.conf");
  g_autofree char *option = g_strconcat ("--config-file=", path, NULL);
  char byte;

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  self->bus = spawn (G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                     (const char *const[]) { "dbus-daemon", option, "--nofork", "--nopidfile",
                                             "--print-address", NULL });
  /* it prints when it listens */
  g_assert_cmpint (g_input_stream_read (g_subprocess_get_stdout_pipe (self->bus), &byte, 1, NULL,
                                        NULL),
                   ==, 1);
}

static void
on_appeared (GDBusConnection *connection, const char *name, const char *owner, gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
}

static void
await_name (Fixture *self, const char *name)
{
  gboolean appeared = FALSE;
  guint watch = g_bus_watch_name_on_connection (self->connection, name,
                                                G_BUS_NAME_WATCHER_FLAGS_NONE, on_appeared, NULL,
                                                &appeared, NULL);

  while (!appeared)
    g_main_context_iteration (NULL, TRUE);
  g_bus_unwatch_name (watch);
}

static void
begin_daemon (Fixture *self)
{
  g_autofree char *config = test_path (self->daemon, "leat.conf");
  const char *const words[] = { g_getenv ("LEATD_COMMAND"), "--bus=system", "--plugin-path",
                                g_getenv ("LEAT_FIXTURES"), "--config", config, NULL };

  self->daemon->process = spawn (G_SUBPROCESS_FLAGS_STDERR_PIPE, words);
  self->daemon->errors = g_data_input_stream_new (
      g_subprocess_get_stderr_pipe (self->daemon->process));
}

static void
fixture_init (Fixture *self)
{
  g_autofree char *actions = read_description (NAME ".policy");
  g_autoptr (GError) error = NULL;

  self->daemon = test_daemon_new (key_file);
  g_assert_cmpint (chmod (self->daemon->directory, 0755), ==, 0);
  self->address = g_strdup_printf ("unix:path=%s/socket", self->daemon->directory);
  g_setenv ("DBUS_SYSTEM_BUS_ADDRESS", self->address, TRUE);
  put (self->daemon, "actions", NAME ".policy", actions, ACTIONS);
  put (self->daemon, "rules", "10-leat.rules", rules, RULES);
  begin_bus (self);
  self->polkitd = spawn (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                         (const char *const[]) { POLKITD, "--no-debug", NULL });
  begin_daemon (self);
  self->connection =
      g_dbus_connection_new_for_address_sync (self->address,
                                              G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                  G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                              NULL, NULL, &error);
  g_assert_no_error (error);
  await_name (self, "org.freedesktop.PolicyKit1");
  await_name (self, NAME);
}

static void
end (GSubprocess *process)
{
  g_subprocess_force_exit (process);
  g_subprocess_wait (process, NULL, NULL);
  g_object_unref (process);
}

static void
fixture_clear (Fixture *self)
{
  g_object_unref (self->connection);
  test_daemon_free (self->daemon);
  end (self->polkitd);
  end (self->bus);
  umount2 (ACTIONS, MNT_DETACH);
  umount2 (RULES, MNT_DETACH);
  g_free (self->address);
}

/* --- calls --- */

/* a value of that type, as gdbus reads it */
static const char *
get_argument (const char *signature)
{
  static const char *const values[][2] = {
    { "s", "''" }, { "b", "false" }, { "u", "1" },    { "t", "1" },
    { "v", "<''>" }, { "i", "1" },   { "as", "@as []" }, { "at", "@at []" },
    { "a{sv}", "@a{sv} {}" }, { "h", "handle 0" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    if (g_str_equal (values[i][0], signature))
      return values[i][1];
  g_error ("no value of the type %s is known here", signature);
}

/* (transfer full): what the user is told when he calls it: "" if all is well */
static char *
call_as (const char *user, const char *path, const GDBusInterfaceInfo *interface,
         const GDBusMethodInfo *method)
{
  g_autofree char *full = g_strconcat (interface->name, ".", method->name, NULL);
  g_autofree char *reuid = g_strconcat ("--reuid=", user, NULL);
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  g_autoptr (GSubprocess) process = NULL;
  char *said = NULL;
  const char *const begin[] = { "setpriv",    reuid,         "--clear-groups", "gdbus",
                                "call",       "--system",    "--dest",         NAME,
                                "--object-path", path,       "--method",       full };

  for (guint i = 0; i < G_N_ELEMENTS (begin); i++)
    g_ptr_array_add (words, (char *) begin[i]);
  for (guint i = 0; method->in_args != NULL && method->in_args[i] != NULL; i++)
    g_ptr_array_add (words, (char *) get_argument (method->in_args[i]->signature));
  g_ptr_array_add (words, NULL);
  process = spawn (G_SUBPROCESS_FLAGS_STDERR_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE,
                   (const char *const *) words->pdata);
  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, NULL, &said, NULL));
  return said;
}

static gboolean
is_denied (const char *said)
{
  return strstr (said, "org.leat.Leat1.Error.Denied") != NULL;
}

typedef void (*EachFunc) (Fixture *self, const char *path, const GDBusInterfaceInfo *interface,
                          const GDBusMethodInfo *method);

/* every method of every interface that is described */
static guint
each_method (Fixture *self, EachFunc func)
{
  static const char *const objects[][2] = {
    { "Component", PATH "/source/numbers" }, { "Component", PATH "/sink/file" },
    { "Source", PATH "/source/numbers" },    { "Sink", PATH "/sink/file" },
    { "Store", PATH "/sink/store" },
    { "Manager", PATH }, /* its Stop() comes last */
  };
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (objects); i++)
    {
      g_autofree char *file = g_strdup_printf (NAME ".%s.xml", objects[i][0]);
      g_autofree char *xml = read_description (file);
      g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (xml, NULL);
      GDBusMethodInfo **methods = node->interfaces[0]->methods;

      for (; methods != NULL && *methods != NULL; methods++, n++)
        func (self, objects[i][1], node->interfaces[0], *methods);
    }
  return n;
}

/* whoever has no rule for him may read, and nothing else */
static void
check_stranger (Fixture *self, const char *path, const GDBusInterfaceInfo *interface,
                const GDBusMethodInfo *method)
{
  const char *right = g_dbus_annotation_info_lookup (method->annotations, NAME ".Right");
  g_autofree char *said = call_as (STRANGER, path, interface, method);

  if (is_denied (said) == g_str_equal (right, "read"))
    g_error ("%s.%s() said to " STRANGER ": %s", interface->name, method->name, said);
}

/* granted by polkit: what fails, fails for another reason */
static void
check_granted (Fixture *self, const char *path, const GDBusInterfaceInfo *interface,
               const GDBusMethodInfo *method)
{
  g_autofree char *said = call_as (GRANTED, path, interface, method);

  if (is_denied (said) || strstr (said, "org.freedesktop.DBus.Error") != NULL)
    g_error ("%s.%s() said to " GRANTED ": %s", interface->name, method->name, said);
}

static void
check_root (Fixture *self, const char *path, const GDBusInterfaceInfo *interface,
            const GDBusMethodInfo *method)
{
  g_autofree char *said = NULL;

  if (g_str_equal (method->name, "Stop"))
    return;
  said = call_as ("root", path, interface, method);
  if (is_denied (said) || strstr (said, "org.freedesktop.DBus.Error") != NULL)
    g_error ("%s.%s() said to root: %s", interface->name, method->name, said);
}

/* (transfer full): without what is said to the generator of code alone */
static char *
read_public_description (const char *name)
{
  g_autofree char *file = g_strdup_printf (NAME ".%s.xml", name);
  g_autofree char *xml = read_description (file);
  g_autoptr (GRegex) ours = g_regex_new ("<annotation name=\"org.gtk.GDBus[^>]*/>", 0, 0, NULL);

  return g_regex_replace_literal (ours, xml, -1, 0, "", 0, NULL);
}

static void
check_introspection (Fixture *self, const char *path, const char *name)
{
  g_autofree char *xml = read_public_description (name);
  g_autofree char *full = g_strconcat (NAME ".", name, NULL);
  g_autoptr (GDBusNodeInfo) expected = g_dbus_node_info_new_for_xml (xml, NULL);
  g_autoptr (GDBusNodeInfo) found = NULL;
  g_autoptr (GString) one = g_string_new (NULL);
  g_autoptr (GString) other = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant)
      answer = g_dbus_connection_call_sync (self->connection, NAME, path,
                                            "org.freedesktop.DBus.Introspectable", "Introspect",
                                            NULL, G_VARIANT_TYPE ("(s)"), G_DBUS_CALL_FLAGS_NONE,
                                            -1, NULL, &error);
  const char *told;

  g_assert_no_error (error);
  g_variant_get (answer, "(&s)", &told);
  found = g_dbus_node_info_new_for_xml (told, &error);
  g_assert_no_error (error);
  g_assert_nonnull (g_dbus_node_info_lookup_interface (found, full));
  g_dbus_interface_info_generate_xml (expected->interfaces[0], 0, one);
  g_dbus_interface_info_generate_xml (g_dbus_node_info_lookup_interface (found, full), 0, other);
  g_assert_cmpstr (other->str, ==, one->str);
}

static void
test_rights (void)
{
  Fixture fixture = { 0 };
  const char *reason = why_not ();
  guint n;

  if (reason != NULL)
    {
      g_test_skip (reason);
      return;
    }
  fixture_init (&fixture);
  check_introspection (&fixture, PATH, "Manager");
  check_introspection (&fixture, PATH "/source/numbers", "Component");
  check_introspection (&fixture, PATH "/source/numbers", "Source");
  check_introspection (&fixture, PATH "/sink/file", "Component");
  check_introspection (&fixture, PATH "/sink/file", "Sink");
  check_introspection (&fixture, PATH "/sink/store", "Store");
  n = each_method (&fixture, check_stranger);
  g_assert_cmpuint (n, >=, 23);
  g_assert_cmpuint (each_method (&fixture, check_root), ==, n);
  g_assert_cmpuint (each_method (&fixture, check_granted), ==, n);
  g_test_message ("%u methods, three callers each", n);
  /* the last of them was Stop() */
  g_assert_true (g_subprocess_wait (fixture.daemon->process, NULL, NULL));
  g_assert_true (g_subprocess_get_if_exited (fixture.daemon->process));
  fixture_clear (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/proof-rights/methods", test_rights);
  return g_test_run ();
}
