/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pictures-header.c - what stands before a picture that is pushed */
#include "pictures-header.h"
#include <string.h>

#define NO_NAME "picture"

guint32
pictures_header_get_number (const guint8 *header, PushOrder order)
{
  guint32 number = 0;

  for (guint i = 0; i < 4; i++)
    number = number << 8 | header[order == PUSH_LITTLE ? 3 - i : i];
  return number;
}

gint64
pictures_header_get_size (const PushGrammar *grammar, const guint8 *header)
{
  static const gint64 counted[PUSH_N_COUNTS] = {
    [PUSH_COUNTS_DATA] = 0,
    [PUSH_COUNTS_NAME] = PUSH_NAME_LENGTH,
    [PUSH_COUNTS_TYPE] = PUSH_HEADER - PUSH_TYPE_AT,
    [PUSH_COUNTS_ALL] = PUSH_HEADER,
  };

  return pictures_header_get_number (header, (PushOrder) grammar->order) - counted[grammar->counts];
}

/* a NUL ends it; what it is filled up with is not known: blanks are taken for that as well */
static gsize
get_name_length (const guint8 *name)
{
  gsize length = 0;

  while (length < PUSH_NAME_LENGTH && name[length] != '\0')
    length++;
  while (length > 0 && name[length - 1] == ' ')
    length--;
  return length;
}

gboolean
pictures_header_has_name (const guint8 *header)
{
  const guint8 *name = header + PUSH_NAME_AT;
  const gsize length = get_name_length (name);

  for (gsize i = 0; i < length; i++)
    if (g_ascii_iscntrl ((char) name[i]))
      return FALSE;
  return TRUE;
}

/* whoever pushes chooses the name, and no more: what it says of folders is passed over */
static const char *
skip_folders (const char *name)
{
  for (const char *at = name; *at != '\0'; at++)
    if (*at == '/' || *at == '\\')
      name = at + 1;
  return name;
}

/* one byte for each that is no text: none grows longer than it came */
static void
replace_no_text (char *name)
{
  const char *end;

  while (!g_utf8_validate (name, -1, &end))
    name[end - name] = '_';
  for (; *name != '\0'; name++)
    if (g_ascii_iscntrl (*name))
      *name = '_';
}

char *
pictures_header_make_name (const guint8 *header)
{
  const char *field = (const char *) header + PUSH_NAME_AT;
  g_autofree char *whole = g_strndup (field, get_name_length (header + PUSH_NAME_AT));
  char *name = g_strdup (skip_folders (whole));

  replace_no_text (name);
  for (char *at = name; *at == '.'; at++)
    *at = '_';
  if (*name != '\0')
    return name;
  g_free (name);
  return g_strdup (NO_NAME);
}

char *
pictures_header_make_type (const guint8 *header)
{
  const guint8 *type = header + PUSH_TYPE_AT;

  return g_strdup_printf ("%02x%02x%02x%02x", type[0], type[1], type[2], type[3]);
}
