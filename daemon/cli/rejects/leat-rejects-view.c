/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-rejects-view.c - how a reject looks to a human */
#include "leat-rejects-view.h"
#include "look/hex-dump.h"
#include "look/text-row.h"
#include <string.h>

/* its heading, how wide it is, and whether a wide terminal gives it more; a number is never cut */
typedef struct {
  const char *heading;
  glong width;
  gboolean grows;
  gboolean is_number;
} Column;

/* with a blank between them they are LEAT_REJECTS_VIEW_WIDTH wide */
static const Column reject_columns[] = {
  { "     ID", 7, FALSE, TRUE },   { "TIME", 20, FALSE, FALSE },  { "SOURCE", 10, FALSE, FALSE },
  { "STAGE", 6, FALSE, FALSE },    { "REASON", 16, TRUE, FALSE }, { "LENGTH", 6, FALSE, TRUE },
  { "BYTES", 9, TRUE, FALSE },
};

/* as wide */
static const Column refused_columns[] = {
  { "     ID", 7, FALSE, TRUE },  { "SINK", 10, FALSE, FALSE },  { "TIME", 20, FALSE, FALSE },
  { "STATUS", 6, FALSE, TRUE },   { "REASON", 16, TRUE, FALSE }, { "ANSWER", 16, TRUE, FALSE },
};

/* without what is finer than a second */
static char *
cut_time (const char *time)
{
  g_autofree char *second = strlen (time) > 19 ? g_strndup (time, 19) : g_strdup (time);

  return g_strconcat (second, "Z", NULL);
}

/* @cells: %NULL: the headings; what a wide terminal has to give is shared by two columns */
static void
append_row (GString *text, const Column *columns, guint n_columns, const char *const *cells,
            glong width)
{
  const glong spare = width > LEAT_REJECTS_VIEW_WIDTH ? (width - LEAT_REJECTS_VIEW_WIDTH) / 2 : 0;

  for (guint i = 0; i < n_columns; i++)
    {
      const char *cell = cells != NULL ? cells[i] : columns[i].heading;
      const glong least = columns[i].is_number ? (glong) strlen (cell) : 0;
      const glong wide = columns[i].width + (columns[i].grows ? spare : 0);

      leat_text_row_append (text, cell, MAX (wide, least), LEAT_TEXT_PLAIN);
    }
  leat_text_row_end (text);
}

/* as wide as its column at the least, from the right */
static char *
spell (guint64 number, const Column *column)
{
  return g_strdup_printf ("%*" G_GUINT64_FORMAT, (int) column->width, number);
}

/**
 * leat_rejects_view_append_heading:
 * @text: grows by the line above a table
 * @width: columns there are
 */
void
leat_rejects_view_append_heading (GString *text, glong width)
{
  append_row (text, reject_columns, G_N_ELEMENTS (reject_columns), NULL, width);
}

/**
 * leat_rejects_view_append_row:
 * @text: grows by a line
 * @reject: what to show in it
 * @width: columns there are
 */
void
leat_rejects_view_append_row (GString *text, const LeatdRejectLine *reject, glong width)
{
  g_autofree char *id = spell (reject->id, &reject_columns[0]);
  g_autofree char *length = spell (g_bytes_get_size (reject->raw), &reject_columns[5]);
  g_autofree char *second = cut_time (reject->time);
  const char *const cells[G_N_ELEMENTS (reject_columns)] = {
    id, second, reject->source, reject->stage, reject->reason, length, reject->text,
  };

  append_row (text, reject_columns, G_N_ELEMENTS (reject_columns), cells, width);
}

/**
 * leat_rejects_view_append_refused_heading:
 * @text: grows by the line above a table of refused records
 * @width: columns there are
 */
void
leat_rejects_view_append_refused_heading (GString *text, glong width)
{
  append_row (text, refused_columns, G_N_ELEMENTS (refused_columns), NULL, width);
}

/**
 * leat_rejects_view_append_refused_row:
 * @text: grows by a line
 * @refused: what to show in it: of its answer, the first line
 * @width: columns there are
 */
