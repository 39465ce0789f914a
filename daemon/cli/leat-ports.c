/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-ports.c - leat ports: which serial ports there are, and what one of them says */
#include "look/answer.h"
#include "leat-main.h"
#include "decode/leat-modules.h"
#include "leat-signals.h"
#include "probe/port-list.h"
#include "probe/port-watch.h"
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* as the command line spells them */
typedef struct {
  gboolean json;
  gboolean lines;
  char    *watch;
  char   **plugin_path;
} Arguments;

static void
arguments_clear (Arguments *self)
{
  g_free (self->watch);
  g_strfreev (self->plugin_path);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Arguments, arguments_clear)

static const struct {
  const char *name;
  int         bit;
} lines[] = {
  { "rts", TIOCM_RTS }, { "dtr", TIOCM_DTR }, { "cts", TIOCM_CTS },
  { "dsr", TIOCM_DSR }, { "dcd", TIOCM_CAR }, { "ri", TIOCM_RNG },
};

static void
print_names (const GPtrArray *names)
{
  for (guint i = 0; i < names->len; i++)
    printf ("    %s\n", (const char *) names->pdata[i]);
}

static void
print_holders (const GPtrArray *holders)
{
  for (guint i = 0; i < holders->len; i++)
    {
      const LeatPortHolder *holder = holders->pdata[i];

      printf ("    held by %s (process %d)\n", holder->name != NULL ? holder->name : "?",
              holder->pid);
    }
}

static void
print_lines (int state)
{
  printf ("    lines:");
  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    printf (" %s=%s", lines[i].name, state & lines[i].bit ? "on" : "off");
  putchar ('\n');
}

static void
print_port (const LeatPort *port, int state)
{
  printf ("%s", port->device);
  if (port->driver != NULL)
    printf ("  %s", port->driver);
  if (port->vendor != NULL && port->product != NULL)
    printf ("  %s:%s", port->vendor, port->product);
  if (port->model != NULL)
    printf ("  %s", port->model);
  putchar ('\n');
  print_names (port->by_id);
  print_names (port->by_path);
  if (port->usb != NULL)
    printf ("    %s\n", port->usb);
  print_holders (port->holders);
  if (state >= 0)
    print_lines (state);
}

static void
build_names (JsonBuilder *builder, const char *member, const GPtrArray *names)
{
  json_builder_set_member_name (builder, member);
  json_builder_begin_array (builder);
  for (guint i = 0; i < names->len; i++)
    json_builder_add_string_value (builder, names->pdata[i]);
  json_builder_end_array (builder);
}

static void
build_holders (JsonBuilder *builder, const GPtrArray *holders)
{
  json_builder_set_member_name (builder, "holders");
  json_builder_begin_array (builder);
  for (guint i = 0; i < holders->len; i++)
    {
      const LeatPortHolder *holder = holders->pdata[i];

      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "pid");
      json_builder_add_int_value (builder, holder->pid);
      json_builder_set_member_name (builder, "name");
      json_builder_add_string_value (builder, holder->name);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
build_lines (JsonBuilder *builder, int state)
{
  json_builder_set_member_name (builder, "lines");
  if (state < 0)
    {
      json_builder_add_null_value (builder);
      return;
    }

  json_builder_begin_object (builder);
  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      json_builder_set_member_name (builder, lines[i].name);
      json_builder_add_boolean_value (builder, (state & lines[i].bit) != 0);
    }
  json_builder_end_object (builder);
}

static void
build_port (JsonBuilder *builder, const LeatPort *port, int state)
{
  const struct {
    const char *member;
    const char *value;
  } texts[] = {
    { "device", port->device },   { "driver", port->driver }, { "vendor", port->vendor },
    { "product", port->product }, { "model", port->model },   { "usb", port->usb },
  };

  json_builder_begin_object (builder);
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      json_builder_set_member_name (builder, texts[i].member);
      json_builder_add_string_value (builder, texts[i].value);
    }
  build_names (builder, "by_id", port->by_id);
  build_names (builder, "by_path", port->by_path);
  build_holders (builder, port->holders);
  build_lines (builder, state);
  json_builder_end_object (builder);
}

