/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* bad-machine.h - a vision machine that follows a script, byte by byte, on a real port, and the
 * real leatd that reads it: what each bad input becomes, and that a good result behind it is one
 * record, in the same leatd */
#pragma once
#include "daemons.h"
G_BEGIN_DECLS

typedef enum {
  BAD_DONE,
  BAD_HEARS,
  BAD_SAYS,
  BAD_TOLD,
  BAD_GIVES,
  BAD_LEAVES,
  BAD_RETURNS,
} BadVerb;

typedef struct {
  BadVerb     verb;
  const char *text;
  gsize       length;
} BadStep;

/* the next bytes that leatd sends it are these */
#define HEARS(text) { BAD_HEARS, text, sizeof text - 1 }
#define SAYS(text) { BAD_SAYS, text, sizeof text - 1 }
/* a line of leatd's log has this in it */
#define TOLD(text) { BAD_TOLD, text, sizeof text - 1 }
/* there is one more record, and this is its line of CSV; its quality stands last */
#define GIVES(text) { BAD_GIVES, text, sizeof text - 1 }
/* the line hangs up, the connection is closed: nothing is there */
#define LEAVES { BAD_LEAVES, "", 0 }
#define RETURNS { BAD_RETURNS, "", 0 }
/* leatd has closed the connection and comes again */
#define IS_CALLED { BAD_RETURNS, "again", 0 }

/* keys of a source: it triggers at once, and again behind each result */
#define TRIGGERS "trigger=interval\ntrigger-interval=1ms\n"
/* what comes within a minute behind the deadline is late, however slow this test is */
#define SHORT "answer-timeout=1ms\nanswer-settle=1min\n"
#define PATIENT "answer-timeout=1min\n"
/* behind a refusal the next command comes without a wait */
#define AT_ONCE PATIENT "answer-settle=0\n"
#define OFTEN "read-state-interval=100ms\n"

/* quality of a record that is no trigger's, though there are triggers */
#define UNBOUND "trigger=missing;latency=missing"

#define GARBAGE "\x01\x00\xfe?"

/**
 * BadReject:
 * @stage: who said no
 * @reason: stands in what it said
 * @raw: the bytes, all of them
 */
typedef struct {
  const char *stage;
  const char *reason;
  const char *raw;
  gsize       length;
} BadReject;

#define REJECT(stage, reason, raw) { stage, reason, raw, sizeof raw - 1 }

/**
 * BadFamily:
 * @name: plugin= of the key file
 * @is_serial: it is on a pseudo-terminal; else at a port of the loopback
 * @schema: (nullable): text of one, behind its line [schema]; %NULL: the family's own
 * @columns: of CSV, but for the quality
 */
typedef struct {
  const char *name;
  gboolean    is_serial;
  const char *schema;
  const char *columns;
} BadFamily;

/**
 * BadCase:
 * @path: of the test: the family, and which bad input
 * @keys: of its source
 * @encoding: (nullable): of the schema
 * @steps: in their order
 * @rejects: all that there are, in their order
 */
typedef struct {
  const char      *path;
  const BadFamily *family;
  const char      *keys;
  const char      *encoding;
  BadStep          steps[28];
  BadReject        rejects[6];
} BadCase;

/**
 * BadMachine:
 * @listener: where it is called; -1: it is serial
 * @line: the machine's end; -1: it is away
 * @given: lines of CSV that there should be
 */
typedef struct {
  const BadCase *test;
  TestDaemon    *daemon;
  int            listener;
  int            line;
  char          *csv;
  GString       *given;
} BadMachine;

/* --- its line --- */

/* at a port that stays its own while it does not listen: one that the kernel chose would not */
static inline int
bad_listener_open (guint16 *port)
{
  struct sockaddr_in name = { .sin_family = AF_INET, .sin_addr = { htonl (INADDR_LOOPBACK) } };
  const int holder = test_port_hold (port);
  int listener = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  int yes = 1;

  name.sin_port = htons (*port);
  g_assert_cmpint (setsockopt (listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes), ==, 0);
  g_assert_cmpint (bind (listener, (struct sockaddr *) &name, sizeof name), ==, 0);
  close (holder);
  return listener;
}

static inline void
bad_machine_call (BadMachine *self)
{
  g_autofree char *name = test_path (self->daemon, "machine");

  if (self->listener < 0)
    {
      self->line = test_line_open (name);
      test_daemon_await (self->daemon, "machine: running"); /* what comes before it opens is lost */
      return;
    }
  g_assert_cmpint (listen (self->listener, 8), ==, 0);
  self->line = accept (self->listener, NULL, NULL);
  g_assert_cmpint (self->line, >=, 0);
}

static inline void
bad_machine_leave (BadMachine *self)
{
  g_autofree char *name = test_path (self->daemon, "machine");

  if (self->listener >= 0)
    shutdown (self->listener, SHUT_RD); /* it listens no more, and keeps its port */
  else
    g_unlink (name);
  close (self->line);
  self->line = -1;
}

static inline void
bad_machine_hear (BadMachine *self, const BadStep *step)
{
  for (gsize at = 0; at < step->length; at++)
    {
      char byte;

      g_assert_cmpint (read (self->line, &byte, 1), ==, 1);
      if (byte != step->text[at])
        g_error ("byte 0x%02x at %" G_GSIZE_FORMAT " of what it is to hear", (guint) (guchar) byte,
                 at);
    }
}

/* --- records --- */

