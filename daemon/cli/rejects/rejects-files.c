/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rejects-files.c - what was no frame or no record, in leatd's files */
#include "rejects-files.h"
#include <string.h>
#include "leat-rejects-view.h"
#include "rejects/leatd-reject-files.h"

typedef struct {
  LeatRejectsWishes *wishes;
  guint64            id;     /* the one to show; the first that clear leaves */
  const char        *before;
} Files;

static gboolean
fits (const LeatRejectsWishes *wishes, const LeatdRejectLine *line)
{
  return (wishes->source == NULL || g_pattern_match_simple (wishes->source, line->source)) &&
         (wishes->stage == NULL || g_str_equal (wishes->stage, line->stage)) &&
         strcmp (line->time, wishes->since) >= 0;
}

static void
on_broken (const char *where, const GError *error, gpointer user_data)
{
  ((Files *) user_data)->wishes->n_broken++;
  g_printerr ("%s: %s; passed over\n", where, error->message);
}

static gboolean
on_list (const LeatdRejectLine *line, const char *text, gsize length, gpointer user_data)
{
  LeatRejectsWishes *wishes = ((Files *) user_data)->wishes;
  g_autoptr (GString) rows = NULL;

  if (!fits (wishes, line))
    return TRUE;

  wishes->n_found++;
  if (wishes->json)
    return leat_rejects_print (wishes, text, length);

  rows = g_string_new (NULL);
  if (wishes->n_found == 1)
    leat_rejects_view_append_heading (rows, wishes->width);
  leat_rejects_view_append_row (rows, line, wishes->width);
  return leat_rejects_print (wishes, rows->str, rows->len);
}

static gboolean
on_show (const LeatdRejectLine *line, const char *text, gsize length, gpointer user_data)
{
  Files *self = user_data;
  g_autoptr (GString) whole = g_string_new (NULL);

  if (line->id != self->id)
    return line->id < self->id;

  self->wishes->n_found++;
  if (self->wishes->json)
    g_string_append_len (whole, text, (gssize) length);
  else
    leat_rejects_view_append_whole (whole, line);
  leat_rejects_print (self->wishes, whole->str, whole->len);
  return FALSE;
}

static gboolean
on_export (const LeatdRejectLine *line, const char *text, gsize length, gpointer user_data)
{
  LeatRejectsWishes *wishes = ((Files *) user_data)->wishes;

  if (!fits (wishes, line))
    return TRUE;

  wishes->n_found++;
  if (!wishes->raw)
    return leat_rejects_print (wishes, text, length);
  return leat_rejects_print (wishes, g_bytes_get_data (line->raw, NULL),
                             g_bytes_get_size (line->raw));
}

/* finds the first that is to stay */
static gboolean
on_find_before (const LeatdRejectLine *line, const char *text, gsize length, gpointer user_data)
{
  Files *self = user_data;

  self->id = line->id;
  if (strcmp (line->time, self->before) >= 0)
    return FALSE;
  self->id++;
  return TRUE;
}

gboolean
leat_rejects_files_list (const char *directory, LeatRejectsWishes *wishes, GError **error)
{
  Files self = { .wishes = wishes };

  return leatd_reject_files_read (directory, 0, on_list, on_broken, &self, error);
}

gboolean
leat_rejects_files_show (const char *directory, guint64 id, LeatRejectsWishes *wishes,
                         GError **error)
{
  Files self = { .wishes = wishes, .id = id };

  if (!leatd_reject_files_read (directory, id, on_show, on_broken, &self, error))
    return FALSE;
  if (wishes->n_found == 0)
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_FAILED,
                 "%s: there is no reject %" G_GUINT64_FORMAT
                 "; leat rejects list shows those there are",
                 directory, id);
  return wishes->n_found > 0;
}

gboolean
leat_rejects_files_export (const char *directory, LeatRejectsWishes *wishes, GError **error)
{
  Files self = { .wishes = wishes };

  return leatd_reject_files_read (directory, 0, on_export, on_broken, &self, error);
}

gboolean
leat_rejects_files_clear (const char *directory, guint64 id, const char *time, guint64 *n_cleared,
                          GError **error)
{
  LeatRejectsWishes wishes = { .n_found = 0 };
  Files self = { .wishes = &wishes, .id = id, .before = time };

  *n_cleared = 0;
  if (*time != '\0' &&
      !leatd_reject_files_read (directory, 0, on_find_before, on_broken, &self, error))
    return FALSE;
  return leatd_reject_files_clear (directory, self.id, n_cleared, error);
}