static void
print_json (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autofree char *text = json_to_string (root, TRUE);

  printf ("%s\n", text);
}

/* Where somebody has the port open, opening it once more changes nothing; else it would raise DTR.
 * */
static int
list_ports (const Arguments *arguments)
{
  const LeatPortRoots roots = { .sys = "/sys", .dev = "/dev", .proc = "/proc" };
  g_autoptr (GPtrArray) ports = leat_port_list_read (&roots);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < ports->len; i++)
    {
      const LeatPort *port = ports->pdata[i];
      gboolean may_open = arguments->lines || port->holders->len > 0;
      int state = may_open ? leat_port_lines_read (port->device) : -1;

      if (arguments->json)
        build_port (builder, port, state);
      else
        print_port (port, state);
    }
  json_builder_end_array (builder);

  if (arguments->json)
    print_json (builder);
  else if (ports->len == 0)
    fprintf (stderr, "leat ports: there is no serial port\n");
  return LEAT_EXIT_OK;
}

static int
tell (const GError *error, LeatExit result)
{
  return leat_answer_fail (error, result);
}

static int
watch_port (const Arguments *arguments, char **words)
{
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_auto (GStrv)
      path = leatd_registry_search_path ((const char *const *) arguments->plugin_path, NULL);
  g_autoptr (LeatdRegistry)
      registry = leatd_registry_new ((const char *const *) path, NULL, faults);
  g_autoptr (GError) error = NULL;
  LeatPortWatch watch = { .output = stdout };
  const LeatLinkClass *klass = leat_modules_find_link (registry, arguments->watch, &error);
  gboolean done;

  if (klass == NULL)
    return tell (error, LEAT_EXIT_FAULTS);
  watch.link = leat_port_watch_new_link (klass, words, &error);
  if (watch.link == NULL)
    return tell (error, LEAT_EXIT_USAGE);

  watch.signals = leat_signals_open ();
  done = leat_port_watch_run (&watch, arguments->watch, &error);
  close (watch.signals);
  leat_link_instance_free (watch.link);
  if (done || watch.bytes > 0)
    fprintf (stderr, "%" G_GUINT64_FORMAT " bytes\n", watch.bytes);
  return done ? LEAT_EXIT_OK : tell (error, LEAT_EXIT_FAULTS);
}

int
leat_word_ports (int argc, char **argv)
{
  g_auto (Arguments) arguments = { 0 };
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &arguments.json, "One JSON array", NULL },
    { "lines", 0, 0, G_OPTION_ARG_NONE, &arguments.lines,
      "Modem lines of every port, not only of those in use: opening a port raises its DTR and RTS",
      NULL },
    { "watch", 0, 0, G_OPTION_ARG_FILENAME, &arguments.watch,
      "Show what comes from a port, until Ctrl-C", "PORT" },
    LEAT_MODULES_PLUGIN_ENTRY (&arguments.plugin_path),
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("[KEY=VALUE…] - serial ports");
  g_autoptr (GError) error = NULL;

  g_set_prgname ("leat ports");
  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_description (
      context, "KEY=VALUE are options of the port to be watched: baud-rate=19200 "
               "parity=even");
  if (!g_option_context_parse (context, &argc, &argv, &error))
    return tell (error, LEAT_EXIT_USAGE);
  if (arguments.watch != NULL)
    return watch_port (&arguments, argv + 1);
  if (argc == 1)
    return list_ports (&arguments);
  error = g_error_new (LEAT_ERROR, LEAT_ERROR_CONFIG, "%s: KEY=VALUE stands behind --watch=PORT",
                       argv[1]);
  return tell (error, LEAT_EXIT_USAGE);
}
