/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz-pictures-name.c - any pattern, a NUL, and any name of a file */
#include "../../plugins/pictures/pictures-name.h"
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, MIN (size, 300));
  const size_t at = strlen (text) + 1;
  g_autofree char *file = at < size ? g_strndup ((const char *) data + at, MIN (size - at, 255))
                                    : g_strdup ("");
  g_autoptr (GError) error = NULL;
  g_autoptr (PicturesName) name = pictures_name_new (text, &error);
  g_autofree char *key = NULL;

  g_assert_true ((name == NULL) == (error != NULL));
  if (name == NULL)
    return 0;
  key = pictures_name_read (name, file);
  if (key != NULL)
    for (const char *const *fields = pictures_name_get_fields (name); *fields != NULL; fields++)
      g_assert_true (strchr (key, '\x1f') != NULL);
  return 0;
}
