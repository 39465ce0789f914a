/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-words.c - what a person can ask a store for: leat store WORD */
#include "buffer-words.h"
#include <string.h>

const LeatStoreWord buffer_words[] = {
  { "status", "", "tell how much is in the store, and of when", buffer_word_status },
  { "readers", "", "list who reads, and what each has still to have", buffer_word_readers },
  { "forget", "READER [--yes]", "take a reader out, with what it has not had",
    buffer_word_forget },
  { "skip", "READER [--yes]", "let a reader begin behind all that is there now, while leatd stands",
    buffer_word_skip },
  { "replay", "READER --from TIME [--to TIME]",
    "let a reader have again what it has acknowledged, marked as a test", buffer_word_replay },
  { "redecode", "SCHEMA-FILE [--source GLOB] [--from TIME] [--to TIME]",
    "make corrections of records whose frames were kept, by a mended schema",
    buffer_word_redecode },
  { "export", "[--csv] [--source GLOB] [--from TIME] [--to TIME]",
    "print records as JSON lines, or as CSV", buffer_word_export },
  { "check", "", "look for damage in the file", buffer_word_check },
  { "vacuum", "", "give free pages back to the disk", buffer_word_vacuum },
  { "backup", "FILE", "write a whole copy of the store into a new file", buffer_word_backup },
  { "files", "", "print where the store's file is", buffer_word_files },
  /* of leat rejects */
  { "rejects", "[READER]", NULL, buffer_word_rejects },
  { "retry", "READER ID…|--all", NULL, buffer_word_retry },
  { "drop", "READER ID…|--all", NULL, buffer_word_drop },
  { NULL, NULL, NULL, NULL },
};

void
buffer_words_tell (const BufferListening *listening, const char *format, ...)
{
  g_autofree char *line = NULL;
  va_list arguments;

  va_start (arguments, format);
  line = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  listening->print (line, listening->user_data);
}

BufferDatabase *
buffer_words_open (LeatSink *sink, gboolean writes, GError **error)
{
  g_autofree char *path = buffer_sink_find_file (sink);
  g_autofree char *told = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_FAILED,
                   "%s: there is no such file; leatd makes it when it first writes", path);
      return NULL;
    }
  if (writes)
    return buffer_database_open_writing (path, FALSE, &told, error);
  return buffer_database_open_reading (path, error);
}

GStrv
buffer_words_parse (const char *const *arguments, const GOptionEntry *entries, guint minimum,
                    guint maximum, const char *usage, GError **error)
{
  static const GOptionEntry no_entries[] = { G_OPTION_ENTRY_NULL };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GPtrArray) line = g_ptr_array_new ();
  g_auto (GStrv) rest = NULL;
  guint n_rest;

  g_ptr_array_add (line, g_strdup ("store"));
  for (guint i = 0; arguments[i] != NULL; i++)
    g_ptr_array_add (line, g_strdup (arguments[i]));
  g_ptr_array_add (line, NULL);
  rest = (GStrv) g_ptr_array_free (g_steal_pointer (&line), FALSE);
  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_add_main_entries (context, entries != NULL ? entries : no_entries, NULL);
  if (!g_option_context_parse_strv (context, &rest, error))
    return NULL;
  n_rest = g_strv_length (rest) - 1;
  if (n_rest < minimum || n_rest > maximum)
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG, "what is needed here: %s",
                   *usage != '\0' ? usage : "nothing");
      return NULL;
    }
  g_free (rest[0]);
  memmove (rest, rest + 1, (n_rest + 1) * sizeof (char *));
  return g_steal_pointer (&rest);
}

/* nanoseconds in 64 bits reach from 1677 to 2262: what is beyond that is before or behind all */
static gint64
get_nanoseconds (GDateTime *moment)
{
  const gint64 seconds = g_date_time_to_unix (moment);

  if (seconds <= G_MININT64 / LEAT_NSEC_PER_SEC)
    return G_MININT64;
  if (seconds >= G_MAXINT64 / LEAT_NSEC_PER_SEC)
    return G_MAXINT64;
  return seconds * LEAT_NSEC_PER_SEC + g_date_time_get_microsecond (moment) * 1000;
}

gboolean
buffer_words_parse_time (const char *text, gint64 *time, GError **error)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autoptr (GDateTime) moment = NULL;
  g_autofree char *whole = NULL;

  if (text == NULL)
    return TRUE;
  whole = g_strdup_printf ("%s%s", text, strchr (text, 'T') == NULL ? "T00:00:00" : "");
  moment = g_date_time_new_from_iso8601 (whole, zone);
  if (moment == NULL)
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                   "%s: is no time; write 2018-10-13, or 2018-10-13T06:03:22", text);
      return FALSE;
    }
  *time = get_nanoseconds (moment);
  return TRUE;
}
