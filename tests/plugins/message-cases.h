/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* message-cases.h - messages of machines, read by options and a schema alone */
#pragma once
#include "decode-cases.h"
#include "framer-cases.h"
#include <string.h>

/**
 * MessageCase:
 * @options: of the framer, as its group in a key file has them
 * @schema: as a user would write it
 * @bytes: the stream, with NULs in it
 * @length: of @bytes
 * @found: a line for each frame: its fields, "reject" where it is no record, "bad" where it is no
 *   frame
 * @end: why the stream ends
 */
typedef struct {
  const char            *path;
  const LeatFramerClass *klass;
  const char            *options[17];
  const char            *schema;
  const char            *bytes;
  gsize                  length;
  const char            *found;
  LeatEnd                end;
} MessageCase;

#define MESSAGE_SCHEMA(format) "[schema]\nname=message\nformat=" format "\n"
#define MESSAGE_FIELD(name, more) "[field " name "]\n" more "\n"

/* @line: of feed_run(): frame 0+6 "abc" */
static inline void
message_case_decode (LeatSchema *schema, const LeatOrigin *origin, const char *line, GString *to)
{
  const char *begin = strchr (line, '"') + 1;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) frame = leat_escape_undo (begin, strlen (begin) - 1, &error);
  g_autoptr (LeatBatch) batch = leat_batch_new (1);
  gsize length = 0;
  const guint8 *bytes;

  g_assert_no_error (error);
  bytes = g_bytes_get_data (frame, &length);
  if (leat_schema_decode (schema, bytes, length, batch, origin, leat_clock_now (), &error))
    {
      g_autofree char *spelled = spell_record (schema, leat_batch_get_record (batch, 0));

      g_string_append_printf (to, "%s\n", spelled);
    }
  else
    {
      g_test_message ("%s", error->message);
      g_string_append (to, "reject\n");
    }
}

static inline void
message_case_test (gconstpointer data)
{
  static const char *const no_tags[] = { NULL };
  const MessageCase *this = data;
  const Feed feed = { this->klass, this->options, 1024, this->end };
  g_autoptr (LeatSchema) schema = load_schema (this->schema);
  LeatOrigin *origin = leat_origin_new ("test", "", schema, "", no_tags);
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  g_autofree char *heard = feed_run (&feed, this->bytes, this->length, (FeedCut) { 0 });
  g_auto (GStrv) lines = g_strsplit (heard, "\n", -1);
  g_autoptr (GString) found = g_string_new (NULL);

  g_test_message ("%s", heard);
  for (guint i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], "frame "))
      message_case_decode (schema, origin, lines[i], found);
    else if (g_str_has_prefix (lines[i], "bad "))
      g_string_append (found, "bad\n");
  g_assert_cmpstr (found->str, ==, this->found);
  g_assert_nonnull (strstr (heard, " pending 0\n"));
  feed_assert_cuts_are_nothing (&feed, this->bytes, this->length, random);
  leat_origin_unref (origin);
}

static inline void
message_cases_add (const MessageCase *cases, guint n_cases)
{
  for (guint i = 0; i < n_cases; i++)
    g_test_add_data_func (cases[i].path, &cases[i], message_case_test);
}