void
leat_rejects_view_append_refused_row (GString *text, const LeatRefusedLine *refused, glong width)
{
  g_autofree char *id = spell (refused->id, &refused_columns[0]);
  g_autofree char *status = refused->status != 0 ? spell (refused->status, &refused_columns[3])
                                                 : g_strdup ("");
  g_autofree char *answer = g_strndup (refused->answer, strcspn (refused->answer, "\r\n"));
  g_autofree char *time = cut_time (refused->arrival);
  const char *const cells[G_N_ELEMENTS (refused_columns)] = {
    id, refused->sink, time, status, refused->reason, answer,
  };

  append_row (text, refused_columns, G_N_ELEMENTS (refused_columns), cells, width);
}

static void
append_named (GString *text, const char *name, const char *value)
{
  g_string_append_printf (text, "%-8s", name);
  leat_text_row_append (text, value, leat_text_get_width (value), LEAT_TEXT_PLAIN);
  leat_text_row_end (text);
}

/**
 * leat_rejects_view_append_whole:
 * @text: grows by a line for each thing that is known, and all bytes in hex
 * @reject: what to show
 */
void
leat_rejects_view_append_whole (GString *text, const LeatdRejectLine *reject)
{
  g_autofree char *id = g_strdup_printf ("%" G_GUINT64_FORMAT, reject->id);
  g_autofree char *offset = g_strdup_printf ("%" G_GUINT64_FORMAT, reject->offset);
  g_autofree char *size = NULL;
  gsize length;
  const guint8 *bytes = g_bytes_get_data (reject->raw, &length);

  size = g_strdup_printf ("%" G_GSIZE_FORMAT, length);
  append_named (text, "id", id);
  append_named (text, "time", reject->time);
  append_named (text, "source", reject->source);
  append_named (text, "stage", reject->stage);
  append_named (text, "reason", reject->reason);
  if (reject->status != 0)
    {
      g_autofree char *status = g_strdup_printf ("%" G_GUINT64_FORMAT, reject->status);

      append_named (text, "status", status);
    }
  if (reject->answer != NULL)
    append_named (text, "answer", reject->answer);
  append_named (text, "offset", offset);
  append_named (text, "length", size);
  if (length > 0)
    g_string_append_c (text, '\n');
  leat_hex_dump_append (text, bytes, length, 0);
}

/**
 * leat_rejects_view_append_refused_whole:
 * @text: grows by a line for each thing that is known; the answer is last, as many lines as it has
 * @refused: what to show
 */
void
leat_rejects_view_append_refused_whole (GString *text, const LeatRefusedLine *refused)
{
  g_autofree char *id = g_strdup_printf ("%" G_GUINT64_FORMAT, refused->id);
  g_auto (GStrv) answer = g_strsplit (refused->answer, "\n", -1);

  append_named (text, "id", id);
  append_named (text, "record", refused->name);
  append_named (text, "time", refused->arrival);
  append_named (text, "sink", refused->sink);
  append_named (text, "refused", refused->time);
  if (refused->status != 0)
    {
      g_autofree char *status = g_strdup_printf ("%" G_GUINT64_FORMAT, refused->status);

      append_named (text, "status", status);
    }
  append_named (text, "reason", refused->reason);
  if (*refused->answer != '\0')
    g_string_append_c (text, '\n');
  for (guint i = 0; answer[i] != NULL; i++)
    {
      leat_text_row_append (text, g_strchomp (answer[i]), leat_text_get_width (answer[i]),
                            LEAT_TEXT_PLAIN);
      leat_text_row_end (text);
    }
}

/**
 * leat_rejects_view_parse_time:
 * @text: 2018-10-13T06:03:22.5Z; without a zone it is local, without a time it is midnight
 * @time: (out): room for %LEAT_VALUE_TEXT_MAX bytes
 * @error: LEAT_ERROR_CONFIG
 *
 * Returns: %FALSE if it is no moment
 */
gboolean
leat_rejects_view_parse_time (const char *text, char *time, GError **error)
{
  g_autoptr (GTimeZone) local = g_time_zone_new_local ();
  g_autofree char *full = strchr (text, 'T') != NULL || strchr (text, ' ') != NULL
                              ? g_strdup (text)
                              : g_strconcat (text, "T00:00:00", NULL);
  gint64 moment;

  if (!leat_time_read (full, local, &moment))
    return leat_error_fail (error, LEAT_ERROR_CONFIG,
                            "%s is no time; 2018-10-13 or 2018-10-13T06:03:22Z is one", text);
  leat_time_write (moment, time);
  return TRUE;
}
