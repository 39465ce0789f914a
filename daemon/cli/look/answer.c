/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* answer.c - what a word tells at its end: people by lines, programs by JSON */
#include "answer.h"
#include "leat-error.h"
#include <stdio.h>

static gboolean json;
static gboolean is_asked; /* GOption takes it back where something else is wrong */

const GOptionEntry leat_answer_entries[] = {
  { "json", 0, 0, G_OPTION_ARG_NONE, &is_asked, "The answer, or what is wrong, as JSON", NULL },
  G_OPTION_ENTRY_NULL,
};

void
leat_answer_look (char **argv)
{
  json = FALSE;
  for (; *argv != NULL && !g_str_equal (*argv, "--"); argv++)
    if (g_str_equal (*argv, "--json"))
      json = TRUE;
}

gboolean
leat_answer_is_json (void)
{
  return json;
}

JsonBuilder *
leat_answer_begin (void)
{
  return json_builder_begin_object (json_builder_new ());
}

static void
add_string (JsonBuilder *builder, const char *text)
{
  g_autofree char *valid = text != NULL ? g_utf8_make_valid (text, -1) : NULL;

  if (valid != NULL)
    json_builder_add_string_value (builder, valid);
  else
    json_builder_add_null_value (builder);
}

void
leat_answer_add_text (JsonBuilder *builder, const char *member, const char *text)
{
  json_builder_set_member_name (builder, member);
  add_string (builder, text);
}

void
leat_answer_add_texts (JsonBuilder *builder, const char *member, const char *const *texts)
{
  json_builder_set_member_name (builder, member);
  json_builder_begin_array (builder);
  for (; texts != NULL && *texts != NULL; texts++)
    add_string (builder, *texts);
  json_builder_end_array (builder);
}

void
leat_answer_add_number (JsonBuilder *builder, const char *member, gint64 number)
{
  json_builder_set_member_name (builder, member);
  json_builder_add_int_value (builder, number);
}

void
leat_answer_add_flag (JsonBuilder *builder, const char *member, gboolean flag)
{
  json_builder_set_member_name (builder, member);
  json_builder_add_boolean_value (builder, flag);
}

/* errors of GIO and GLib have no name on the bus: their domain and code say which */
static void
build_error (JsonBuilder *builder, const GError *error)
{
  g_autofree char *name = error->domain == LEAT_ERROR ? g_dbus_error_encode_gerror (error) : NULL;

  json_builder_begin_object (builder);
  leat_answer_add_text (builder, "domain", g_quark_to_string (error->domain));
  leat_answer_add_number (builder, "code", error->code);
  leat_answer_add_text (builder, "name", name);
  leat_answer_add_text (builder, "message", error->message);
  json_builder_end_object (builder);
}

void
leat_answer_add_error (JsonBuilder *builder, const GError *error)
{
  json_builder_set_member_name (builder, "error");
  if (error != NULL)
    build_error (builder, error);
  else
    json_builder_add_null_value (builder);
}

void
leat_answer_add_faults (JsonBuilder *builder, const char *member, const LeatFaults *faults)
{
  const LeatFault *fault;

  json_builder_set_member_name (builder, member);
  json_builder_begin_array (builder);
  for (guint i = 0; (fault = leat_faults_get (faults, i)) != NULL; i++)
    {
      json_builder_begin_object (builder);
      leat_answer_add_text (builder, "file", fault->file);
      leat_answer_add_number (builder, "line", fault->line);
      leat_answer_add_text (builder, "group", fault->group);
      leat_answer_add_text (builder, "key", fault->key);
      leat_answer_add_text (builder, "text", fault->text);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

/**
 * leat_answer_print:
 * @text: JSON
 *
 * Prints a line of it as it is: g_print() would have question marks in it for what the locale does
 * not know, and JSON is UTF-8 everywhere.
 */
void
leat_answer_print (const char *text)
{
  fputs (text, stdout);
  fputc ('\n', stdout);
}

void
leat_answer_end (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (json_builder_end_object (builder));
  g_autofree char *text = json_to_string (root, FALSE);

  leat_answer_print (text);
}

void
leat_answer_take_line (const char *line, gpointer lines)
{
  if (json)
    g_ptr_array_add (lines, g_strdup (line));
  else
    g_print ("%s\n", line);
}

void
leat_answer_end_lines (const GPtrArray *lines)
{
  g_autoptr (JsonBuilder) builder = leat_answer_begin ();

  if (!json)
    return;
  json_builder_set_member_name (builder, "lines");
  json_builder_begin_array (builder);
  for (guint i = 0; i < lines->len; i++)
    add_string (builder, lines->pdata[i]);
  json_builder_end_array (builder);
  leat_answer_end (builder);
}

int
leat_answer_fail (const GError *error, LeatExit code)
{
  g_auto (GStrv) lines = NULL;

  if (json)
    {
      g_autoptr (JsonBuilder) builder = leat_answer_begin ();

      leat_answer_add_error (builder, error);
      leat_answer_end (builder);
      return code;
    }
  lines = g_strsplit (error->message, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    g_printerr ("%s: %s\n", g_get_prgname (), lines[i]);
  return code;
}

int
leat_answer_misuse (const char *text)
{
  g_autoptr (GError) error = g_error_new (LEAT_ERROR, LEAT_ERROR_CONFIG, "%s; %s --help tells more",
                                          text, g_get_prgname ());

  return leat_answer_fail (error, LEAT_EXIT_USAGE);
}

/* --- files --- */

/**
 * leat_answer_write_new:
 * @path: of a file that is not there yet: one that is there is somebody's work
 * @text: all of it
 */
gboolean
leat_answer_write_new (const char *path, const GString *text, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileOutputStream) stream = g_file_create (file, G_FILE_CREATE_NONE, NULL, error);

  if (stream != NULL &&
      g_output_stream_write_all (G_OUTPUT_STREAM (stream), text->str, text->len, NULL, NULL,
                                 error) &&
      g_output_stream_close (G_OUTPUT_STREAM (stream), NULL, error))
    return TRUE;
  g_prefix_error (error, "%s: ", path);
  return FALSE;
}
