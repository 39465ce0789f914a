/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* some-rejects.h - rejects that tell by themselves which they are, and a place to keep them */
#pragma once
#include <string.h>
#include "rejects/leatd-reject-files.h"
#include "rejects/leatd-rejects.h"
#include "scratch.h"
G_BEGIN_DECLS

#define MIB (1 << 20)

/* a fixture: a directory, and what read_all() found in it */
typedef struct {
  char      *scratch;
  char      *directory;
  GPtrArray *lines;    /* of LeatdRejectLine */
  GPtrArray *broken;   /* "where: why" */
} Place;

static inline void
place_make (Place *place, gconstpointer data)
{
  place->scratch = scratch_new ();
  place->directory = g_build_filename (place->scratch, "rejects", NULL);
  place->lines = g_ptr_array_new_with_free_func ((GDestroyNotify) leatd_reject_line_free);
  place->broken = g_ptr_array_new_with_free_func (g_free);
}

static inline void
place_clear (Place *place, gconstpointer data)
{
  scratch_free (place->scratch);
  g_free (place->directory);
  g_ptr_array_unref (place->lines);
  g_ptr_array_unref (place->broken);
}

/* number @n: it is its offset, and all its bytes are made of it */
static inline LeatdReject
some_reject (guint n, gsize length, guint8 *data)
{
  for (gsize i = 0; i < length; i++)
    data[i] = (guint8) (n * 31 + i * 7);
  return (LeatdReject) {
    .source = "camera0",
    .stage = "framer",
    .reason = "no delimiter",
    .data = data,
    .length = length,
    .offset = n,
    .arrival = { .time = G_GINT64_CONSTANT (1539410602104518000) + n },
  };
}

static inline void
assert_is (const LeatdRejectLine *line, guint n, gsize length)
{
  g_autofree guint8 *data = g_malloc (length + 1);
  const LeatdReject reject = some_reject (n, length, data);

  g_assert_cmpuint (line->offset, ==, n);
  g_assert_cmpstr (line->source, ==, reject.source);
  g_assert_cmpuint (g_bytes_get_size (line->raw), ==, length);
  if (length > 0)
    g_assert_cmpint (memcmp (g_bytes_get_data (line->raw, NULL), data, length), ==, 0);
}

static inline gboolean
on_line (const LeatdRejectLine *line, const char *text, gsize length, gpointer user_data)
{
  Place *place = user_data;

  g_ptr_array_add (place->lines, leatd_reject_line_read (text, length, NULL));
  return TRUE;
}

static inline void
on_broken (const char *where, const GError *error, gpointer user_data)
{
  Place *place = user_data;

  g_ptr_array_add (place->broken, g_strdup_printf ("%s: %s", where, error->message));
}

static inline guint
read_all (Place *place)
{
  g_autoptr (GError) error = NULL;

  g_ptr_array_set_size (place->lines, 0);
  g_ptr_array_set_size (place->broken, 0);
  leatd_reject_files_read (place->directory, 0, on_line, on_broken, place, &error);
  g_assert_no_error (error);
  return place->lines->len;
}

/* all lines are whole, and their ids are @first and on */
static inline void
assert_all_from (Place *place, guint64 first, guint n)
{
  g_assert_cmpuint (read_all (place), ==, n);
  g_assert_cmpuint (place->broken->len, ==, 0);
  for (guint i = 0; i < n; i++)
    g_assert_cmpuint (((LeatdRejectLine *) place->lines->pdata[i])->id, ==, first + i);
}

static inline const LeatdRejectLine *
line_at (Place *place, guint index)
{
  g_assert_cmpuint (index, <, place->lines->len);
  return place->lines->pdata[index];
}

G_END_DECLS
