/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* exec-message.c - tests lines of a child as messages: what they say, and what is wrong */
#include "exec-message.h"
#include <string.h>

typedef struct {
  const char *path;
  const char *line;
  const char *told;    /* kind type id fields text level schema role through version seconds test; -
                          for none */
  const char *message; /* a pattern */
} Case;

static const Case cases[] = {
  { "hello", "{\"type\":\"hello\",\"version\":1,\"schema\":\"scale\",\"name\":\"x\"}",
    "0 hello - - - - scale - - 1 0 0", NULL },
  { "record", "{\"type\":\"record\",\"id\":\"17\",\"fields\":{\"w\":1.730,\"t\":[1, 2]}}",
    "1 record 17 {\"w\":1.730,\"t\":[1, 2]} - - - - - 0 0 0", NULL },
  { "record/test", " { \"fields\" : { } , \"test\" : true , \"type\" : \"record\" } ",
    "1 record - { } - - - - - 0 0 1", NULL },
  { "record/id-of-digits", "{\"type\":\"record\",\"id\":17,\"fields\":{}}",
    "1 record 17 {} - - - - - 0 0 0", NULL },
  { "record/id-with-escapes", "{\"type\":\"record\",\"id\":\"a\\u00e9\\\"\",\"fields\":{}}",
    "1 record aé\" {} - - - - - 0 0 0", NULL },
  { "reject", "{\"type\":\"reject\",\"id\":\"17\",\"text\":\"sum wrong\"}",
    "2 reject 17 - sum wrong - - - - 0 0 0", NULL },
  { "log", "{\"type\":\"log\",\"level\":\"warning\",\"text\":\"hot\"}",
    "3 log - - hot warning - - - 0 0 0", NULL },
  { "state", "{\"type\":\"state\",\"text\":\"ready\"}", "4 state - - ready - - - - 0 0 0", NULL },
  { "hello/role", "{\"type\":\"hello\",\"version\":1,\"role\":\"sink\"}",
    "0 hello - - - - - sink - 1 0 0", NULL },
  { "ack", "{\"type\":\"ack\",\"id\":\"a/b/1\"}", "5 ack a/b/1 - - - - - - 0 0 0", NULL },
  { "ack/through", "{\"type\":\"ack\",\"through\":\"a/b/1\"}", "5 ack - - - - - - a/b/1 0 0 0",
    NULL },
  { "busy", "{\"type\":\"busy\",\"text\":\"later\",\"seconds\":5}",
    "6 busy - - later - - - - 0 5 0", NULL },
  { "busy/huge", "{\"type\":\"busy\",\"seconds\":99999999999999999999}",
    "6 busy - - - - - - - 0 0 0", NULL },
  { "held", "{\"type\":\"held\",\"text\":\"no rights\"}", "7 held - - no rights - - - - 0 0 0",
    NULL },
  { "other", "{\"type\":\"x\"}", "8 x - - - - - - - 0 0 0", NULL },
  { "null-is-nothing", "{\"type\":\"log\",\"text\":null}", "3 log - - - - - - - 0 0 0", NULL },
  { "last-counts", "{\"type\":\"log\",\"type\":\"state\"}", "4 state - - - - - - - 0 0 0", NULL },
  { "no-json", "hello", NULL, "*no JSON*" },
  { "half", "{\"type\":\"record\"", NULL, "*no JSON*" },
  { "two", "{\"type\":\"log\"}{\"type\":\"log\"}", NULL, "*no JSON*" },
  { "array", "[1]", NULL, "*type*" },
  { "no-type", "{\"id\":\"1\"}", NULL, "*type*" },
  { "no-fields", "{\"type\":\"record\"}", NULL, "a record has fields, an object" },
  { "fields-are-none", "{\"type\":\"record\",\"fields\":\"x\"}", NULL,
    "a record has fields, an object" },
  { "fields-are-a-list", "{\"type\":\"record\",\"fields\":[]}", NULL,
    "a record has fields, an object" },
  { "empty-id", "{\"type\":\"record\",\"id\":\"\",\"fields\":{}}", NULL,
    "an id has 1 to 256 bytes" },
  { "nul", "{\"type\":\"log\",\"text\":\"a\\u0000b\"}", NULL, "*has a NUL" },
  { "not-utf-8", "{\"type\":\"log\",\"text\":\"\xff\"}", NULL, "*no valid UTF-8*" },
};

static const char *
or_none (const char *text)
{
  return text != NULL ? text : "-";
}

static void
test_case (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (ExecGrammar) grammar = exec_grammar_new ();
  g_autoptr (GError) error = NULL;
  g_auto (ExecMessage) message = { 0 };
  g_autofree char *told = NULL;

  if (exec_message_parse (&message, grammar, (const guint8 *) test->line, strlen (test->line),
                          &error))
    told = g_strdup_printf ("%d %s %s %s %s %s %s %s %s %d %d %d", message.kind, message.type,
                            or_none (message.id), or_none (message.fields), or_none (message.text),
                            or_none (message.level), or_none (message.schema),
                            or_none (message.role), or_none (message.through),
                            (int) message.version, (int) message.seconds, message.test);
  g_assert_cmpstr (told, ==, test->told);
  if (test->message == NULL)
    g_assert_no_error (error);
  else if (error == NULL || !g_pattern_match_simple (test->message, error->message))
    g_error ("%s", error != NULL ? error->message : "no error");
}

static void
test_long_id (void)
{
  for (guint length = EXEC_MESSAGE_ID_MAX; length <= EXEC_MESSAGE_ID_MAX + 1; length++)
    {
      g_autofree char *id = g_strnfill (length, 'x');
      g_autofree char *line = g_strdup_printf ("{\"type\":\"reject\",\"id\":\"%s\"}", id);
      g_autoptr (ExecGrammar) grammar = exec_grammar_new ();
      g_auto (ExecMessage) message = { 0 };

      g_assert_cmpint (exec_message_parse (&message, grammar, (const guint8 *) line, strlen (line),
                                           NULL),
                       ==, length == EXEC_MESSAGE_ID_MAX);
    }
}

/* what source and sink tell of it alike */
static void
test_told (void)
{
  const ExecMessage full = { .text = "warm", .level = "warning", .version = 2 };
  const ExecMessage bare = { .version = EXEC_MESSAGE_VERSION };
  g_autofree char *full_log = exec_message_tell_log (&full);
  g_autofree char *bare_log = exec_message_tell_log (&bare);
  g_autofree char *version = exec_message_tell_version (&full);
  g_autofree char *state = NULL;

  g_assert_cmpstr (full_log, ==, "warning: warm");
  g_assert_cmpstr (bare_log, ==, "");
  g_assert_cmpstr (version, ==, "the child speaks version 2 of the protocol; 1 is understood here");
  g_assert_null (exec_message_tell_version (&bare));
  g_assert_cmpstr (exec_message_get_reason (&full), ==, "warm");
  g_assert_cmpstr (exec_message_get_reason (&bare), ==, "the child gives no reason");
  g_assert_false (exec_message_is_new_state (&bare, &state));
  g_assert_true (exec_message_is_new_state (&full, &state));
  g_assert_cmpstr (state, ==, "warm");
  g_assert_false (exec_message_is_new_state (&full, &state));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/exec-message/", cases[i].path, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/exec-message/long-id", test_long_id);
  g_test_add_func ("/exec-message/told", test_told);
  return g_test_run ();
}
