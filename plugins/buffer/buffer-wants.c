/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-wants.c - which sources a reader wants */
#include "buffer-wants.h"

BufferWants
buffer_wants_new (const char *const *sources)
{
  return (BufferWants) { sources, sources == NULL || g_strv_contains (sources, "*") };
}

gboolean
buffer_wants_source (const BufferWants *self, const char *source)
{
  if (self->is_all)
    return TRUE;
  for (guint i = 0; self->sources[i] != NULL; i++)
    if (g_pattern_match_simple (self->sources[i], source))
      return TRUE;
  return FALSE;
}

gboolean
buffer_wants_record (const BufferWants *self, const LeatRecord *record)
{
  return self->is_all || buffer_wants_source (self, record->origin->source);
}
