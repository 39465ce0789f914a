/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* simulate-picture.c - the picture of a simulated part, and its drop into a folder as an FTP server
 * would have it: written under a hidden name, and renamed when it is whole */
#include "simulate-picture.h"
#include <glib/gstdio.h>
#include <string.h>

/* four pixels of 24 bits; a row of a BMP is a multiple of four bytes */
#define HEADER 54
#define ROW 8
#define SIZE (HEADER + 2 * ROW)

static void
fill_bitmap (guint8 *bytes, const LeatSimulatedResult *result)
{
  static const guint8 header[HEADER] = { 'B', 'M', SIZE, 0, 0, 0,  0, 0, 0, 0, HEADER, 0, 0, 0,
                                         40,  0,   0,    0, 2, 0,  0, 0, 2, 0, 0,      0, 1, 0,
                                         24,  0,   0,    0, 0, 0,  2 * ROW };

  memset (bytes, 0, SIZE);
  memcpy (bytes, header, HEADER);
  for (guint i = 0; i < 6; i++)
    bytes[HEADER + i] = (guint8) (result->number >> 8 * i);
  bytes[HEADER + ROW] = (guint8) result->camera;
  bytes[HEADER + ROW + 1] = result->is_good ? 255 : 0;
}

char *
leat_simulated_picture_make_name (const LeatSimulatedResult *result)
{
  return g_strdup_printf ("camera%u_%06" G_GUINT64_FORMAT ".bmp", result->camera, result->number);
}

/* behind the pixels, where no program looks, are bytes that are others in each */
GByteArray *
leat_simulated_picture_make (const LeatSimulatedResult *result, guint size)
{
  GByteArray *picture = g_byte_array_new ();
  guint32 state = (guint32) result->number * 2 + result->camera;

  g_byte_array_set_size (picture, MAX (size, SIZE));
  fill_bitmap (picture->data, result);
  for (guint i = 0; i < 4; i++)
    picture->data[2 + i] = (guint8) (picture->len >> 8 * i);
  for (guint i = SIZE; i < picture->len; i++)
    {
      state = state * 1664525 + 1013904223;
      picture->data[i] = (guint8) (state >> 24);
    }
  return picture;
}

char *
leat_simulated_picture_drop (const char *folder, const LeatSimulatedResult *result, GError **error)
{
  g_autofree char *name = leat_simulated_picture_make_name (result);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *part = g_strdup_printf ("%s/.%s", folder, name);
  g_autoptr (GByteArray) picture = leat_simulated_picture_make (result, 0);

  if (!g_file_set_contents_full (part, (const char *) picture->data, picture->len,
                                 G_FILE_SET_CONTENTS_NONE, 0644, error))
    return NULL;
  if (g_rename (part, path) == 0)
    return g_steal_pointer (&name);
  g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "%s: cannot be renamed", part);
  return NULL;
}