/* whether the gateway's own clock is right is nobody's matter here */
static inline char *
bad_machine_read_records (BadMachine *self)
{
  g_autoptr (GString) text = NULL;
  g_autofree char *content = NULL;

  if (!g_file_get_contents (self->csv, &content, NULL, NULL))
    return g_strdup ("");
  text = g_string_new (strchr (content, '\n') != NULL ? strchr (content, '\n') + 1 : "");
  g_string_replace (text, "clock=unsynced;", "", 0);
  g_string_replace (text, "clock=unsynced", "", 0);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static inline gboolean
bad_machine_has_given (gpointer data, const char *wanted)
{
  g_autofree char *text = bad_machine_read_records (data);

  if (!g_str_has_prefix (wanted, text))
    g_assert_cmpstr (text, ==, wanted);
  return g_str_equal (text, wanted);
}

/* --- the script --- */

static inline void
bad_machine_do (BadMachine *self, const BadStep *step)
{
  g_autofree char *shown = g_strescape (step->text, NULL);

  g_test_message ("%d %s", step->verb, shown);
  switch (step->verb)
    {
    case BAD_HEARS:
      bad_machine_hear (self, step);
      break;
    case BAD_SAYS:
      test_line_write (self->line, step->text, step->length);
      break;
    case BAD_TOLD:
      test_daemon_await (self->daemon, step->text);
      break;
    case BAD_GIVES:
      g_string_append_printf (self->given, "%s\n", step->text);
      test_folder_await (self->daemon->directory, bad_machine_has_given, self, self->given->str);
      break;
    case BAD_LEAVES:
      bad_machine_leave (self);
      break;
    case BAD_RETURNS:
      if (self->line >= 0)
        close (self->line);
      bad_machine_call (self);
      break;
    case BAD_DONE:
      break;
    }
}

/* as people see them */
static inline void
bad_machine_check_rejects (BadMachine *self)
{
  g_autofree char *command = g_strdup_printf ("%s rejects list --json --state-dir %s/state",
                                              g_getenv ("LEAT_COMMAND"), self->daemon->directory);
  g_autofree char *output = NULL;
  g_auto (GStrv) lines = NULL;
  const BadReject *reject = self->test->rejects;
  int status = -1;

  g_assert_true (g_spawn_command_line_sync (command, &output, NULL, &status, NULL));
  g_assert_cmpint (status, ==, 0);
  g_test_message ("%s", output);
  lines = g_strsplit (g_strchomp (output), "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++, reject++)
    {
      g_autoptr (JsonNode) node = json_from_string (lines[i], NULL);
      JsonObject *object = json_node_get_object (node);
      const char *reason = json_object_get_string_member (object, "reason");
      g_autofree guchar *raw = NULL;
      gsize length;

      g_assert_nonnull (reject->stage);
      g_assert_cmpstr (json_object_get_string_member (object, "stage"), ==, reject->stage);
      if (strstr (reason, reject->reason) == NULL)
        g_assert_cmpstr (reason, ==, reject->reason);
      raw = g_base64_decode (json_object_get_string_member (object, "raw"), &length);
      g_assert_cmpmem (raw, (int) length, reject->raw, (int) reject->length);
    }
  g_assert_null (reject->stage);
}

static inline void
bad_machine_write_config (BadMachine *self, guint16 port)
{
  const BadFamily *family = self->test->family;
  const char *encoding = self->test->encoding != NULL ? self->test->encoding : "utf-8";
  g_autofree char *place = family->is_serial ? g_strdup ("DIR/machine")
                                             : g_strdup_printf ("tcp://127.0.0.1:%u", port);
  g_autofree char *config = g_strdup_printf (
      "[source machine]\nplugin=%s\ndevice=%s\nretry-first=5ms\nretry-longest=20ms\n%s%s"
      "[sink file]\nplugin=csv\npath=DIR/machine.csv\ncolumns=%s;quality\n",
      family->name, place, family->schema != NULL ? "schema=DIR/machine.schema\n" : "",
      self->test->keys, family->columns);
  g_autofree char *schema = g_strdup_printf ("[schema]\nname=machine\nencoding=%s\n%s", encoding,
                                             family->schema);
  g_autofree char *path = test_path (self->daemon, "machine.schema");

  g_assert_true (g_file_set_contents (path, schema, -1, NULL));
  test_daemon_write_config (self->daemon, config);
}

static inline void
bad_machine_test (gconstpointer data)
{
  g_autoptr (TestDaemon) daemon = test_daemon_new ("");
  g_autoptr (GString) given = g_string_new (NULL);
  g_autofree char *csv = test_path (daemon, "machine.csv");
  BadMachine self = { data, daemon, -1, -1, csv, given };
  guint16 port = 0;

  if (!self.test->family->is_serial)
    self.listener = bad_listener_open (&port);
  bad_machine_write_config (&self, port);
  test_daemon_start (daemon);
  bad_machine_call (&self);
  for (const BadStep *step = self.test->steps; step->verb != BAD_DONE; step++)
    bad_machine_do (&self, step);

  g_assert_cmpint (test_daemon_stop (daemon), ==, 0);
  bad_machine_leave (&self);
  if (self.listener >= 0)
    close (self.listener);
  g_assert_true (bad_machine_has_given (&self, given->str));
  bad_machine_check_rejects (&self);
  test_daemon_check_bytes (daemon, "machine");
}

static inline void
bad_machine_add (const BadCase *cases, gsize n_cases)
{
  for (gsize i = 0; i < n_cases; i++)
    g_test_add_data_func (cases[i].path, &cases[i], bad_machine_test);
}

G_END_DECLS
